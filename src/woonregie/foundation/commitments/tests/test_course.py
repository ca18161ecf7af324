from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from woonregie.foundation.commitments.course import (
    BEST_FIRST,
    Aim,
    assessed,
    expected_on,
    together,
)
from woonregie.foundation.commitments.models import AssessmentResult, Direction

AT_LEAST, AT_MOST = Direction.AT_LEAST, Direction.AT_MOST
MET, ON_COURSE, AT_RISK, BEHIND, UNKNOWN = (
    AssessmentResult.MET,
    AssessmentResult.ON_COURSE,
    AssessmentResult.AT_RISK,
    AssessmentResult.BEHIND,
    AssessmentResult.NOT_MEASURABLE,
)
START, HALF, END = date(2026, 1, 1), date(2026, 1, 11), date(2026, 1, 31)
PATH = [(START, Decimal(0)), (HALF, Decimal(100)), (END, Decimal(300))]
"""From nothing, ten homes a day for ten days, and then ten a day for twenty."""

numbers = st.integers(-1000, 1000).map(Decimal)
rooms = st.integers(0, 200).map(Decimal)
days = st.integers(-20, 60).map(lambda count: START + timedelta(days=count))


@st.composite
def paths(draw, rising=False):
    """Return points of a path, by day."""
    steps = draw(st.lists(st.integers(1, 30), min_size=1, max_size=5))
    values = draw(st.lists(numbers, min_size=len(steps), max_size=len(steps)))
    found, on = [], START
    for step, value in zip(steps, sorted(values) if rising else values, strict=True):
        on += timedelta(days=step)
        found.append((on, value))
    return found


@st.composite
def aims(draw):
    return Aim(
        draw(st.sampled_from(list(Direction))),
        draw(paths()),
        draw(rooms),
        draw(rooms),
        draw(st.booleans()),
    )


class TestThePath:
    @pytest.mark.parametrize(
        ("on", "expected"),
        [
            (START, 0),
            (date(2026, 1, 4), 30),
            (HALF, 100),
            # Ten of the twenty days to the end: half of the 200 that come then.
            (date(2026, 1, 21), 200),
            (END, 300),
            (date(2027, 1, 1), 300),
        ],
    )
    def test_is_a_straight_line_between_its_points(self, on, expected):
        assert expected_on(PATH, on) == expected

    def test_expects_nothing_before_its_first_day(self):
        assert expected_on(PATH, date(2025, 12, 31)) is None

    def test_of_one_point_expects_its_value_from_that_day_on(self):
        assert expected_on([(END, Decimal(7))], END) == 7
        assert expected_on([(END, Decimal(7))], HALF) is None

    @given(paths(rising=True), days, days)
    def test_that_rises_never_expects_less_later(self, path, one, other):
        first, last = sorted([one, other])
        early, late = expected_on(path, first), expected_on(path, last)

        assert early is None or (late is not None and early <= late)

    @given(paths(), days)
    def test_stays_between_its_lowest_and_highest_point(self, path, on):
        found = expected_on(path, on)
        values = [value for _day, value in path]

        assert found is None or min(values) <= found <= max(values)

    @given(paths())
    def test_goes_through_its_points(self, path):
        assert [expected_on(path, on) for on, _value in path] == [value for _on, value in path]


class TestTheAssessment:
    aim = Aim(AT_LEAST, PATH, tolerance=Decimal(10), margin=Decimal(20))
    on = date(2026, 1, 21)
    """The day on which 200 are expected."""

    @pytest.mark.parametrize(
        ("value", "result"),
        [(250, ON_COURSE), (190, ON_COURSE), (189, AT_RISK), (170, AT_RISK), (169, BEHIND)],
    )
    def test_follows_tolerance_and_margin(self, value, result):
        assert assessed(self.aim, Decimal(value), self.on) == result

    @pytest.mark.parametrize(("value", "result"), [(300, MET), (290, MET), (289, BEHIND)])
    def test_is_final_on_the_day_of_the_target(self, value, result):
        assert assessed(self.aim, Decimal(value), END) == result

    def test_of_what_lasts_is_met_as_soon_as_it_is_reached(self):
        lasting = Aim(AT_LEAST, PATH, lasting=True)

        assert assessed(lasting, Decimal(300), HALF) == MET
        assert assessed(self.aim, Decimal(300), HALF) == ON_COURSE

    def test_of_at_most_turns_it_round(self):
        aim = Aim(AT_MOST, [(START, Decimal(130)), (END, Decimal(100))], margin=Decimal(5))

        # Twenty of thirty days: 130 - 20 = 110 is expected.
        assert assessed(aim, Decimal(110), self.on) == ON_COURSE
        assert assessed(aim, Decimal(115), self.on) == AT_RISK
        assert assessed(aim, Decimal(116), self.on) == BEHIND

    def test_without_a_value_is_not_measurable(self):
        assert assessed(self.aim, None, self.on) == UNKNOWN

    def test_before_the_path_begins_nothing_is_late(self):
        assert assessed(self.aim, Decimal(-5), date(2025, 6, 1)) == ON_COURSE

    @given(aims(), days, numbers, numbers)
    def test_is_never_worse_for_a_better_value(self, aim, on, one, other):
        worse, better = sorted([one, other], reverse=aim.direction == AT_MOST)

        before, after = (BEST_FIRST.index(assessed(aim, value, on)) for value in (worse, better))

        assert after <= before

    @given(aims(), days, numbers, rooms)
    def test_is_never_worse_with_more_tolerance(self, aim, on, value, more):
        wider = Aim(aim.direction, aim.path, aim.tolerance + more, aim.margin, aim.lasting)

        before, after = (BEST_FIRST.index(assessed(one, value, on)) for one in (aim, wider))

        assert after <= before

    @given(paths(), days, numbers, rooms, rooms)
    def test_is_the_same_when_everything_is_turned_round(self, path, on, value, tolerance, margin):
        turned = [(day, -one) for day, one in path]

        least = Aim(AT_LEAST, path, tolerance, margin)
        most = Aim(AT_MOST, turned, tolerance, margin)

        assert assessed(least, value, on) == assessed(most, -value, on)


class TestTogether:
    def test_is_as_the_worst(self):
        assert together([MET, ON_COURSE, BEHIND, AT_RISK]) == BEHIND

    def test_does_not_say_on_course_of_what_is_partly_unknown(self):
        assert together([ON_COURSE, UNKNOWN]) == UNKNOWN

    def test_of_nothing_is_not_measurable(self):
        assert together([]) == UNKNOWN
