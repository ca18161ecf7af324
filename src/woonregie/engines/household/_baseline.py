"""Where a forecast begins: people, rates and dwellings, looked at before they are used."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from woonregie.engines.household._errors import EngineError
from woonregie.engines.household._limits import MOST_STEPS
from woonregie.engines.household._positions import (
    AGES,
    ORIGIN,
    POSITIONS,
    SEXES,
    STEPS,
    Floats,
    Position,
    check_bands,
)

HAIR = 1e-6
MOVE_BANDS = (0, 15, 20, 30, 45, 65)
"""First age of each group whose moves have destinations of their own."""


LIVED = "events per person-year lived"
"""A rate as tables of mortality have it: whoever is gone halfway counts for half a year."""
ON_FIRST_DAY = "share of persons on 1 January"
"""Whoever was there on the first day counts for one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an array has to be.

    Args:
        shape: names of its axes.
        most: the largest value that can be meant; beyond it the unit is wrong.
        default: what it is when not given; None when it has to be given.
        least: the smallest value that can be meant.
        per: of a rate or share, what it is per: `LIVED` or `ON_FIRST_DAY`.
    """

    shape: tuple[str, ...]
    most: float
    default: float | None = None
    least: float = 0.0
    per: str = ""


_R, _S, _A, _H, _K, _G = "region", "sex", "age", "position", "step", "band"
ARRAYS: Mapping[str, Asked] = {
    "population": Asked((_R, _S, _A, _H), 1e7),
    "fertility": Asked((_A,), 1.0, per=ON_FIRST_DAY),
    "fertility_level": Asked((_R,), 10.0, 1.0),
    "fertility_by_position": Asked((_H,), 20.0, 1.0),
    "mortality": Asked((_R, _S, _A), 2.0, per=LIVED),
    "mortality_by_position": Asked((_H,), 20.0, 1.0),
    "newborn_mortality": Asked((_S,), 1.0, 0.0),
    "emigration": Asked((_S, _A), 2.0, 0.0, per=LIVED),
    "emigration_level": Asked((_R,), 50.0, 1.0),
    "leaving": Asked((_S, _A, _H), 2.0, 0.0, per=LIVED),
    "leaving_level": Asked((_R, _G), 50.0, 1.0),
    "immigration": Asked((_R,), 1e6, 0.0),
    "immigration_profile": Asked((_S, _A, _H), 1.0, 1 / (SEXES * AGES * POSITIONS)),
    "permit_holders": Asked((_R,), 1e6, 0.0),
    "permit_profile": Asked((_S, _A, _H), 1.0, 1 / (SEXES * AGES * POSITIONS)),
    "transitions": Asked((_S, _A, _K), 1.0, 0.0, per=ON_FIRST_DAY),
    "transition_level": Asked((_R, _K), 2.0, 1.0),
    "destinations": Asked((_G, _R, _R), 1.0),
    "arrival_positions": Asked((_S, _A, _H), 1.0),
    "size_pull": Asked((_G,), 5.0, 0.0, -5.0),
    "access_pull": Asked((_G,), 5.0, 0.0, -5.0),
    "nearness": Asked((_R, _R), 1e12, 1.0),
    "supply_pull": Asked((_G,), 20.0, 1.0),
    "other_households": Asked((_R,), 1.0, 0.4),
    "stock": Asked((_R,), 1e8),
    "elsewhere": Asked((_R,), 0.9, 0.0),
    "vacancy": Asked((_R,), 0.9, 0.0),
}
"""Every array of a baseline: its axes, the most it can be, and what it is when left out."""


ALL_AXES = ("leaving_level", "transition_level", "nearness")
"""Arrays in which one row would be taken for one of columns: they have all their axes."""


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """The regions on 1 January of the first year, and how their people behave.

    Made by `from_arrays`, which looks at everything. Ages are those on 1 January. A rate is either
    events per person-year lived or a share of persons on 1 January; `ARRAYS` says the same to a
    program. Docs/engines/household.md has the equations.

    Args:
        regions: the name of each, in the order of every axis "region".
        year: the population is that of 1 January of this year.
        move_bands: first age of each group of ages with destinations of its own.
        population: (region, sex, age, position) persons; age 100 is everybody of 100 and older.
        fertility: (age,) births in a year per woman on 1 January (a share of persons on 1
            January, not per person-year lived).
        fertility_level: (region,) against `fertility`, 1 is the same.
        fertility_by_position: (position,) likewise.
        mortality: (region, sex, age) deaths, events per person-year lived.
        mortality_by_position: (position,) against `mortality`.
        newborn_mortality: (sex,) share of those born in a year who die before its end.
        emigration: (sex, age) events per person-year lived.
        emigration_level: (region,) against `emigration`.
        leaving: (sex, age, position) moves to another region, events per person-year lived.
        leaving_level: (region, band) against `leaving`.
        immigration: (region,) persons a year from abroad, without permit holders.
        immigration_profile: (sex, age, position) how they are divided; adds up to 1.
        permit_holders: (region,) persons a year, those who join them included.
        permit_profile: (sex, age, position) how they are divided; adds up to 1.
        transitions: (sex, age, step) who takes the step, as a share of persons on 1 January in
            `step.origin` who are still in the region on 31 December; without widowhood.
        transition_level: (region, step) against `transitions`.
        destinations: (band, origin, destination) share of leavers; rows add up to 1, and nobody
            moves from a region to itself.
        arrival_positions: (sex, age, position) of those who moved; adds up to 1 over positions.
        size_pull: (band,) elasticity of attraction to population (*alpha*).
        access_pull: (band,) elasticity to the people that are near (*delta*).
        nearness: (region, region) what a person there counts for somebody here.
        supply_pull: (band,) how strongly moves follow dwellings (*beta*).
        other_households: (region,) households of the type "overig" per person in one (*kappa*).
        stock: (region,) dwellings.
        elsewhere: (region,) share of households without a dwelling of their own.
        vacancy: (region,) share of dwellings that is empty between two households.
        sources: where each array comes from, for the reader.
        digest: of everything above; two baselines with one digest are equal.
    """

    regions: tuple[str, ...]
    year: int
    move_bands: tuple[int, ...]
    population: Floats
    fertility: Floats
    fertility_level: Floats
    fertility_by_position: Floats
    mortality: Floats
    mortality_by_position: Floats
    newborn_mortality: Floats
    emigration: Floats
    emigration_level: Floats
    leaving: Floats
    leaving_level: Floats
    immigration: Floats
    immigration_profile: Floats
    permit_holders: Floats
    permit_profile: Floats
    transitions: Floats
    transition_level: Floats
    destinations: Floats
    arrival_positions: Floats
    size_pull: Floats
    access_pull: Floats
    nearness: Floats
    supply_pull: Floats
    other_households: Floats
    stock: Floats
    elsewhere: Floats
    vacancy: Floats
    sources: Mapping[str, str]
    digest: str

    @classmethod
    def from_arrays(
        cls,
        *,
        regions: Sequence[str],
        year: int,
        arrays: Mapping[str, object],
        move_bands: Sequence[int] = MOVE_BANDS,
        sources: Mapping[str, str] | None = None,
    ) -> "Baseline":
        """Return a baseline of arrays that were looked at.

        Args:
            regions: the name of each region, none twice.
            year: of the population, on 1 January.
            arrays: by the names of `ARRAYS`, with the shapes and units of `Baseline`; what has a
                default there may be left out. Numbers that are the same along an axis may have
                length 1 there; the arrays of `ALL_AXES` have all axes, or are one number.
            move_bands: first age of each group of ages with destinations of its own.
            sources: where each array comes from.

        Raises:
            EngineError: an array is missing, unknown, of another shape, not finite, below zero or
                in another unit, or shares do not add up. It names the array and the place.
        """
        names = tuple(regions)
        bands = tuple(int(age) for age in move_bands)
        _check_regions(names, year)
        check_bands(bands, "move_bands")
        unknown = sorted(set(arrays) - set(ARRAYS))
        if unknown:
            raise EngineError(f"unknown arrays: {', '.join(unknown)}", arrays=unknown)
        sizes = {_R: len(names), _S: SEXES, _A: AGES, _H: POSITIONS, _K: len(STEPS)}
        sizes[_G] = len(bands)
        read = {name: _read(name, arrays.get(name), sizes) for name in ARRAYS}
        told = dict(sources or {})
        _check_shares(read, names)
        _check_steps(read["transitions"])
        if not (read["stock"] > 0).all():
            where = names[int(np.argmin(read["stock"]))]
            raise EngineError(f"stock: {where} has no dwellings", array="stock", region=where)
        return cls(
            regions=names,
            year=year,
            move_bands=bands,
            sources=told,
            digest=_digest(names, year, bands, read, told),
            **read,
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Baseline) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def arrays(self) -> dict[str, Floats]:
        """Return every array by its name: what `from_arrays` takes, to change one and go on."""
        return {
            item.name: getattr(self, item.name) for item in fields(self) if item.name in ARRAYS
        }

    def place(self, region: str) -> int:
        """Return the place of a region.

        Raises:
            EngineError: there is no such region.
        """
        if region not in self.regions:
            raise EngineError(f"there is no region {region}", region=region)
        return self.regions.index(region)


def _check_regions(names: tuple[str, ...], year: int) -> None:
    if not names:
        raise EngineError("a baseline has at least one region", regions=0)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise EngineError(f"regions named twice: {', '.join(twice)}", regions=twice)
    if not 1800 <= year <= 2200:  # noqa: PLR2004  a year, not an amount
        raise EngineError(f"{year} is no year", year=year)


def _read(name: str, given: object, sizes: Mapping[str, int]) -> Floats:
    asked = ARRAYS[name]
    shape = tuple(sizes[axis] for axis in asked.shape)
    axes = f"({', '.join(asked.shape)}) = {shape}"
    if given is None:
        if asked.default is None:
            raise EngineError(f"{name} is missing; it is {axes}", array=name, shape=shape)
        given = asked.default
    try:
        values = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise EngineError(f"{name} holds something that is no number", array=name) from None
    full = _broadcast(name, values, shape)
    if full is None:
        raise EngineError(
            f"{name} has shape {values.shape}, and has to be {axes}", array=name, shape=shape
        )
    _check_values(name, full, asked)
    kept: Floats = np.array(full, dtype=np.float64)
    kept.flags.writeable = False
    return kept


def _broadcast(name: str, values: Floats, shape: tuple[int, ...]) -> Floats | None:
    """Return values in their full shape; None where they do not fit it."""
    if values.ndim not in (0, len(shape)) and name in ALL_AXES:
        return None
    try:
        return np.broadcast_to(values, shape)
    except ValueError:
        return None


def _check_values(name: str, values: Floats, asked: Asked) -> None:
    rules = (
        (np.isfinite(values), "is not a finite number"),
        (values >= asked.least, f"is below {asked.least:g}"),
        (values <= asked.most, f"is above {asked.most:g}: is the unit right?"),
    )
    for good, why in rules:
        if not good.all():
            place = tuple(int(at) for at in np.argwhere(~good)[0])
            where = ", ".join(f"{axis} {at}" for axis, at in zip(asked.shape, place, strict=True))
            raise EngineError(
                f"{name} at {where} {why} ({values[place]:g})", array=name, place=place
            )


def _check_shares(read: Mapping[str, Floats], names: tuple[str, ...]) -> None:
    for name in ("immigration_profile", "permit_profile"):
        total = float(read[name].sum())
        if abs(total - 1) > HAIR:
            raise EngineError(f"{name} adds up to {total:g}, not to 1", array=name, total=total)
    sums = read["arrival_positions"].sum(axis=2)
    if (abs(sums - 1) > HAIR).any():
        place = tuple(int(at) for at in np.argwhere(abs(sums - 1) > HAIR)[0])
        raise EngineError(
            f"arrival_positions at sex {place[0]}, age {place[1]} add up to {sums[place]:g}, "
            "not to 1",
            array="arrival_positions",
            place=place,
        )
    if len(names) > 1:
        _check_destinations(read["destinations"], names)
    elif read["leaving"].any() or read["destinations"].any():
        raise EngineError(
            "leaving: from a single region nobody can move to another", array="leaving"
        )


def _check_destinations(shares: Floats, names: tuple[str, ...]) -> None:
    """Everybody who leaves arrives: the flows are in balance by their shape."""
    own = np.einsum("grr->gr", shares)
    if own.any():
        band, region = (int(at) for at in np.argwhere(own)[0])
        raise EngineError(
            f"destinations: in band {band} people move from {names[region]} to itself",
            array="destinations",
            place=(band, region),
        )
    sums = shares.sum(axis=2)
    wrong = abs(sums - 1) > HAIR
    if wrong.any():
        band, region = (int(at) for at in np.argwhere(wrong)[0])
        raise EngineError(
            f"destinations of band {band} from {names[region]} add up to "
            f"{sums[band, region]:g}, not to 1: who leaves has to arrive",
            array="destinations",
            place=(band, region),
        )


def _check_steps(transitions: Floats) -> None:
    for position in Position:
        out = transitions[:, :, position == ORIGIN[: len(STEPS)]].sum(axis=2)
        if (out > MOST_STEPS + HAIR).any():
            sex, age = (int(at) for at in np.argwhere(out > MOST_STEPS + HAIR)[0])
            raise EngineError(
                f"transitions out of {position.name} at sex {sex}, age {age} add up to "
                f"{out[sex, age]:g} a year; at most {MOST_STEPS:g} is possible",
                array="transitions",
                place=(sex, age),
                position=position.name,
            )


def _digest(
    names: tuple[str, ...],
    year: int,
    bands: tuple[int, ...],
    read: Mapping[str, Floats],
    sources: Mapping[str, str],
) -> str:
    told = hashlib.sha256(repr((names, year, bands, sorted(sources.items()))).encode())
    for name in sorted(read):
        told.update(name.encode())
        told.update(np.ascontiguousarray(read[name], dtype="<f8").tobytes())
    return told.hexdigest()
