"""The gate of who leaves: modelled leavers by group of ages beside those observed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from woonregie.engines.household._baseline import MOVE_BANDS
from woonregie.engines.household._errors import EngineError
from woonregie.engines.household._positions import AGES, Floats, check_bands

MOST_OFF = 0.02
"""How far the leavers of a group of ages may be from those observed, as a share of these."""


@dataclass(frozen=True, slots=True)
class LeaversOff:
    """A group of ages whose modelled leavers are not those observed.

    Args:
        from_age: first age of the group.
        observed: persons.
        modelled: persons.
    """

    from_age: int
    observed: float
    modelled: float


def leavers_off(
    observed: Floats,
    modelled: Floats,
    *,
    bands: Sequence[int] = MOVE_BANDS,
    most: float = MOST_OFF,
) -> list[LeaversOff]:
    """Return the groups of ages whose modelled leavers (*vertrekkers*) are not those observed.

    The fault for which a national forecast was withdrawn in 2023 is a group of ages that moves
    as another: then this is not empty.

    Args:
        observed: (age,) persons who left, by age on 1 January; ages go as far as they are known.
        modelled: (age,) persons, such as a row of `Ledger.leavers`, or both from `Moves.beside`.
        bands: first age of each group.
        most: the largest difference that is none, as a share of those observed.

    Raises:
        EngineError: the arrays have other ages, or a count is no number of people.

    >>> observed = np.full(101, 10.0)
    >>> modelled = np.where(np.arange(101) < 65, 10.1, 8.0)
    >>> [(group.from_age, group.modelled) for group in leavers_off(observed, modelled)]
    [(65, 288.0)]
    """
    check_bands(bands, "bands")
    if observed.shape != modelled.shape or not bands[-1] < observed.size <= AGES:
        raise EngineError(f"leavers are persons by age, of the same ages, at most {AGES}")
    for name, counts in (("observed", observed), ("modelled", modelled)):
        if not (np.isfinite(counts) & (counts >= 0)).all():
            raise EngineError(f"{name} leavers are persons, zero or more")
    seen, made = (np.add.reduceat(counts, list(bands)) for counts in (observed, modelled))
    return [
        LeaversOff(int(age), float(was), float(now))
        for age, was, now in zip(bands, seen, made, strict=True)
        if abs(now - was) > most * was
    ]
