"""Two at once: one comes after the other, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from woonregie.foundation.audit.chain import verify
from woonregie.foundation.consents.services import record_decision
from woonregie.foundation.pages.errors import StaleVersionError
from woonregie.subjects.plans.errors import PlanError, TooManyTakenError
from woonregie.subjects.plans.models import Plan, PlanVersion
from woonregie.subjects.plans.queries import holdings
from woonregie.subjects.plans.services import (
    apply_bulk,
    book_event,
    change_plan,
    move_homes,
    write_down,
)
from woonregie.subjects.plans.tests.factories import (
    AT,
    SINCE,
    TODAY,
    homes,
    record_plan,
    row,
    standing,
)
from woonregie.subjects.plans.values import PlanValues

LATER = AT + timedelta(hours=1)

pytestmark = [
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="the test database of SQLite lives in one connection",
    ),
    pytest.mark.django_db(transaction=True),
]


def at_once(*acts):
    """Do all of it at the same moment, and return what came of each: a value or a refusal."""
    start = Barrier(len(acts))

    def do(act):
        try:
            start.wait(timeout=10)
            return act()
        except (StaleVersionError, PlanError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as hands:
        return list(hands.map(do, acts))


class TestTwoAtOnce:
    def test_one_saves_and_the_other_hears_of_it(self, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100})

        def save(name):
            return lambda: change_plan(
                by=None,
                at=LATER,
                plan=plan,
                base_version=1,
                valid_on=TODAY,
                values=PlanValues(name=name),
                cells=homes({2027: 90}),
            )

        came = at_once(save("Reeve-Noord"), save("Reeve-Zuid"))

        refused = [item for item in came if isinstance(item, StaleVersionError)]
        saved = [item for item in came if isinstance(item, PlanVersion)]
        assert (len(refused), len(saved)) == (1, 1)
        assert standing(plan, TODAY) == (PlanValues.of(saved[0]), homes({2027: 90}))

    def test_new_plans_get_numbers_of_their_own(self, kampen):
        came = at_once(*(lambda: record_plan(kampen, "Reeve", {2027: 1}) for _turn in range(4)))

        assert sorted(plan.number[-4:] for plan in came) == ["0001", "0002", "0003", "0004"]
        assert verify().intact

    def test_one_new_list_delivered_twice_makes_its_plans_once(self, kampen, zwolle):
        rows = [
            row(kampen, "Reeve", {2027: 100}, key="A1"),
            row(zwolle, "Stadshagen", {2027: 300}, key="A2"),
        ]

        def deliver(rows):
            return lambda: apply_bulk(by=None, at=AT, valid_on=SINCE, rows=rows)

        # In another order, so that whoever locks as it reads would wait for the other for ever.
        came = at_once(deliver(rows), deliver(rows[::-1]))

        assert sorted((done.created, done.unchanged) for done in came) == [(0, 2), (2, 0)]
        assert Plan.objects.count() == 2

    def test_a_list_and_a_form_come_one_after_the_other(self, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100}, on=date(2025, 1, 1))

        def deliver():
            return apply_bulk(
                by=None,
                at=LATER,
                valid_on=TODAY,
                rows=[row(kampen, "Reeve", {2027: 80}, number=plan.number)],
            )

        def save():
            return change_plan(
                by=None,
                at=LATER + timedelta(seconds=1),
                plan=plan,
                base_version=1,
                valid_on=date(2026, 6, 1),
                values=PlanValues(name="Reeve", planning_status="1A"),
                cells=homes({2027: 90}),
            )

        came = at_once(deliver, save)

        held = standing(plan, TODAY)[1]
        if isinstance(came[1], StaleVersionError):
            assert held == homes({2027: 80})
        else:
            assert standing(plan, date(2026, 6, 1))[1] == homes({2027: 90})
            assert held == homes({2027: 80})
        standing_rows = PlanVersion.objects.filter(plan=plan, superseded_at=None)
        starts = [(item.valid_on, item.ends_before) for item in standing_rows.order_by("valid_on")]
        ends = [end for _start, end in starts]
        assert ends == [start for start, _end in starts[1:]] + [None]


class TestTwoBookingsAtOnce:
    """A plan of 100 homes, of which two people want 60 each: one hears that 40 are left."""

    @pytest.fixture
    def reeve(self, kampen):
        return record_plan(kampen, "Reeve", {2027: 100}, on=date(2025, 1, 1))

    def test_two_write_downs_do_not_take_the_same_homes(self, kampen, reeve):
        decision = record_decision(
            by=None,
            at=AT,
            organisation=kampen.organisation,
            body="Gemeenteraad",
            title="Minder woningen",
            decided_on=TODAY,
        )

        def agree():
            return write_down(
                by=None,
                at=LATER,
                plan=reeve,
                dwellings=60,
                reason="agreement",
                decision=decision,
                agreed_on=TODAY,
            )

        came = at_once(agree, agree)

        assert sum(isinstance(item, TooManyTakenError) for item in came) == 1

    def test_a_realisation_and_a_transfer_do_not_take_the_same_homes(self, kampen, reeve):
        other = record_plan(kampen, "Berkterrein", {2028: 10}, on=date(2025, 1, 1))

        def build():
            return book_event(
                by=None, at=LATER, plan=reeve, kind="realisation", on=TODAY, dwellings=60
            )

        def hand_over():
            return move_homes(
                by=None, at=LATER, giver=reeve, receiver=other, on=TODAY, dwellings=60
            )

        came = at_once(build, hand_over)

        assert sum(isinstance(item, TooManyTakenError) for item in came) == 1
        assert holdings([reeve.pk], on=TODAY)[reeve.pk].build == 40
        assert verify().intact

    def test_who_gives_to_each_other_is_never_stuck(self, kampen, reeve):
        other = record_plan(kampen, "Berkterrein", {2028: 100}, on=date(2025, 1, 1))

        def give(giver, receiver):
            return lambda: move_homes(
                by=None, at=LATER, giver=giver, receiver=receiver, on=TODAY, dwellings=10
            )

        came = at_once(give(reeve, other), give(other, reeve), give(reeve, other))

        assert not [item for item in came if isinstance(item, Exception)]
        held = holdings([reeve.pk, other.pk], on=TODAY)
        assert (held[reeve.pk].build, held[other.pk].build) == (90, 110)
