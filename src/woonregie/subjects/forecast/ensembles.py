"""Fans of scenarios: worked out in parts, kept as Parquet, read with DuckDB.

A fan follows from its question: baseline, levers, uncertainty, seed, number and years. So it is
named by the digest of these, and the same question is answered once, whoever asks it. Parts that
were done stay when the work is stopped: who asks again goes on from there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from woonregie.engines.draws import LARGEST_SEED
from woonregie.engines.household import QUANTILES, EngineError
from woonregie.foundation.audit.digest import digest
from woonregie.foundation.runs import results
from woonregie.foundation.runs.executor import Executor
from woonregie.subjects.forecast.errors import ForecastError, LeversError
from woonregie.subjects.forecast.formats.tables import chances
from woonregie.subjects.forecast.levers import scenario_of
from woonregie.subjects.forecast.models import ForecastScenario
from woonregie.subjects.forecast.queries import baseline_of
from woonregie.subjects.forecast.trajectories import MEASURES, Drawing, Part, drawn

Floats = NDArray[np.float64]
ROWS, BANDS, PARTS = "forecast.fan", "forecast.bands", "forecast.parts"
TRAJECTORIES, SEED = 1000, 1
FEWEST, MOST = 2, 20_000
PART = 64
"""Trajectories of one part: a multiple of how many go side by side, whatever the region."""
SMALL = 3_000_000
"""Trajectories times years times regions that take no longer than a few seconds."""
WHOLE = ""
"""All municipalities of the region together."""
FORM = 1
"""Of what is kept; another one is another question."""


class FanError(ForecastError):
    """A fan that cannot be asked."""

    code = "fan_refused"


@dataclass(frozen=True, slots=True)
class Question:
    """What a fan follows from.

    Args:
        drawing: baseline, levers, years, seed and uncertainty.
        places: the municipalities of the region, among the regions of the baseline.
        trajectories: how many.
    """

    drawing: Drawing
    places: tuple[str, ...]
    trajectories: int
    key: str = field(init=False)

    def __post_init__(self) -> None:
        """Name it by what it asks."""
        object.__setattr__(
            self,
            "key",
            digest({**self._told(), "places": self.places, "trajectories": self.trajectories}),
        )

    def _told(self) -> dict[str, object]:
        drawing = self.drawing
        return {
            "form": FORM,
            "baseline": drawing.base.digest,
            "scenario": drawing.scenario.digest(),
            "uncertainty": asdict(drawing.uncertainty),
            "seed": drawing.seed,
            "years": drawing.years,
        }

    @property
    def rows(self) -> Path:
        """Where every trajectory stands."""
        return results.place_of(ROWS, self.key)

    @property
    def bands(self) -> Path:
        """Where its quantiles and chances stand."""
        return results.place_of(BANDS, self.key)

    @property
    def small(self) -> bool:
        """Whether it takes no longer than starting processes would."""
        regions = len(self.drawing.base.regions)
        return self.trajectories * self.drawing.years * regions <= SMALL

    def place_of(self, part: Part) -> Path:
        """Return where a part stands, until all of them are there."""
        return results.place_of(PARTS, digest({**self._told(), "part": [part.first, part.count]}))

    def parts(self) -> list[Part]:
        """Return the parts, in order."""
        firsts = range(0, self.trajectories, PART)
        return [Part(first, min(PART, self.trajectories - first)) for first in firsts]

    def meets(self, other: "Question") -> bool:
        """Return whether trajectories of both met the same chance, from the same beginning."""
        mine, hers = self.drawing, other.drawing
        return (mine.base.digest, mine.seed, mine.uncertainty, self.trajectories) == (
            hers.base.digest,
            hers.seed,
            hers.uncertainty,
            other.trajectories,
        )


def question_of(
    scenario: ForecastScenario, *, trajectories: int = TRAJECTORIES, seed: int = SEED
) -> Question:
    """Return what the fan of a scenario follows from.

    Args:
        scenario: whose fan.
        trajectories: how many.
        seed: of chance; with the same one two scenarios can be compared.

    Raises:
        FanError: fewer or more trajectories than is possible, or no seed.
    """
    if not FEWEST <= trajectories <= MOST:
        raise FanError(
            _("Vraag %(least)s tot %(most)s doorrekeningen, niet %(asked)s.")
            % {"least": FEWEST, "most": MOST, "asked": trajectories},
            trajectories=trajectories,
        )
    if not 0 <= seed <= LARGEST_SEED:
        raise FanError(_("Het startgetal van het toeval kan niet onder nul liggen."), seed=seed)
    base = baseline_of(scenario.starting_point)
    meant = scenario_of(scenario.levers, base)
    drawing = Drawing(base, meant, int(scenario.levers["years"]), seed, chances())
    return Question(drawing, tuple(scenario.levers["places"]), trajectories)


# ------------------------------------------------------------------ working it out
def work_out(
    question: Question, executor: Executor, told: Callable[[int], None], *, at: datetime
) -> None:
    """Work a fan out and keep it; parts that stand there already are not worked out again.

    Args:
        question: what it follows from.
        executor: who does the parts.
        told: is told how many trajectories are done; what it raises ends the work.
        at: the moment of asking.

    Raises:
        LeversError: levers that cannot be.
    """
    if results.present(question.bands, at=at) and results.present(question.rows, at=at):
        return
    parts = question.parts()
    open_parts = [part for part in parts if not results.present(question.place_of(part), at=at)]
    done = question.trajectories - sum(part.count for part in open_parts)
    told(done)
    for part in _each(question, executor, open_parts):
        done += part.count
        told(done)
    _join(question, parts)


def _each(question: Question, executor: Executor, parts: Sequence[Part]) -> Iterator[Part]:
    """Yield parts as they are kept."""
    told = question.drawing
    shared = Drawing(
        told.base, told.scenario, told.years, told.seed, told.uncertainty, executor.threads
    )
    try:
        for part, columns in executor.each(drawn, shared, parts):
            results.write(question.place_of(part), columns)
            yield part
    except EngineError as error:
        raise LeversError(str(error), **error.fields) from error


def _join(question: Question, parts: Sequence[Part]) -> None:
    places = [question.place_of(part) for part in parts]
    try:
        results.write_query(question.rows, "SELECT * FROM read_parquet($parts)", parts=places)
    except duckdb.IOException:
        # Somebody who asked the same was there first, and took the parts away.
        if not question.rows.exists():
            raise
    results.write_query(question.bands, _BANDS, path=question.rows, places=list(question.places))
    for place in places:
        place.unlink(missing_ok=True)


def _name(measure: str, share: float) -> str:
    return f"{measure}_{round(share * 100)}"


_SUMS = ", ".join(f"sum({name}::DOUBLE) AS {name}" for name in MEASURES)
_PLAIN = ", ".join(f"{name}::DOUBLE AS {name}" for name in MEASURES)
_FOUND = ", ".join(
    f"quantile_cont({name}, {share}) AS {_name(name, share)}"
    for name in MEASURES
    for share in QUANTILES
)
# What stands in it comes from the lists above; what is asked comes in as values.
_BANDS = f"""
WITH each_place AS (
    SELECT region, year, trajectory, {_PLAIN} FROM read_parquet($path)
    WHERE list_contains($places, region)
), whole AS (
    SELECT '{WHOLE}' AS region, year, trajectory, {_SUMS} FROM each_place GROUP BY ALL
)
SELECT region, year, count(*) AS trajectories,
    avg((hard_capacity >= need_growth)::INT) AS enough, {_FOUND}
FROM (SELECT * FROM each_place UNION ALL SELECT * FROM whole)
GROUP BY region, year ORDER BY region, year
"""  # noqa: S608


# ------------------------------------------------------------------ reading it
@dataclass(frozen=True, slots=True)
class StoredFan:
    """A fan (*waaier*) that was worked out: what a page shows of it.

    Args:
        question: what it follows from.
        years: calendar years; everything is of 1 January.
        found: by place, then by column: (year,).
    """

    question: Question
    years: tuple[int, ...]
    found: Mapping[str, Mapping[str, Floats]] = field(repr=False)

    @property
    def trajectories(self) -> int:
        """How many there are."""
        return self.question.trajectories

    def quantile(self, measure: str, share: float, place: str = WHOLE) -> Floats:
        """Return (year,) below which a share of the trajectories lies.

        Args:
            measure: one of `MEASURES`.
            share: 0.1, 0.25, 0.5, 0.75 or 0.9.
            place: code of a municipality, or all of the region together.
        """
        return self.found[place][_name(measure, share)]

    def enough(self, place: str = WHOLE) -> Floats:
        """Return (year,) the chance that hard plans are more than the growth of need."""
        return self.found[place]["enough"]


def fan_of(
    scenario: ForecastScenario,
    *,
    at: datetime | None = None,
    trajectories: int = TRAJECTORIES,
    seed: int = SEED,
) -> StoredFan | None:
    """Return the fan of a scenario, when somebody had it worked out.

    Args:
        scenario: whose fan; who may read the one may read the other.
        at: the moment of looking, which keeps it; None leaves no trace.
        trajectories: how many.
        seed: of chance.
    """
    question = question_of(scenario, trajectories=trajectories, seed=seed)
    there = [results.present(path, at=at) for path in (question.rows, question.bands)]
    return _read(question) if all(there) else None


def _read(question: Question) -> StoredFan:
    columns = results.read(
        "SELECT * FROM read_parquet($path) ORDER BY region, year", path=question.bands
    )
    regions = columns.pop("region")
    found = {
        place: {name: values[regions == place] for name, values in columns.items()}
        for place in (WHOLE, *question.places)
    }
    return StoredFan(question, tuple(int(year) for year in found[WHOLE]["year"]), found)


def apart(
    one: StoredFan, two: StoredFan, measure: str, place: str = WHOLE
) -> tuple[tuple[int, ...], Mapping[float, Floats]]:
    """Return by how much the second is more, trajectory by trajectory: free of noise.

    Args:
        one: the first fan.
        two: one that met the same chance.
        measure: one of `MEASURES`.
        place: code of a municipality, or all of the region together.

    Returns:
        The years that both have, and by share (year,) below which that share of differences lies.

    Raises:
        FanError: they did not meet the same chance.
    """
    if not one.question.meets(two.question):
        raise FanError(
            _("Deze twee waaiers hebben niet hetzelfde toeval: hun verschil zegt weinig.")
        )
    if measure not in MEASURES:
        raise FanError(_("Deze maat staat niet in de waaier."), measure=measure)
    shares = ", ".join(
        f"quantile_cont(more, {share}) AS {_name('m', share)}" for share in QUANTILES
    )
    summed = (
        f"SELECT year, trajectory, sum({measure}::DOUBLE) AS value FROM read_parquet(${{path}}) "  # noqa: S608
        "WHERE list_contains(${places}, region) GROUP BY ALL"
    )
    first = summed.format(path="one", places="mine")
    second = summed.format(path="two", places="hers")
    found = results.read(
        f"WITH one AS ({first}), two AS ({second}) "  # noqa: S608
        f"SELECT year, {shares} FROM ("
        "SELECT year, two.value - one.value AS more FROM one JOIN two USING (year, trajectory)"
        ") GROUP BY year ORDER BY year",
        one=one.question.rows,
        two=two.question.rows,
        mine=[place] if place else list(one.question.places),
        hers=[place] if place else list(two.question.places),
    )
    years = tuple(int(year) for year in found["year"])
    return years, {share: found[_name("m", share)] for share in QUANTILES}
