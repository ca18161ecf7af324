"""Who moves where, in few numbers: a profile by age, a level by region, shares by destination.

The form that the forecast of moves rests on, fitted on observed moves and tried on later ones.
`Moves.beside` gives the gate of `leavers_off` what it compares.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from woonregie.engines.household._baseline import MOVE_BANDS
from woonregie.engines.household._errors import EngineError
from woonregie.engines.household._positions import AGES, POSITIONS, Floats, Ints

LEVEL_SHRINK = 100.0
"""Expected leavers, at the level of the whole region, that are added to each group of ages."""
SHARE_SHRINK = 40.0
"""Moves, by the destinations of all ages, that are added to each origin and group of ages."""
SMOOTHED = 2
"""Ages on either side that a profile is averaged over."""
RECENT = 0.5
"""What a year counts for the mobility ahead, beside the year that follows it."""

MOST_LEAVERS = 0.9
"""The most of an age that can leave in a year."""


@dataclass(frozen=True, slots=True)
class Moves:
    """Moves between regions as a product of few numbers (equation 24).

    Args:
        bands: first age of each group.
        profile: (sex, age) moves for each person in a year, in the whole country.
        level: (region, band) beside the country.
        shares: (band, origin, destination) where leavers go.
        mobility: (year,) how much was moved in each observed year, beside all of them.
    """

    bands: tuple[int, ...]
    profile: Floats
    level: Floats
    shares: Floats
    mobility: Floats

    @classmethod
    def fit(cls, moves: Floats, people: Floats, bands: Sequence[int] = MOVE_BANDS) -> "Moves":
        """Return the product that fits observed moves.

        Args:
            moves: (year, origin, destination, sex, age) moves in each year.
            people: (year, region, sex, age) persons on 1 January of it.
            bands: first age of each group.

        Raises:
            EngineError: shapes do not fit, moves within a region, or a group nobody moves in.
        """
        _check(moves, people)
        band = _band(bands, people.shape[3])
        flows, exposed = moves.sum(axis=0), people.sum(axis=0)
        left = flows.sum(axis=1)
        profile = _smooth(left.sum(axis=0)) / np.maximum(_smooth(exposed.sum(axis=0)), 1.0)
        seen, usual = _banded(left, band), _banded(exposed * profile, band)
        whole = seen.sum(axis=1, keepdims=True) / usual.sum(axis=1, keepdims=True)
        level = (seen + LEVEL_SHRINK * whole) / (usual + LEVEL_SHRINK)
        # Smoothing and shrinking lose a little; each group is brought back to what was seen.
        lost = seen.sum(axis=0) / np.maximum((usual * level).sum(axis=0), 1e-9)
        profile = profile * lost[band]
        found = cls(tuple(bands), profile, level, _shares(flows, band), np.ones(len(moves)))
        made = np.array([found.leavers(of_year).sum() for of_year in people])
        return cls(found.bands, profile, level, found.shares, moves.sum(axis=(1, 2, 3, 4)) / made)

    @property
    def ahead(self) -> float:
        """Return the mobility that is expected: observed years, the last one most."""
        weight = RECENT ** np.arange(len(self.mobility) - 1, -1, -1.0)
        return float(weight @ self.mobility / weight.sum())

    def leavers(self, people: Floats, mobility: float = 1.0) -> Floats:
        """Return (region, sex, age) who leave in a year.

        Args:
            people: (region, sex, age) persons on 1 January.
            mobility: how much is moved that year.
        """
        band = _band(self.bands, people.shape[2])
        found: Floats = mobility * people * self.profile * self.level[:, None, band]
        return found

    def beside(self, moves: Floats, people: Floats) -> tuple[Floats, Floats]:
        """Return (age,) who left in the fitted years as observed, and as modelled.

        Args:
            moves: (year, origin, destination, sex, age) the moves that this was fitted on.
            people: (year, region, sex, age) the people of those years.

        Raises:
            EngineError: shapes do not fit, or other years than those fitted.
        """
        _check(moves, people)
        if len(moves) != len(self.mobility):
            raise EngineError("the gate asks for the years that were fitted", years=len(moves))
        made = [
            self.leavers(of_year, float(mobility)).sum(axis=(0, 1))
            for of_year, mobility in zip(people, self.mobility, strict=True)
        ]
        return moves.sum(axis=(0, 1, 2, 3)), np.sum(made, axis=0)

    def flows(self, people: Floats, mobility: float | None = None) -> Floats:
        """Return (band, origin, destination) moves in a year.

        Args:
            people: (region, sex, age) persons on 1 January.
            mobility: how much is moved; None for what is expected.
        """
        scale = self.ahead if mobility is None else mobility
        band = _band(self.bands, people.shape[2])
        found: Floats = _banded(self.leavers(people, scale), band).T[:, :, None] * self.shares
        return found

    def arrays(self) -> dict[str, Floats]:
        """Return what a baseline asks of moves: leaving, leaving_level and destinations.

        The shares of people who leave become intensities; ages beyond the last one that was
        observed leave as that one does.
        """
        share = np.pad(self.profile, ((0, 0), (0, AGES - self.profile.shape[1])), mode="edge")
        share = np.minimum(share * self.ahead, MOST_LEAVERS)
        intensity = share / (1 - share / 2)
        return {
            "leaving": np.repeat(intensity[:, :, None], POSITIONS, axis=2),
            "leaving_level": self.level,
            "destinations": self.shares,
        }


def flow_error(expected: Floats, observed: Floats) -> float:
    """Return the weighted absolute error (WAPE) of flows: all misses over all moves."""
    return float(np.abs(expected - observed).sum() / observed.sum())


def banded_flows(moves: Floats, bands: Sequence[int] = MOVE_BANDS) -> Floats:
    """Return (year, band, origin, destination) of (year, origin, destination, sex, age)."""
    found = _banded(moves, _band(bands, moves.shape[4]))
    return np.moveaxis(found, -1, 1)


def _band(bands: Sequence[int], ages: int) -> Ints:
    found: Ints = np.searchsorted(np.asarray(bands), np.arange(ages), side="right") - 1
    return found


def _banded(values: Floats, band: Ints) -> Floats:
    """Add up (.., sex, age) to (.., band)."""
    starts = np.flatnonzero(np.diff(band, prepend=-1))
    found: Floats = np.add.reduceat(values.sum(axis=-2), starts, axis=-1)
    return found


def _smooth(values: Floats) -> Floats:
    """Add up each age and its neighbours; beyond the ends the last age is repeated."""
    wide = np.pad(values, ((0, 0), (SMOOTHED, SMOOTHED)), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(wide, 2 * SMOOTHED + 1, axis=1)
    found: Floats = windows.sum(axis=2)
    return found


def _shares(flows: Floats, band: Ints) -> Floats:
    counted = np.moveaxis(_banded(flows, band), -1, 0)
    every = counted.sum(axis=0)
    usual = every / every.sum(axis=1, keepdims=True)
    added = counted + SHARE_SHRINK * usual
    found: Floats = added / added.sum(axis=2, keepdims=True)
    return found


def _check(moves: Floats, people: Floats) -> None:
    years, regions, sexes, ages = people.shape
    if moves.shape != (years, regions, regions, sexes, ages):
        raise EngineError(
            f"moves have shape {moves.shape}, people {people.shape}; they are (year, origin, "
            "destination, sex, age) and (year, region, sex, age)",
            array="moves",
        )
    if np.einsum("yrrsa->r", moves).any():
        raise EngineError("moves within a region do not count as moves", array="moves")
    if not (moves.sum(axis=(0, 2, 3, 4)) > 0).all():
        raise EngineError("nobody ever leaves one of the regions", array="moves")
