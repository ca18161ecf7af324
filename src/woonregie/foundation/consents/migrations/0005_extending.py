"""Who asks can give parties more time to answer."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consents', '0004_signing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('ended_on', models.DateField(verbose_name='was uiterlijk')),
                ('ends_on', models.DateField(verbose_name='nu uiterlijk')),
                ('reason', models.CharField(max_length=500, verbose_name='reden')),
                ('at', models.DateTimeField(verbose_name='verlengd op')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='consents.request')),
            ],
            options={
                'verbose_name': 'verlenging',
                'verbose_name_plural': 'verlengingen',
                'ordering': ['request', 'ends_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('ended_on'))), name='extension_gives_more_time'), models.UniqueConstraint(fields=('request', 'ended_on'), name='extended_once_from_a_day')],
            },
        ),
    ]
