"""Whole totals: open plans and secrets weighed apart, shown together."""

from datetime import timedelta

import pytest

from woonregie.foundation.disclosure.circles import USUAL, Circle
from woonregie.foundation.disclosure.services import Wanted
from woonregie.foundation.region.models import RegionMember
from woonregie.subjects.balance.tests.factories import AT, TODAY, make_municipality, restrict
from woonregie.subjects.balance.tests.test_publishing import HARD, published
from woonregie.subjects.plans.services import say_plan_audience
from woonregie.subjects.plans.tests.factories import change, record_plan

pytestmark = pytest.mark.django_db
REGION = ("capacity", "testregio", HARD)
KAMPEN, ZWOLLE, RAALTE, DEVENTER = (
    ("capacity", code, HARD) for code in ("GM0166", "GM0193", "GM0177", "GM0150")
)
LATER = AT + timedelta(days=2)
SEEN_BY_ALL = Wanted(USUAL | Circle.PUBLIC, "college", TODAY)


@pytest.fixture
def deventer(region):
    """Return Deventer, a member of the region."""
    found = make_municipality("GM0150", "Deventer")
    RegionMember.objects.create(region=region, organisation=found.organisation)
    return found


@pytest.fixture
def opened(kampen, zwolle, raalte, deventer, legal_hard):
    """Hard plans for 2028, none restricted: Kampen 380, Raalte 220, Deventer 1,130, Zwolle 120."""
    homes = {
        kampen: (100, 90, 80, 110),
        raalte: (60, 70, 50, 40),
        deventer: (300, 280, 260, 290),
        zwolle: (120,),
    }
    return {
        (place.name, dwellings): record_plan(place, f"{place.name} {dwellings}", {2028: dwellings})
        for place, sizes in homes.items()
        for dwellings in sizes
    }


class TestTheOpenPart:
    def test_hides_a_single_plan_and_what_would_tell_it(self, region, opened):
        found = published(region).open_shown()

        # 380 + 220 + 1,130 + 120. Zwolle has one plan, too few. With Raalte alone hidden besides,
        # an official of Raalte takes her own from the total; so Kampen, the next, is hidden too.
        assert found[REGION] == 1850
        assert (found[ZWOLLE], found[RAALTE], found[KAMPEN]) == (None, None, None)
        assert found[DEVENTER] == 1130

    def test_hides_no_plan_that_everybody_may_see(self, region, opened):
        plan = opened["Zwolle", 120]
        say_plan_audience(by=None, at=AT, plan=plan, wanted=SEEN_BY_ALL)

        found = published(region).open_shown()

        assert (found[ZWOLLE], found[RAALTE], found[KAMPEN]) == (120, 220, 380)

    def test_keeps_what_was_shown(self, region, opened):
        first = published(region)
        change(opened["Deventer", 300], build={2028: 320}, at=LATER, on=LATER.date())

        again = published(region, at=LATER - timedelta(days=1))
        later = published(region, at=LATER + timedelta(1), on=LATER.date())

        assert again.open_numbers == first.open_numbers
        # One plan changed; it is no secret, so the total may tell that.
        assert later.open_shown()[REGION] == 1870
        assert later.open_shown()[ZWOLLE] is None

    def test_never_changes_with_a_secret(self, region, opened, kampen):
        secret = record_plan(kampen, "Station", {2028: 1000})
        restrict(secret)
        first = published(region)
        change(secret, build={2028: 7}, at=LATER, on=LATER.date())
        restrict(record_plan(kampen, "Havenkade", {2029: 5000}))

        later = published(region, at=LATER + timedelta(1), on=LATER.date())

        assert first.open_shown() == later.open_shown()
        assert str(secret.pk) not in later.open_counted

    def test_does_not_tell_a_plan_that_became_a_secret(self, region, opened):
        published(region)
        restrict(opened["Deventer", 300], at=LATER)

        found = published(region, at=LATER + timedelta(1), on=LATER.date()).open_shown()

        # 1,850 was shown; 1,550 beside it would tell the 300 of that plan.
        assert found[REGION] is None
        assert found[DEVENTER] is None


class TestWholeTotals:
    def test_are_both_parts_together_or_hidden(self, region, opened, deventer, kampen, raalte):
        for place, sizes in ((kampen, (80, 60)), (deventer, (100, 90)), (raalte, (70, 50))):
            for dwellings in sizes:
                restrict(record_plan(place, f"Geheim {dwellings}", {2028: dwellings}))

        made = published(region)

        # Secrets add 450 to the region; to Deventer two plans add, too few to show.
        assert (made.shown()[REGION], made.whole()[REGION]) == (450, 2300)
        assert (made.open_shown()[DEVENTER], made.whole()[DEVENTER]) == (1130, None)

    @pytest.mark.usefixtures("reference")
    def test_are_what_the_system_itself_counts(self, ask, region, kampen, zwolle, legal_hard):
        for place, sizes in ((kampen, (100, 90, 80, 110)), (zwolle, (60, 70, 50, 40))):
            for dwellings in sizes:
                record_plan(place, f"Open {dwellings}", {2028: dwellings})
                restrict(record_plan(place, f"Geheim {dwellings}", {2029: dwellings}))

        whole = published(region).whole()
        live = ask(account=None, on=TODAY)

        assert whole[REGION] == live.total.hard == 2 * (380 + 220)
        assert {code: whole["capacity", code, HARD] for code in ("GM0166", "GM0193")} == {
            row.code: row.hard for row in live.rows
        }

    def test_of_older_publications_are_hidden(self, region, opened):
        made = published(region)
        made.open_numbers = {}

        assert set(made.whole().values()) == {None}
