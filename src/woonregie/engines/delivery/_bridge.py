"""Why two totals differ: lines that add up exactly."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One cause of the difference, in dwellings, with how many plans it concerns."""

    cause: Hashable
    dwellings: int
    plans: int


@dataclass(frozen=True, slots=True)
class Bridge:
    """From one total to another; the lines are the whole difference."""

    start: int
    end: int
    lines: Sequence[Line]


HAIR = 1e-9
"""A difference below this comes from floating point, not from a plan."""

ROUNDING = "rounding"
"""The cause of what is left when lines are rounded."""


def bridge(
    before: Mapping[Hashable, float],
    after: Mapping[Hashable, float],
    causes: Mapping[Hashable, Hashable],
    *,
    start: int,
    end: int,
) -> Bridge:
    """Return the difference of two totals by cause.

    Each plan's difference is booked under exactly one cause. Lines are whole dwellings; what
    rounding leaves is a line of its own, so that the lines always add up (equation 5 of
    docs/engines/delivery.md).

    Args:
        before: dwellings that each plan adds to the first total.
        after: dwellings that each plan adds to the second total.
        causes: the cause for each plan that differs; a plan without one is under "other".
        start: the first total as published.
        end: the second total as published.

    >>> causes = {"a": "status", "b": "gone", "c": "new"}
    >>> found = bridge({"a": 10, "b": 5}, {"a": 4, "c": 2.4}, causes, start=15, end=6)
    >>> [(line.cause, line.dwellings) for line in found.lines]
    [('status', -6), ('gone', -5), ('new', 2)]
    """
    moved: dict[Hashable, list[float]] = {}
    for plan in {**before, **after}:
        step = after.get(plan, 0.0) - before.get(plan, 0.0)
        if abs(step) > HAIR:
            moved.setdefault(causes.get(plan, "other"), []).append(step)
    lines = [Line(cause, round(sum(steps)), len(steps)) for cause, steps in moved.items()]
    lines.sort(key=lambda line: (-abs(line.dwellings), str(line.cause)))
    rest = end - start - sum(line.dwellings for line in lines)
    return Bridge(start, end, [*lines, Line(ROUNDING, rest, 0)] if rest else lines)
