"""Building changes become proposals, and proposals become postings."""

from datetime import UTC, date, datetime

import pytest
import shapely

from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.subjects.plans import services
from woonregie.subjects.plans.errors import TooManyTakenError, UnknownPlanError
from woonregie.subjects.plans.models import BuildingChange, PostingProposal
from woonregie.subjects.plans.queries import holdings
from woonregie.subjects.plans.services.realisation import (
    DecidedError,
    approve_proposal,
    reject_proposal,
    take_in_changes,
)
from woonregie.subjects.plans.values import Cell, PlanValues, SeenChange, located

THEN, NOW = datetime(2025, 1, 2, 9, 0, tzinfo=UTC), datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
SQUARE = shapely.box(191_000, 507_000, 191_100, 507_100)


@pytest.fixture
def reeve(kampen):
    """Return Reeve: one hectare, 40 homes to build and 5 to demolish."""
    return services.create_plan(
        by=None,
        at=THEN,
        municipality=kampen,
        valid_on=date(2025, 1, 1),
        values=PlanValues(name="Reeve", planning_status="1A", **located(SQUARE)),
        cells={
            Cell("build", "total", "", 2026, 2028): 40,
            Cell("demolition", "total", "", None, None): 5,
        },
    )


def seen(number, kind="built", day=date(2026, 2, 3), x=191_050.0, y=507_050.0, dwellings=1):
    return SeenChange(f"0166010000{number:06d}", kind, day, dwellings, x, y)


@pytest.fixture
def take_in(kampen, a_source):
    """Return a function that takes changes in for Kampen."""

    def taken(*changes, by=None):
        return take_in_changes(
            by=by, at=NOW, municipality=kampen, changes=changes, source=a_source
        )

    return taken


class TestTakingIn:
    def test_homes_of_one_quarter_are_one_proposal(self, reeve, take_in):
        told = take_in(
            seen(1),
            seen(2, day=date(2026, 3, 31)),
            seen(3, day=date(2026, 4, 1)),
            seen(4, "added"),
        )

        assert told == {"fresh": 4, "known": 0, "proposals": 2, "unmatched": 0}
        proposals = PostingProposal.objects.order_by("on")
        assert [(item.plan, item.kind, item.dwellings, item.on) for item in proposals] == [
            (reeve, "realisation", 3, date(2026, 3, 31)),
            (reeve, "realisation", 1, date(2026, 4, 1)),
        ]

    def test_each_kind_has_its_own(self, reeve, take_in):
        take_in(seen(1), seen(2, "demolished"), seen(3, "withdrawn"))

        kinds = PostingProposal.objects.values_list("kind", flat=True)
        assert sorted(kinds) == ["demolition", "realisation", "withdrawal"]

    def test_the_same_file_again_proposes_nothing(self, reeve, take_in):
        take_in(seen(1), seen(2))

        told = take_in(seen(1), seen(2), seen(2))

        assert (told["fresh"], told["proposals"]) == (0, 0)
        assert BuildingChange.objects.count() == 2

    @pytest.mark.parametrize(("x", "matched"), [(191_124.0, True), (191_126.0, False)])
    def test_a_door_at_the_edge_belongs_to_the_plan(self, reeve, take_in, x, matched):
        take_in(seen(1, x=x))

        assert (PostingProposal.objects.get().plan == reeve) is matched

    def test_a_home_in_no_plan_is_told(self, reeve, take_in):
        told = take_in(seen(1, x=195_000.0), seen(2))

        assert told["unmatched"] == 1

    def test_a_neighbour_may_not_deliver(self, reeve, take_in, official_zwolle):
        with pytest.raises(ForbiddenError):
            take_in(seen(1), by=official_zwolle)


class TestDeciding:
    def test_approved_it_is_booked_with_its_source(
        self, reeve, take_in, a_source, official_kampen
    ):
        take_in(*(seen(number) for number in range(12)))
        proposal = PostingProposal.objects.get()

        approve_proposal(by=official_kampen, at=NOW, proposal=proposal)

        held = holdings([reeve.pk], on=date(2026, 2, 3))[reeve.pk]
        assert held.build == 28
        proposal.refresh_from_db()
        assert (proposal.state, proposal.posting.source) == ("approved", a_source)

    def test_not_twice(self, reeve, take_in):
        take_in(seen(1))
        proposal = PostingProposal.objects.get()
        approve_proposal(by=None, at=NOW, proposal=proposal)

        with pytest.raises(DecidedError, match="geboekt"):
            approve_proposal(by=None, at=NOW, proposal=proposal)

    def test_without_a_plan_somebody_chooses(self, reeve, take_in):
        take_in(seen(1, x=195_000.0))
        proposal = PostingProposal.objects.get()

        with pytest.raises(UnknownPlanError):
            approve_proposal(by=None, at=NOW, proposal=proposal)
        approve_proposal(by=None, at=NOW, proposal=proposal, plan=reeve)

        assert holdings([reeve.pk], on=date(2026, 2, 3))[reeve.pk].build == 39

    def test_more_than_the_plan_has_stays_open(self, reeve, take_in):
        take_in(seen(1, dwellings=41))
        proposal = PostingProposal.objects.get()

        with pytest.raises(TooManyTakenError):
            approve_proposal(by=None, at=NOW, proposal=proposal)

        proposal.refresh_from_db()
        assert proposal.state == "open"

    def test_rejected_with_a_reason_it_books_nothing(self, reeve, take_in):
        take_in(seen(1))
        proposal = PostingProposal.objects.get()

        with pytest.raises(DecidedError, match="waarom"):
            reject_proposal(by=None, at=NOW, proposal=proposal, why=" ")
        reject_proposal(by=None, at=NOW, proposal=proposal, why="Is een garage")

        proposal.refresh_from_db()
        assert (proposal.state, proposal.why) == ("rejected", "Is een garage")
        assert holdings([reeve.pk], on=NOW.date())[reeve.pk].build == 40

    def test_a_neighbour_may_not_decide(self, reeve, take_in, official_zwolle):
        take_in(seen(1))
        proposal = PostingProposal.objects.get()

        with pytest.raises(ForbiddenError):
            approve_proposal(by=official_zwolle, at=NOW, proposal=proposal)
        with pytest.raises(ForbiddenError):
            reject_proposal(by=official_zwolle, at=NOW, proposal=proposal, why="Nee")
