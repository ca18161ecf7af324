"""What was counted in the past: people by region and year, as far as sex and age are known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.household._errors import EngineError
from woonregie.engines.household._positions import Floats

Flags = NDArray[np.bool_]
AXES = 4


@dataclass(frozen=True, slots=True)
class History:
    """People on 1 January of some years that follow each other.

    Args:
        regions: their names.
        years: each one later than the year in front of it.
        people: (year, region, sex, age); one sex where sexes are together, one age where only
            totals are known, and the last age is open. Not a number where nothing was counted.
        natural: (year, region) births less deaths during each year; None where not known.
        areas: (region,) the part of the country each lies in; None where not known.
    """

    regions: tuple[str, ...]
    years: tuple[int, ...]
    people: Floats
    natural: Floats | None = None
    areas: tuple[str, ...] | None = None

    @classmethod
    def from_arrays(
        cls,
        *,
        regions: Sequence[str],
        years: Sequence[int],
        people: Floats,
        natural: Floats | None = None,
        areas: Sequence[str] | None = None,
    ) -> "History":
        """Return a history after looking at it.

        Args:
            regions: their names.
            years: without a gap.
            people: (year, region, sex, age) persons; (year, region) where only totals are known.
            natural: (year, region) births less deaths.
            areas: (region,) part of the country.

        Raises:
            EngineError: shapes do not fit, a year is missing, or fewer than nobody lives there.

        >>> found = History.from_arrays(
        ...     regions=["Raalte"], years=[2020, 2021], people=np.array([[37e3], [38e3]])
        ... )
        >>> found.knows_ages, found.total.tolist()
        (False, [[37000.0], [38000.0]])
        """
        names, known = tuple(regions), tuple(int(year) for year in years)
        full = people[:, :, None, None] if people.ndim == AXES - 2 else people
        if full.ndim != AXES or full.shape[:2] != (len(known), len(names)):
            raise EngineError(
                f"people have shape {people.shape}, not (year, region, sex, age) of "
                f"{len(known)} years and {len(names)} regions",
                array="people",
            )
        missing = sorted(set(range(min(known), max(known) + 1)) - set(known))
        if missing or list(known) != sorted(set(known)):
            raise EngineError(f"years follow each other; missing: {missing}", years=missing)
        if (full < 0).any():
            raise EngineError("people are zero or more", array="people")
        if natural is not None and natural.shape != full.shape[:2]:
            raise EngineError(f"natural has shape {natural.shape}", array="natural")
        if areas is not None and len(areas) != len(names):
            raise EngineError(f"there are {len(names)} regions and {len(areas)} areas")
        return cls(
            names, known, full.astype(np.float64), natural, None if areas is None else tuple(areas)
        )

    @property
    def knows_ages(self) -> bool:
        """Whether people are known by age."""
        return bool(self.people.shape[3] > 1)

    @property
    def total(self) -> Floats:
        """Return (year, region) persons."""
        found: Floats = self.people.sum(axis=(2, 3))
        return found

    def until(self, year: int) -> "History":
        """Return what was known on 1 January of a year: what a forecast from there may see.

        Raises:
            EngineError: that year is not there.
        """
        end = self.place(year) + 1
        natural = None if self.natural is None else self.natural[: end - 1]
        if natural is not None:
            # Of the year that begins nothing is known yet.
            natural = np.concatenate([natural, np.full((1, len(self.regions)), np.nan)])
        return replace(self, years=self.years[:end], people=self.people[:end], natural=natural)

    def place(self, year: int) -> int:
        """Return the place of a year.

        Raises:
            EngineError: that year is not there.
        """
        if year not in self.years:
            raise EngineError(
                f"{year} is not there; there are {self.years[0]} to {self.years[-1]}", year=year
            )
        return self.years.index(year)

    def only(self, kept: Flags) -> "History":
        """Return some of the regions."""
        return replace(
            self,
            regions=tuple(np.asarray(self.regions)[kept].tolist()),
            people=self.people[:, kept],
            natural=None if self.natural is None else self.natural[:, kept],
            areas=None if self.areas is None else tuple(np.asarray(self.areas)[kept].tolist()),
        )

    def left_out(self, last: int, jump: float) -> Mapping[str, str]:
        """Return why regions cannot be judged: `gap`, `empty` or `jump`.

        Args:
            last: last year that counts.
            jump: a change in one year beyond this share is a border that moved, not people.
        """
        total = self.total[: self.place(last) + 1]
        found: dict[str, str] = {}
        for place, region in enumerate(self.regions):
            counted = total[:, place]
            if not np.isfinite(counted).all():
                found[region] = "gap"
            elif not (counted > 0).all():
                found[region] = "empty"
            elif (np.abs(counted[1:] / counted[:-1] - 1) > jump).any():
                found[region] = "jump"
        return found


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a model expects on 1 January of the target year.

    Args:
        total: (region,) persons.
        people: (region, sex, age) persons; None where the model knows totals only.
    """

    total: Floats
    people: Floats | None = None

    def scaled(self, national: float) -> "Outlook":
        """Return the same shares of a national total."""
        factor = national / float(self.total.sum())
        return Outlook(self.total * factor, None if self.people is None else self.people * factor)
