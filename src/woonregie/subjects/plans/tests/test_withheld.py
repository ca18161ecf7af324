"""What stands beside plans tells nothing of those that are kept from a reader."""

import io
from datetime import UTC, date, datetime

import pytest
import shapely
from django.db import connection
from django.test.utils import CaptureQueriesContext

from woonregie.foundation.disclosure.circles import Circle
from woonregie.foundation.disclosure.models import Audience, Ground
from woonregie.foundation.disclosure.services import Wanted, say_audience
from woonregie.foundation.files.services import store
from woonregie.subjects.plans import services
from woonregie.subjects.plans.errors import NotForYouError
from woonregie.subjects.plans.groups import GEOMETRY, PLAN
from woonregie.subjects.plans.models import PlanKey, PostingProposal
from woonregie.subjects.plans.queries.deliveries import visible_imports
from woonregie.subjects.plans.queries.realisation import proposals_for, waiting_homes
from woonregie.subjects.plans.queries.withheld import guarded, withheld
from woonregie.subjects.plans.services.bulk import compare_bulk
from woonregie.subjects.plans.services.realisation import match_changes
from woonregie.subjects.plans.tests.factories import AT, TODAY, record_plan, row
from woonregie.subjects.plans.values import SeenChange, located

GROUND_BID = "Grondbod Aalanden"


def keep(plan, group=""):
    say_audience(
        by=None,
        at=datetime(2026, 11, 24, 12, tzinfo=UTC),
        target=plan,
        owner=plan.municipality.organisation,
        wanted=Wanted(
            Circle.OWN,
            decided_by="college",
            decided_on=TODAY,
            ground=Ground.COMPETITION,
            review_on=date(2027, 6, 1),
        ),
        group=group,
    )


def deliver(by, region, content, *, municipality=None, name="lijst.csv"):
    return services.preview_import(
        by=by,
        at=AT,
        file=store(io.BytesIO(content.encode()), name=name, at=AT),
        region=region,
        reference_date=date(2026, 1, 1),
        municipality=municipality,
    )


@pytest.fixture
def plan(zwolle):
    """Record a plan that Zwolle keeps to itself: a square of a hundred metres."""
    square = shapely.box(203_000, 503_000, 203_100, 503_100)
    plan = record_plan(zwolle, GROUND_BID, {2027: 40}, **located(square))
    keep(plan)
    return plan


class TestWithheld:
    def test_is_what_somebody_would_see_otherwise(self, plan, zwolle, secretary, official_zwolle):
        partly = record_plan(zwolle, "Stadshagen", {2027: 10})
        keep(partly, GEOMETRY)

        assert withheld(secretary, today=TODAY) == {plan.pk, partly.pk}
        assert guarded(secretary, today=TODAY) == {zwolle.pk}
        assert not withheld(official_zwolle, today=TODAY)
        assert not withheld(None, today=TODAY)


class TestListOfASecretary:
    def test_does_not_know_the_number_as_it_knows_no_other(self, plan, region, secretary):
        told = []
        for number in (plan.number, "GM0193-2026-9999"):
            content = (
                "Plannummer;Gemeente;Naam;Planologische status;Bouw 2027\n"
                f"{number};Zwolle;Aalanden;3;50\n"
            )
            report = deliver(secretary, region, content).report
            told.append(str(report).replace(number, "*"))

        assert told[0] == told[1]
        assert "unknown_plan" in told[0]

    def test_refuses_a_row_by_the_name_that_stands_in_it(self, plan, zwolle, secretary):
        PlanKey.objects.create(plan=plan, system="gemeente", key="A-1")

        with pytest.raises(NotForYouError) as refused:
            compare_bulk(
                by=secretary,
                at=AT,
                valid_on=TODAY,
                rows=[row(zwolle, "Plan bij de IJssel", {2027: 50}, key="A-1")],
            )

        assert "Plan bij de IJssel" in str(refused.value)
        assert GROUND_BID not in str(refused.value)
        assert plan.number not in str(refused.value)

    def test_of_others_is_not_shown_of_a_municipality_that_keeps_a_plan(
        self, plan, zwolle, kampen, region, secretary, official_zwolle
    ):
        content = "Naam;Planologische status;Bouw 2030\nHavenkade;3;40\n"
        theirs = deliver(official_zwolle, region, content, municipality=zwolle)
        elsewhere = deliver(None, region, content, municipality=kampen)
        own = deliver(secretary, region, content, municipality=zwolle)

        seen = set(visible_imports(account=secretary, region=region, today=TODAY))
        all_there = set(visible_imports(account=official_zwolle, region=region, today=TODAY))

        assert seen == {elsewhere, own}
        assert all_there == {theirs, own}


class TestHomesThatWereBuilt:
    change = SeenChange("0193100000000009", "built", date(2026, 3, 1), 4, 203_050.0, 503_050.0)

    def test_lie_in_no_plan_as_far_as_she_is_told(self, plan, zwolle, secretary, official_zwolle):
        told = {
            by: match_changes(by=by, municipality=zwolle, changes=[self.change], on=TODAY)
            for by in (secretary, official_zwolle)
        }

        assert told[secretary]["unmatched"] == 4
        assert told[official_zwolle]["unmatched"] == 0

    def test_are_not_told_of_a_municipality_that_keeps_a_plan(
        self, plan, zwolle, a_source, secretary, official_zwolle
    ):
        besides = SeenChange("0193100000000010", "built", date(2026, 3, 1), 2, 190_000.0, 1.0)
        services.take_in_changes(
            by=None,
            at=AT,
            municipality=zwolle,
            changes=[self.change, besides],
            source=a_source,
        )

        assert PostingProposal.objects.count() == 2
        for account, count in ((secretary, 0), (official_zwolle, 2)):
            assert proposals_for([zwolle], account=account, today=TODAY).count() == count
        assert waiting_homes([zwolle], account=secretary, today=TODAY) == (0, 0, 0)
        assert waiting_homes([zwolle], account=official_zwolle, today=TODAY) == (2, 6, 2)


class TestTheList:
    def test_asks_no_more_with_many_secrets_than_with_one(
        self, zwolle, plan, visit, secretary, legal_hard
    ):
        others = [record_plan(zwolle, f"Kavel {at}", {2027: 1}) for at in range(60)]
        visit(secretary)

        asked = []
        for few in (others[:1], others[1:]):
            for other in few:
                keep(other)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert visit(secretary).status_code == 200
            asked.append(len(queries))
            audiences = [
                query["sql"] for query in queries if Audience._meta.db_table in query["sql"]
            ]
            assert sum("disclosure_partner" not in sql for sql in audiences) == 1

        assert asked[1] <= asked[0]
        assert Audience.objects.filter(kind=PLAN).count() == 61
