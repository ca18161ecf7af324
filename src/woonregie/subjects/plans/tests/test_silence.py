"""A list says nothing of what it has no column for: that stays as it was."""

from datetime import timedelta

import pytest

from woonregie.subjects.plans.formats.eib import SILENT
from woonregie.subjects.plans.models import Plan
from woonregie.subjects.plans.services import apply_bulk
from woonregie.subjects.plans.tests import lists
from woonregie.subjects.plans.tests.factories import (
    AT,
    TODAY,
    homes,
    record_plan,
    standing,
)
from woonregie.subjects.plans.values import BulkRow, Cell, HomeKind, PlanValues

pytestmark = pytest.mark.django_db
FULL = Cell("build", "cell", HomeKind("apartment", "rent").written(), 2028, 2029)
JUDGED = {
    "programme_class": "agreed",
    "built_up_area": "within",
    "client_kind": "corporation",
    "living_environment": "village",
    "regional_function": "overflow",
    "key_project": True,
}
HELD = homes({2028: 100}, {None: 3}, type={"apartment": 40}) | {FULL: 6}


@pytest.fixture
def plan(kampen):
    return record_plan(
        kampen, "Reeve", cells=HELD, note="Wacht op de brug", project_phase="4", **JUDGED
    )


@pytest.fixture
def deliver(plan, kampen, official_kampen, tmp_path):
    """Return a function that delivers one row for the plan, under these headings."""

    def delivered(heading, *cells):
        path = lists.text_file(
            tmp_path / "lijst.csv",
            lists.plans([plan.number, *cells], heading=["Plannummer", *heading]),
        )
        [row] = lists.read(path, known=lists.context(municipality_id=kampen.pk)).rows
        return apply_bulk(
            by=official_kampen, at=AT + timedelta(hours=1), valid_on=TODAY, rows=[row]
        )

    return delivered


def test_a_short_list_changes_what_it_says_and_nothing_else(deliver, plan):
    before, _cells = standing(plan, TODAY)

    deliver(["Naam", "Status", "Bouw 2028"], "Reeve", "2A", 120)

    values, cells = standing(plan, TODAY)
    assert values.planning_status == "2A"
    assert values == PlanValues(
        **{name: getattr(before, name) for name in PlanValues.__dataclass_fields__}
        | {"planning_status": "2A"}
    )
    assert cells == HELD | {Cell("build", "total", "", 2028, 2029): 120}


def test_the_same_again_changes_nothing(deliver):
    assert deliver(["Naam", "Status"], "Reeve", "1A").unchanged == 1


def test_an_empty_cell_does_say_something(deliver, plan):
    deliver(
        ["Naam", "Status", "Programmaklasse", "Sleutelproject", "Opmerkingen", "Appartement"],
        *("Reeve", "1A", "", "nee", "", ""),
    )

    values, cells = standing(plan, TODAY)
    assert (values.programme_class, values.key_project, values.note) == ("unknown", False, "")
    assert values.client_kind == "corporation"
    assert cells == {cell: n for cell, n in HELD.items() if cell.breakdown != "type"}


class TestAListWithoutYears:
    """Of Reeve 100 homes stand in 2028, of which 40 apartments."""

    def test_that_counts_the_same_leaves_the_years(self, deliver, plan):
        done = deliver(["Naam", "Te bouwen"], "Reeve", 100)

        _values, cells = standing(plan, TODAY)
        assert cells == HELD
        assert done.movements == 0

    def test_that_counts_more_leaves_the_more_without_a_year(self, deliver, plan):
        deliver(["Naam", "Te bouwen"], "Reeve", 130)

        _values, cells = standing(plan, TODAY)
        assert cells == HELD | {Cell("build", "total", "", None, None): 30}

    def test_that_counts_less_takes_it_off_the_years(self, deliver, plan):
        deliver(["Naam", "Te bouwen", "Waarvan appartementen"], "Reeve", 80, 30)

        _values, cells = standing(plan, TODAY)
        total = Cell("build", "total", "", 2028, 2029)
        apartments = Cell("build", "type", "apartment", None, None)
        assert cells == HELD | {total: 80, apartments: 30}

    def test_that_counts_none_leaves_none(self, deliver, plan):
        deliver(["Naam", "Te bouwen"], "Reeve", 0)

        _values, cells = standing(plan, TODAY)
        assert not any(cell.breakdown == "total" and cell.account == "build" for cell in cells)


def test_a_division_replaces_the_one_before(deliver, plan):
    line = "4 | appartement | koop | 325.000,00 | 01-01-2026 | | | | | 2028"

    deliver(["Naam", "Status", "Volledige verdeling"], "Reeve", "1A", line)

    _values, cells = standing(plan, TODAY)
    assert FULL not in cells
    assert sum(n for cell, n in cells.items() if cell.breakdown == "cell") == 4


@pytest.mark.parametrize(
    ("heading", "cell", "code"),
    [
        ("Volledige verdeling", "6 appartementen", "division_unreadable"),
        ("Sleutelproject", "misschien", "unknown_code"),
        ("Woonmilieu", "aan zee", "unknown_code"),
        ("Regionale functie", "onbekend terrein", "unknown_code"),
    ],
)
def test_what_cannot_be_read_is_told(heading, cell, code, tmp_path):
    content = lists.plans(
        ["Kampen", "Reeve", "1A", cell], heading=["Gemeente", "Naam", "Status", heading]
    )

    result = lists.read(lists.text_file(tmp_path / "lijst.csv", content))

    assert code in lists.codes(result)
    assert result.rows[0].values.regional_function == "local"


def test_the_file_of_eib_says_nothing_of_what_people_judge(kampen, official_kampen):
    row = BulkRow("eib-2020", "1", "", kampen.pk, PlanValues("Reeve", **JUDGED), HELD)
    apply_bulk(by=official_kampen, at=AT, valid_on=TODAY, rows=[row])
    said = BulkRow("eib-2020", "1", "", kampen.pk, PlanValues("Reeve"), homes({2028: 100}), SILENT)
    apply_bulk(by=official_kampen, at=AT + timedelta(hours=1), valid_on=TODAY, rows=[said])

    values, cells = standing(Plan.objects.get(), TODAY)
    assert values == PlanValues("Reeve", **JUDGED)
    assert cells == homes({2028: 100}) | {FULL: 6}
