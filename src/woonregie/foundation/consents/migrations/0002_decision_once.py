"""A decision is there once, also when two people record it at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consents", "0001_initial")]
    operations = [
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                fields=("organisation", "body", "number", "title", "decided_on"),
                name="decision_once",
            ),
        ),
    ]
