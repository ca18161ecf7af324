"""What was recorded before a field was there has it afterwards."""

from datetime import date, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from woonregie.subjects.plans.models import PlanVersion, StatusDerivation, ValidationRule
from woonregie.subjects.plans.tests.factories import AT, SINCE, change, homes, record_plan

CARRY = import_module("woonregie.subjects.plans.migrations.0004_carry_quantities")


def _execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _carried():
    fields = ("version", "valid_on", "superseded_at", "build", "demolition", "unphased", "phasing")
    return sorted(PlanVersion.objects.values_list(*fields), key=str)


class TestCarryQuantities:
    def test_gives_every_version_what_the_ledger_held_on_its_first_day(self, kampen):
        reeve = record_plan(kampen, "Reeve", cells=homes({2027: 100, None: 20}, {2026: 30}))
        change(reeve, on=date(2026, 6, 1), at=AT + timedelta(hours=1), build={2027: 70})
        change(reeve, on=SINCE, at=AT + timedelta(hours=2), name="Reeve-Noord")
        written = _carried()
        guard = 'DROP TRIGGER "plans_planversion_no_update"'
        _execute(guard if connection.vendor == "sqlite" else f'{guard} ON "plans_planversion"')
        PlanVersion.objects.update(build=0, demolition=0, unphased=0, phasing="")

        CARRY.carry(apps, SimpleNamespace(connection=connection, execute=_execute))

        assert _carried() == written
        first, *_rest = PlanVersion.objects.order_by("recorded_at")
        assert (first.build, first.demolition, first.unphased) == (120, 30, 20)
        assert first.phasing == "0 0 0 20\n0 2027 2028 100\n1 2026 2027 30\n"


@pytest.mark.django_db
class TestRulesThatShip:
    def test_come_with_an_upgrade_where_a_region_is_at_work(self, region):
        assert not StatusDerivation.objects.exists()

        call_command("migrate", verbosity=0)

        assert StatusDerivation.objects.count() == 16
        assert ValidationRule.objects.values("number").distinct().count() == 22

    def test_keep_what_an_administrator_changed(self, region):
        call_command("migrate", verbosity=0)
        ValidationRule.objects.filter(number=1).update(severity="hint")

        call_command("migrate", verbosity=0)

        assert ValidationRule.objects.get(number=1).severity == "hint"

    def test_wait_in_an_empty_house_for_its_region(self, db):
        call_command("migrate", verbosity=0)

        assert not ValidationRule.objects.exists()
