"""What is assumed of a country before anything of its regions is counted: curves and shares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from woonregie.engines.household._baseline import MOVE_BANDS
from woonregie.engines.household._errors import EngineError
from woonregie.engines.household._limits import MOST_STEPS
from woonregie.engines.household._positions import (
    AGES,
    MEN,
    POSITIONS,
    SEXES,
    STEPS,
    WOMEN,
    Floats,
    Position,
)
from woonregie.engines.household._schedules import (
    AGE,
    bell,
    gompertz_makeham,
    hadwiger,
    rogers_castro,
    through,
)

ADULT = 16
RARE = 1e-5
SEX_NAMES = ("men", "women")
CURVE = (
    "childhood",
    "childhood_slope",
    "peak",
    "peak_age",
    "rise",
    "fall",
    "late",
    "apart",
)


@dataclass(frozen=True, slots=True)
class Priors:
    """Curves and shares of a whole country; the levels of regions are laid over them.

    Args:
        people: (sex, age) share of the population; adds up to 1.
        positions: (sex, age, position) shares; add up to 1 over positions.
        fertility: (age,) births in a year per woman on 1 January.
        fertility_by_position: (position,) beside it.
        mortality: (sex, age) events per person-year lived.
        mortality_by_position: (position,) beside it.
        newborn_mortality: (sex,) share of those born in a year.
        emigration: (sex, age) events per person-year lived.
        leaving: (sex, age, position) moves to another region, per person-year lived.
        immigration_profile: (sex, age, position); adds up to 1.
        permit_profile: (sex, age, position); adds up to 1.
        permits: permit holders a year for each thousand inhabitants.
        transitions: (sex, age, step) share of who is still there on 31 December.
        arrival_positions: (sex, age, position) of those who moved; add up to 1.
        decay: (band,) how fast moves fall with travel time.
        size_pull: elasticity of attraction to population.
        access_pull: elasticity to the people that are near.
        other_size: members of a household of the type "overig" who count as such.
        elsewhere: share of households without a dwelling of their own.
        vacancy: share of dwellings that is empty between two households.
        bands: first age of each group of ages with destinations of its own.
    """

    people: Floats
    positions: Floats
    fertility: Floats
    fertility_by_position: Floats
    mortality: Floats
    mortality_by_position: Floats
    newborn_mortality: Floats
    emigration: Floats
    leaving: Floats
    immigration_profile: Floats
    permit_profile: Floats
    permits: float
    transitions: Floats
    arrival_positions: Floats
    decay: Floats
    size_pull: float
    access_pull: float
    other_size: float
    elsewhere: float
    vacancy: float
    bands: tuple[int, ...] = MOVE_BANDS

    @classmethod
    def from_values(cls, values: Mapping[str, float]) -> "Priors":
        """Return priors of the few numbers by which curves are known.

        Args:
            values: by key, such as "fertility/total" or "step/CHILD>ALONE/peak"; which keys
                there have to be stands in docs/engines/household.md.

        Raises:
            EngineError: a number is missing, or curves give something impossible.
        """
        read = _Values(values)
        positions = _positions(read)
        immigrants = _divided(read.curve("immigration"), positions, read.tilt("abroad"))
        permits = _divided(read.curve("permit"), positions, read.tilt("permit_holder"))
        leaving = read.curve("leaving")[:, None] * read.by_position("leaving")
        return cls(
            people=_people(read),
            positions=positions,
            fertility=hadwiger(
                read["fertility/total"], read["fertility/spread"], read["fertility/centre"]
            ),
            fertility_by_position=read.by_position("fertility"),
            mortality=np.array(
                [
                    gompertz_makeham(
                        read[f"mortality/{sex}/level"],
                        read[f"mortality/{sex}/slope"],
                        read[f"mortality/{sex}/apart"],
                    )
                    for sex in SEX_NAMES
                ]
            ),
            mortality_by_position=read.by_position("mortality"),
            newborn_mortality=np.array([read[f"mortality/{sex}/newborn"] for sex in SEX_NAMES]),
            emigration=np.broadcast_to(read.curve("emigration"), (SEXES, AGES)).copy(),
            leaving=np.broadcast_to(leaving, (SEXES, AGES, POSITIONS)).copy(),
            immigration_profile=immigrants,
            permit_profile=permits,
            permits=read["permit/per_thousand"],
            transitions=_transitions(read),
            arrival_positions=tilted(positions, read.tilt("arriving")),
            decay=np.array([read[f"decay/{age}"] for age in MOVE_BANDS]),
            size_pull=read["pull/size"],
            access_pull=read["pull/access"],
            other_size=read["household/other_size"],
            elsewhere=read["dwelling/elsewhere"],
            vacancy=read["dwelling/vacancy"],
        )


@dataclass(frozen=True, slots=True)
class _Values:
    values: Mapping[str, float]

    def __getitem__(self, key: str) -> float:
        if key not in self.values:
            raise EngineError(f"the number {key} is missing", key=key)
        return self.values[key]

    def knots(self, name: str) -> Floats:
        """Return (age,) lines through all values of name/AGE."""
        found = {
            float(key.rsplit("/", 1)[1]): value
            for key, value in self.values.items()
            if key.startswith(f"{name}/")
        }
        if not found:
            raise EngineError(f"the numbers {name}/AGE are missing", key=name)
        return through(found)

    def curve(self, name: str) -> Floats:
        return rogers_castro(**{part: self[f"{name}/{part}"] for part in CURVE})

    def by_position(self, name: str) -> Floats:
        return np.array([self[f"{name}/by/{position.name}"] for position in Position])

    def tilt(self, name: str) -> Floats:
        """Return (age, position) how many times the usual share; children stay children."""
        times = np.array([self[f"{name}/times/{position.name}"] for position in Position])
        found: Floats = np.where(AGE[:, None] >= ADULT, times, 1.0)
        return found


def tilted(shares: Floats, times: Floats) -> Floats:
    """Return shares that were multiplied, and add up to 1 again."""
    found = shares * times
    again: Floats = found / found.sum(axis=-1, keepdims=True)
    return again


def _people(read: _Values) -> Floats:
    """Return (sex, age) share of the population."""
    by_age = np.maximum(read.knots("people"), 0.0)
    women = read.knots("women")
    found = np.array([by_age * (1 - women), by_age * women])
    shares: Floats = found / found.sum()
    return shares


def _positions(read: _Values) -> Floats:
    """Return (sex, age, position) shares."""
    both = np.array([np.maximum(read.knots(f"position/{item.name}"), 0.0) for item in Position]).T
    # Log of the odds of women beside those of men; half of it goes to each.
    apart = np.zeros((AGES, POSITIONS))
    for item in Position:
        if any(key.startswith(f"apart/{item.name}/") for key in read.values):
            apart[:, item] = read.knots(f"apart/{item.name}")
    half = np.exp(apart / 2)
    found = np.empty((SEXES, AGES, POSITIONS))
    found[MEN], found[WOMEN] = both / half, both * half
    shares: Floats = found / found.sum(axis=2, keepdims=True)
    return shares


def _divided(by_age: Floats, positions: Floats, times: Floats) -> Floats:
    """Return (sex, age, position) shares of who comes."""
    found = by_age[:, None] * tilted(positions, times)
    shares: Floats = found / found.sum()
    return shares


def _transitions(read: _Values) -> Floats:
    """Return (sex, age, step) the chance of each step."""
    found = np.array(
        [
            bell(*(read[f"step/{name}/{part}"] for part in ("height", "peak", "width")))
            for name in step_names()
        ]
    ).T
    found = np.where((AGE[:, None] >= ADULT) & (found >= RARE), found, 0.0)
    return np.broadcast_to(limited(found), (SEXES, AGES, len(STEPS))).copy()


def step_names() -> Sequence[str]:
    """Return the name of each step, such as "CHILD>ALONE"."""
    return [f"{step.origin.name}>{step.destination.name}" for step in STEPS]


def limited(transitions: Floats) -> Floats:
    """Return transitions that add up to no more than is possible, out of each position."""
    found = transitions.copy()
    for position in Position:
        steps = [at for at, step in enumerate(STEPS) if step.origin == position]
        if steps:
            out = found[..., steps].sum(axis=-1, keepdims=True)
            found[..., steps] *= np.minimum(1.0, MOST_STEPS / np.maximum(out, 1e-12))
    return found
