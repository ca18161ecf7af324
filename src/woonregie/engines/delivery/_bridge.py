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


def bridge(
    before: Mapping[Hashable, int],
    after: Mapping[Hashable, int],
    causes: Mapping[Hashable, Hashable],
) -> Bridge:
    """Return the difference of two totals by cause.

    Each plan's difference is booked under exactly one cause, so the lines always add up (equation 5
    of docs/engines/delivery.md).

    Args:
        before: dwellings that each plan adds to the first total.
        after: dwellings that each plan adds to the second total.
        causes: the cause for each plan that differs; a plan without one is under "other".

    >>> found = bridge({"a": 10, "b": 5}, {"a": 4, "c": 2}, {"a": "status", "b": "gone", "c": "new"})
    >>> found.start, found.end, sum(line.dwellings for line in found.lines)
    (15, 6, -9)
    """
    moved: dict[Hashable, list[int]] = {}
    for plan in {**before, **after}:
        step = after.get(plan, 0) - before.get(plan, 0)
        if step:
            moved.setdefault(causes.get(plan, "other"), []).append(step)
    lines = [Line(cause, sum(steps), len(steps)) for cause, steps in moved.items()]
    lines.sort(key=lambda line: (-abs(line.dwellings), str(line.cause)))
    return Bridge(sum(before.values()), sum(after.values()), lines)
