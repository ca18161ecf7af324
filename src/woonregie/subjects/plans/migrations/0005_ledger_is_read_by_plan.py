"""The ledger is read plan by plan; what asks for sums of many reads what versions carry."""

from django.db import migrations


class Migration(migrations.Migration):
    """Drop the index that held the ledger a second time; half of what writing a list cost."""

    dependencies = [("plans", "0004_carry_quantities")]

    operations = [migrations.RemoveIndex(model_name="movement", name="movement_covering")]
