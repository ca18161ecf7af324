"""Makers of vintages, files, starting points and scenarios for tests."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from woonregie.engines.household import Baseline, invented
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.consents.services import record_decision
from woonregie.foundation.disclosure.circles import Circle
from woonregie.foundation.disclosure.models import Audience, Ground
from woonregie.foundation.disclosure.services import Wanted, say_audience
from woonregie.foundation.sources.models import Source
from woonregie.subjects.forecast.levers import read_levers
from woonregie.subjects.forecast.models import (
    ForecastScenario,
    ForecastVintage,
    Measure,
    OwnNeedChoice,
    OwnNeedDefinition,
    StartingPoint,
)
from woonregie.subjects.forecast.services import (
    Figure,
    choose_definition,
    import_vintage,
    lay_down_definition,
    record_starting_point,
    save_scenario,
)

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HEADER = "gemeente;maat;scenario;jaar;waarde"


def households(municipality, by_year: Mapping[int, float], scenario="midden") -> list[Figure]:
    """Return households of one municipality on 1 January, by year."""
    return figures(municipality, Measure.HOUSEHOLDS, by_year, scenario)


def figures(
    municipality, measure, by_year: Mapping[int, float], scenario="midden"
) -> list[Figure]:
    """Return figures of one measure by year."""
    return [
        Figure(municipality.pk, measure, scenario, year, Decimal(str(value)))
        for year, value in by_year.items()
    ]


def record_vintage(
    source: Source,
    given: list[Figure],
    *,
    slug="primos-2025",
    title="Primos 2025",
    kind="forecast",
    published_on=date(2025, 7, 1),
    at=AT,
    derived=False,
) -> ForecastVintage:
    """Keep a vintage through the service that everybody uses."""
    vintage, _fresh = import_vintage(
        by=None,
        at=at,
        slug=slug,
        title=title,
        kind=kind,
        published_on=published_on,
        source=source,
        figures=given,
        derived=derived,
    )
    return vintage


def written(path: Path, *rows: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
    """Write a file in our own layout."""
    path.write_bytes("\r\n".join([header, *rows, ""]).encode(encoding))
    return path


@cache
def small_base(seed: int = 1) -> Baseline:
    """Return an invented country of Kampen, Zwolle and all the rest, on 1 January 2026."""
    found = invented(3, seed)
    return Baseline.from_arrays(
        regions=["GM0166", "GM0193", "rest van Nederland"],
        year=2026,
        arrays=found.arrays(),
        move_bands=found.move_bands,
        sources=found.sources,
    )


def record_start(region, source: Source, *, seed=1, at=AT, by=None, **about) -> StartingPoint:
    """Keep the invented country as the starting point of a region."""
    given = {"title": "Uitgangspunt 2026", "notes": ["verzonnen"], **about}
    point, _fresh = record_starting_point(
        by=by, at=at, region=region, baseline=small_base(seed), source=source, **given
    )
    return point


def turned(**values) -> dict[str, object]:
    """Return levers by the names of addresses, five years ahead unless it is said."""
    found = read_levers({"jaren": 5, **values})
    assert found.errors == {}
    return found.levers


def save(point: StartingPoint, organisation, *, by=None, at=AT, **given) -> ForecastScenario:
    """Save a scenario through the service that everybody uses."""
    wanted = {"name": "Trend", "levers": turned(), "region": point.region, **given}
    return save_scenario(by=by, at=at, organisation=organisation, starting_point=point, **wanted)


def keep_back(plan, *, circles=Circle.OWN, group="") -> Audience:
    """Keep a plan, or one group of its fields, from all but some circles."""
    return say_audience(
        by=None,
        at=AT,
        target=plan,
        owner=plan.municipality.organisation,
        group=group,
        wanted=Wanted(
            circles=circles,
            partners=(),
            ground=Ground.COMPETITION,
            decided_by="college",
            decided_on=AT.date(),
            review_on=date(2027, 6, 1),
        ),
    )


def lay(region, *, by=None, organisation=None, **given) -> OwnNeedDefinition:
    """Lay down a definition of own need; without more it is that of no balance."""
    wanted = {
        "key": "nul",
        "title": "Saldo nul",
        "domestic": "zero",
        "in_force_from": date(2026, 1, 1),
        "source": "Actieprogramma, actie 4",
        **given,
    }
    return lay_down_definition(
        by=by, at=AT, region=region, organisation=organisation or region.organisation, **wanted
    )


def decided(region) -> Decision:
    """Record what the region decided about own need."""
    return record_decision(
        by=None,
        at=AT,
        organisation=region.organisation,
        body="Bestuurlijk overleg",
        title="Eigen behoefte",
        decided_on=AT.date(),
    )


def choose(region, definition, *, by=None, at=AT, valid_on=None) -> OwnNeedChoice:
    """Choose a definition of own need for a region."""
    return choose_definition(
        by=by,
        at=at,
        region=region,
        definition=definition,
        decision=decided(region),
        valid_on=valid_on or AT.date(),
    )
