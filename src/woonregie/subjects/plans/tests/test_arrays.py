"""The register as arrays, recounted in plain Python from the rows themselves."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from woonregie.subjects.plans.models import Movement, PlanVersion
from woonregie.subjects.plans.queries import STATUSES, capacity_arrays
from woonregie.subjects.plans.tests.factories import AT, TODAY, change, homes, record_plan

LATER = AT + timedelta(hours=1)


def rows_of(arrays):
    """Return the rows of the arrays as (municipality, status, demolition, from, before, homes)."""
    columns = (
        arrays.municipality,
        [STATUSES[position] for position in arrays.status],
        arrays.demolition,
        arrays.from_year,
        arrays.before_year,
        arrays.dwellings,
    )
    return sorted(
        tuple(item.item() if isinstance(item, np.generic) else item for item in row)
        for row in zip(*columns, strict=True)
    )


class TestCapacityArrays:
    def test_add_up_plans_of_one_status_and_period(self, kampen, zwolle):
        record_plan(kampen, "Reeve", cells=homes({2027: 100, None: 20}, {2026: 30}))
        record_plan(kampen, "Stationskwartier", {2027: 11})
        record_plan(kampen, "Het Onderdijks", {2027: 7}, planning_status="3")
        record_plan(zwolle, "Stadshagen", {(2028, 2031): 300}, planning_status="2A")

        found = capacity_arrays([zwolle.pk, kampen.pk], on=TODAY)

        assert rows_of(found) == [
            (0, "2A", False, 2028, 2031, 300),
            (1, "1A", False, 0, 0, 20),
            (1, "1A", False, 2027, 2028, 111),
            (1, "1A", True, 2026, 2027, 30),
            (1, "3", False, 2027, 2028, 7),
        ]
        assert set(found.plan) == {-1}
        assert found.plan_ids == ()

    def test_per_plan_name_each_plan(self, kampen):
        reeve = record_plan(kampen, "Reeve", {2027: 100, 2028: 5})
        station = record_plan(kampen, "Stationskwartier", {2027: 11})

        found = capacity_arrays([kampen.pk], on=TODAY, per_plan=True)

        homes_of = defaultdict(int)
        for plan, dwellings in zip(found.plan, found.dwellings, strict=True):
            homes_of[found.plan_ids[plan]] += int(dwellings)
        assert homes_of == {reeve.pk: 105, station.pk: 11}

    def test_leave_out_other_municipalities(self, kampen, zwolle):
        record_plan(kampen, "Reeve", {2027: 100})
        record_plan(zwolle, "Stadshagen", {2027: 300})

        assert capacity_arrays([kampen.pk], on=TODAY).dwellings.tolist() == [100]

    def test_breakdowns_are_not_counted_twice(self, kampen):
        record_plan(kampen, "Reeve", cells=homes({2027: 100}, type={"apartment": 60}))

        assert capacity_arrays([kampen.pk], on=TODAY).dwellings.sum() == 100

    def test_what_became_zero_is_left_out(self, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100})
        change(plan, at=LATER, build={})

        assert len(capacity_arrays([kampen.pk], on=TODAY).dwellings) == 0

    def test_without_plans_are_empty_and_of_whole_numbers(self, kampen):
        found = capacity_arrays([kampen.pk], on=TODAY)

        for array in (found.municipality, found.status, found.from_year, found.dwellings):
            assert (array.dtype, array.shape) == (np.int64, (0,))
        assert found.demolition.dtype == np.bool_

    def test_each_status_counts_under_the_day_that_is_asked(self, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100}, planning_status="3")
        change(plan, on=date(2026, 6, 1), at=LATER, planning_status="1A")

        told = {
            (on, known_on): rows_of(capacity_arrays([kampen.pk], on=on, known_on=known_on))
            for on in (date(2024, 12, 31), date(2026, 5, 31), TODAY)
            for known_on in (None, AT)
        }

        soft, hard = [(0, "3", False, 2027, 2028, 100)], [(0, "1A", False, 2027, 2028, 100)]
        assert told == {
            (date(2024, 12, 31), None): [],
            (date(2024, 12, 31), AT): [],
            (date(2026, 5, 31), None): soft,
            (date(2026, 5, 31), AT): soft,
            (TODAY, None): hard,
            (TODAY, AT): soft,
        }


def _recount(places, on, known_on):
    """Count again with loops over all rows, as a sceptic with a spreadsheet would."""
    status = {}
    for version in PlanVersion.objects.all():
        holds = version.valid_on <= on and (
            version.ends_before is None or on < version.ends_before
        )
        known = version.recorded_at <= known_on and (
            version.superseded_at is None or known_on < version.superseded_at
        )
        if holds and known:
            status[version.plan_id] = (version.municipality_id, version.planning_status)
    counted = defaultdict(int)
    for move in Movement.objects.all():
        if move.booked_on <= on and move.recorded_at <= known_on and move.breakdown == "total":
            place, code = status[move.plan_id]
            side = move.account == "demolition"
            period = (move.from_year or 0, move.before_year or 0)
            counted[places.index(place), code, side, *period] += move.dwellings
    return sorted((*key, dwellings) for key, dwellings in counted.items() if dwellings)


DAYS = [date(2024, 2, 29), date(2025, 1, 1), date(2025, 3, 30), date(2026, 1, 1)]
STATEMENTS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(DAYS),
        st.sampled_from(["1A", "2C", "3", "unknown"]),
        st.dictionaries(st.sampled_from([None, 2027, (2028, 2031)]), st.integers(1, 9)),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.django_db
class TestRecount:
    @settings(
        max_examples=12,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(statements=STATEMENTS)
    def test_gives_the_same_on_every_day_and_at_every_moment(self, kampen, zwolle, statements):
        with transaction.atomic():
            plans, places = {}, [kampen.pk, zwolle.pk]
            begun = datetime(2026, 10, 24, 23, 0, tzinfo=UTC)
            moments = [begun + timedelta(minutes=30 * turn) for turn in range(len(statements))]
            for at, (number, day, status, build) in zip(moments, statements, strict=True):
                if number not in plans:
                    place = (kampen, zwolle)[number % 2]
                    plans[number] = record_plan(
                        place, f"Vlek {number}", build, on=day, at=at, planning_status=status
                    )
                elif day >= plans[number].versions.order_by("valid_on")[0].valid_on:
                    change(plans[number], on=day, at=at, build=build, planning_status=status)

            for on in (*DAYS, TODAY):
                for known_on in (begun - timedelta(hours=1), *moments):
                    recounted = _recount(places, on, known_on)
                    summed = capacity_arrays(places, on=on, known_on=known_on)
                    assert rows_of(summed) == recounted
                    each = capacity_arrays(places, on=on, known_on=known_on, per_plan=True)
                    assert each.dwellings.sum() == summed.dwellings.sum()
            transaction.set_rollback(True)
