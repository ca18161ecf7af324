from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_edition_decision")]

    operations = [
        migrations.AddField(
            model_name='work',
            name='remarks_asked_at',
            field=models.DateTimeField(null=True, verbose_name='opmerkingen gevraagd'),
        ),
        migrations.AddField(
            model_name='work',
            name='remarks_until',
            field=models.DateField(blank=True, null=True, verbose_name='opmerkingen tot en met'),
        ),
    ]
