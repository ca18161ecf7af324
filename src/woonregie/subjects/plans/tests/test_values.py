"""What a plan says, as values."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from woonregie.subjects.plans.tests.factories import record_plan
from woonregie.subjects.plans.values import PlanValues, located


class TestLocated:
    def test_nothing_lies_nowhere(self):
        assert located(None) == {"geometry": None, "x": None, "y": None, "area_m2": None}

    def test_a_point_has_no_area(self):
        place = located(shapely.Point(191_200.04, 507_900.06))

        assert (place["x"], place["y"], place["area_m2"]) == (191_200.0, 507_900.1, None)
        assert shapely.from_wkb(place["geometry"]).equals(shapely.Point(191_200.04, 507_900.06))

    def test_an_area_becomes_a_multipolygon_with_its_middle_and_size(self):
        # 200 m by 100 m, so two hectares around its middle.
        place = located(shapely.box(191_000, 507_000, 191_200, 507_100))

        assert shapely.from_wkb(place["geometry"]).geom_type == "MultiPolygon"
        assert (place["x"], place["y"], place["area_m2"]) == (191_100.0, 507_050.0, 20_000.0)

    def test_areas_apart_stay_together(self):
        both = shapely.MultiPolygon(
            [shapely.box(0, 400_000, 10, 400_010), shapely.box(30, 400_000, 40, 400_010)]
        )
        place = located(both)

        assert (place["x"], place["y"], place["area_m2"]) == (20.0, 400_005.0, 200.0)

    @given(
        x=st.floats(0, 290_000, allow_nan=False),
        y=st.floats(300_000, 640_000, allow_nan=False),
        side=st.floats(1, 5000),
    )
    def test_reading_back_gives_the_same_place(self, x, y, side):
        place = located(shapely.box(x, y, x + side, y + side))

        assert located(shapely.from_wkb(place["geometry"])) == place


class TestPlanValues:
    @pytest.mark.parametrize(
        "place",
        [{}, located(shapely.Point(191_200, 507_900)), located(shapely.box(0, 4e5, 9, 4.1e5))],
    )
    def test_come_back_from_the_table_as_they_went_in(self, kampen, place):
        plan = record_plan(
            kampen,
            "Reeve",
            settlement_id=kampen.settlements.get().pk,
            location_kind="expansion",
            planning_status="2B",
            project_phase="4",
            note="Regel een\nRegel twee",
            invented=True,
            **place,
        )

        assert PlanValues.of(plan.versions.get()) == PlanValues(
            name="Reeve",
            settlement_id=kampen.settlements.get().pk,
            location_kind="expansion",
            planning_status="2B",
            project_phase="4",
            note="Regel een\nRegel twee",
            invented=True,
            **place,
        )
