"""First tables of meetings."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_themes_and_tokens'),
        ('files', '0002_once_per_name'),
        ('region', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField(verbose_name='plaats op de agenda')),
                ('title', models.CharField(max_length=200, verbose_name='punt')),
                ('purpose', models.CharField(choices=[('inform', 'ter kennisname'), ('discuss', 'ter bespreking'), ('decide', 'ter besluitvorming')], default='discuss', max_length=10, verbose_name='doel')),
                ('minutes', models.PositiveSmallIntegerField(default=10, verbose_name='minuten')),
                ('presenter', models.CharField(blank=True, max_length=120, verbose_name='wie leidt in')),
                ('thing_kind', models.CharField(blank=True, max_length=40, verbose_name='soort stuk')),
                ('thing_id', models.UUIDField(blank=True, null=True, verbose_name='stuk')),
                ('dealt', models.CharField(choices=[('open', 'nog niet behandeld'), ('dealt', 'behandeld'), ('carried', 'doorgeschoven')], default='open', max_length=10, verbose_name='behandeling')),
                ('notes', models.TextField(blank=True, verbose_name='aantekeningen')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='versie')),
                ('prepared_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='wie levert het stuk')),
            ],
            options={
                'verbose_name': 'agendapunt',
                'verbose_name_plural': 'agendapunten',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AgendaDocument',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200, verbose_name='titel')),
                ('added_at', models.DateTimeField(verbose_name='toegevoegd op')),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='meetings.agendaitem')),
            ],
            options={
                'verbose_name': 'vergaderstuk',
                'verbose_name_plural': 'vergaderstukken',
                'ordering': ['added_at'],
            },
        ),
        migrations.CreateModel(
            name='ActionItem',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('text', models.CharField(max_length=500, verbose_name='wat')),
                ('due_on', models.DateField(verbose_name='uiterlijk')),
                ('recorded_at', models.DateTimeField(verbose_name='vastgelegd op')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='klaar op')),
                ('done_note', models.CharField(blank=True, max_length=500, verbose_name='wat het opleverde')),
                ('invented', models.BooleanField(default=False, verbose_name='verzonnen voorbeeld')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='namens')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='wie')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='region.region')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='meetings.agendaitem', verbose_name='agendapunt')),
            ],
            options={
                'verbose_name': 'actiepunt',
                'verbose_name_plural': 'actiepunten',
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='BacklogItem',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('theme', models.CharField(blank=True, max_length=120, verbose_name='thema')),
                ('title', models.CharField(max_length=200, verbose_name='punt')),
                ('note', models.TextField(blank=True, verbose_name='toelichting')),
                ('thing_kind', models.CharField(blank=True, max_length=40, verbose_name='soort stuk')),
                ('thing_id', models.UUIDField(blank=True, null=True, verbose_name='stuk')),
                ('added_at', models.DateTimeField(verbose_name='toegevoegd op')),
                ('dealt_at', models.DateTimeField(blank=True, null=True, verbose_name='behandeld op')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='weggehaald op')),
                ('invented', models.BooleanField(default=False, verbose_name='verzonnen voorbeeld')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='namens')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='region.region')),
            ],
            options={
                'verbose_name': 'voorraadpunt',
                'verbose_name_plural': 'voorraadpunten',
                'ordering': ['theme', 'added_at'],
            },
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='backlog',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agenda_items', to='meetings.backlogitem'),
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200, verbose_name='titel')),
                ('kind', models.CharField(choices=[('executive', 'portefeuillehoudersoverleg'), ('official', 'ambtelijk overleg'), ('theme', 'themabijeenkomst'), ('parties', 'overleg van partijen')], max_length=20, verbose_name='soort')),
                ('theme', models.CharField(blank=True, max_length=120, verbose_name='thema')),
                ('state', models.CharField(choices=[('polling', 'zoekt een datum'), ('planned', 'gepland'), ('held', 'gehouden'), ('cancelled', 'afgezegd')], default='planned', max_length=10, verbose_name='stand')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='begint')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='eindigt')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='plaats')),
                ('online', models.URLField(blank=True, max_length=500, verbose_name='adres op internet')),
                ('reach', models.CharField(choices=[('parties', 'alleen de partijen'), ('region', 'iedereen die in de regio werkt')], default='parties', max_length=10, verbose_name='wie leest mee')),
                ('documents_days', models.PositiveSmallIntegerField(default=7, verbose_name='stukken zoveel dagen vooraf')),
                ('sequence', models.PositiveIntegerField(default=0, verbose_name='wijziging')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='versie')),
                ('invited_at', models.DateTimeField(blank=True, null=True, verbose_name='uitgenodigd op')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='afgesloten op')),
                ('cancelled_because', models.CharField(blank=True, max_length=300, verbose_name='afgezegd omdat')),
                ('minutes_id', models.UUIDField(blank=True, null=True, verbose_name='verslag')),
                ('invented', models.BooleanField(default=False, verbose_name='verzonnen voorbeeld')),
                ('chair', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='voorzitter')),
                ('organiser', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='georganiseerd door')),
                ('parties', models.ManyToManyField(related_name='+', to='accounts.organisation', verbose_name='partijen')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='region.region')),
            ],
            options={
                'verbose_name': 'vergadering',
                'verbose_name_plural': 'vergaderingen',
                'ordering': ['starts_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DateOption',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField(verbose_name='begint')),
                ('ends_at', models.DateTimeField(verbose_name='eindigt')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='meetings.meeting')),
            ],
            options={
                'verbose_name': 'voorgestelde datum',
                'verbose_name_plural': 'voorgestelde data',
                'ordering': ['starts_at'],
            },
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='meetings.meeting'),
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40, verbose_name='soort')),
                ('text', models.TextField(verbose_name='tekst')),
                ('recorded_at', models.DateTimeField(verbose_name='vastgelegd op')),
                ('thing_kind', models.CharField(blank=True, max_length=40, verbose_name='soort stuk')),
                ('thing_id', models.UUIDField(null=True, verbose_name='stuk')),
                ('invented', models.BooleanField(default=False, verbose_name='verzonnen voorbeeld')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='meetings.agendaitem')),
            ],
            options={
                'verbose_name': 'uitkomst',
                'verbose_name_plural': 'uitkomsten',
                'ordering': ['recorded_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PollAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('suits', models.CharField(choices=[('yes', 'ja'), ('maybe', 'als het moet'), ('no', 'nee')], max_length=10, verbose_name='past')),
                ('answered_at', models.DateTimeField(verbose_name='beantwoord op')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('option', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='meetings.dateoption')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'verbose_name': 'antwoord op de datumprikker',
                'verbose_name_plural': 'antwoorden op de datumprikker',
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200, verbose_name='titel')),
                ('kind', models.CharField(choices=[('executive', 'portefeuillehoudersoverleg'), ('official', 'ambtelijk overleg'), ('theme', 'themabijeenkomst'), ('parties', 'overleg van partijen')], max_length=20, verbose_name='soort')),
                ('rule', models.CharField(max_length=200, verbose_name='herhaling')),
                ('starts_at', models.DateTimeField(verbose_name='eerste keer')),
                ('ends_at', models.DateTimeField(verbose_name='eerste keer tot')),
                ('organiser', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='georganiseerd door')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='region.region')),
            ],
            options={
                'verbose_name': 'reeks',
                'verbose_name_plural': 'reeksen',
            },
        ),
        migrations.AddField(
            model_name='meeting',
            name='series',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='meetings.series'),
        ),
        migrations.AddField(
            model_name='backlogitem',
            name='series',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='backlog', to='meetings.series'),
        ),
        migrations.AddConstraint(
            model_name='dateoption',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='option_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='dateoption',
            constraint=models.UniqueConstraint(fields=('meeting', 'starts_at'), name='option_once'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.CheckConstraint(condition=models.Q(('thing_id__isnull', True), models.Q(('thing_kind', ''), _negated=True), _connector='OR'), name='item_thing_whole'),
        ),
        migrations.AddConstraint(
            model_name='pollanswer',
            constraint=models.UniqueConstraint(fields=('option', 'account'), name='poll_answered_once'),
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='series_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at')), models.Q(('ends_at__isnull', True), ('starts_at__isnull', True)), _connector='OR'), name='meeting_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('starts_at__isnull', False), ('state__in', ['polling', 'cancelled']), _connector='OR'), name='meeting_planned_has_time'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(condition=models.Q(('series__isnull', False)), fields=('series', 'starts_at'), name='series_meets_once'),
        ),
    ]
