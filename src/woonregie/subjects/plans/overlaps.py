"""Which areas overlap, and by how much."""

import numpy as np
import shapely
from numpy.typing import NDArray

LEAST_M2 = 1.0
"""Areas that share less than this only touch: borders are drawn by hand."""


def pairs_that_overlap(
    shapes: NDArray[np.object_], *, least_m2: float = LEAST_M2
) -> list[tuple[int, int, float]]:
    """Return pairs (first < second) of areas that overlap, with the square metres they share.

    Args:
        shapes: (n,) sound areas in RD.
        least_m2: pairs that share no more than this are left out.

    >>> squares = np.array([shapely.box(0, 0, 10, 10), shapely.box(5, 0, 15, 10)])
    >>> pairs_that_overlap(squares)
    [(0, 1, 50.0)]
    """
    if len(shapes) < 2:  # noqa: PLR2004  a pair
        return []
    shapely.prepare(shapes)
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    shared = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    found = shared > least_m2
    return [
        (int(a), int(b), float(m2))
        for a, b, m2 in zip(first[found], second[found], shared[found], strict=True)
    ]
