"""Makers of plans as they go out, without a database."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from hypothesis import strategies as st

from woonregie.subjects.plans.models import CATEGORIES, Breakdown
from woonregie.subjects.plans.queries.outgoing import OutPlan, Place
from woonregie.subjects.plans.values import Cell, HomeKind, PlanValues

KAMPEN = Place(code="GM0166", name="Kampen", province_code="PV23")
FIRST_KEY = UUID("0190a3f2-0000-7000-8000-000000000001")


def outgoing_plan(cells=None, *, number="GM0166-2026-0001", key=FIRST_KEY, **known) -> OutPlan:
    """Return a plan of Kampen; `values` are those of `PlanValues`."""
    cells = dict(cells or {})
    lines: dict[str, int] = {}
    for cell, homes in cells.items():
        line = f"{cell.account} {cell.breakdown}"
        lines[line] = lines.get(line, 0) + homes
    return OutPlan(
        **{
            "key": key,
            "number": number,
            "municipality": KAMPEN,
            "settlement": "",
            "values": PlanValues(**{"name": "Reeve", **known.pop("values", {})}),
            "planning_status": "1A",
            "derived": False,
            "valid_on": date(2025, 1, 1),
            "cells": cells,
            "lines": lines,
            "keys": {},
            "realised": {},
            "related": (),
            "bottlenecks": (),
            "decisions": (),
            "prospects": (),
            "claimed": 0,
            "agreed_still_hard": 0,
            "counts": True,
            **known,
        }
    )


def classes_of(cells: Mapping[Cell, int]) -> dict[str, str]:
    """Return the price class of each full cell, as it was stated."""
    return {
        cell.category: HomeKind.read(cell.category).price_class
        for cell in cells
        if cell.breakdown == Breakdown.CELL
    }


_PERIODS = st.sampled_from(
    [(None, None), (2027, 2028), (2028, 2029), (2029, 2030), (2030, 2035), (2028, 2031)]
)
_ACCOUNTS = st.sampled_from(["build", "demolition"])
_HOMES = st.integers(1, 400)


def _codes(breakdown):
    return st.sampled_from(["", *CATEGORIES[breakdown]])


_KINDS = st.builds(
    HomeKind,
    dwelling_type=_codes(Breakdown.TYPE),
    tenure=_codes(Breakdown.TENURE),
    price_class=_codes(Breakdown.PRICE),
    target_group=_codes(Breakdown.TARGET_GROUP),
    care=_codes(Breakdown.CARE),
    flexible=_codes(Breakdown.FLEXIBLE),
    price_cents=st.sampled_from([None, 0, 85_000, 42_000_001]),
    price_level_on=st.sampled_from([None, date(2026, 1, 1)]),
)


def _totals():
    keys = st.builds(
        lambda account, period: Cell(account, "total", "", *period), _ACCOUNTS, _PERIODS
    )
    return st.dictionaries(keys, _HOMES, max_size=6)


def _full():
    keys = st.builds(
        lambda account, kind, period: Cell(account, "cell", kind.written(), *period),
        _ACCOUNTS,
        _KINDS,
        _PERIODS,
    )
    return st.dictionaries(keys, _HOMES, max_size=5)


def _simple():
    lines = [
        (line, code)
        for line, codes in CATEGORIES.items()
        if line != Breakdown.TOTAL
        for code in codes
    ]
    keys = st.builds(
        lambda account, line, period: Cell(account, *line, *period),
        _ACCOUNTS,
        st.sampled_from(lines),
        _PERIODS,
    )
    return st.dictionaries(keys, _HOMES, max_size=6)


any_cells = st.builds(
    lambda *parts: {**parts[0], **parts[1], **parts[2]}, _totals(), _full(), _simple()
)
"""Homes by cell: totals, full cells and simple lines, also more than there are in total."""
