"""What may turn out otherwise than the trend: the levers of a forecast."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.household._errors import EngineError
from woonregie.engines.household._positions import AGES, Floats, check_bands

Path = float | Sequence[float] | NDArray[np.float64]
"""One value for all years, or one per year."""


class Domestic(StrEnum):
    """What net domestic migration (*binnenlands migratiesaldo*) does."""

    TREND = "trend"
    """People go where they used to go."""
    ZERO = "zero"
    """As many people of each age come as go, in every region: building for own need."""
    ZERO_WITHIN = "zero-within"
    """As many come as go between some regions; with all others the trend goes on."""
    STATED = "stated"
    """What a municipality states, with its source."""
    SUPPLY = "supply"
    """People follow dwellings, as strongly as lambda says."""


@dataclass(frozen=True, slots=True)
class OwnNeed:
    """A named, dated definition of own need (*eigen behoefte*).

    Args:
        key: its name, such as "zero-2026".
        domestic: what net domestic migration does under it.
        in_force_from: the day from which it counts.
        source: who laid it down, and where.
        members: the regions between which ZERO_WITHIN balances.
        stated: per region of STATED persons a year, for all years or (year,); regions that are
            not named make up the rest.
    """

    key: str
    domestic: Domestic
    in_force_from: date | None = None
    source: str = ""
    members: tuple[str, ...] = ()
    stated: Mapping[str, Path] = field(default_factory=dict[str, Path])

    def __post_init__(self) -> None:
        """Refuse a definition that says half of what it means.

        Raises:
            EngineError: members or a statement are missing, or do not belong to it.
        """
        if bool(self.members) != (self.domestic == Domestic.ZERO_WITHIN):
            raise EngineError(f"{self.key}: members belong to zero-within", key=self.key)
        if bool(self.stated) != (self.domestic == Domestic.STATED):
            raise EngineError(f"{self.key}: a statement belongs to stated", key=self.key)
        if self.domestic == Domestic.STATED and not self.source:
            raise EngineError(f"{self.key}: an own statement has a source", key=self.key)


TREND = OwnNeed("trend", Domestic.TREND, source="observed moves go on")
ZERO = OwnNeed("zero", Domestic.ZERO, source="actieprogramma: bouwen voor eigen behoefte")
SUPPLY = OwnNeed("supply", Domestic.SUPPLY, source="households follow dwellings")


@dataclass(frozen=True, slots=True)
class Programme:
    """Dwellings that plans would add (*programma*), and those that go.

    Args:
        hard: (year, region) dwellings a year in hard plans; nan in all years for a region whose
            stock simply follows its need, as outside zones do. Nothing else counts there.
        soft: (year, region) likewise in soft plans.
        demolition: (year, region) dwellings that go.
    """

    hard: Floats
    soft: Floats
    demolition: Floats

    def __post_init__(self) -> None:
        """Keep own arrays of numbers, also of lists.

        Raises:
            EngineError: something is no number, or rows have different lengths.
        """
        for item in fields(self):
            name = f"programme.{item.name}"
            object.__setattr__(self, item.name, numbers(getattr(self, item.name), name))


@dataclass(frozen=True, slots=True)
class NationalTotals:
    """Totals of another forecast that all regions together have to meet.

    Args:
        source: which forecast, and its vintage.
        births: (year,) or None where they are not given.
        deaths: (year, band) persons.
        emigration: (year, band) persons.
        immigration: (year, band) persons, permit holders included.
        bands: first age of each band.
    """

    source: str
    births: Floats | None = None
    deaths: Floats | None = None
    emigration: Floats | None = None
    immigration: Floats | None = None
    bands: tuple[int, ...] = (0,)

    def __post_init__(self) -> None:
        """Keep own arrays of numbers, also of lists.

        Raises:
            EngineError: something is no number, or bands are none.
        """
        check_bands(tuple(self.bands), "national bands")
        object.__setattr__(self, "bands", tuple(int(age) for age in self.bands))
        for component in ("births", "deaths", "emigration", "immigration"):
            given: object = getattr(self, component)
            if given is not None:
                object.__setattr__(self, component, numbers(given, f"national {component}"))


PLAUSIBLE: Mapping[str, tuple[float, float]] = {
    "fertility": (-0.4, 0.4),
    "life_expectancy": (-3.0, 5.0),
    "immigration": (0.5, 1.5),
    "permit_holders": (0.0, 2.0),
    "mobility": (0.8, 1.2),
    "leaving_home": (0.8, 1.2),
    "separation": (0.8, 1.2),
    "institution": (0.5, 1.2),
    "realisation_hard": (0.5, 1.0),
    "realisation_soft": (0.0, 1.0),
    "vacancy": (0.01, 0.06),
    "lam": (0.0, 1.0),
}
"""Between which values a lever is plausible; beyond it a scenario carries a warning."""

POSSIBLE: Mapping[str, tuple[float, float]] = {
    "fertility": (-5.0, 5.0),
    "life_expectancy": (-30.0, 30.0),
    "immigration": (0.0, 20.0),
    "permit_holders": (0.0, 20.0),
    "mobility": (0.0, 5.0),
    "leaving_home": (0.0, 2.0),
    "separation": (0.0, 2.0),
    "institution": (0.0, 2.0),
    "realisation_hard": (0.0, 1.0),
    "realisation_soft": (0.0, 1.0),
    "vacancy": (0.0, 0.9),
    "lam": (0.0, 1.0),
}


ONE_VALUE = (("restraint", 0.0, 100.0), ("response", 0.0, 100.0), ("catch_up_years", 1.0, 100.0))
"""Levers that are one value for all years, and between which values."""


@dataclass(frozen=True, slots=True)
class Warned:
    """A lever outside what is plausible."""

    lever: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scenario:
    """A named set of levers; without any it is the trend.

    Every lever is one value or one per year. Two scenarios with one digest are equal, whatever
    they are called.

    Args:
        name: what people call it.
        fertility: children per woman more or fewer than in the baseline.
        life_expectancy: years more or fewer at birth.
        immigration: times as many as in the baseline.
        permit_holders: times as many.
        mobility: times as many moves between regions.
        leaving_home: times as many children leave home.
        separation: times as many couples part.
        institution: times as many go to an institution; below 1 is extramural care.
        own_need: which definition of own need counts.
        lam: how far people follow dwellings (*lambda*), 0 trend to 1; with SUPPLY only.
        programme: dwellings that plans would add; none without it.
        realisation_hard: share of hard plans that is built.
        realisation_soft: share of soft plans that is built.
        vacancy: share of dwellings empty between two households; None is as in the baseline.
        restraint: how much a shortage holds back new households (*nu*): a gap of 1 % of the stock
            takes this many percent off. One value for all years.
        response: how much a shortage makes people leave, likewise; it works through lambda.
        catch_up_years: in how many years the initial shortage is made up.
        national: totals that all regions together have to meet.
    """

    name: str = "trend"
    fertility: Path = 0.0
    life_expectancy: Path = 0.0
    immigration: Path = 1.0
    permit_holders: Path = 1.0
    mobility: Path = 1.0
    leaving_home: Path = 1.0
    separation: Path = 1.0
    institution: Path = 1.0
    own_need: OwnNeed = TREND
    lam: Path = 0.0
    programme: Programme | None = None
    realisation_hard: Path = 1.0
    realisation_soft: Path = 1.0
    vacancy: Path | None = None
    restraint: float = 0.0
    response: float = 0.0
    catch_up_years: int = 10
    national: NationalTotals | None = None

    def __post_init__(self) -> None:
        """Refuse levers that cannot be.

        Raises:
            EngineError: a lever is no number or outside what is possible.
        """
        for lever, (low, high) in POSSIBLE.items():
            value = getattr(self, lever)
            # Only vacancy has something else to be: what it is in the baseline.
            if value is not None or lever != "vacancy":
                path = _checked(lever, value, low, high)
                # A path is kept as it is now, whatever happens to the list it came from.
                object.__setattr__(self, lever, path if path.ndim else value)
        for lever, low, high in ONE_VALUE:
            if _checked(lever, getattr(self, lever), low, high).ndim:
                raise EngineError(f"{lever} is one value for all years", lever=lever)
        if self.response and not np.any(np.asarray(self.lam) != 0):
            raise EngineError("response counts only with lam above zero", lever="response")
        if np.any(np.asarray(self.lam) != 0) and self.own_need.domestic != Domestic.SUPPLY:
            raise EngineError(
                "lam counts only where people follow dwellings: own_need=SUPPLY", lever="lam"
            )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self.digest() == other.digest()

    def __hash__(self) -> int:
        return hash(self.digest())

    def warnings(self) -> list[Warned]:
        """Return the levers outside what is plausible, for every page that shows the outcome.

        >>> [(item.lever, item.value) for item in Scenario(immigration=3.0).warnings()]
        [('immigration', 3.0)]
        """
        found: list[Warned] = []
        for lever, (low, high) in PLAUSIBLE.items():
            value = getattr(self, lever)
            if value is None:
                continue
            path = np.atleast_1d(np.asarray(value, dtype=np.float64))
            worst = path[int(np.argmax(np.maximum(low - path, path - high)))]
            if not low <= worst <= high:
                found.append(Warned(lever, float(worst), low, high))
        return found

    def digest(self) -> str:
        """Return what tells two scenarios apart; the name does not count."""
        told = hashlib.sha256()
        for region, path in sorted(self.own_need.stated.items()):
            told.update(repr(region).encode() + _bytes(np.asarray(path)))
        for item in fields(self):
            if item.name != "name":
                value: object = getattr(self, item.name)
                # A list, an array and whole numbers are the same lever.
                of_years = item.name in POSSIBLE and value is not None
                told.update(item.name.encode() + _bytes(np.asarray(value) if of_years else value))
        return told.hexdigest()


def _bytes(value: object) -> bytes:
    if isinstance(value, np.ndarray):
        found: NDArray[np.float64] = np.asarray(value, dtype="<f8")
        return repr(found.shape).encode() + found.tobytes()
    if isinstance(value, OwnNeed | Programme | NationalTotals):
        return b"".join(
            item.name.encode() + _bytes(getattr(value, item.name))
            for item in fields(value)
            if item.name != "stated"
        )
    return repr(value).encode()


def numbers(given: object, name: str) -> Floats:
    """Return an own copy of numbers that nobody writes to.

    Raises:
        EngineError: something is no number, or rows have different lengths.
    """
    try:
        values = np.asarray(given)
    except ValueError:
        raise EngineError(f"{name} has rows of different lengths", array=name) from None
    if values.dtype.kind not in "iuf":
        raise EngineError(f"{name} holds something that is no number", array=name)
    found: Floats = np.array(values, dtype=np.float64)
    found.flags.writeable = False
    return found


def _checked(lever: str, value: object, low: float, high: float) -> Floats:
    path = numbers(value, lever)
    if path.ndim > 1:
        raise EngineError(f"{lever} is one value, or one per year", lever=lever)
    if not np.isfinite(path).all() or (path < low).any() or (path > high).any():
        raise EngineError(
            f"{lever} has to lie between {low:g} and {high:g}", lever=lever, low=low, high=high
        )
    return path


def along(value: Path, years: int, lever: str) -> Floats:
    """Return (year,) a lever year by year.

    Raises:
        EngineError: it has another number of years.
    """
    path = numbers(value, lever)
    if path.ndim and path.size != years:
        raise EngineError(
            f"{lever} has {path.size} years, and the forecast {years}", lever=lever, years=years
        )
    full: Floats = np.broadcast_to(path, (years,)).copy()
    return full


def band_of_age(bands: Sequence[int]) -> NDArray[np.int64]:
    """Return (age,) in which band each age falls.

    >>> band_of_age((0, 15, 65))[[0, 14, 15, 64, 65, 100]].tolist()
    [0, 0, 1, 1, 2, 2]
    """
    found: NDArray[np.int64] = (
        np.searchsorted(np.asarray(bands), np.arange(AGES), side="right") - 1
    )
    return found
