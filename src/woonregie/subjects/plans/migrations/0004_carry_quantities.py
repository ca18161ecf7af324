"""Copy what each plan holds from its ledger into the versions that were recorded before."""

from collections import defaultdict

from django.db import migrations


def carry(apps, schema_editor):
    """Sum, for each version, the movements up to its first day that were known at its moment."""
    versions = apps.get_model("plans", "PlanVersion").objects
    ledger = defaultdict(list)
    booked = apps.get_model("plans", "Movement").objects.filter(breakdown="total")
    columns = ("plan_id", "booked_on", "recorded_at", "account", "from_year", "before_year")
    for plan_id, *movement in booked.values_list(*columns, "dwellings").iterator():
        ledger[plan_id].append(movement)
    if not ledger:
        return
    _let_through(schema_editor)
    for version in versions.defer("geometry", "note").iterator():
        held = defaultdict(int)
        for booked_on, recorded_at, account, first, before, dwellings in ledger[version.plan_id]:
            if booked_on <= version.valid_on and recorded_at <= version.recorded_at:
                held[account, first or 0, before or 0] += dwellings
        lines = [(*cell, dwellings) for cell, dwellings in sorted(held.items()) if dwellings]
        build = [line for line in lines if line[0] == "build"]
        versions.filter(pk=version.pk).update(
            build=sum(line[-1] for line in build),
            demolition=sum(line[-1] for line in lines) - sum(line[-1] for line in build),
            unphased=sum(line[-1] for line in build if not line[1]),
            phasing="".join(
                f"{int(account == 'demolition')} {first} {before} {dwellings}\n"
                for account, first, before, dwellings in lines
            ),
        )


def _let_through(schema_editor):
    # The guard of this append-only table; it comes back after all migrations.
    place = "" if schema_editor.connection.vendor == "sqlite" else ' ON "plans_planversion"'
    schema_editor.execute(f'DROP TRIGGER IF EXISTS "plans_planversion_no_update"{place}')


class Migration(migrations.Migration):
    """Filled once; services fill it from now on."""

    dependencies = [("plans", "0003_carried_quantities")]

    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
