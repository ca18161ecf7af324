"""Where a measure should be on a day, and how it stands; see docs/engines/course.md.

Arrays of nothing but numbers and days: this module knows no database.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from woonregie.foundation.commitments.models import AssessmentResult, Direction

STEP = Decimal("0.0001")
"""Values are kept to this step."""

Point = tuple[date, Decimal]

BEST_FIRST: Sequence[AssessmentResult] = (
    AssessmentResult.MET,
    AssessmentResult.ON_COURSE,
    AssessmentResult.NOT_MEASURABLE,
    AssessmentResult.AT_RISK,
    AssessmentResult.BEHIND,
)


def expected_on(path: Sequence[Point], on: date) -> Decimal | None:
    """Return what a path expects on a day: a straight line between its points (equation 1).

    Args:
        path: (day, value), by day; the last is the target.
        on: the day.

    Returns:
        The value, in the unit of the path; None before its first day, when nothing is expected.

    >>> path = [(date(2026, 1, 1), Decimal(0)), (date(2026, 1, 11), Decimal(100))]
    >>> expected_on(path, date(2026, 1, 4))
    Decimal('30.0000')
    """
    if not path or on < path[0][0]:
        return None
    for (first, low), (last, high) in pairwise(path):
        if on < last:
            part = Decimal((on - first).days) / (last - first).days
            return (low + part * (high - low)).quantize(STEP)
    return path[-1][1].quantize(STEP)


@dataclass(frozen=True, slots=True)
class Aim:
    """What a measure aims at.

    Args:
        direction: at least or at most.
        path: (day, value), by day; the last is the target on its day.
        tolerance: so far beside the path is on course still, in the unit of the path.
        margin: so much further is at risk.
        lasting: whether what is reached stays reached.
    """

    direction: Direction
    path: Sequence[Point]
    tolerance: Decimal = Decimal(0)
    margin: Decimal = Decimal(0)
    lasting: bool = False

    def short(self, value: Decimal, of: Decimal) -> Decimal:
        """Return how much a value falls short; zero or less where it is good enough.

        >>> Aim(Direction.AT_MOST, ()).short(Decimal(12), Decimal(10))
        Decimal('2')
        """
        return of - value if self.direction == Direction.AT_LEAST else value - of


def assessed(aim: Aim, value: Decimal | None, on: date) -> AssessmentResult:
    """Return how a measure stands on a day (equations 2 and 3).

    >>> aim = Aim(
    ...     Direction.AT_LEAST, [(date(2026, 1, 1), Decimal(0)), (date(2027, 1, 1), Decimal(365))]
    ... )
    >>> str(assessed(aim, Decimal(90), date(2026, 4, 11)))
    'behind'
    """
    if value is None:
        return AssessmentResult.NOT_MEASURABLE
    due_on, target = aim.path[-1]
    missing = aim.short(value, target)
    if on >= due_on:
        return AssessmentResult.MET if missing <= aim.tolerance else AssessmentResult.BEHIND
    if aim.lasting and missing <= 0:
        return AssessmentResult.MET
    expected = expected_on(aim.path, on)
    if expected is None or aim.short(value, expected) <= aim.tolerance:
        return AssessmentResult.ON_COURSE
    if aim.short(value, expected) <= aim.tolerance + aim.margin:
        return AssessmentResult.AT_RISK
    return AssessmentResult.BEHIND


def together(results: Iterable[AssessmentResult]) -> AssessmentResult:
    """Return how a commitment stands by its measures: as the worst of them (equation 4).

    >>> str(together([AssessmentResult.MET, AssessmentResult.AT_RISK]))
    'at_risk'
    >>> str(together([]))
    'not_measurable'
    """
    found = list(results)
    if not found:
        return AssessmentResult.NOT_MEASURABLE
    return max(found, key=BEST_FIRST.index)
