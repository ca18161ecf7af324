"""What is wrong with a list as a whole: the same name, the same key, overlapping areas."""

from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np
import shapely

from woonregie.subjects.plans.formats.delivered import Issue, ReadResult
from woonregie.subjects.plans.formats.issues import issue

OVERLAP_M2 = 1.0
MOST_OVERLAPS = 5000


def whole_list(result: ReadResult) -> Iterator[Issue]:
    """Yield the issues that only the whole list shows."""
    yield from _names(result)
    yield from _keys(result)
    yield from _overlaps(result)


def _names(result: ReadResult) -> Iterator[Issue]:
    names = Counter((row.municipality_id, row.values.name.strip().lower()) for row in result.rows)
    for row, line in zip(result.rows, result.lines, strict=True):
        if names[row.municipality_id, row.values.name.strip().lower()] > 1:
            yield issue("duplicate_name", line, "naam", row.values.name)


def _keys(result: ReadResult) -> Iterator[Issue]:
    lines: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, line in zip(result.rows, result.lines, strict=True):
        if row.number or row.key:
            lines[row.system, row.number or row.key].append(line)
    for (_system, name), found in lines.items():
        for line in found[1:]:
            yield issue("duplicate_key", line, "plannummer", name)


def overlapping_pairs(result: ReadResult) -> list[tuple[int, int, float]]:
    """Return pairs of rows (positions) whose areas overlap by more than one square metre.

    With m2.
    """
    at = [n for n, row in enumerate(result.rows) if row.values.geometry and row.values.area_m2]
    shapes = np.array([shapely.from_wkb(result.rows[n].values.geometry) for n in at], dtype=object)
    shapely.prepare(shapes)
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    areas = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    return [
        (at[a], at[b], float(m2))
        for a, b, m2 in zip(first, second, areas, strict=True)
        if m2 > OVERLAP_M2
    ]


def _overlaps(result: ReadResult) -> Iterator[Issue]:
    for first, second, m2 in overlapping_pairs(result)[:MOST_OVERLAPS]:
        other = result.rows[first].values.name
        yield issue("overlap", result.lines[second], "geometrie", f"{other}: {m2:.0f} m2")
