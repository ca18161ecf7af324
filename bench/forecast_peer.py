"""One course of a closed population: counts here, every inhabitant by herself with neworder."""

import json
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.peers import environment
from bench.result import Also, Result, middle

REGIONS, PERSONS, YEARS = 20, 1_000_000, 10
SEEDS = (1, 2, 3)
COURSES, FANNED, PLAIN = 40, 200, 3
FARTHEST = 4.5
"""In spreads: of so many counts one in more than a thousand draws lies further off."""
WIDE = (0.5, 1.8)
"""Between which the mean square lies, in spreads; one is what chance gives."""
OLD = 65
Floats = NDArray[np.float64]
Told = Mapping[str, Any]


class Ours(NamedTuple):
    """What our engine says of the closed population, and the seconds that it took.

    Args:
        base: where it begins.
        difference: between the engine and the reference, without chance.
        regions: (region,) inhabitants at the end by the reference.
        courses: (trajectory, region) likewise, with chance in every count.
        old: of `OLD` and older at the end.
        person_years: by the reference.
        alone: one course, asked alone.
        together: one course of many that are asked at once.
        plain: the reference.
    """

    base: Any
    difference: float
    regions: Floats
    courses: Floats
    old: float
    person_years: float
    alone: float
    together: float
    plain: float


def measure() -> Result:
    """Let both do the same years; see that they agree; tell what each took."""
    ours = measured(closed(REGIONS, PERSONS), YEARS)
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "given.npz"
        np.savez(given, **chances(ours.base))
        told = json.loads(
            environment.run("microsimulation", str(given), str(YEARS), *map(str, SEEDS))
        )
    square = check(ours, told)
    theirs = statistics.median(run["cpu"] for run in told["runs"])
    million = ours.person_years / 1e6
    return Result(
        name="forecast-peer",
        measured=_ms(ours.alone),
        unit="ms",
        goal=None,
        peer="neworder, every inhabitant by herself (processor time)",
        peer_measured=_ms(theirs),
        note=_note(ours, told, square),
        also=(
            Also(f"one of {FANNED} together", _ms(ours.together), "ms"),
            Also("the equations in NumPy, without chance", _ms(ours.plain), "ms"),
            Also("neworder / one alone", middle([theirs / ours.alone]), "x"),
            Also(f"neworder / one of {FANNED} together", middle([theirs / ours.together]), "x"),
            Also("NumPy / one alone", middle([ours.plain / ours.alone]), "x"),
            Also(f"NumPy / one of {FANNED} together", middle([ours.plain / ours.together]), "x"),
            Also("one alone, a million person-years", _ms(ours.alone / million), "ms"),
            Also("neworder, a million person-years", _ms(theirs / million), "ms"),
            Also("neworder by the clock", _ms(_middle_wall(told)), "ms"),
            Also("most memory of neworder", round(told["peak_mb"]), "MB"),
        ),
        versions=environment.versions(["neworder", "pandas"]),
    )


def _ms(seconds: float) -> float:
    return middle([1000 * seconds])


def _middle_wall(told: Told) -> float:
    return statistics.median(run["wall"] for run in told["runs"])


def _note(ours: Ours, told: Told, square: float) -> str:
    return (
        f"An invented closed country of {told['persons']:,} people in {REGIONS} regions, by sex "
        f"and age, {YEARS} years: {ours.person_years / 1e6:.1f} million person-years. Both have "
        "the same chances of a birth, a death and a move, and the same shares of destinations by "
        "age; nobody comes from abroad or goes there. Ours is one course on one thread, with a "
        f"chance of its own in every count (the middle of {COURSES}); the peer draws for each "
        f"inhabitant (the middle of {len(SEEDS)}). Starting, compiling and reading count for "
        "neither. The engine does courses side by side: one that is asked alone costs nearly as "
        "much as a dozen. Checked in this run: without chance the engine is the reference to "
        f"{ours.difference:.1e}; for every seed of the peer the inhabitants of each region, of "
        f"the country and those of {OLD} and older lie within {FARTHEST} spreads of it, and their "
        f"mean square in spreads is {square:.2f} over the regions, where chance gives 1. Not "
        "equal: ours goes through eight household positions, couples and dwellings, though nobody "
        "here takes a step, and its counts are exact in the mean and not whole; the peer knows "
        "each inhabitant, and could tell more of her. So our time follows regions and ages, and "
        "theirs people: with more than these 50,000 a region the ratio is larger, with "
        "fewer smaller."
    )


def closed(regions: int, persons: int) -> Any:
    """Return an invented country without abroad, in which nobody changes position."""
    from woonregie.engines.household import (  # noqa: PLC0415  compiles when asked
        POSITIONS,
        Baseline,
        Position,
        invented,
    )

    country = invented(regions)
    people = country.population.sum(axis=3)
    alone = np.zeros((*people.shape, POSITIONS))
    alone[..., Position.ALONE] = np.rint(people * persons / people.sum())
    alike = np.broadcast_to(country.leaving.mean(axis=2, keepdims=True), country.leaving.shape)
    positions = np.zeros(POSITIONS)
    positions[Position.ALONE] = 1.0
    changed = {
        "population": alone,
        "fertility_by_position": 1.0,
        "fertility": 0.5 * country.fertility,
        "mortality_by_position": 1.0,
        "leaving": alike,
        "arrival_positions": positions,
        "emigration": 0.0,
        "immigration": 0.0,
        "permit_holders": 0.0,
        "transitions": 0.0,
        "size_pull": 0.0,
        "access_pull": 0.0,
    }
    return Baseline.from_arrays(
        regions=country.regions,
        year=country.year,
        arrays={**country.arrays(), **changed},
        move_bands=country.move_bands,
        sources={"population": "invented"},
    )


def chances(base: Any) -> dict[str, Any]:
    """Return what the peer draws from: the same events, as chances of one inhabitant a year."""
    from woonregie.engines.household import AGES, Position  # noqa: PLC0415  as above

    band = np.searchsorted(base.move_bands, np.arange(AGES), side="right") - 1
    leaving = base.leaving[None, ..., Position.ALONE] * base.leaving_level[:, None, band]
    # Who is gone halfway through the year counted for half of it (equation 2).
    lived = 1 + (base.mortality + leaving) / 2
    dies = base.mortality / np.maximum(lived, base.mortality + leaving)
    goes = leaving / np.maximum(lived, base.mortality + leaving)
    return {
        "people": base.population.sum(axis=3).astype(np.int64),
        "births": base.fertility_level[:, None] * base.fertility,
        "boys": 0.512,
        "newborn_deaths": base.newborn_mortality,
        "deaths": dies,
        # Of who did not die: the peer asks one thing after the other.
        "leaving": goes / np.maximum(1 - dies, 1e-12),
        "band": band,
        "destinations": base.destinations,
    }


def measured(base: Any, years: int, courses: int = COURSES) -> Ours:
    """Return what the engine says, and how long one course and the equations take."""
    from woonregie.engines.household import (  # noqa: PLC0415  as above
        Scenario,
        Uncertainty,
        project,
        reference,
        simulate,
    )

    scenario = Scenario()
    asked = {
        "years": years,
        "uncertainty": Uncertainty.none(counts=True),
        "keep": ("population",),
    }
    fan = simulate(base, scenario, trajectories=FANNED, **asked)
    together = _spent(1, lambda _at: simulate(base, scenario, trajectories=FANNED, **asked))
    alone = _spent(courses, lambda at: simulate(base, scenario, trajectories=1, first=at, **asked))
    plain = _spent(PLAIN, lambda _at: reference(base, scenario, years))
    equations = reference(base, scenario, years)
    still = equations.population[-1].sum(axis=(1, 2))
    fast = project(base, scenario, years=years).population[-1].sum(axis=(1, 2))
    return Ours(
        base=base,
        difference=float(np.abs(fast / still - 1).max()),
        regions=still,
        courses=fan.kept["population"][:, -1].astype(np.float64),
        old=float(equations.population[-1][:, :, OLD:].sum()),
        person_years=float(equations.population[:-1].sum()),
        alone=alone,
        together=together / FANNED,
        plain=plain,
    )


def _spent(times: int, work: Callable[[int], object]) -> float:
    """Return the middle of the seconds of processor that some work took."""
    took = []
    for at in range(times):
        begun = time.process_time()
        work(at)
        took.append(time.process_time() - begun)
    return statistics.median(took)


def check(ours: Ours, told: Told) -> float:
    """See that the peer came to the same within chance; return its mean square in spreads."""
    found = np.array([run["regions"] for run in told["runs"]], dtype=np.float64)
    off = (found - ours.regions) / ours.courses.std(axis=0)
    whole = (found.sum(axis=1) - ours.regions.sum()) / ours.courses.sum(axis=1).std()
    old = np.array([sum(run["ages"][OLD:]) for run in told["runs"]])
    square = float((off**2).mean())
    assert told["persons"] == int(ours.base.population.sum())
    assert ours.difference < 1e-5
    assert np.abs(off).max() < FARTHEST, off
    assert np.abs(whole).max() < FARTHEST, whole
    # How many are old is a count by itself: its spread is at most the root of it.
    assert np.abs(old - ours.old).max() < FARTHEST * np.sqrt(ours.old), old
    assert WIDE[0] < square < WIDE[1], square
    return square
