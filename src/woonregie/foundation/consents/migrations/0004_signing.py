"""Parties sign what was laid before them; a region says which issuers it trusts."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consents', '0003_asking'),
        ('files', '0002_once_per_name'),
        ('region', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(verbose_name='volgnummer')),
                ('method', models.CharField(choices=[('pades', 'digitaal, met een certificaat'), ('paper', 'op papier, met een scan'), ('decision', 'met een besluit')], max_length=10, verbose_name='hoe')),
                ('signed_sha256', models.CharField(max_length=64, verbose_name='vingerafdruk van wat getekend is')),
                ('subject', models.CharField(blank=True, max_length=300, verbose_name='ondertekenaar')),
                ('issuer', models.CharField(blank=True, max_length=300, verbose_name='uitgever')),
                ('serial', models.CharField(blank=True, max_length=64, verbose_name='nummer van het certificaat')),
                ('certificate_sha256', models.CharField(blank=True, max_length=64, verbose_name='vingerafdruk')),
                ('role', models.CharField(blank=True, max_length=30, verbose_name='rol')),
                ('signed_at', models.DateTimeField(verbose_name='getekend op')),
                ('consent', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='signature', to='consents.consent')),
                ('decision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consents.decision', verbose_name='besluit')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='bestand')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='consents.request')),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='wie')),
            ],
            options={
                'verbose_name': 'handtekening',
                'verbose_name_plural': 'handtekeningen',
                'ordering': ['request', 'number'],
                'constraints': [models.UniqueConstraint(fields=('request', 'number'), name='signature_numbered_once')],
            },
        ),
        migrations.CreateModel(
            name='TrustRoot',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200, verbose_name='naam')),
                ('der', models.BinaryField(verbose_name='certificaat')),
                ('sha256', models.CharField(max_length=64, verbose_name='vingerafdruk')),
                ('subject', models.CharField(max_length=300, verbose_name='uitgever')),
                ('valid_until', models.DateTimeField(verbose_name='certificaat geldt tot')),
                ('source', models.CharField(max_length=300, verbose_name='bron')),
                ('checked_on', models.DateField(verbose_name='nagegaan op')),
                ('starts_on', models.DateField(verbose_name='vertrouwd vanaf')),
                ('ends_before', models.DateField(blank=True, null=True, verbose_name='vertrouwd tot')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='region.region', verbose_name='regio')),
            ],
            options={
                'verbose_name': 'vertrouwde uitgever',
                'verbose_name_plural': 'vertrouwde uitgevers',
                'ordering': ['title'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_before__isnull', True), ('ends_before__gte', models.F('starts_on')), _connector='OR'), name='trust_root_ends_after_start'), models.UniqueConstraint(fields=('region', 'sha256', 'starts_on'), name='root_once')],
            },
        ),
    ]
