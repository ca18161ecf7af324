"""All that happened to a plan stands on one dated line, as known then and without secrets."""

from datetime import date, timedelta
from html import unescape

import pytest

from woonregie.subjects.plans.models import Bottleneck, Confirmation, PlanRelation
from woonregie.subjects.plans.queries.timeline import related_plans, timeline
from woonregie.subjects.plans.tests.factories import AT, SINCE, change, record_plan

pytestmark = pytest.mark.usefixtures("legal_hard")

EARLIER = AT - timedelta(days=30)


@pytest.fixture
def reeve(kampen):
    return record_plan(kampen, "Reeve", {2027: 40}, at=EARLIER)


def told(plan, **asked):
    return [(row.on, row.kind, row.title) for row in timeline(plan.pk, **asked)]


class TestTimeline:
    def test_begins_with_the_first_version_and_its_homes(self, reeve):
        assert told(reeve) == [
            (SINCE, "version", "Versie 1 geldt"),
            (SINCE, "booking", "Opvoer, te bouwen"),
        ]

    def test_the_newest_day_stands_first(self, reeve):
        change(reeve, on=date(2026, 7, 1), build={2027: 30}, reason="Minder")

        first, second, *_rest = timeline(reeve.pk)

        assert (first.on, second.on) == (date(2026, 7, 1), date(2026, 7, 1))
        assert {first.homes, second.homes} == {None, -10}
        assert first.text == "Minder"

    def test_knows_no_more_than_was_known_then(self, reeve):
        change(reeve, on=date(2026, 7, 1), name="Reeve-Zuid")
        Confirmation.objects.create(
            plan=reeve, confirmed_on=date(2026, 8, 1), version=1, recorded_at=AT
        )

        assert len(told(reeve)) == 4
        assert len(told(reeve, known_on=EARLIER)) == 2

    def test_tells_of_bottlenecks_until_they_were_solved(self, reeve, kampen):
        Bottleneck.objects.create(
            plan=reeve,
            kind="nitrogen",
            owner=kampen.organisation,
            text="Wacht",
            starts_on=date(2026, 2, 1),
            ends_before=date(2026, 6, 1),
            recorded_at=EARLIER,
        )

        solved, began = [row for row in timeline(reeve.pk) if row.kind == "bottleneck"]

        assert (began.on, began.text) == (date(2026, 2, 1), "Wacht Aan zet: Kampen.")
        assert solved.title.startswith("Opgelost: ")

    def test_does_not_name_a_plan_that_the_reader_may_not_see(self, reeve, zwolle):
        secret = record_plan(zwolle, "Geheim", {2027: 40})
        PlanRelation.objects.create(
            plan=reeve, other=secret, kind="exchanged_with", valid_on=SINCE, recorded_at=EARLIER
        )

        hidden = [row.title for row in timeline(reeve.pk) if row.kind == "relation"]
        open_to_her = [
            row.title for row in timeline(reeve.pk, seen={secret.pk}) if row.kind == "relation"
        ]

        assert hidden == ["Dit plan is geruild met een ander plan"]
        assert open_to_her == [f"Dit plan is geruild met {secret.number}"]
        assert related_plans(reeve.pk) == {secret.pk}


class TestPage:
    def test_shows_the_line_and_hides_what_is_not_for_her(
        self, visit, official_kampen, reeve, zwolle
    ):
        secret = record_plan(zwolle, "Geheim", {2027: 40})
        PlanRelation.objects.create(
            plan=secret, other=reeve, kind="exchanged_with", valid_on=SINCE, recorded_at=EARLIER
        )

        page = unescape(visit(official_kampen, f"{reeve.number}/").content.decode())

        assert "Versie 1 geldt" in page
        assert "Een ander plan is geruild met dit plan" in page
        assert secret.number not in page

    def test_says_what_is_still_to_come(self, visit, official_kampen, reeve):
        change(reeve, on=date(2027, 1, 1), name="Reeve-Zuid")

        page = unescape(visit(official_kampen, f"{reeve.number}/").content.decode())

        assert "nog te komen" in page
