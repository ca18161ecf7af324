from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_file_as_proposal")]

    operations = [
        migrations.AddField(
            model_name='edition',
            name='decision_id',
            field=models.UUIDField(null=True, verbose_name='besluit'),
        ),
        migrations.AddField(
            model_name='edition',
            name='decision_kind',
            field=models.SlugField(null=True, verbose_name='soort stuk'),
        ),
    ]
