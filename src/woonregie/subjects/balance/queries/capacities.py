"""Capacity: what the plans of municipalities deliver in a period, by class of a profile."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.delivery import UNPHASED, Capacity, capacity, within
from woonregie.foundation.norms.models import CapacityClass, DefinitionProfile, UnphasedRule
from woonregie.foundation.norms.queries import classes_of
from woonregie.foundation.region.models import Municipality
from woonregie.subjects.balance.queries.asking import Question
from woonregie.subjects.plans.queries import STATUSES, CapacityArrays, capacity_arrays
from woonregie.subjects.plans.queries.write_downs import agreed_by_place

GROUPS = (CapacityClass.HARD, CapacityClass.SOFT, CapacityClass.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Held:
    """What plans hold.

    Args:
        capacity: (m, c) within the period, whole dwellings.
        outside: dwellings whose year lies before or after the period, on the basis that is asked.
        unphased: dwellings without a year, on that basis.
        agreed: (m,) dwellings of hard plans that are agreed to be written down, and still count.
    """

    capacity: Capacity
    outside: int
    unphased: int
    agreed: NDArray[np.int64]

    def on(self, basis: str) -> NDArray[np.int64]:
        """Return (m, c) net or gross."""
        return self.capacity.net if basis == "net" else self.capacity.build

    @property
    def planned_demolition(self) -> NDArray[np.int64]:
        """(m,) dwellings that plans demolish in the period."""
        demolished: NDArray[np.int64] = self.capacity.demolition.sum(axis=1)
        return demolished


def held_in(
    places: Sequence[Municipality],
    question: Question,
    profile: DefinitionProfile,
    period: tuple[int, int],
    basis: str,
    without: Collection[UUID] = (),
) -> Held:
    """Return what the plans of these municipalities deliver in a period, by class.

    Args:
        places: the municipalities.
        question: the day, and the moment of which we ask what was known.
        profile: what counts as hard.
        period: first year, and first year after.
        basis: "net" or "gross", for what lies beside the period.
        without: plans that do not count for whoever reads it.
    """
    arrays = capacity_arrays(
        [place.pk for place in places],
        on=question.on,
        known_on=question.known_on,
        without=without,
    )
    group = groups_of(profile)[arrays.status]
    found = capacity(
        municipality=arrays.municipality,
        group=group,
        demolition=arrays.demolition,
        from_year=arrays.from_year,
        before_year=arrays.before_year,
        dwellings=arrays.dwellings,
        shape=(len(places), len(GROUPS)),
        horizon=period,
        count_unphased=profile.unphased == UnphasedRule.COUNT,
    )
    outside, unphased = _beside(arrays, group, period, basis)
    return Held(found, outside, unphased, _agreed(places, question, profile, without))


def _agreed(
    places: Sequence[Municipality],
    question: Question,
    profile: DefinitionProfile,
    without: Collection[UUID],
) -> NDArray[np.int64]:
    classes = classes_of(profile)
    positions = {place.pk: at for at, place in enumerate(places)}
    found = np.zeros(len(places), dtype=np.int64)
    for place, status, homes in agreed_by_place(
        list(positions), on=question.on, known_on=question.known_on, without=without
    ):
        found[positions[place]] += homes * (classes.get(status) == CapacityClass.HARD)
    return found


def _beside(
    arrays: CapacityArrays, group: NDArray[np.int64], period: tuple[int, int], basis: str
) -> tuple[int, int]:
    """Return the dwellings outside a period, and those without a year."""
    sign = signs(arrays, basis) * (group >= 0)
    inside = within(
        arrays.from_year, arrays.before_year, arrays.dwellings, period, count_unphased=True
    )
    unphased = arrays.from_year == UNPHASED
    outside = ((arrays.dwellings - inside) * sign).sum()
    return round(float(outside)), int((arrays.dwellings * sign)[unphased].sum())


def signs(arrays: CapacityArrays, basis: str) -> NDArray[np.int64]:
    """Return 1 for building; for demolition -1 when one counts net, and 0 when gross."""
    return np.where(arrays.demolition, -1 if basis == "net" else 0, 1)


def groups_of(profile: DefinitionProfile) -> NDArray[np.int64]:
    """Return the class of each planning status, as a position in `GROUPS`; -1 is left out."""
    classes = classes_of(profile)
    positions = {str(group): at for at, group in enumerate(GROUPS)}
    return np.array([positions.get(classes.get(code, "unknown"), -1) for code in STATUSES])
