"""The days between which somebody can slide, for a list and for a plan."""

from datetime import date, timedelta

import pytest

from woonregie.subjects.plans.queries.days import Days, days_of_plan, days_of_region, thinned
from woonregie.subjects.plans.tests.factories import AT, SINCE, TODAY, change, record_plan
from woonregie.subjects.plans.timebar import time_bar

pytestmark = pytest.mark.usefixtures("legal_hard")

EARLIER = AT - timedelta(days=70)


@pytest.fixture
def reeve(kampen):
    plan = record_plan(kampen, "Reeve", {2027: 40}, at=EARLIER)
    change(plan, on=date(2026, 7, 1), name="Reeve-Zuid")
    return plan


class TestDays:
    def test_of_a_plan_are_when_it_changed_and_when_that_was_said(self, reeve):
        assert days_of_plan(reeve.pk) == Days(
            [SINCE, date(2026, 7, 1)], [EARLIER.date(), AT.date()]
        )

    def test_of_a_region_are_those_of_plans_that_somebody_may_see(
        self, reeve, zwolle, region, official_kampen, official_zwolle
    ):
        record_plan(zwolle, "Geheim", {2027: 40}, on=date(2026, 3, 3))

        seen = days_of_region(official_kampen, region, today=TODAY)
        other = days_of_region(official_zwolle, region, today=TODAY)

        assert seen.changed == [SINCE, date(2026, 7, 1)]
        assert other == Days([date(2026, 3, 3)], [AT.date()])

    def test_of_a_region_follow_what_is_recorded(self, reeve, region, official_kampen):
        days_of_region(official_kampen, region, today=TODAY)
        change(reeve, on=date(2026, 8, 1), name="Reeve-Noord")

        seen = days_of_region(official_kampen, region, today=TODAY)

        assert date(2026, 8, 1) in seen.changed

    def test_of_nobodys_plans_are_none(self, region, kampen, official_kampen):
        assert days_of_region(official_kampen, region, today=TODAY) == Days([], [])


class TestThinned:
    def test_few_days_stay(self):
        assert thinned([date(2026, 5, 2), date(2026, 5, 1)]) == [
            date(2026, 5, 1),
            date(2026, 5, 2),
        ]

    def test_ends_and_reference_dates_stay(self):
        days = [date(2024, 3, 1) + timedelta(days=at) for at in range(900)]

        kept = thinned(days)

        assert len(kept) == 60
        assert {days[0], days[-1], date(2025, 1, 1), date(2026, 1, 1)} <= set(kept)
        assert kept == sorted(kept)

    def test_too_many_reference_dates_are_thinned_as_well(self):
        kept = thinned([date(year, 1, 1) for year in range(1900, 2026)])

        assert (len(kept), kept[0], kept[-1]) == (60, date(1900, 1, 1), date(2025, 1, 1))


class TestTimeBar:
    def test_stands_on_today_when_nothing_was_asked(self):
        days = Days([SINCE, date(2027, 1, 1)], [EARLIER.date(), TODAY])

        stand, known = time_bar(days, on=TODAY, known_on=None, today=TODAY)["sliders"]

        assert [stop["value"] for stop in stand.stops] == ["2025-01-01", "", "2027-01-01"]
        assert (stand.at, stand.words) == (1, "vandaag, 24 november 2026")
        assert [stop["value"] for stop in known.stops] == [EARLIER.date().isoformat(), ""]

    def test_a_day_that_was_asked_is_a_stop(self):
        bar = time_bar(Days([SINCE], []), on=date(2025, 6, 7), known_on=EARLIER, today=TODAY)

        assert [slider.words for slider in bar["sliders"]] == ["7 juni 2025", "15 september 2026"]


class TestPages:
    @pytest.mark.parametrize("path", ["", "kaart/", "{number}/"])
    def test_have_both_sliders(self, visit, official_kampen, reeve, path):
        page = visit(
            official_kampen, path.format(number=reeve.number), {"op": "2026-07-01"}
        ).content.decode()

        assert 'aria-valuetext="1 juli 2026"' in page
        assert page.count('type="range"') == 2

    def test_a_plan_shows_the_days_that_were_asked_in_plain_fields(
        self, visit, official_kampen, reeve
    ):
        page = visit(
            official_kampen, f"{reeve.number}/", {"op": "2026-07-01", "bekend_op": "2026-11-24"}
        ).content.decode()

        assert 'name="op" value="2026-07-01"' in page
        assert 'name="bekend_op" value="2026-11-24"' in page
