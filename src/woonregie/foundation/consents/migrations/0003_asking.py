"""Parties are asked and answer; a decision says who reads it."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_themes_and_tokens'),
        ('consents', '0002_decision_once'),
        ('files', '0002_once_per_name'),
        ('region', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='decision',
            name='read_by',
            field=models.CharField(choices=[('parties', 'alleen de partijen'), ('region', 'iedereen in de regio')], default='parties', max_length=10, verbose_name='wie dit leest'),
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='accounts.organisation', verbose_name='partij')),
            ],
            options={
                'verbose_name': 'instemming',
                'verbose_name_plural': 'instemmingen',
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(verbose_name='volgnummer')),
                ('reply', models.CharField(choices=[('agreed', 'akkoord'), ('reserved', 'akkoord onder voorbehoud'), ('objection', 'bezwaar'), ('abstention', 'onthouding')], max_length=12, verbose_name='antwoord')),
                ('body', models.CharField(blank=True, choices=[('supervisors', 'raad van commissarissen'), ('council', 'gemeenteraad'), ('states', 'Provinciale Staten'), ('general_board', 'algemeen bestuur'), ('members', 'ledenraad')], max_length=15, verbose_name='voorbehoud van')),
                ('body_decides_by', models.DateField(null=True, verbose_name='orgaan besluit uiterlijk')),
                ('reason', models.TextField(blank=True, verbose_name='toelichting')),
                ('valid_until', models.DateField(null=True, verbose_name='geldt tot en met')),
                ('thing_digest', models.CharField(max_length=64, verbose_name='vingerafdruk van het stuk')),
                ('role', models.CharField(blank=True, max_length=30, verbose_name='rol')),
                ('answered_at', models.DateTimeField(verbose_name='geantwoord op')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='wie')),
                ('decision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consents.decision', verbose_name='besluit')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='bewijs')),
                ('consent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='consents.consent')),
            ],
            options={
                'verbose_name': 'antwoord',
                'verbose_name_plural': 'antwoorden',
                'ordering': ['consent', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('thing_kind', models.CharField(max_length=40, verbose_name='soort stuk')),
                ('thing_id', models.UUIDField(verbose_name='stuk')),
                ('thing_digest', models.CharField(max_length=64, verbose_name='vingerafdruk van het stuk')),
                ('question', models.TextField(verbose_name='vraag')),
                ('asked_at', models.DateTimeField(verbose_name='gevraagd op')),
                ('answer_by', models.DateField(verbose_name='antwoord uiterlijk')),
                ('silence_agrees', models.BooleanField(default=False, verbose_name='geen antwoord is geen bezwaar')),
                ('read_by', models.CharField(choices=[('parties', 'alleen de partijen'), ('region', 'iedereen in de regio')], default='parties', max_length=10, verbose_name='wie dit leest')),
                ('invented', models.BooleanField(default=False, verbose_name='verzonnen voorbeeld')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='wie')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='het stuk als bestand')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='gevraagd door')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='region.region', verbose_name='regio')),
            ],
            options={
                'verbose_name': 'vraag om instemming',
                'verbose_name_plural': 'vragen om instemming',
                'ordering': ['-asked_at'],
            },
        ),
        migrations.AddField(
            model_name='consent',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='consents.request'),
        ),
        migrations.CreateModel(
            name='ReservationOutcome',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('agreed', models.BooleanField(verbose_name='het orgaan is akkoord')),
                ('reason', models.TextField(blank=True, verbose_name='toelichting')),
                ('recorded_at', models.DateTimeField(verbose_name='vastgelegd op')),
                ('answer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='outcome', to='consents.answer')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consents.decision', verbose_name='besluit')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='wie')),
            ],
            options={
                'verbose_name': 'afloop van een voorbehoud',
                'verbose_name_plural': 'aflopen van voorbehouden',
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(verbose_name='ingetrokken op')),
                ('reason', models.CharField(max_length=500, verbose_name='reden')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='consents.request')),
            ],
            options={
                'verbose_name': 'ingetrokken vraag',
                'verbose_name_plural': 'ingetrokken vragen',
            },
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('consent', 'number'), name='answer_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reply', 'reserved'), _negated=True), models.Q(('body', ''), _negated=True), _connector='OR'), name='reservation_names_a_body'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reply', 'objection'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='objection_says_why'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['thing_kind', 'thing_id'], name='request_thing'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(fields=('request', 'organisation'), name='party_asked_once'),
        ),
        migrations.AddConstraint(
            model_name='reservationoutcome',
            constraint=models.CheckConstraint(condition=models.Q(('agreed', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='refused_reservation_says_why'),
        ),
    ]
