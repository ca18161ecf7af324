"""Publishing totals: what is shown, what is hidden, what stays as it was."""

from datetime import date, timedelta

import pytest

from woonregie.foundation.audit.models import Event
from woonregie.foundation.disclosure.errors import PublicationError
from woonregie.foundation.disclosure.models import Publication
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.subjects.balance.queries.published import published_in
from woonregie.subjects.balance.services import publish_totals
from woonregie.subjects.balance.tests.factories import (
    AT,
    TODAY,
    make_profile,
    make_region,
    restrict,
)
from woonregie.subjects.forecast.tests.factories import households, record_vintage
from woonregie.subjects.plans.tests.factories import change, homes, record_plan

pytestmark = pytest.mark.django_db
HARD = "legal-hard/hard/build"


@pytest.fixture
def secrets(kampen, zwolle, raalte, legal_hard):
    """Six hard plans that nobody but their municipality may see, in three municipalities."""
    made = {}
    for place, name, dwellings in (
        (kampen, "Station", 120),
        (kampen, "Havenkade", 90),
        (zwolle, "Kloosterhof", 110),
        (zwolle, "Spoorzone", 80),
        (raalte, "Franciscushof", 100),
        (raalte, "Zuidrand", 70),
    ):
        made[name] = record_plan(place, name, {2028: dwellings})
        restrict(made[name])
    return made


def published(region, at=AT, on=TODAY, by=None):
    return publish_totals(by=by, at=at, region=region, on=on)


class TestPublishing:
    def test_shows_the_region_and_hides_who_has_too_few(self, region, secrets, secretary):
        found = published(region, by=secretary).shown()

        # 120 + 90 + 110 + 80 + 100 + 70; each municipality has two plans, one too few.
        assert found["capacity", "testregio", HARD] == 570
        assert found["years", "testregio", "2028/build"] == 570
        for code in ("GM0166", "GM0193", "GM0177"):
            assert found["capacity", code, HARD] is None
            assert found["years", code, "2028/build"] is None

    def test_shows_nothing_where_nothing_is(self, region, secrets):
        found = published(region).shown()

        assert found["capacity", "GM0166", "legal-hard/soft/build"] == 0
        assert found["years", "testregio", "none/demolition"] == 0

    def test_leaves_out_what_does_not_count(self, region, secrets, kampen):
        secret = record_plan(kampen, "Stille plek", {2028: 1000})
        restrict(secret, counts_in_totals=False)

        assert published(region).shown()["capacity", "testregio", HARD] == 570

    def test_is_told_in_the_trail_without_a_number(self, region, secrets, secretary):
        made = published(region, by=secretary)

        event = Event.objects.order_by("-sequence").first()
        assert (event.act, event.target_id) == ("balance.totals_published", made.pk)
        assert "570" not in str(event.payload)
        assert list(published_in(region)) == [made]

    def test_gives_the_same_twice(self, region, secrets):
        one, two = published(region), published(region, at=AT + timedelta(hours=1))

        assert one.numbers == two.numbers

    def test_only_the_secretary_may(self, region, secrets, official_kampen, account_manager):
        for reader in (official_kampen, account_manager):
            with pytest.raises(ForbiddenError):
                published(region, by=reader)

        assert not Publication.objects.exists()

    def test_a_day_that_is_yet_to_come_is_refused(self, region, secrets):
        with pytest.raises(PublicationError):
            published(region, on=TODAY + timedelta(1))


class TestARegionThatOverlaps:
    @pytest.fixture
    def deal(self, secrets, kampen, zwolle):
        # A third in each: who knows her own must miss three.
        restrict(record_plan(kampen, "Onderdijks", {2028: 60}))
        restrict(record_plan(zwolle, "Breecamp", {2028: 50}))
        return make_region("Woondeal", kampen, zwolle, kind="woondeal")

    def test_shows_its_own_total_when_nobody_published_before(self, deal):
        # 120 + 90 + 60 + 110 + 80 + 50
        assert published(deal).shown()["capacity", "woondeal", HARD] == 510

    def test_hides_a_total_that_tells_what_another_region_hid(self, region, deal):
        assert published(region).shown()["capacity", "GM0177", HARD] is None

        found = published(deal, at=AT + timedelta(hours=1)).shown()

        # 680 - 510 would tell Raalte.
        assert found["capacity", "woondeal", HARD] is None


class TestTheNextDate:
    def test_hides_a_total_of_which_one_plan_changed(self, region, secrets):
        published(region)
        later = AT + timedelta(days=30)
        change(secrets["Station"], build={2028: 150}, at=later, on=later.date())

        found = published(region, at=later + timedelta(1), on=later.date()).shown()

        # 600 - 570 would tell that Station grew by 30.
        assert found["capacity", "testregio", HARD] is None

    def test_shows_it_when_enough_changed(self, region, secrets):
        published(region)
        later = AT + timedelta(days=30)
        for name in ("Station", "Kloosterhof", "Zuidrand", "Havenkade", "Spoorzone"):
            change(secrets[name], build={2028: 95}, at=later, on=later.date())

        found = published(region, at=later + timedelta(1), on=later.date()).shown()

        assert found["capacity", "testregio", HARD] == 5 * 95 + 100

    def test_keeps_what_did_not_change(self, region, secrets):
        first = published(region)

        found = published(region, at=AT + timedelta(days=3), on=TODAY)

        assert found.shown() == first.shown()

    def test_is_refused_when_the_past_was_rewritten(self, region, secrets):
        made = published(region)
        shown = {**made.numbers}
        shown["years"] = [[area, key, 1] for area, key, _value in shown["years"]]
        Publication.objects.create(
            scope=region.organisation, on=TODAY, published_at=AT, rules=made.rules,
            terms=made.terms, counted=made.counted, numbers=shown, digest="x",
        )  # fmt: skip

        with pytest.raises(PublicationError):
            published(region, at=AT + timedelta(days=1))


def hard(found):
    return {row.code: row.hard for row in [*found.rows, found.total]}


def codes(found):
    return {item.code for item in found.remarks if item.code.startswith("secrets")}


@pytest.mark.usefixtures("reference")
class TestCountingInTheBalance:
    """Kampen also has Reeve, which is no secret: 600 hard homes."""

    @pytest.fixture
    def in_two(self, kampen, zwolle, legal_hard, corporation):
        """Three hard secrets of 100 homes in Kampen, three of 50 in Zwolle; one is shared."""
        record_plan(kampen, "Reeve", {2028: 600})
        made = [record_plan(kampen, name, {2028: 100}) for name in ("Station", "Haven", "Werf")]
        made += [record_plan(zwolle, name, {2028: 50}) for name in ("Hof", "Spoor", "Tuin")]
        for plan in made:
            restrict(plan)
        return made

    @pytest.fixture
    def three(self, a_source, kampen, zwolle, raalte):
        """A forecast of all three."""
        counts = {2026: 10_000, 2036: 11_000}
        given = [row for place in (kampen, zwolle, raalte) for row in households(place, counts)]
        return record_vintage(a_source, given, slug="drie")

    def test_says_why_nothing_counts_before_anything_is_published(self, ask, in_two, secretary):
        found = ask(account=secretary)

        assert hard(found) == {"GM0166": 600, "GM0193": 0, "": 600}
        assert codes(found) == {"secrets_not_counted"}

    def test_adds_what_was_published(self, ask, region, in_two, secretary):
        published(region)

        found = ask(account=secretary)

        assert hard(found) == {"GM0166": 900, "GM0193": 150, "": 1050}
        assert codes(found) == {"secrets_as_published"}

    def test_counts_for_an_owner_what_she_has_today(self, ask, region, in_two, official_kampen):
        published(region)
        change(in_two[0], build={2028: 130}, at=AT + timedelta(hours=1))

        found = ask(account=official_kampen)

        # Her own row is of today, the region as it was published.
        assert hard(found) == {"GM0166": 930, "GM0193": 150, "": 1050}

    def test_counts_nothing_twice_for_a_partner(
        self, ask, region, in_two, corporation, corporation_adviser
    ):
        published(region)
        restrict(in_two[0], partners=[corporation.pk], at=AT + timedelta(hours=1))

        assert hard(ask(account=corporation_adviser))[""] == 1050

    def test_shows_a_total_that_is_more_than_its_rows(
        self, ask, region, secrets, secretary, three
    ):
        published(region)

        found = ask(account=secretary, vintage=three.slug)

        assert hard(found) == {"GM0166": 0, "GM0177": 0, "GM0193": 0, "": 570}

    @pytest.mark.parametrize(
        "question",
        [
            {"period": (2026, 2031)},
            {"profile": "andere"},
            {"known_on": AT + timedelta(minutes=1)},
            {"on": date(2026, 1, 1)},
        ],
    )
    def test_counts_live_plans_only_where_the_question_is_another(
        self, ask, region, in_two, secretary, a_source, question
    ):
        published(region, at=AT + timedelta(hours=1))
        make_profile("andere", a_source, hard=("1A",))

        found = ask(account=secretary, **question)

        assert codes(found) == {"secrets_not_counted"}
        assert found.total.hard == sum(row.hard for row in found.rows)

    def test_a_part_of_the_region_is_the_sum_of_its_rows(
        self, ask, region, secrets, secretary, three
    ):
        published(region)

        found = ask(account=secretary, vintage=three.slug, municipalities=("GM0193", "GM0166"))

        assert hard(found) == {"GM0166": 0, "GM0193": 0, "": 0}

    def test_gross_need_holds_what_the_total_demolishes(self, ask, region, in_two, secretary):
        for plan in in_two:
            change(plan, cells=homes({2028: 100}, {2027: 10}), at=AT + timedelta(hours=1))
        published(region, at=AT + timedelta(hours=2))

        found = ask(account=secretary, basis="gross")

        # Net need is 3,000; six plans demolish ten each.
        assert found.total.need == 3060
        assert found.total.hard == 600 + 600

    def test_no_answer_depends_on_a_secret(
        self, ask, region, in_two, secretary, official_zwolle, a_source
    ):
        published(region)
        make_profile("andere", a_source, hard=("1A",), unphased="leave_out")
        questions = [
            {"on": on, "known_on": known_on, "profile": profile, "basis": basis, **also}
            for on in (TODAY, date(2026, 12, 1), date(2026, 12, 31))
            for known_on in (None, AT + timedelta(days=20))
            for profile in ("legal-hard", "andere")
            for basis in ("net", "gross")
            for also in ({}, {"municipalities": ("GM0166",)}, {"period": (2026, 2031)})
        ]

        def answers(reader):
            return [ask(account=reader, **question).as_json() for question in questions[::3]]

        before = [answers(secretary), answers(official_zwolle)]
        for plan in in_two[:3]:
            change(plan, cells=homes({2031: 7, None: 40}, {2027: 33}), at=AT + timedelta(days=1))

        assert [answers(secretary), answers(official_zwolle)] == before
