"""What people answer about a list, and what they recognise in it."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0007_stated_status'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='planimport',
            name='answers',
            field=models.JSONField(blank=True, default=dict, verbose_name='antwoorden'),
        ),
        migrations.CreateModel(
            name='Recognition',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('system', models.CharField(max_length=40, verbose_name='systeem')),
                ('key', models.CharField(max_length=120, verbose_name='sleutel')),
                ('same', models.BooleanField(verbose_name='hetzelfde plan')),
                ('answered_at', models.DateTimeField(verbose_name='beantwoord')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.plan')),
            ],
            options={
                'verbose_name': 'herkenning van een plan',
                'verbose_name_plural': 'herkenningen van plannen',
                'constraints': [models.UniqueConstraint(fields=('system', 'key', 'plan'), name='recognition_once')],
            },
        ),
    ]
