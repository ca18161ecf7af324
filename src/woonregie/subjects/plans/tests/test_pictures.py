"""The pictures of a plan: each bar says its number, each map has room around its plan."""

from datetime import date

import pytest
import shapely

from woonregie.foundation.region.geometry import to_rd
from woonregie.subjects.plans import pictures
from woonregie.subjects.plans.queries import holdings, versions_on
from woonregie.subjects.plans.tests.factories import homes, record_plan
from woonregie.subjects.plans.values import located

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


def _seen(plan):
    version = versions_on(DAY).get(plan=plan)
    return version, holdings([plan.pk], on=DAY)[plan.pk]


class TestPhasing:
    def test_has_a_bar_per_period_and_account(self, kampen):
        plan = record_plan(
            kampen, "Reeve", cells=homes({2027: 1200, (2028, 2031): 50, None: 34}, {2026: 4})
        )

        chart = pictures.phasing(*_seen(plan))

        assert [(row["periode"], row["woningen"]) for row in chart.rows] == [
            ("2027", 1200),
            ("2028–2030", 50),
            ("zonder jaar", 34),
            ("2026", 4),
        ]
        assert chart.title == "Nog 1.284 woningen te bouwen, waarvan 34 zonder jaar"
        assert [item["label"] for item in chart.legend] == ["te bouwen", "te slopen"]

    def test_needs_no_legend_for_one_account(self, kampen):
        chart = pictures.phasing(*_seen(record_plan(kampen, "Reeve", {2027: 600})))

        assert list(chart.legend) == []

    def test_is_not_in_the_colours_of_hard_and_soft(self, kampen):
        svg = pictures.phasing(*_seen(record_plan(kampen, "Reeve", {2027: 600}))).svg()

        assert '"#00734f"' in svg
        assert "#0b5394" not in svg
        assert "#c25700" not in svg


class TestPlace:
    def _metres(self, found):
        west, south, east, north = to_rd(shapely.box(*found.bounds)).bounds
        return east - west, north - south

    def test_of_a_point_shows_what_lies_around_it(self, region, kampen):
        plan = record_plan(
            kampen, "Reeve", {2027: 600}, **located(shapely.Point(191_200, 507_900))
        )

        wide, high = self._metres(pictures.place(region, _seen(plan)[0], ""))

        assert wide == pytest.approx(2400, rel=0.05)
        assert high == pytest.approx(1500, rel=0.05)

    def test_of_a_large_plan_shows_all_of_it(self, region, kampen):
        area = shapely.box(188_000, 505_000, 193_000, 509_000)
        plan = record_plan(kampen, "Reeve", {2027: 600}, **located(area))

        wide, high = self._metres(pictures.place(region, _seen(plan)[0], ""))

        # 1.4 times 5,000 and 4,000 metres.
        assert wide == pytest.approx(7000, rel=0.05)
        assert high == pytest.approx(5600, rel=0.05)

    def test_is_asked_as_on_the_day_that_is_looked_at(self, region, kampen):
        plan = record_plan(
            kampen, "Reeve", {2027: 600}, **located(shapely.Point(191_200, 507_900))
        )

        shown = pictures.place(region, _seen(plan)[0], "?op=2026-01-01")

        assert shown.layers[-1].url.endswith(f"{plan.number}/vlak.geojson?op=2026-01-01")

    def test_is_nothing_when_nobody_said_where(self, region, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 600})

        assert pictures.place(region, _seen(plan)[0], "") is None
