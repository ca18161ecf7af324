"""A delivery keeps how its columns are read, and may wait for an answer about them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Deliveries of before have none: their columns have our own names."""

    dependencies = [("plans", "0008_three_sides")]

    operations = [
        migrations.AddField(
            model_name="planimport",
            name="meanings",
            field=models.JSONField(blank=True, default=dict, verbose_name="gelezen volgens"),
        ),
        migrations.AlterField(
            model_name="planimport",
            name="state",
            field=models.CharField(
                choices=[
                    ("asked", "wacht op uw antwoord"),
                    ("previewed", "bekeken"),
                    ("applied", "verwerkt"),
                    ("refused", "geweigerd"),
                ],
                max_length=10,
                verbose_name="stand",
            ),
        ),
    ]
