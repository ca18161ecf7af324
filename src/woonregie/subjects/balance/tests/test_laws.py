"""Laws of the balance on plan lists that Hypothesis thinks of, in a real database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from woonregie.subjects.balance.queries import Question, balance, bridge_between
from woonregie.subjects.balance.tests.factories import AT, TODAY, make_profile
from woonregie.subjects.plans.queries import STATUSES
from woonregie.subjects.plans.services import apply_bulk
from woonregie.subjects.plans.tests.factories import homes, row

pytestmark = pytest.mark.django_db
EXAMPLES = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
OLD, NEW = date(2025, 1, 1), date(2026, 1, 1)
KNOWN = (2021, 2025, 2026, 2031, 2035, 2036, 2041)
"""The years that the forecast of the small region has."""

periods = st.one_of(
    st.none(),
    st.tuples(st.integers(2024, 2040), st.integers(1, 12)).map(
        lambda pair: (pair[0], pair[0] + pair[1])
    ),
)
ledgers = st.dictionaries(periods, st.integers(1, 900), max_size=3)
plan_lists = st.lists(
    st.tuples(st.booleans(), st.sampled_from(STATUSES), ledgers, ledgers), min_size=1, max_size=8
)
spans = st.lists(st.sampled_from(KNOWN), min_size=2, max_size=2, unique=True).map(
    lambda years: (min(years), max(years))
)
classes = st.sampled_from(["hard", "soft", "unknown", "total", "need"])
bases = st.sampled_from(["net", "gross"])


@contextmanager
def undone() -> Iterator[None]:
    """Do something, look at it, and leave the database as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def deliver(kampen, zwolle):
    """Record a list of plans on a day."""

    def delivered(plans, on=OLD):
        rows = [
            row(
                kampen if in_kampen else zwolle,
                f"Plan {at}",
                key=f"{in_kampen}-{at}",
                cells=homes(build, demolition),
                planning_status=status,
            )
            for at, (in_kampen, status, build, demolition) in enumerate(plans)
        ]
        apply_bulk(by=None, at=AT, valid_on=on, rows=rows)

    return delivered


@pytest.fixture
def asked(region):
    def ask(**question):
        wanted = Question(**{"on": TODAY, **question})
        return balance(account=None, region=region, question=wanted, today=TODAY)

    return ask


@pytest.mark.usefixtures("reference", "legal_hard")
class TestLaws:
    @EXAMPLES
    @given(plans=plan_lists, period=spans, basis=bases)
    def test_the_region_is_the_sum_of_its_rows(self, deliver, asked, plans, period, basis):
        with undone():
            deliver(plans)

            found = asked(period=period, basis=basis)

            for column in ("need", "hard", "soft", "unknown", "total"):
                assert getattr(found.total, column) == sum(
                    getattr(one, column) for one in found.rows
                )

    @EXAMPLES
    @given(plans=plan_lists, years=st.permutations(KNOWN).map(lambda all_: sorted(all_[:3])))
    def test_periods_that_follow_one_another_add_up_within_rounding(
        self, deliver, asked, plans, years
    ):
        first, middle, last = years
        # Homes without a year would count in each period.
        phased = [
            (place, status, *({k: v for k, v in side.items() if k} for side in sides))
            for place, status, *sides in plans
        ]
        with undone():
            deliver(phased)

            early, late = asked(period=(first, middle)), asked(period=(middle, last))
            together = asked(period=(first, last))

            for one, two, both in zip(early.rows, late.rows, together.rows, strict=True):
                assert abs(one.need + two.need - both.need) <= 1
                for column in ("hard", "soft", "unknown"):
                    added = getattr(one, column) + getattr(two, column)
                    # Build and demolition are each rounded.
                    assert abs(added - getattr(both, column)) <= 2

    @EXAMPLES
    @given(plans=plan_lists, hard=st.sets(st.sampled_from(STATUSES)), basis=bases)
    def test_no_definition_loses_a_home_unless_it_leaves_one_out(
        self, deliver, asked, a_source, plans, hard, basis
    ):
        whole = [
            (place, status, *({None: sum(side.values())} if side else {} for side in sides))
            for place, status, *sides in plans
        ]
        with undone():
            make_profile("willekeurig", a_source, hard=hard, unknown=())
            deliver(whole)

            legal, other = (
                asked(profile=name, basis=basis) for name in ("legal-hard", "willekeurig")
            )

            assert [one.total for one in legal.rows] == [one.total for one in other.rows]

    @EXAMPLES
    @given(
        before=plan_lists,
        after=plan_lists,
        hard=st.sets(st.sampled_from(STATUSES)),
        sides=st.tuples(st.tuples(spans, bases), st.tuples(spans, bases)),
        group=classes,
    )
    def test_the_lines_of_a_bridge_are_the_whole_difference(
        self, deliver, asked, region, a_source, before, after, hard, sides, group
    ):
        (first_period, first_basis), (second_period, second_basis) = sides
        with undone():
            make_profile("willekeurig", a_source, hard=hard)
            deliver(before, OLD)
            deliver(after, NEW)
            start = Question(on=OLD, period=first_period, basis=first_basis)
            end = Question(
                on=TODAY, profile="willekeurig", period=second_period, basis=second_basis
            )

            found = bridge_between(
                account=None, region=region, start=start, end=end, today=TODAY, group=group
            ).bridge

            assert found.start + sum(line.dwellings for line in found.lines) == found.end
            for question, shown in ((start, found.start), (end, found.end)):
                total = balance(account=None, region=region, question=question, today=TODAY).total
                assert getattr(total, group) == shown
