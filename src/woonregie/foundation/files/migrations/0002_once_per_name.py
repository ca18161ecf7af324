"""One content may have several names: a name is of its sender, the content is of nobody."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]
    operations = [
        migrations.AlterField(
            model_name="storedfile",
            name="sha256",
            field=models.CharField(max_length=64, verbose_name="vingerafdruk"),
        ),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.UniqueConstraint(
                fields=("sha256", "name"), name="file_once_per_name"
            ),
        ),
    ]
