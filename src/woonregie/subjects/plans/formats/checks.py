"""What is wrong with a list as a whole: the same name, the same key, overlapping areas."""

from collections import Counter
from collections.abc import Hashable, Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from woonregie.subjects.plans.compare import label_of
from woonregie.subjects.plans.formats.delivered import Issue, ReadResult
from woonregie.subjects.plans.formats.issues import issue
from woonregie.subjects.plans.formats.rows import NAMED
from woonregie.subjects.plans.merging import differing
from woonregie.subjects.plans.values import BulkRow, PlanValues

OVERLAP_M2 = 1.0
# So many overlaps have a line of their own; all are counted.
MOST_OVERLAPS = 500
# A list in which more pairs touch than this is one heap of copies; counting it all would take
# hours.
MOST_PAIRS = 500_000
AT_ONCE = 200
# What a location was -> what the locations of all plans in a list were.
_OF_ALL = {
    "swapped": "all_swapped",
    "degrees": "all_degrees",
    "degrees_swapped": "all_degrees_swapped",
    "web_mercator": "all_other_grid",
    "utm": "all_other_grid",
    "utm_east": "all_other_grid",
}
Pairs = tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]


def check_whole(result: ReadResult) -> None:
    """Add the issues that only the whole list shows."""
    _once_for_all(result)
    _doubles(result)
    result.issues.extend(_names(result))
    _overlaps(result)


def _once_for_all(result: ReadResult) -> None:
    """Say once what is so for the location of every plan."""
    located = sum(row.values.x is not None for row in result.rows)
    counted = Counter(item.code for item in result.issues if item.code in _OF_ALL)
    for code, count in counted.items():
        if count == located > 1:
            result.issues[:] = [item for item in result.issues if item.code != code]
            result.issues.insert(0, issue(_OF_ALL[code], 0))


def _names(result: ReadResult) -> Iterator[Issue]:
    plain = [(row.municipality_id.int, row.values.name.casefold()) for row in result.rows]
    names = Counter(plain)
    if len(names) == len(plain):
        return
    for name, row, line in zip(plain, result.rows, result.lines, strict=True):
        if names[name] > 1:
            yield issue("duplicate_name", line, "naam", row.values.name)


def _doubles(result: ReadResult) -> None:
    """Read what stands there twice once; report a plan of which two rows say something else."""
    first: dict[tuple[Hashable, ...], int] = {}
    again: list[int] = []
    for at, row in enumerate(result.rows):
        known = first.setdefault(_identity(row), at)
        if known == at:
            continue
        told = _double(result, known, at)
        if told is not None:
            result.issues.append(told)
            if told.code == "double_row":
                again.append(at)
    if again:
        _leave_out(result, frozenset(again))


def _identity(row: BulkRow) -> tuple[Hashable, ...]:
    """Return what a sender calls a plan by: number, key, or the name alone."""
    if row.number:
        return ("number", row.number)
    if NAMED in row.key or not row.key:
        return (row.municipality_id.int, row.values.name.casefold())
    return (row.system, row.key)


def _double(result: ReadResult, first: int, second: int) -> Issue | None:
    """Return what is wrong with two rows that are called the same; None if they lie apart."""
    one, other = result.rows[first], result.rows[second]
    line, where = result.lines[second], result.lines[first]
    parts = differing(one, other)
    if not parts:
        return issue("double_row", line, "naam", other.values.name, other=where)
    what = ", ".join(label_of(part) for part in parts)
    if other.number or (other.key and NAMED not in other.key):
        given = other.number or other.key.rpartition(":")[2]
        return issue("duplicate_key", line, "plannummer", given, other=where, what=what)
    if _apart(one.values, other.values):
        return None
    return issue("one_name_twice", line, "naam", other.values.name, other=where, what=what)


def _apart(one: PlanValues, other: PlanValues) -> bool:
    """Return whether two plans of one name are told apart by where they lie."""
    places = (one.settlement_id, other.settlement_id), (one.geometry, other.geometry)
    return any(first and second and first != second for first, second in places)


def _leave_out(result: ReadResult, gone: frozenset[int]) -> None:
    kept = [at for at in range(len(result.rows)) if at not in gone]
    result.unchanged = {
        now: result.unchanged[at] for now, at in enumerate(kept) if at in result.unchanged
    }
    result.rows[:] = [result.rows[at] for at in kept]
    result.lines[:] = [result.lines[at] for at in kept]


def overlapping_pairs(shapes: NDArray[np.object_]) -> Iterator[Pairs]:
    """Yield pairs of areas that overlap by more than one square metre, with m2; each pair once.

    Args:
        shapes: polygons in RD metres.
    """
    shapely.prepare(shapes)
    tree = shapely.STRtree(shapes)
    for start in range(0, len(shapes), AT_ONCE):
        part = shapes[start : start + AT_ONCE]
        first, second = tree.query(part, predicate="intersects")
        first = first + start
        once = first < second
        first, second = first[once], second[once]
        m2 = shapely.area(shapely.intersection(shapes[first], shapes[second]))
        enough = m2 > OVERLAP_M2
        yield first[enough], second[enough], m2[enough]


def _overlaps(result: ReadResult) -> None:
    at = [n for n, row in enumerate(result.rows) if row.values.area_m2]
    if not at:
        return
    shapes = np.array([shapely.from_wkb(result.rows[n].values.geometry) for n in at], dtype=object)
    counted = 0
    for first, second, areas in overlapping_pairs(shapes):
        for one, other, m2 in zip(first, second, areas, strict=True):
            counted += 1
            if counted <= MOST_OVERLAPS:
                name = result.rows[at[one]].values.name
                line = result.lines[at[other]]
                result.issues.append(issue("overlap", line, "geometrie", f"{name}: {m2:.0f} m2"))
        if counted > MOST_PAIRS:
            result.issues.append(issue("more_overlaps", 0))
            break
    result.uncounted["overlap"] += max(0, counted - MOST_OVERLAPS)
