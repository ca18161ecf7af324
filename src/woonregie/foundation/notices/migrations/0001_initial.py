"""First tables of notices: choices, notices, mail, keys of calendars."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_themes_and_tokens'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MailChoice',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('rhythm', models.CharField(choices=[('daily', 'elke werkdag, als er iets nieuws op u wacht'), ('weekly', 'elke week, als er iets op u wacht'), ('never', 'nooit')], default='daily', max_length=10, verbose_name='ritme')),
                ('language', models.CharField(choices=[('nl', 'Nederlands'), ('en', 'Engels')], default='nl', max_length=5, verbose_name='taal')),
                ('digest_on', models.DateField(blank=True, null=True, verbose_name='laatste overzicht')),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mail_choice', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'mailkeuze',
                'verbose_name_plural': 'mailkeuzes',
            },
        ),
        migrations.CreateModel(
            name='CalendarKey',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(verbose_name='gemaakt')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='ingetrokken')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_keys', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'agendasleutel',
                'verbose_name_plural': 'agendasleutels',
                'ordering': ['-made_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('account',), name='calendar_key_one_holds')],
            },
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('subject', models.CharField(max_length=200, verbose_name='onderwerp')),
                ('body_text', models.TextField(verbose_name='tekst')),
                ('body_html', models.TextField(blank=True, verbose_name='opgemaakt')),
                ('calendar', models.TextField(blank=True, verbose_name='agendabestand')),
                ('calendar_method', models.CharField(blank=True, max_length=20, verbose_name='soort agendabestand')),
                ('queued_at', models.DateTimeField(verbose_name='klaargezet op')),
                ('attempts', models.PositiveIntegerField(default=0, verbose_name='pogingen')),
                ('next_attempt_at', models.DateTimeField(verbose_name='volgende poging')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='verstuurd op')),
                ('given_up_at', models.DateTimeField(blank=True, null=True, verbose_name='opgegeven op')),
                ('failure', models.CharField(blank=True, max_length=300, verbose_name='waarom niet')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='aan')),
            ],
            options={
                'verbose_name': 'mail in de wachtrij',
                'verbose_name_plural': 'mails in de wachtrij',
                'ordering': ['queued_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('given_up_at__isnull', True), ('sent_at__isnull', True)), fields=['next_attempt_at'], name='mail_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), ('given_up_at__isnull', True), _connector='OR'), name='mail_sent_or_given_up'), models.CheckConstraint(condition=models.Q(('next_attempt_at__gte', models.F('queued_at'))), name='mail_tried_after_queued')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('about', models.CharField(max_length=250, verbose_name='waarover')),
                ('text', models.TextField(verbose_name='tekst')),
                ('url', models.CharField(max_length=500, verbose_name='adres')),
                ('told_at', models.DateTimeField(verbose_name='verteld op')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='gelezen op')),
                ('mailed_at', models.DateTimeField(blank=True, null=True, verbose_name='gemaild op')),
                ('over_at', models.DateTimeField(blank=True, null=True, verbose_name='voorbij op')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation', verbose_name='regio')),
            ],
            options={
                'verbose_name': 'bericht',
                'verbose_name_plural': 'berichten',
                'ordering': ['-told_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('over_at__isnull', True)), fields=('account', 'organisation', 'about'), name='notice_told_once')],
            },
        ),
    ]
