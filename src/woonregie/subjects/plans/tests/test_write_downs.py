"""Writing capacity down: agreed on one day, in force on another."""

from datetime import UTC, date, datetime

import pytest

from woonregie.foundation.audit.queries import events_of
from woonregie.foundation.consents.services import record_decision
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.subjects.plans import services
from woonregie.subjects.plans.errors import (
    AlreadyInForceError,
    BeforePlanError,
    TooManyTakenError,
)
from woonregie.subjects.plans.models import MovementKind
from woonregie.subjects.plans.queries import holdings
from woonregie.subjects.plans.queries.statement import account_statement
from woonregie.subjects.plans.queries.write_downs import agreed_still_hard
from woonregie.subjects.plans.values import Cell, PlanValues

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
AGREED, IN_FORCE = date(2026, 3, 1), date(2026, 9, 1)


@pytest.fixture
def reeve(kampen):
    """Return Reeve with 600 hard homes."""
    return services.create_plan(
        by=None,
        at=datetime(2025, 1, 2, 9, 0, tzinfo=UTC),
        municipality=kampen,
        valid_on=date(2025, 1, 1),
        values=PlanValues(name="Reeve", planning_status="1A"),
        cells={Cell("build", "total", "", 2030, 2035): 600},
    )


@pytest.fixture
def agreement(kampen):
    """Return the decision of the council on which write-downs rest."""
    return record_decision(
        by=None,
        at=NOW,
        organisation=kampen.organisation,
        body="Gemeenteraad",
        title="Afboeken in Reeve",
        decided_on=AGREED,
    )


@pytest.fixture
def agree(reeve, agreement):
    """Return a function that writes homes of Reeve down."""

    def write_down(dwellings, *, by=None, **more):
        return services.write_down(
            by=by,
            at=NOW,
            plan=reeve,
            dwellings=dwellings,
            reason="no_need",
            decision=agreement,
            agreed_on=AGREED,
            **more,
        )

    return write_down


def left(plan, on):
    return holdings([plan.pk], on=on)[plan.pk].build


class TestAgreeing:
    def test_does_not_lower_capacity_yet(self, reeve, agree):
        agree(200)

        assert left(reeve, AGREED) == 600
        assert agreed_still_hard([reeve.pk], on=AGREED) == {reeve.pk: 200}

    def test_before_the_day_of_the_agreement_nothing_was_agreed(self, reeve, agree):
        agree(200)

        assert agreed_still_hard([reeve.pk], on=date(2026, 2, 28)) == {reeve.pk: 0}

    def test_two_at_once_cannot_take_the_same_homes(self, agree):
        agree(400)

        with pytest.raises(TooManyTakenError, match="afgesproken: 400"):
            agree(201)

    def test_below_what_is_built_is_refused(self, reeve, agree):
        services.book_event(
            by=None,
            at=NOW,
            plan=reeve,
            kind=MovementKind.REALISATION,
            on=date(2026, 1, 15),
            dwellings=550,
        )

        with pytest.raises(TooManyTakenError) as refused:
            agree(51)

        assert refused.value.fields["left"] == 50

    def test_a_neighbour_may_not(self, agree, official_zwolle):
        with pytest.raises(ForbiddenError):
            agree(10, by=official_zwolle)

    def test_the_trail_tells_it_of_the_plan(self, reeve, agree, official_kampen):
        agree(10, by=official_kampen)

        newest = events_of(reeve.pk).first()
        assert (newest.act, newest.actor_id) == ("plans.write_down_agreed", official_kampen.pk)
        assert newest.payload["dwellings"] == 10


class TestPuttingInForce:
    def test_capacity_falls_on_that_day(self, reeve, agree):
        agreed = agree(200)

        services.put_in_force(by=None, at=NOW, agreed=agreed, effective_on=IN_FORCE)

        assert (left(reeve, date(2026, 8, 31)), left(reeve, IN_FORCE)) == (600, 400)
        assert agreed_still_hard([reeve.pk], on=date(2026, 8, 31)) == {reeve.pk: 200}
        assert agreed_still_hard([reeve.pk], on=IN_FORCE) == {reeve.pk: 0}

    def test_what_was_not_known_yet_is_not_shown(self, reeve, agree):
        agreed = agree(200)
        later = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
        services.put_in_force(by=None, at=later, agreed=agreed, effective_on=IN_FORCE)

        then = agreed_still_hard([reeve.pk], on=IN_FORCE, known_on=NOW)

        assert then == {reeve.pk: 200}

    def test_not_before_it_was_agreed(self, agree):
        with pytest.raises(BeforePlanError):
            agree(200, effective_on=date(2026, 2, 1))

    def test_not_twice(self, agree):
        agreed = agree(200, effective_on=IN_FORCE)

        with pytest.raises(AlreadyInForceError, match="01-09-2026"):
            services.put_in_force(by=None, at=NOW, agreed=agreed, effective_on=IN_FORCE)

    def test_not_when_the_homes_were_built_meanwhile(self, reeve, agree):
        agreed = agree(200)
        services.book_event(
            by=None,
            at=NOW,
            plan=reeve,
            kind=MovementKind.REALISATION,
            on=date(2026, 3, 2),
            dwellings=500,
        )

        with pytest.raises(TooManyTakenError):
            services.put_in_force(by=None, at=NOW, agreed=agreed, effective_on=IN_FORCE)

    def test_the_statement_shows_both(self, reeve, agree):
        agree(200, effective_on=IN_FORCE)
        agree(50)

        statement = account_statement(reeve.pk, on=IN_FORCE)

        assert [(line.kind, line.dwellings, line.balance) for line in statement.lines] == [
            ("addition", 600, 600),
            ("write_down", -200, 400),
        ]
        assert statement.agreed_still_hard == 50


class TestWithdrawing:
    def test_gives_the_homes_back_to_the_negotiators(self, reeve, agree):
        agreed = agree(400)

        services.withdraw_write_down(
            by=None, at=NOW, agreed=agreed, on=date(2026, 6, 1), why="Geen akkoord"
        )

        assert agreed_still_hard([reeve.pk], on=date(2026, 6, 1)) == {reeve.pk: 0}
        assert agreed_still_hard([reeve.pk], on=date(2026, 5, 31)) == {reeve.pk: 400}

    def test_what_is_in_force_is_not_withdrawn(self, agree):
        agreed = agree(200, effective_on=IN_FORCE)

        with pytest.raises(AlreadyInForceError):
            services.withdraw_write_down(by=None, at=NOW, agreed=agreed, on=IN_FORCE, why="Spijt")

    def test_what_was_withdrawn_does_not_come_into_force(self, agree):
        agreed = agree(200)
        services.withdraw_write_down(by=None, at=NOW, agreed=agreed, on=AGREED, why="Geen akkoord")

        with pytest.raises(AlreadyInForceError, match="ingetrokken"):
            services.put_in_force(by=None, at=NOW, agreed=agreed, effective_on=IN_FORCE)
