"""What a meeting left in the backlog is for who read that meeting; what stood there, too."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_themes_and_tokens'),
        ('meetings', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='backlogitem',
            name='parties',
            field=models.ManyToManyField(blank=True, related_name='+', to='accounts.organisation', verbose_name='partijen'),
        ),
        migrations.AddField(
            model_name='backlogitem',
            name='reach',
            field=models.CharField(choices=[('parties', 'alleen de partijen'), ('region', 'iedereen die in de regio werkt')], default='parties', max_length=10, verbose_name='wie leest mee'),
        ),
    ]
