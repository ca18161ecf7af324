"""Commitments get a number by which people name them, counted on within their region."""

from collections import Counter

from django.db import migrations, models


def give_numbers(apps, schema_editor):
    """Number what stands, in the order in which it was recorded."""
    commitments = apps.get_model("commitments", "Commitment").objects
    last = Counter()
    for key, region in commitments.order_by("recorded_at", "pk").values_list("pk", "region"):
        last[region] += 1
        commitments.filter(pk=key).update(number=last[region])


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='commitment',
            name='number',
            field=models.PositiveIntegerField(null=True, verbose_name='nummer'),
        ),
        migrations.RunPython(give_numbers, migrations.RunPython.noop),
    ]
