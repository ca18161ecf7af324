"""What was recorded before there were decisions, was stated."""

from django.db import migrations
from django.db.models import F


def state(apps, schema_editor):
    """Copy the status of every version to what was stated."""
    versions = apps.get_model("plans", "PlanVersion").objects
    if versions.exists():
        # The guard of this append-only table; it comes back after all migrations.
        place = "" if schema_editor.connection.vendor == "sqlite" else ' ON "plans_planversion"'
        schema_editor.execute(f'DROP TRIGGER IF EXISTS "plans_planversion_no_update"{place}')
        versions.update(stated_status=F("planning_status"))


class Migration(migrations.Migration):
    """Filled once; services fill it from now on."""

    dependencies = [("plans", "0006_ledger_and_decisions")]

    operations = [migrations.RunPython(state, migrations.RunPython.noop)]
