"""Plans that relate: only leaves count, and no home is counted twice."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.subjects.plans import services
from woonregie.subjects.plans.errors import NotBalancedError, RelationError
from woonregie.subjects.plans.models import PlanRelation, RelationKind
from woonregie.subjects.plans.queries import capacity_arrays, holdings
from woonregie.subjects.plans.queries.relations import plans_that_step_back, relations_on
from woonregie.subjects.plans.values import Cell, PlanValues

BEGIN, ON = date(2025, 1, 1), date(2026, 6, 1)
THEN, NOW = datetime(2025, 1, 2, 9, 0, tzinfo=UTC), datetime(2026, 6, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def plan_of():
    """Return a function that makes a plan of so many homes."""

    def make(municipality, name, homes, demolition=0):
        cells = {
            Cell("build", "total", "", 2030, 2031): homes,
            Cell("demolition", "total", "", None, None): demolition,
        }
        return services.create_plan(
            by=None,
            at=THEN,
            municipality=municipality,
            valid_on=BEGIN,
            values=PlanValues(name=name, planning_status="1A"),
            cells={cell: n for cell, n in cells.items() if n},
        )

    return make


def counted(municipality, on=ON, **more):
    """Add up what the balance counts: build minus demolition."""
    arrays = capacity_arrays([municipality.pk], on=on, **more)
    return int(np.where(arrays.demolition, -arrays.dwellings, arrays.dwellings).sum())


def relate(plan, other, kind, **more):
    return services.relate(by=None, at=NOW, plan=plan, other=other, kind=kind, valid_on=ON, **more)


class TestWhoCounts:
    @pytest.mark.parametrize(
        ("kind", "counts"),
        [
            (RelationKind.PART_OF, 60),
            (RelationKind.REPLACES, 60),
            (RelationKind.SPLIT_FROM, 60),
            (RelationKind.MERGED_INTO, 100),
            (RelationKind.ALTERNATIVE_FOR, 100),
            (RelationKind.EXCHANGED_WITH, 160),
        ],
    )
    def test_only_leaves(self, kampen, plan_of, kind, counts):
        whole, part = plan_of(kampen, "Reeve", 100), plan_of(kampen, "Reeve, fase 1", 60)

        relate(part, whole, kind)

        assert counted(kampen) == counts

    def test_on_a_day_before_the_relation_both_count(self, kampen, plan_of):
        whole, part = plan_of(kampen, "Reeve", 100), plan_of(kampen, "Reeve, fase 1", 60)
        relate(part, whole, RelationKind.PART_OF)

        assert counted(kampen, on=date(2026, 5, 31)) == 160

    def test_as_known_before_it_was_recorded_both_count(self, kampen, plan_of):
        whole, part = plan_of(kampen, "Reeve", 100), plan_of(kampen, "Reeve, fase 1", 60)
        relate(part, whole, RelationKind.PART_OF)

        assert counted(kampen, known_on=datetime(2026, 6, 1, tzinfo=UTC)) == 160

    def test_after_the_relation_ended_both_count_again(self, kampen, plan_of):
        whole, part = plan_of(kampen, "Reeve", 100), plan_of(kampen, "Reeve, fase 1", 60)
        relation = relate(part, whole, RelationKind.PART_OF)

        services.end_relation(
            by=None, at=NOW, relation=relation, ends_before=date(2026, 9, 1), reason="Los plan"
        )

        assert (counted(kampen), counted(kampen, on=date(2026, 9, 1))) == (60, 160)


class TestRelating:
    def test_ended_on_its_first_day_it_never_was(self, kampen, plan_of):
        one, other = plan_of(kampen, "Reeve", 100), plan_of(kampen, "Reeve, noord", 60)
        relation = relate(one, other, RelationKind.ALTERNATIVE_FOR)

        services.end_relation(by=None, at=NOW, relation=relation, ends_before=ON, reason="Vergist")

        assert not relations_on(one.pk, on=ON).exists()
        assert counted(kampen) == 160

    def test_the_same_again_writes_nothing(self, kampen, plan_of):
        whole, part = plan_of(kampen, "Reeve", 100), plan_of(kampen, "Reeve, fase 1", 60)
        relate(part, whole, RelationKind.PART_OF)

        relate(part, whole, RelationKind.PART_OF)

        assert PlanRelation.objects.count() == 1
        assert list(relations_on(whole.pk, on=ON)) == list(relations_on(part.pk, on=ON))

    def test_a_circle_is_refused(self, kampen, plan_of):
        first, second, third = (plan_of(kampen, name, 10) for name in ("Noord", "Oost", "Zuid"))
        relate(first, second, RelationKind.PART_OF)
        relate(second, third, RelationKind.PART_OF)

        with pytest.raises(RelationError, match="kring"):
            relate(third, first, RelationKind.PART_OF)

    def test_a_plan_is_no_part_of_itself(self, kampen, plan_of):
        reeve = plan_of(kampen, "Reeve", 100)

        with pytest.raises(RelationError):
            relate(reeve, reeve, RelationKind.PART_OF)

    def test_a_neighbour_may_not(self, kampen, plan_of, official_zwolle):
        whole, part = plan_of(kampen, "Reeve", 100), plan_of(kampen, "Reeve, fase 1", 60)

        with pytest.raises(ForbiddenError):
            services.relate(
                by=official_zwolle,
                at=NOW,
                plan=part,
                other=whole,
                kind=RelationKind.PART_OF,
                valid_on=ON,
            )


class TestSplitting:
    def test_parts_get_all_homes_and_the_sum_stays(self, kampen, plan_of):
        reeve = plan_of(kampen, "Reeve", 100, demolition=8)

        parts = services.split_plan(
            by=None,
            at=NOW,
            plan=reeve,
            on=ON,
            parts=[
                (PlanValues(name="Reeve, fase 1", planning_status="1A"), 70),
                (PlanValues(name="Reeve, fase 2", planning_status="3"), 30),
            ],
        )

        held = holdings([reeve.pk, *(part.pk for part in parts)], on=ON)
        assert [held[part.pk].build for part in parts] == [70, 30]
        assert (held[reeve.pk].build, held[reeve.pk].demolition) == (0, 0)
        assert (counted(kampen, on=date(2026, 5, 31)), counted(kampen)) == (92, 92)
        assert plans_that_step_back(ON, None) == {reeve.pk}

    @pytest.mark.parametrize("homes", [29, 31])
    def test_parts_that_do_not_add_up_are_refused(self, kampen, plan_of, homes):
        reeve = plan_of(kampen, "Reeve", 100)

        with pytest.raises(NotBalancedError):
            services.split_plan(
                by=None,
                at=NOW,
                plan=reeve,
                on=ON,
                parts=[(PlanValues(name="Een"), 70), (PlanValues(name="Twee"), homes)],
            )

        assert counted(kampen) == 100


class TestMerging:
    def test_the_one_gets_all_and_the_sum_stays(self, kampen, plan_of):
        north, south = plan_of(kampen, "Noord", 40, demolition=5), plan_of(kampen, "Zuid", 60)
        whole = plan_of(kampen, "Samen", 0)

        services.merge_plans(by=None, at=NOW, plans=[north, south], into=whole, on=ON)

        held = holdings([whole.pk], on=ON)[whole.pk]
        assert (held.build, held.demolition) == (100, 5)
        assert counted(kampen) == 95

    def test_plans_of_two_municipalities_are_refused_and_nothing_moved(
        self, kampen, zwolle, plan_of
    ):
        reeve, stadshagen = plan_of(kampen, "Reeve", 40), plan_of(zwolle, "Stadshagen", 60)

        with pytest.raises(RelationError, match="twee gemeenten"):
            services.merge_plans(by=None, at=NOW, plans=[reeve], into=stadshagen, on=ON)

        assert (counted(kampen), counted(zwolle)) == (40, 60)
