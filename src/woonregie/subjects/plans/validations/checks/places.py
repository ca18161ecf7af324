"""Checks of areas: overlap, containment, density, borders, and plans cut into slices."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

import numpy as np
import shapely
from numpy.typing import NDArray

from woonregie.subjects.plans.validations.found import Check, Finding, Picture, PlanView

M2_PER_HA = 10_000.0
DAYS_A_YEAR = 365.25


def overlap(picture: Picture) -> Iterator[Finding]:
    """Find two plans without relation that share much of the smaller one's area."""
    least = picture.limit("overlap", "share")
    most = picture.limit("contained", "share")
    for first, second, share in _unrelated(picture):
        if least < share < most:
            yield first.finding("overlap", second, share=share, other=second.version.name)


def contained(picture: Picture) -> Iterator[Finding]:
    """Find a plan that lies within another without being part of it."""
    for first, second, share in _unrelated(picture):
        if share >= picture.limit("contained", "share") and not _same(first, second):
            yield first.finding("contained", second, other=second.version.name)


def same_area(picture: Picture) -> Iterator[Finding]:
    """Find two plans with one and the same area."""
    for first, second, _share in _unrelated(picture):
        if _same(first, second):
            yield first.finding("same_area", second, other=second.version.name)


def _unrelated(picture: Picture) -> Iterator[tuple[PlanView, PlanView, float]]:
    """Yield pairs that both count, the smaller first, with how much of it they share."""
    for first, second, m2 in picture.overlapping:
        one, other = sorted(
            (first, second),
            key=lambda view: (view.version.area_m2 or 0.0, view.version.plan.number),
        )
        if one.counts and other.counts and (one.key, other.key) not in picture.related:
            yield one, other, m2 / (one.version.area_m2 or m2)


def _same(first: PlanView, second: PlanView) -> bool:
    return bytes(first.version.geometry or b"") == bytes(second.version.geometry or b"")


def density(picture: Picture) -> Iterator[Finding]:
    """Find plans with unlikely many or few homes for their area."""
    most = picture.limit("density", "most_per_ha")
    least = picture.limit("density", "least_per_ha")
    smallest = picture.limit("tiny_area", "m2")
    for view in picture.plans:
        area = view.version.area_m2
        if not area or area < smallest or not view.holding.build:
            continue
        per_ha = view.holding.build / (area / M2_PER_HA)
        if not least <= per_ha <= most:
            yield view.finding("density", per_ha=per_ha, area_m2=area)


def tiny_area(picture: Picture) -> Iterator[Finding]:
    """Find plans with an area in which no home fits."""
    smallest = picture.limit("tiny_area", "m2")
    for view in picture.plans:
        area = view.version.area_m2
        if area is not None and area < smallest and view.holding.build:
            yield view.finding("tiny_area", area_m2=area)


def outside_municipality(picture: Picture) -> Iterator[Finding]:
    """Find plans that lie outside their municipality; only where the real border is known."""
    if picture.border is None:
        return
    shapely.prepare(picture.border)
    for view in picture.plans:
        x, y = view.version.x, view.version.y
        if x is not None and y is not None and not shapely.contains_xy(picture.border, x, y):
            yield view.finding("outside_municipality", x=x, y=y)


def just_below_the_ladder(picture: Picture) -> Iterator[Finding]:
    """Find small plans next to one another that together are an urban development."""
    most = picture.limit("just_below_the_ladder", "dwellings")
    metres = picture.limit("just_below_the_ladder", "metres")
    years = timedelta(days=DAYS_A_YEAR * picture.limit("just_below_the_ladder", "years"))
    small = [
        view
        for view in picture.plans
        if view.counts and 0 < view.holding.build < most and view.version.x is not None
    ]
    for first, second in _near(small, metres):
        begun = abs(first.version.plan.recorded_at - second.version.plan.recorded_at)
        together = first.holding.build + second.holding.build
        if together >= most and begun <= years:
            yield first.finding(
                "just_below_the_ladder", second, other=second.version.name, dwellings=together
            )


def _near(views: list[PlanView], metres: float) -> Iterator[tuple[PlanView, PlanView]]:
    shapes: NDArray[np.object_] = np.array(
        [
            shapely.from_wkb(bytes(view.version.geometry))
            if view.version.geometry
            else shapely.Point(view.version.x, view.version.y)
            for view in views
        ],
        dtype=np.object_,
    )
    if not len(shapes):
        return
    first, second = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=metres)
    for one, other in zip(first[first < second], second[first < second], strict=True):
        yield views[one], views[other]


CHECKS: Mapping[str, Check] = {
    "overlap": overlap,
    "contained": contained,
    "same_area": same_area,
    "density": density,
    "tiny_area": tiny_area,
    "outside_municipality": outside_municipality,
    "just_below_the_ladder": just_below_the_ladder,
}
