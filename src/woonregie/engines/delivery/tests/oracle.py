"""The rules of docs/engines/delivery.md as plain loops with exact fractions."""

from fractions import Fraction
from math import floor

UNPHASED = 0


def inside(row, horizon, *, count_unphased):
    """Equation 1, one year at a time."""
    first, before, dwellings = row
    if first == UNPHASED:
        return Fraction(dwellings) if count_unphased else Fraction()
    return sum(
        (
            Fraction(dwellings, before - first)
            for year in range(first, before)
            if horizon[0] <= year < horizon[1]
        ),
        Fraction(),
    )


def half_up(value):
    return floor(value + Fraction(1, 2))


def capacity(rows, horizon, *, shape, count_unphased):
    """Equation 2, cell by cell; returns build and demolition as nested lists."""
    places, groups = shape
    sums = {}
    for place, group, demolition, *period in rows:
        if group >= 0:
            share = inside(period, horizon, count_unphased=count_unphased)
            cell = (demolition, place, group)
            sums[cell] = sums.get(cell, Fraction()) + share
    build, demolition = (
        [
            [half_up(sums.get((side, place, group), Fraction())) for group in range(groups)]
            for place in range(places)
        ]
        for side in (False, True)
    )
    return build, demolition
