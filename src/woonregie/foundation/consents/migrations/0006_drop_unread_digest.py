"""The digest beside an answer was that of its question; nobody read it."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('consents', '0005_extending'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='answer',
            name='thing_digest',
        ),
    ]
