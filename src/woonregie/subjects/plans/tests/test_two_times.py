"""A law: however it was said, singly or in lists, every day and every moment answers the same.

The oracle is the one sentence of the register: what is said at a day holds until the next day for
which something was said; who says what stands already says nothing.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from woonregie.subjects.plans.models import Movement, Plan, PlanVersion
from woonregie.subjects.plans.quantities import carried
from woonregie.subjects.plans.queries import Ledger, holdings, newest_version, versions_on
from woonregie.subjects.plans.services import apply_bulk, change_plan, create_plan
from woonregie.subjects.plans.tests.factories import homes, row
from woonregie.subjects.plans.values import Cell, PlanValues

NAMES = ("Reeve", "Stationskwartier", "Het Onderdijks")
# A leap day and its neighbours, the day of a clock change, the turn of a year.
DAYS = (
    date(2024, 2, 28),
    date(2024, 2, 29),
    date(2024, 3, 1),
    date(2025, 3, 30),
    date(2026, 1, 1),
)
ASKED = (date(2024, 2, 27), *DAYS, date(2026, 11, 24))
# The night in which half past two comes twice.
BEGUN = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    """One statement: of which plan, for which day, what, through which door."""

    plan: int
    day: date
    values: PlanValues
    cells: dict[Cell, int]
    door: str


@dataclass
class Oracle:
    """What one plan should say: for each moment the statements by day, as they stood then."""

    moments: list[tuple[datetime, dict[date, tuple[Any, Any, int]]]] = field(default_factory=list)
    newest: int = 0

    def hear(self, at: datetime, said: Said) -> None:
        stood = dict(self.moments[-1][1]) if self.moments else {}
        now = self._on(stood, said.day)
        if now is not None and now[:2] == (said.values, said.cells):
            return
        self.newest += 1
        self.moments.append((at, {**stood, said.day: (said.values, said.cells, self.newest)}))

    def ask(self, on: date, known_on: datetime | None):
        """Return (values, cells, version), or None when there was nothing."""
        heard = [stood for at, stood in self.moments if known_on is None or at <= known_on]
        return self._on(heard[-1], on) if heard else None

    @staticmethod
    def _on(stood, on):
        days = [day for day in stood if day <= on]
        return stood[max(days)] if days else None


@st.composite
def _cells(draw):
    """Draw homes by year, with at most as many apartments as there are homes."""
    count = st.integers(0, 3)
    built = {period: draw(count) for period in (None, 2027, (2028, 2031))}
    gone = {2027: draw(count)}
    apartments = draw(st.integers(0, sum(built.values())))
    cells = homes(built, gone, type={"apartment": apartments})
    return {cell: dwellings for cell, dwellings in cells.items() if dwellings}


STATEMENTS = st.lists(
    st.builds(
        Said,
        plan=st.integers(0, 2),
        day=st.sampled_from(DAYS),
        values=st.builds(
            PlanValues,
            name=st.sampled_from(["Reeve", "Reeve-Noord"]),
            planning_status=st.sampled_from(["1A", "3"]),
        ),
        cells=_cells(),
        door=st.sampled_from(["single", "list"]),
    ),
    min_size=1,
    max_size=8,
)


class Register:
    """The real thing, behind both of its doors."""

    def __init__(self, municipality):
        self.municipality = municipality
        self.plans: dict[int, Plan] = {}

    def hear(self, at: datetime, said: Said) -> None:
        if said.door == "list":
            self.hear_list(at, said.day, [said])
        elif said.plan not in self.plans:
            self.plans[said.plan] = create_plan(
                by=None,
                at=at,
                municipality=self.municipality,
                valid_on=said.day,
                values=said.values,
                cells=said.cells,
            )
        else:
            plan = self.plans[said.plan]
            change_plan(
                by=None,
                at=at,
                plan=plan,
                base_version=newest_version(plan.number),
                valid_on=said.day,
                values=said.values,
                cells=said.cells,
            )

    def hear_list(self, at: datetime, day: date, statements: list[Said]) -> None:
        rows = [
            row(
                self.municipality,
                said.values.name,
                planning_status=said.values.planning_status,
                cells=said.cells,
                key="" if said.plan in self.plans else NAMES[said.plan],
                number=self.plans[said.plan].number if said.plan in self.plans else "",
            )
            for said in statements
        ]
        apply_bulk(by=None, at=at, valid_on=day, rows=rows)
        for said in statements:
            if said.plan not in self.plans:
                self.plans[said.plan] = Plan.objects.get(keys__key=NAMES[said.plan])

    def ask(self, on: date, known_on: datetime | None) -> dict[int, Any]:
        """Return plan -> (values, cells, version), or None when there was nothing."""
        keys = {plan.pk: number for number, plan in self.plans.items()}
        told: dict[int, Any] = dict.fromkeys(self.plans)
        held = holdings(keys, on=on, known_on=known_on)
        for version in versions_on(on, known_on).filter(plan__in=keys):
            number = keys[version.plan_id]
            assert told[number] is None, "two versions hold at once"
            cells = dict(held.pop(version.plan_id).cells)
            copied = {name: getattr(version, name) for name in carried(cells)}
            assert copied == carried(cells), "a version carries something else than the ledger"
            told[number] = PlanValues.of(version), cells, version.version
        assert not any(left.cells for left in held.values()), "homes of a plan that is not there"
        return told


def _agree(register: Register, oracles: dict[int, Oracle], moments: list[datetime]) -> None:
    for on in ASKED:
        for known_on in (None, moments[0] - timedelta(microseconds=1), *moments):
            expected = {number: oracles[number].ask(on, known_on) for number in register.plans}
            assert register.ask(on, known_on) == expected, (on, known_on)


@pytest.fixture
def many(kampen):
    """Return Kampen; each example of Hypothesis is undone by itself."""
    return kampen


_SETTINGS = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class TestWhateverIsSaid:
    @_SETTINGS
    @given(statements=STATEMENTS)
    def test_both_doors_keep_both_times(self, many, statements):
        with transaction.atomic():
            register, oracles = Register(many), {number: Oracle() for number in range(3)}
            moments = [BEGUN + timedelta(minutes=20 * turn) for turn in range(len(statements))]

            for at, said in zip(moments, statements, strict=True):
                register.hear(at, said)
                oracles[said.plan].hear(at, said)

            _agree(register, oracles, moments)
            transaction.set_rollback(True)

    @_SETTINGS
    @given(statements=STATEMENTS)
    def test_a_list_of_many_is_the_same_as_each_of_them(self, many, statements):
        with transaction.atomic():
            register, oracles = Register(many), {number: Oracle() for number in range(3)}
            moments = []
            for turn, day in enumerate(dict.fromkeys(said.day for said in statements)):
                at = BEGUN + timedelta(hours=turn)
                # A list names each plan once; the last word about a plan counts.
                of_day = {said.plan: said for said in statements if said.day == day}
                register.hear_list(at, day, list(of_day.values()))
                for said in of_day.values():
                    oracles[said.plan].hear(at, said)
                moments.append(at)

            _agree(register, oracles, moments)
            transaction.set_rollback(True)

    @_SETTINGS
    @given(statements=STATEMENTS)
    def test_saying_all_of_it_again_changes_nothing(self, many, statements):
        with transaction.atomic():
            register = Register(many)
            for turn, said in enumerate(statements):
                register.hear(BEGUN + timedelta(hours=turn), said)
            standing = {day: register.ask(day, None) for day in ASKED}
            rows = (PlanVersion.objects.count(), Movement.objects.count())

            for turn, (day, plans) in enumerate(standing.items()):
                at = BEGUN + timedelta(days=30, hours=turn)
                for number, told in plans.items():
                    for door in ("single", "list") if told else ():
                        register.hear(at, Said(number, day, *told[:2], door))

            assert (PlanVersion.objects.count(), Movement.objects.count()) == rows
            transaction.set_rollback(True)

    @_SETTINGS
    @given(statements=STATEMENTS)
    def test_the_ledger_of_one_plan_tells_the_same_as_the_sums(self, many, statements):
        with transaction.atomic():
            register = Register(many)
            moments = [BEGUN + timedelta(hours=turn) for turn in range(len(statements))]
            for at, said in zip(moments, statements, strict=True):
                register.hear(at, said)

            for plan in register.plans.values():
                ledger = Ledger.of(plan.pk)
                for on in ASKED:
                    for at in moments:
                        summed = holdings([plan.pk], on=on, known_on=at)[plan.pk].cells
                        assert ledger.cells(on=on, known_on=at) == summed
                        before = at - timedelta(microseconds=1)
                        summed = holdings([plan.pk], on=on, known_on=before)[plan.pk].cells
                        assert ledger.cells(on=on, known_on=at, strictly=True) == summed
            transaction.set_rollback(True)
