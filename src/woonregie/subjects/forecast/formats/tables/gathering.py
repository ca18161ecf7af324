"""Municipalities outside a region, added up to one area: a forecast of ten need not be of 342."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from woonregie.engines.household import COMPONENTS, Counted
from woonregie.subjects.forecast.formats.tables.folder import Beginning

REST = "rest van Nederland"
MOVES = ("departures", "arrivals")
Floats = NDArray[np.float64]
Places = NDArray[np.intp]


def gathered(found: Beginning, ours: Collection[str], *, name: str = REST) -> Beginning:
    """Return a beginning in which all municipalities outside a region are one area.

    Areas that somebody made, of which moves were left out, stay what they are. Moves within the
    new one are no moves any more and nobody counted them apart, so its moves are left out too.

    Args:
        found: what a folder held.
        ours: names of the municipalities that stay as they are.
        name: of the area.
    """
    counted = found.counted
    stays = {*ours, *found.zones}
    outside = np.array([place not in stays for place in counted.regions])
    if outside.sum() < 2 or name in counted.regions:  # noqa: PLR2004  one is an area already
        return found
    kept, away = np.flatnonzero(~outside), np.flatnonzero(outside)
    whole = replace(
        counted,
        regions=(*(counted.regions[at] for at in kept), name),
        people=_added(counted.people, kept, away),
        **_yearly(counted, kept, away),
        **_standing(counted, kept, away),
        moves=_between(counted.moves, kept, away),
        minutes=_minutes(counted, kept, away),
    )
    told = _("Gemeenten buiten de regio zijn opgeteld tot één gebied, %(name)s: %(count)s.") % {
        "name": name,
        "count": len(away),
    }
    return replace(found, counted=whole, zones=(*found.zones, name), notes=(*found.notes, told))


def _added(values: Floats, kept: Places, away: Places) -> Floats:
    """Return (region, ...) values, those outside added up, as far as counted."""
    together = np.nansum(values[away], axis=0, keepdims=True)
    return np.concatenate([values[kept], together])


def _yearly(counted: Counted, kept: Places, away: Places) -> Mapping[str, Any]:
    """Return people and events of the window.

    Of a year only those outside count of whom all was counted, in people as in events: so rates
    are right, also where a new border left years of a few empty.
    """
    names = [item for item in COMPONENTS if counted.table(item) is not None and item not in MOVES]
    tables = {item: counted.table(item) for item in (*names, "window_people")}
    there = {item: table for item, table in tables.items() if table is not None}
    if not there:
        return {}
    whole = np.isfinite([table[:, away] for table in there.values()]).all(axis=0)
    told: dict[str, Any] = {}
    for item, table in there.items():
        together = np.where(whole, table[:, away], 0.0).sum(axis=1)
        together[np.logical_not(whole).all(axis=1)] = np.nan
        told[item] = np.column_stack([table[:, kept], together])
    for item in MOVES:
        moved = counted.table(item)
        if moved is not None:
            told[item] = np.column_stack([moved[:, kept], np.full(len(moved), np.nan)])
    return told


def _standing(counted: Counted, kept: Places, away: Places) -> Mapping[str, Any]:
    """Return households, dwellings and positions.

    Half-counted households or dwellings are none: the engine says so. Of positions only their
    division is used.
    """
    told: dict[str, Any] = {}
    for item in ("households", "stock"):
        table = counted.table(item)
        if table is not None:
            told[item] = np.append(table[kept], table[away].sum())
    for item in ("positions", "positions_before"):
        table = counted.table(item)
        if table is not None:
            told[item] = _added(table, kept, away)
    return told


def _between(moves: Floats | None, kept: Places, away: Places) -> Floats | None:
    """Return (band, origin, destination) moves, without those within the area."""
    if moves is None:
        return None
    size = len(kept) + 1
    found = np.zeros((len(moves), size, size))
    found[:, :-1, :-1] = moves[:, kept[:, None], kept]
    found[:, :-1, -1] = moves[:, kept[:, None], away].sum(axis=2)
    found[:, -1, :-1] = moves[:, away[:, None], kept].sum(axis=1)
    return found


def _minutes(counted: Counted, kept: Places, away: Places) -> Floats | None:
    """Return (region, region) travel times; those of the area are the mean of its people."""
    if counted.minutes is None:
        return None
    weight = counted.total[away] / counted.total[away].sum()
    found = np.zeros((len(kept) + 1, len(kept) + 1))
    found[:-1, :-1] = counted.minutes[kept[:, None], kept]
    found[:-1, -1] = counted.minutes[kept[:, None], away] @ weight
    found[-1, :-1] = weight @ counted.minutes[away[:, None], kept]
    found[-1, -1] = weight @ counted.minutes[away[:, None], away] @ weight
    return found
