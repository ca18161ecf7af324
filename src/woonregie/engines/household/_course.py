"""A scenario laid over a baseline: what both engines need, year by year."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.household._baseline import Baseline
from woonregie.engines.household._errors import EngineError
from woonregie.engines.household._limits import (
    MOST_FACTOR,
    MOST_STEPS,
    MOST_WIDOWED,
    YEARS_APART,
)
from woonregie.engines.household._positions import (
    ADMITTED,
    AGES,
    BEHAVIOUR,
    EVERY_STEP,
    MEN,
    ORIGIN,
    PARTNERS,
    SEXES,
    STEPS,
    WIDOWHOOD,
    WOMEN,
    Behaviour,
    Floats,
    Ints,
    Position,
    households_per_person,
)
from woonregie.engines.household._scenario import (
    Domestic,
    NationalTotals,
    Path,
    Programme,
    Scenario,
    along,
    band_of_age,
)

Bools = NDArray[np.bool_]
MOST_YEARS = 100
BISECTIONS = 60
NEARLY_NOBODY = 1e-9
"""Added to people, so that there is a mean where nobody lives."""


@dataclass(frozen=True, slots=True)
class Course:
    """Levers as factors, by year; stock by year and region.

    Args:
        base: where it begins.
        scenario: what it came from.
        years: how many.
        fertility: (year,) factor of fertility.
        mortality: (year,) factor of mortality.
        immigration: (year,) factor.
        permit_holders: (year,) factor.
        mobility: (year,) factor.
        steps: (year, step) factor of each transition, here and below those of widowhood included.
        transitions: (sex, age, step) share that takes the step.
        transition_level: (region, step) against it.
        lam: (year,) how far people follow dwellings.
        hard: (year, region) dwellings in hard plans.
        soft: (year, region) dwellings in soft plans.
        demolition: (year, region) dwellings that go.
        realised_hard: (year,) share built.
        realised_soft: (year,) share built.
        follows: (region,) whose stock follows its need.
        vacancy: (year + 1, region) share.
        stated: (year, region) net domestic migration; nan where none is stated.
        members: (region,) between whom moves balance.
        move_band: (age,) band of destinations.
        weights: (position, region) households per person.
    """

    base: Baseline
    scenario: Scenario
    years: int
    fertility: Floats
    mortality: Floats
    immigration: Floats
    permit_holders: Floats
    mobility: Floats
    steps: Floats
    transitions: Floats
    transition_level: Floats
    lam: Floats
    hard: Floats
    soft: Floats
    demolition: Floats
    realised_hard: Floats
    realised_soft: Floats
    follows: Bools
    vacancy: Floats
    stated: Floats
    members: Bools
    move_band: Ints
    weights: Floats

    @property
    def additions(self) -> Floats:
        """(year, region) dwellings that plans add, as expected, without what goes."""
        return self.hard * self.realised_hard[:, None] + self.soft * self.realised_soft[:, None]


def course(base: Baseline, scenario: Scenario, years: int) -> Course:
    """Return the levers of a scenario year by year.

    Raises:
        EngineError: a lever, programme or total has other years or regions than the forecast.
    """
    if not 1 <= years <= MOST_YEARS:
        raise EngineError(f"a forecast covers 1 to {MOST_YEARS} years, not {years}", years=years)
    shape = (years, len(base.regions))
    hard, soft, demolition, follows = _programme(base, scenario.programme, shape)
    return Course(
        base=base,
        scenario=scenario,
        years=years,
        fertility=_fertility(base, along(scenario.fertility, years, "fertility")),
        mortality=_mortality(base, along(scenario.life_expectancy, years, "life_expectancy")),
        immigration=along(scenario.immigration, years, "immigration"),
        permit_holders=along(scenario.permit_holders, years, "permit_holders"),
        mobility=along(scenario.mobility, years, "mobility"),
        steps=_steps(scenario, years),
        transitions=np.concatenate([base.transitions, widowed(base)], axis=2),
        transition_level=np.concatenate(
            [base.transition_level, np.ones((len(base.regions), len(WIDOWHOOD)))], axis=1
        ),
        lam=along(scenario.lam, years, "lam"),
        hard=hard,
        soft=soft,
        demolition=demolition,
        realised_hard=along(scenario.realisation_hard, years, "realisation_hard"),
        realised_soft=along(scenario.realisation_soft, years, "realisation_soft"),
        follows=follows,
        vacancy=_vacancy(base, scenario.vacancy, years),
        stated=_stated(base, scenario, shape),
        members=_members(base, scenario),
        move_band=band_of_age(base.move_bands),
        weights=households_per_person(base.other_households),
    )


def children_per_woman(base: Baseline) -> float:
    """Return how many children a woman has in her life, at the rates of the baseline.

    Rates by age, with the level of the region and the position of the women who live there.
    """
    women = base.population[:, WOMEN] + NEARLY_NOBODY
    by_woman = base.fertility_level[:, None, None] * base.fertility_by_position
    mean = (women * by_woman).sum(axis=(0, 2)) / women.sum(axis=(0, 2))
    return float(base.fertility @ mean)


def mean_mortality(base: Baseline) -> Floats:
    """Return (sex, age) deaths per person-year, with the positions and regions of the baseline."""
    people = base.population + NEARLY_NOBODY
    rates = base.mortality[..., None] * base.mortality_by_position
    found: Floats = (rates * people).sum(axis=(0, 3)) / people.sum(axis=(0, 3))
    return found


def _fertility(base: Baseline, change: Floats) -> Floats:
    total = children_per_woman(base)
    if total <= 0:
        if change.any():
            raise EngineError("without any births fertility cannot change", lever="fertility")
        return np.ones_like(change)
    factor: Floats = np.maximum(total + change, 0.0) / total
    return factor


def life_expectancy(mortality: Floats, factor: float = 1.0) -> float:
    """Return the life expectancy at birth, in years, of rates by age.

    Args:
        mortality: (age,) deaths per person and year.
        factor: how many times these.

    >>> round(life_expectancy(np.full(101, 0.02)))
    50
    """
    rates = np.minimum(mortality * factor, 2.0)
    alive, lived = 1.0, 0.0
    for age in range(AGES - 1):
        # Deaths are spread evenly over the year, as in the engine (equation 1).
        dies = rates[age] / (1 + rates[age] / 2)
        lived += alive * (1 - dies / 2)
        alive *= 1 - dies
    return float(lived + alive / max(float(rates[-1]), 1e-6))


def _mortality(base: Baseline, change: Floats) -> Floats:
    if not change.any():
        return np.ones_like(change)
    people = base.population.sum(axis=(0, 3)) + NEARLY_NOBODY
    rates: Floats = (mean_mortality(base) * people).sum(axis=0) / people.sum(axis=0)
    now = life_expectancy(rates)
    known: dict[float, float] = {0.0: 1.0}
    for step in np.unique(change):
        if step:
            known[float(step)] = _factor(rates, now + float(step))
    return np.array([known[float(step)] for step in change])


def _factor(rates: Floats, wanted: float) -> float:
    low, high = 1e-3, 1e3
    if not life_expectancy(rates, high) < wanted < life_expectancy(rates, low):
        raise EngineError(
            f"a life expectancy of {wanted:g} years cannot be reached", lever="life_expectancy"
        )
    for _round in range(BISECTIONS):
        middle = (low * high) ** 0.5
        if life_expectancy(rates, middle) > wanted:
            low = middle
        else:
            high = middle
    return float(np.sqrt(low * high))


def widowed(base: Baseline) -> Floats:
    """Return (sex, age, widowhood) the usual chance that a partner loses the other (equation 6).

    The chances of the other sex at the age of the partner. How many are widowed in a region and
    year follows from who dies there; this only divides them over ages.
    """
    people = base.population.sum(axis=3) + NEARLY_NOBODY
    dying = (base.mortality * people).sum(axis=0) / people.sum(axis=0)
    ages = np.arange(AGES)
    found = np.zeros((SEXES, AGES, len(WIDOWHOOD)))
    for at, position in enumerate(PARTNERS):
        admitted = base.transitions[:, :, ADMITTED[at, : len(STEPS)]].sum(axis=2)
        lost = dying * base.mortality_by_position[position] + admitted
        found[WOMEN, :, at] = np.interp(ages + YEARS_APART, ages, lost[MEN])
        found[MEN, :, at] = np.interp(ages - YEARS_APART, ages, lost[WOMEN])
        others = base.transitions[:, :, position == ORIGIN[: len(STEPS)]].sum(axis=2)
        room = np.maximum(MOST_STEPS - others, 0.0) * MOST_FACTOR / MOST_WIDOWED
        found[:, :, at] = np.minimum(found[:, :, at], room)
    return found


def _steps(scenario: Scenario, years: int) -> Floats:
    factors = np.ones((years, len(EVERY_STEP)))
    levers: tuple[tuple[Behaviour, str], ...] = (
        (Behaviour.LEAVING_HOME, "leaving_home"),
        (Behaviour.SEPARATION, "separation"),
        (Behaviour.INSTITUTION, "institution"),
    )
    for behaviour, lever in levers:
        path = along(getattr(scenario, lever), years, lever)
        factors[:, behaviour == BEHAVIOUR] = path[:, None]
    return factors


def _programme(
    base: Baseline, programme: Programme | None, shape: tuple[int, int]
) -> tuple[Floats, Floats, Floats, Bools]:
    if programme is None:
        none = np.zeros(shape)
        return none, none, none, np.zeros(shape[1], dtype=np.bool_)
    given = {
        "hard": programme.hard,
        "soft": programme.soft,
        "demolition": programme.demolition,
    }
    for name, values in given.items():
        if values.shape != shape:
            raise EngineError(
                f"programme.{name} has shape {values.shape}, not (year, region) = {shape}",
                array=name,
            )
    follows: Bools = np.asarray(np.isnan(programme.hard).all(axis=0), dtype=np.bool_)
    read: list[Floats] = []
    for name, values in given.items():
        kept: Floats = np.where(follows[None, :], 0.0, values)
        wrong = ~(np.isfinite(kept) & (kept >= 0))
        if wrong.any():
            year, at = (int(place) for place in np.argwhere(wrong)[0])
            raise EngineError(
                f"programme.{name} of {base.regions[at]} in {base.year + year} is "
                f"{kept[year, at]:g}; it is dwellings, zero or more (hard plans are nan in all "
                "years where stock follows need)",
                array=name,
                region=base.regions[at],
                year=base.year + year,
            )
        read.append(kept)
    return read[0], read[1], read[2], follows


def _vacancy(base: Baseline, given: Path | None, years: int) -> Floats:
    found: Floats = np.repeat(base.vacancy[None, :], years + 1, axis=0)
    if given is not None:
        found[1:] = along(given, years, "vacancy")[:, None]
    return found


def _stated(base: Baseline, scenario: Scenario, shape: tuple[int, int]) -> Floats:
    found = np.full(shape, np.nan)
    for region, path in scenario.own_need.stated.items():
        stated = along(path, shape[0], f"net migration of {region}")
        if not np.isfinite(stated).all():
            raise EngineError(f"net migration of {region} is persons a year", region=region)
        found[:, base.place(region)] = stated
    if scenario.own_need.stated and not np.isnan(found).any(axis=1).all():
        raise EngineError(
            "when every region states its own net migration, nobody makes up the rest",
            key=scenario.own_need.key,
        )
    return found


def _members(base: Baseline, scenario: Scenario) -> Bools:
    found = np.zeros(len(base.regions), dtype=np.bool_)
    if scenario.own_need.domestic == Domestic.ZERO_WITHIN:
        found[[base.place(region) for region in scenario.own_need.members]] = True
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """National totals as the engines use them: by component (year, band), nan where not given."""

    births: Floats
    deaths: Floats
    emigration: Floats
    immigration: Floats
    band: Ints
    bands: tuple[int, ...]
    source: str


def wanted(totals: NationalTotals | None, years: int) -> Wanted | None:
    """Return national totals in one shape; None where there are none.

    Raises:
        EngineError: another number of years or bands, or no numbers.
    """
    if totals is None:
        return None
    shape = (years, len(totals.bands))
    read: dict[str, Floats] = {}
    for name in ("births", "deaths", "emigration", "immigration"):
        given: Floats | None = getattr(totals, name)
        asked = (years,) if name == "births" else shape
        values = np.full(asked, np.nan) if given is None else np.asarray(given, dtype=np.float64)
        if values.shape != asked:
            raise EngineError(f"national {name} has shape {values.shape}, not {asked}", array=name)
        if given is not None and not (np.isfinite(values) & (values >= 0)).all():
            raise EngineError(f"national {name} is persons, zero or more", array=name)
        read[name] = values.reshape(years, -1)
    return Wanted(
        births=read["births"],
        deaths=read["deaths"],
        emigration=read["emigration"],
        immigration=read["immigration"],
        band=band_of_age(totals.bands),
        bands=totals.bands,
        source=totals.source,
    )


CHILD = int(Position.CHILD)
