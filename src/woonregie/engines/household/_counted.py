"""What was counted of regions, and what has to be said of what was not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from woonregie.engines.household._calibrate_positions import PRIVATE
from woonregie.engines.household._errors import EngineError
from woonregie.engines.household._positions import AGES, SEXES, Floats

COMPONENTS = ("births", "deaths", "immigration", "emigration", "departures", "arrivals")


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody should know of a calibration: a code, and what belongs to it.

    Args:
        code: such as "ages_assumed"; the words for it stand with whoever shows it.
        fields: numbers and names that belong in the sentence.
    """

    code: str
    fields: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Counted people and events of regions that together are a whole country.

    A table that is not there is None; a number that is not there is not a number.

    Args:
        regions: the name of each.
        year: the forecast begins on 1 January of this year.
        people: (region,) or (region, sex, age) persons on that day.
        window: the years in which events were counted.
        window_people: (year, region) persons on 1 January of each of these.
        births: (year, region) events, as are all others here.
        deaths: likewise.
        immigration: from abroad, permit holders included.
        emigration: to abroad.
        departures: to another region.
        arrivals: from another region.
        positions: (region, group, 6) persons in private households by group of ages and position,
            in the order of `Position` to OTHER, which holds lodgers too.
        position_starts: first age of each group.
        position_year: of 1 January on which they were counted.
        positions_before: the same, counted earlier.
        before_year: of 1 January on which.
        households: (region,) private households.
        households_year: of 1 January on which they were counted.
        moves: (band, origin, destination) moves, or one band for all ages together.
        minutes: (region, region) travel time.
        stock: (region,) dwellings on 1 January of the year in which the forecast begins.
        sources: where arrays come from.
    """

    regions: tuple[str, ...]
    year: int
    people: Floats
    window: tuple[int, ...] = ()
    window_people: Floats | None = None
    births: Floats | None = None
    deaths: Floats | None = None
    immigration: Floats | None = None
    emigration: Floats | None = None
    departures: Floats | None = None
    arrivals: Floats | None = None
    positions: Floats | None = None
    position_starts: tuple[int, ...] = tuple(range(0, 100, 5))
    position_year: int | None = None
    positions_before: Floats | None = None
    before_year: int | None = None
    households: Floats | None = None
    households_year: int | None = None
    moves: Floats | None = None
    minutes: Floats | None = None
    stock: Floats | None = None
    sources: Mapping[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        """Refuse tables that do not fit each other.

        Raises:
            EngineError: a shape is another, or there are fewer than nobody.
        """
        size, groups = len(self.regions), len(self.position_starts)
        if self.people.shape not in {(size,), (size, SEXES, AGES)}:
            raise EngineError(
                f"people have shape {self.people.shape}, not (region,) or (region, sex, age)",
                array="people",
            )
        if not np.isfinite(self.people).all():
            raise EngineError("people are counted in every region", array="people")
        yearly = (len(self.window), size)
        shapes: dict[str, tuple[int, ...]] = dict.fromkeys((*COMPONENTS, "window_people"), yearly)
        seated = (size, groups, PRIVATE)
        shapes |= {"positions": seated, "positions_before": seated, "minutes": (size, size)}
        shapes |= {"households": (size,), "stock": (size,)}
        for name, shape in shapes.items():
            self._check(name, shape)
        if self.position_starts[0] != 0 or any(b <= a for a, b in pairwise(self.position_starts)):
            raise EngineError("groups of ages begin at 0 and go up", array="position_starts")
        if self.moves is not None and self.moves.shape[1:] != (size, size):
            raise EngineError(
                f"moves have shape {self.moves.shape}, not (band, region, region)", array="moves"
            )

    def _check(self, name: str, shape: tuple[int, ...]) -> None:
        values = self.table(name)
        if values is None:
            return
        if values.shape != shape:
            raise EngineError(f"{name} has shape {values.shape}, not {shape}", array=name)
        if (values < 0).any():
            raise EngineError(f"{name}: fewer than nobody", array=name)

    def table(self, name: str) -> Floats | None:
        """Return one of the tables; None where it was not counted."""
        found: Floats | None = getattr(self, name)
        return found

    @property
    def knows_ages(self) -> bool:
        """Whether people are known by sex and age."""
        return self.people.ndim > 1

    @property
    def total(self) -> Floats:
        """Return (region,) persons."""
        found: Floats = self.people.sum(axis=(1, 2)) if self.knows_ages else self.people
        return found

    def events(self, name: str) -> Floats | None:
        """Return (region,) events of a usual year; not a number where none was counted."""
        found = self.table(name)
        return None if found is None or not self.window else _mean(found)

    def usual_people(self) -> Floats:
        """Return (region,) persons on 1 January, the mean of the years with events."""
        if self.window_people is None or not self.window:
            return self.total
        mean = _mean(self.window_people)
        found: Floats = np.where(np.isfinite(mean), mean, self.total)
        return found


def _mean(yearly: Floats) -> Floats:
    """Return (region,) the mean of the years that were counted."""
    known = np.isfinite(yearly)
    some = known.any(axis=0)
    total = np.where(known, yearly, 0.0).sum(axis=0)
    found: Floats = np.where(some, total / np.maximum(known.sum(axis=0), 1), np.nan)
    return found
