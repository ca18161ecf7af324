"""The same work on the same input waits or runs once, also when two people press at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("runs", "0001_initial")]
    operations = [
        migrations.AddConstraint(
            model_name="job",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["waiting", "running"])),
                fields=("input_digest",),
                name="job_once_at_a_time",
            ),
        ),
    ]
