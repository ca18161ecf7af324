"""Bookings: what happened to the homes of a plan, and what can never be."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from woonregie.foundation.consents.services import record_decision
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.subjects.plans import services
from woonregie.subjects.plans.errors import (
    AlreadyCorrectedError,
    BeforePlanError,
    DecisionNeededError,
    NotBalancedError,
    OfAListError,
    RelationError,
    TooManyTakenError,
)
from woonregie.subjects.plans.models import Movement, MovementKind, Plan, Posting
from woonregie.subjects.plans.quantities import taken
from woonregie.subjects.plans.queries import holdings
from woonregie.subjects.plans.queries.statement import account_statement
from woonregie.subjects.plans.values import Cell, PlanValues

BEGIN = date(2025, 1, 1)
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
IN_2027 = Cell("build", "total", "", 2027, 2028)
IN_2030 = Cell("build", "total", "", 2030, 2031)
UNPHASED = Cell("build", "total", "", None, None)
RENT = Cell("build", "tenure", "rent", None, None)
OWNER = Cell("build", "tenure", "owner", None, None)
DEMOLISHED = Cell("demolition", "total", "", None, None)


@pytest.fixture
def planned() -> Callable[..., Plan]:
    """Return a function that makes a plan with these cells on 1 January 2025."""

    def make(municipality, name="Reeve", **cells) -> Plan:
        homes = cells.pop("homes", {IN_2027: 100})
        return services.create_plan(
            by=None,
            at=datetime(2025, 1, 2, 9, 0, tzinfo=UTC),
            municipality=municipality,
            valid_on=BEGIN,
            values=PlanValues(name=name, planning_status="1A"),
            cells=homes,
        )

    return make


@pytest.fixture
def agreement(kampen):
    """Return a decision of the council of Kampen."""
    return record_decision(
        by=None,
        at=NOW,
        organisation=kampen.organisation,
        body="Gemeenteraad",
        title="Afspraken over het programma",
        decided_on=date(2026, 5, 1),
        number="2026-17",
    )


def built(plan, homes, on=date(2026, 6, 1), **more):
    return services.book_event(
        by=None,
        at=NOW,
        plan=plan,
        kind=MovementKind.REALISATION,
        on=on,
        dwellings=homes,
        **more,
    )


def left(plan, on):
    return holdings([plan.pk], on=on)[plan.pk].build


class TestTaken:
    def test_takes_the_earliest_period_first_and_what_has_no_period_last(self):
        later = Cell("build", "total", "", 2030, 2031)

        gives = taken({UNPHASED: 5, later: 10, IN_2027: 10}, "build", 12)

        assert gives == {IN_2027: 10, later: 2}

    def test_other_lines_give_in_proportion_and_leave_the_unknown_unknown(self):
        gives = taken({IN_2027: 100, RENT: 30, OWNER: 50}, "build", 10)

        assert (gives[RENT], gives[OWNER]) == (3, 5)

    @given(
        totals=st.lists(st.integers(0, 50), min_size=1, max_size=4),
        shares=st.lists(st.integers(0, 40), max_size=3),
        wanted=st.integers(0, 200),
    )
    def test_never_more_than_a_cell_holds_and_exactly_what_was_asked(self, totals, shares, wanted):
        cells = {
            Cell("build", "total", "", 2027 + at, 2028 + at): homes
            for at, homes in enumerate(totals)
        }
        room = sum(totals)
        names = ("ground_bound", "apartment", "other")
        for name, share in zip(names, shares, strict=False):
            cells[Cell("build", "type", name, None, None)] = min(share, room)
            room -= min(share, room)
        wanted = min(wanted, sum(totals))

        gives = taken(cells, "build", wanted)

        assert sum(n for cell, n in gives.items() if cell.breakdown == "total") == wanted
        assert all(0 < n <= cells[cell] for cell, n in gives.items())
        rest = {cell: n - gives.get(cell, 0) for cell, n in cells.items()}
        claimed = sum(n for cell, n in rest.items() if cell.breakdown == "type")
        assert claimed <= sum(totals) - wanted


class TestBuilding:
    def test_takes_homes_from_its_day_on(self, kampen, planned):
        reeve = planned(kampen)

        built(reeve, 40)

        assert left(reeve, date(2026, 5, 31)) == 100
        assert left(reeve, date(2026, 6, 1)) == 60

    def test_more_than_is_left_is_refused_and_writes_nothing(self, kampen, planned):
        reeve = planned(kampen)
        before = Posting.objects.count()

        with pytest.raises(TooManyTakenError, match="nog 100 woningen") as refused:
            built(reeve, 101)

        assert refused.value.fields["left"] == 100
        assert Posting.objects.count() == before

    def test_in_the_past_it_may_not_eat_what_was_built_later(self, kampen, planned):
        reeve = planned(kampen)
        built(reeve, 80, on=date(2026, 6, 1))

        with pytest.raises(TooManyTakenError, match="latere boekingen"):
            built(reeve, 30, on=date(2025, 6, 1))

    def test_in_the_past_it_takes_what_a_later_booking_left(self, kampen, planned):
        reeve = planned(kampen, homes={IN_2027: 60, IN_2030: 40})
        built(reeve, 60, on=date(2026, 10, 1))

        built(reeve, 30, on=date(2026, 6, 1))

        assert left(reeve, date(2026, 6, 1)) == 70
        assert holdings([reeve.pk], on=date(2026, 10, 1))[reeve.pk].cells == {IN_2030: 10}

    def test_what_is_not_built_yet_is_not_booked(self, kampen, planned):
        reeve = planned(kampen)

        with pytest.raises(BeforePlanError, match="nog niet geweest"):
            built(reeve, 10, on=date(2026, 12, 1))

    def test_a_later_list_that_has_all_of_it_already(self, kampen, planned):
        reeve = planned(kampen)
        services.change_plan(
            by=None,
            at=NOW,
            plan=reeve,
            base_version=1,
            valid_on=date(2026, 7, 1),
            values=PlanValues(name="Reeve", planning_status="1A"),
            cells={},
        )

        built(reeve, 100, on=date(2026, 6, 1), included_from=date(2026, 7, 1))

        assert left(reeve, date(2026, 6, 15)) == left(reeve, date(2026, 7, 1)) == 0

    def test_a_later_list_that_has_it_already_is_not_taken_twice(self, kampen, planned):
        reeve = planned(kampen)
        services.change_plan(
            by=None,
            at=NOW,
            plan=reeve,
            base_version=1,
            valid_on=date(2026, 7, 1),
            values=PlanValues(name="Reeve", planning_status="1A"),
            cells={IN_2027: 70},
        )

        built(reeve, 30, on=date(2026, 6, 1), included_from=date(2026, 7, 1))

        assert left(reeve, date(2026, 6, 15)) == 70
        assert left(reeve, date(2026, 7, 1)) == 70

    def test_demolition_takes_from_its_own_account(self, kampen, planned):
        reeve = planned(kampen, homes={IN_2027: 100, DEMOLISHED: 20})

        services.book_event(
            by=None,
            at=NOW,
            plan=reeve,
            kind=MovementKind.DEMOLITION,
            on=date(2026, 6, 1),
            dwellings=5,
        )

        held = holdings([reeve.pk], on=date(2026, 6, 1))[reeve.pk]
        assert (held.build, held.demolition) == (100, 15)

    def test_a_lapse_needs_a_ground(self, kampen, planned):
        reeve = planned(kampen)

        with pytest.raises(DecisionNeededError):
            services.book_event(
                by=None,
                at=NOW,
                plan=reeve,
                kind=MovementKind.EXPIRY,
                on=date(2026, 6, 1),
                dwellings=5,
            )

    def test_the_database_refuses_a_realisation_that_adds(self, kampen, planned):
        reeve = planned(kampen)
        posting = built(reeve, 1)

        with pytest.raises(IntegrityError, match="movement_takes_away"), transaction.atomic():
            Movement.objects.create(
                posting=posting,
                plan=reeve,
                kind=MovementKind.REALISATION,
                account="build",
                breakdown="total",
                dwellings=5,
                booked_on=BEGIN,
                recorded_at=NOW,
            )

    def test_a_neighbour_may_not_book(self, kampen, planned, official_zwolle):
        reeve = planned(kampen)

        with pytest.raises(ForbiddenError):
            services.book_event(
                by=official_zwolle,
                at=NOW,
                plan=reeve,
                kind=MovementKind.REALISATION,
                on=date(2026, 6, 1),
                dwellings=1,
            )


class TestMovingHomes:
    def test_a_transfer_keeps_the_sum(self, kampen, planned):
        reeve, station = planned(kampen), planned(kampen, "Stationsomgeving", homes={})

        posting = services.move_homes(
            by=None, at=NOW, giver=reeve, receiver=station, on=date(2026, 6, 1), dwellings=30
        )

        assert (left(reeve, NOW.date()), left(station, NOW.date())) == (70, 30)
        assert sum(row.dwellings for row in posting.movements.all()) == 0

    def test_a_plan_gives_nothing_to_itself(self, kampen, planned):
        reeve = planned(kampen)

        with pytest.raises(RelationError, match="het plan zelf"):
            services.move_homes(
                by=None, at=NOW, giver=reeve, receiver=reeve, on=date(2026, 6, 1), dwellings=5
            )

    def test_the_statement_names_the_other_side(self, kampen, planned):
        reeve, centre = planned(kampen), planned(kampen, "Centrum")
        services.move_homes(
            by=None, at=NOW, giver=reeve, receiver=centre, on=date(2026, 6, 1), dwellings=5
        )

        first, moved = account_statement(reeve.pk, on=date(2026, 7, 1)).lines

        assert (first.others, moved.others) == ((), (centre.number,))

    def test_sides_that_differ_are_refused(self, kampen, planned):
        reeve, station = planned(kampen), planned(kampen, "Stationsomgeving", homes={})

        with pytest.raises(NotBalancedError, match="geeft 30 woningen, het andere krijgt er 31"):
            services.move_homes(
                by=None,
                at=NOW,
                giver=reeve,
                receiver=station,
                on=date(2026, 6, 1),
                dwellings=30,
                received={UNPHASED: 31},
            )

    def test_over_a_border_it_needs_a_decision(self, kampen, zwolle, planned, agreement):
        reeve, stadshagen = planned(kampen), planned(zwolle, "Stadshagen")
        move = {
            "by": None,
            "at": NOW,
            "giver": reeve,
            "receiver": stadshagen,
            "on": date(2026, 6, 1),
            "dwellings": 30,
        }

        with pytest.raises(DecisionNeededError):
            services.move_homes(**move)
        services.move_homes(**move, exchange=True, decision=agreement)

        assert (left(reeve, NOW.date()), left(stadshagen, NOW.date())) == (70, 130)

    def test_only_who_may_for_both_books_an_exchange(
        self, kampen, zwolle, planned, agreement, official_kampen, secretary
    ):
        reeve, stadshagen = planned(kampen), planned(zwolle, "Stadshagen")
        move = {
            "at": NOW,
            "giver": reeve,
            "receiver": stadshagen,
            "on": date(2026, 6, 1),
            "dwellings": 30,
            "exchange": True,
            "decision": agreement,
        }

        with pytest.raises(ForbiddenError, match="Zwolle"):
            services.move_homes(by=official_kampen, **move)
        services.move_homes(by=secretary, **move)

        assert left(stadshagen, NOW.date()) == 130


class TestCorrecting:
    def test_its_mirror_image_undoes_it_and_both_stay(self, kampen, planned):
        reeve = planned(kampen)
        wrong = built(reeve, 40)

        services.correct_posting(by=None, at=NOW, posting=wrong, reason="Verkeerd plan")

        assert left(reeve, NOW.date()) == 100
        lines = account_statement(reeve.pk, on=NOW.date()).lines
        assert [(line.kind, line.dwellings, line.balance) for line in lines] == [
            ("addition", 100, 100),
            ("realisation", -40, 60),
            ("correction", 40, 100),
        ]
        assert [line.corrected for line in lines] == [False, True, False]

    def test_a_whole_list_is_not_undone_from_one_plan(self, kampen, planned):
        reeve, centre = planned(kampen), planned(kampen, "Centrum")
        posting = Posting.objects.get(movements__plan=reeve)
        Movement.objects.create(
            posting=posting,
            plan=centre,
            kind=MovementKind.ADDITION,
            dwellings=5,
            booked_on=posting.booked_on,
            recorded_at=posting.recorded_at,
            **IN_2027._asdict(),
        )

        with pytest.raises(OfAListError, match="lijst met meer plannen"):
            services.correct_posting(by=None, at=NOW, posting=posting, reason="Weg")

        [line] = account_statement(reeve.pk, on=BEGIN).lines
        assert not line.may_be_corrected

    def test_a_correction_is_not_corrected(self, kampen, planned):
        reeve = planned(kampen)
        mirror = services.correct_posting(
            by=None, at=NOW, posting=built(reeve, 40), reason="Verkeerd plan"
        )

        with pytest.raises(AlreadyCorrectedError):
            services.correct_posting(by=None, at=NOW, posting=mirror, reason="Toch goed")

    def test_nothing_is_corrected_twice(self, kampen, planned):
        reeve = planned(kampen)
        wrong = built(reeve, 40)
        services.correct_posting(by=None, at=NOW, posting=wrong, reason="Verkeerd plan")

        with pytest.raises(AlreadyCorrectedError):
            services.correct_posting(by=None, at=NOW, posting=wrong, reason="Nog eens")

    def test_what_was_used_since_cannot_be_undone(self, kampen, planned):
        reeve = planned(kampen)
        addition = Posting.objects.get(movements__plan=reeve)
        built(reeve, 40)

        with pytest.raises(TooManyTakenError):
            services.correct_posting(by=None, at=NOW, posting=addition, reason="Nooit geweest")
