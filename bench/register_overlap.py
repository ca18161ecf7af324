"""Overlap, containment and one area twice, in 50,000 polygons of plans."""

import json
import math
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import shapely

from bench.result import Also, Result, middle

PLANS, SEED, TURNS = 50_000, 2_026, 3
ON = date(2026, 6, 1)
# South-west corner in RD, width and height in metres; towns of which plans lie together.
COUNTRY, TOWNS, TOWN_M, CORNERS = (30_000, 320_000, 220_000, 270_000), 2_000, 1_500, (8, 61)
LEAST_M2 = 1.0
RULES = Path(__file__).parent.parent / "src/woonregie/subjects/plans/fixtures/validations.json"
CODES = ("overlap", "contained", "same_area")
Pair = tuple[int, int]
Wkb = Sequence[bytes]


def measure() -> Result:
    """Check all pairs and findings against a plain loop, then time both in turn."""
    import django  # noqa: PLC0415  the data folder has to be there first

    django.setup()
    wkb = areas(PLANS)
    picture_of = pictures(wkb)
    theirs = loop(wkb)
    found = check(picture_of(), wkb, theirs)
    ours, pairs, peers = [], [], []
    for _ in range(TURNS):
        # A new picture each time: what one remembers for its own checks goes with it.
        ours.append(_spent(look, picture_of()))
        pairs.append(_spent(_pairs, wkb))
        peers.append(_spent(loop, wkb))
    return Result(
        name="register-overlap",
        measured=middle([wall for wall, _cpu in ours]),
        unit="s",
        goal=10.0,
        peer="a loop over a shapely STRtree",
        peer_measured=middle([wall for wall, _cpu in peers]),
        note=f"The checks overlap, containment and one area twice of {PLANS} plans at once, from "
        f"the geometries as the register keeps them; median of {TURNS}. The areas have 8 to 60 "
        "corners, lie together in towns, some within another and some twice. "
        f"{len(theirs)} pairs share more than {LEAST_M2:g} m2: the same pairs, with the same "
        f"square metres, as the peer finds, and the same {found} findings as its pairs give. The "
        "peer asks its tree for one area after the other, and finds pairs only. Both do it on one "
        "core.",
        also=(
            Also("in processor time", middle([cpu for _wall, cpu in ours]), "s"),
            Also("peer in processor time", middle([cpu for _wall, cpu in peers]), "s"),
            Also("only the pairs", middle([wall for wall, _cpu in pairs]), "s"),
            Also("only the pairs, in processor time", middle([cpu for _w, cpu in pairs]), "s"),
        ),
        versions={"shapely": version("shapely"), "geos": shapely.geos_version_string},
    )


# ------------------------------------------------------------------ the areas
def areas(plans: int, seed: int = SEED) -> list[bytes]:
    """Return areas as the register keeps them: the same seed gives the same areas."""
    chance = np.random.default_rng(seed)
    west, south, width, height = COUNTRY
    towns = chance.uniform((west, south), (west + width, south + height), (TOWNS, 2))
    centres = towns[chance.integers(TOWNS, size=plans)] + chance.normal(0, TOWN_M, (plans, 2))
    # From 20 to 240 metres, small ones more often.
    radius = 20 * 12 ** chance.random(plans)
    # Seen from its centre no border hides another.
    corners = chance.integers(*CORNERS, size=plans)
    which = np.repeat(np.arange(plans), corners)
    place = np.arange(len(which)) - np.repeat(np.cumsum(corners) - corners, corners)
    turns = math.tau * (place + 0.9 * chance.random(len(which))) / corners[which]
    reach = radius[which] * chance.uniform(0.6, 1.4, len(which))
    around = np.stack([reach * np.cos(turns), reach * np.sin(turns)], axis=1)
    whole = _fields(centres[which] + around, which)
    parts = _fields(centres[which] + 0.4 * around, which)
    kind, of = chance.random(plans), chance.integers(plans, size=plans)
    # Somebody delivered a part of another plan, or the same area again.
    shapes = np.where(kind < 0.06, parts[of], whole)
    shapes = np.where(kind < 0.02, whole[of], shapes)
    return [bytes(one) for one in shapely.to_wkb(shapes)]


def _fields(corners: np.ndarray, which: np.ndarray) -> np.ndarray:
    rings = shapely.linearrings(corners, indices=which)
    return shapely.multipolygons(shapely.polygons(rings), indices=np.arange(len(rings)))


# ------------------------------------------------------------------ ours
def pictures(wkb: Wkb) -> Callable[[], Any]:
    """Return a function that makes a new picture of these plans, as one municipality's."""
    from woonregie.subjects.plans.models import Plan, PlanVersion  # noqa: PLC0415  after setup
    from woonregie.subjects.plans.queries import Holding  # noqa: PLC0415
    from woonregie.subjects.plans.validations.found import Picture, PlanView  # noqa: PLC0415

    place, nothing = UUID(int=1), Holding({})
    m2 = shapely.area(shapely.from_wkb(np.array(wkb, dtype=object)))
    now = datetime(2026, 1, 1, tzinfo=UTC)
    views = []
    for at, geometry in enumerate(wkb):
        plan = Plan(pk=UUID(int=at), number=f"{at:05d}", municipality_id=place, recorded_at=now)
        row = PlanVersion(
            plan=plan,
            municipality_id=place,
            name=f"Plan {at}",
            geometry=geometry,
            area_m2=float(m2[at]),
        )
        views.append(PlanView(version=row, holding=nothing, before=nothing))
    limits = {rule["code"]: rule.get("limits", {}) for rule in _rules() if rule["code"] in CODES}
    return lambda: Picture(
        municipality_id=place,
        on=ON,
        since=ON.replace(year=ON.year - 1),
        plans=views,
        limits=limits,
    )


def _rules() -> list[Mapping[str, Any]]:
    return json.loads(RULES.read_text())


def look(picture: Any) -> list[Any]:
    """Return what the three checks find."""
    from woonregie.subjects.plans.validations import CHECKS  # noqa: PLC0415  after setup

    return [finding for code in CODES for finding in CHECKS[code](picture)]


def _pairs(wkb: Wkb) -> dict[Pair, float]:
    from woonregie.subjects.plans.overlaps import pairs_that_overlap  # noqa: PLC0415

    shapes = shapely.from_wkb(np.array(wkb, dtype=object))
    return {(first, second): m2 for first, second, m2 in pairs_that_overlap(shapes)}


# ------------------------------------------------------------------ the peer
def loop(wkb: Wkb) -> dict[Pair, float]:
    """Return the pairs the usual way: build a tree, and ask it for one area after the other."""
    shapes = [shapely.from_wkb(one) for one in wkb]
    tree = shapely.STRtree(shapes)
    found = {}
    for at, shape in enumerate(shapes):
        for other in tree.query(shape, predicate="intersects"):
            if at < other:
                m2 = shape.intersection(shapes[other]).area
                if m2 > LEAST_M2:
                    found[at, int(other)] = m2
    return found


def check(picture: Any, wkb: Wkb, theirs: Mapping[Pair, float]) -> int:
    """See that pairs, square metres and findings are the peer's; return how many findings."""
    ours = _pairs(wkb)
    assert ours.keys() == theirs.keys()
    assert all(math.isclose(ours[pair], theirs[pair], rel_tol=1e-9) for pair in ours)
    limits = picture.limits
    m2 = [shapely.from_wkb(one).area for one in wkb]
    wanted = set()
    for pair, shared in theirs.items():
        small = min(pair, key=lambda at: (m2[at], f"{at:05d}"))
        share = shared / m2[small]
        if wkb[pair[0]] == wkb[pair[1]]:
            wanted.add(("same_area", frozenset(pair)))
        elif share >= limits["contained"]["share"]:
            wanted.add(("contained", frozenset(pair)))
        if limits["overlap"]["share"] < share < limits["contained"]["share"]:
            wanted.add(("overlap", frozenset(pair)))
    found = {(item.code, frozenset(key.int for key in item.plan_ids)) for item in look(picture)}
    assert found == wanted, (len(found), len(wanted))
    assert {code for code, _pair in wanted} == set(CODES)
    return len(found)


def _spent(function: Callable[[Any], object], argument: Any) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    function(argument)
    return time.perf_counter() - wall, time.process_time() - cpu
