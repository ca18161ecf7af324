"""The outcome of a scenario by municipality and year, with all that it came from."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from woonregie.foundation.pages.charts import EXAMPLE, csv_of
from woonregie.foundation.pages.sheets import Sheet, workbook_response
from woonregie.foundation.pages.tables import Column
from woonregie.foundation.region.models import Municipality
from woonregie.subjects.forecast.ensembles import StoredFan
from woonregie.subjects.forecast.following import (
    alarms_in_words,
    factor_columns,
    factor_rows,
    followed,
)
from woonregie.subjects.forecast.levers import turned
from woonregie.subjects.forecast.models import ForecastScenario
from woonregie.subjects.forecast.queries import Outcome

Row = dict[str, Any]


def scenario_csv(
    scenario: ForecastScenario, outcome: Outcome, fan: StoredFan | None
) -> HttpResponse:
    """Return the outcome as one table for a spreadsheet or another program."""
    return csv_of(
        file_name(scenario),
        (Column("scenario", _("Scenario")), *columns(fan)),
        [{"scenario": scenario.name, **row} for row in rows(outcome, fan)],
        demonstration=scenario.region.demonstration,
    )


def scenario_xlsx(
    scenario: ForecastScenario, outcome: Outcome, fan: StoredFan | None
) -> HttpResponse:
    """Return the outcome as a workbook: outcome, levers, and where it comes from."""
    said = notes(scenario, outcome, fan)
    name = file_name(scenario)
    return workbook_response(
        f"{name}-{EXAMPLE}" if scenario.region.demonstration else name,
        [
            Sheet(_("Uitkomst"), columns(fan), rows(outcome, fan), said),
            Sheet(
                _("Knoppen"),
                (
                    Column("lever", _("Knop")),
                    Column("value", _("Stand")),
                    Column("other", _("Zonder keuze")),
                    Column("unit", _("Eenheid")),
                    Column("outside", _("Aannemelijk")),
                    Column("source", _("Bron")),
                ),
                lever_rows(scenario),
                said[:1],
            ),
            Sheet(
                _("Bronnen"),
                (Column("text", _("Waar de cijfers vandaan komen")),),
                [{"text": text} for text in sources(scenario, outcome)],
            ),
            *_factors(outcome, said),
        ],
    )


def _factors(outcome: Outcome, said: Sequence[str]) -> list[Sheet]:
    """Return the factors by which a national forecast was met, where one was followed."""
    found = outcome.projection.scaling
    if not found:
        return []
    return [Sheet(_("Landelijke factoren"), factor_columns(found), factor_rows(found), said[:1])]


def file_name(scenario: ForecastScenario) -> str:
    """Return the name of a file, without what it ends on."""
    return f"prognose-{slugify(scenario.name)[:60] or 'scenario'}"


def columns(fan: StoredFan | None) -> tuple[Column, ...]:
    """Return the columns of the outcome."""
    banded = (
        Column("low", _("Huishoudens, 10 % lager dan"), "number"),
        Column("high", _("Huishoudens, 10 % hoger dan"), "number"),
        Column("chance", _("Kans dat harde plannen genoeg zijn"), "share"),
    )
    return (
        Column("code", _("Code")),
        Column("place", _("Gemeente")),
        Column("year", _("Jaar (1 januari)")),
        Column("population", _("Inwoners"), "number"),
        Column("households", _("Huishoudens"), "number"),
        Column("need", _("Woningbehoefte"), "number"),
        Column("stock", _("Woningvoorraad"), "number"),
        Column("shortage", _("Tekort"), "number"),
        Column("task", _("Opgave in het jaar ervoor"), "number"),
        Column("hard", _("Harde plannen tot dan"), "number"),
        Column("margin", _("Groei van de behoefte min harde plannen"), "signed"),
        *(banded if fan else ()),
    )


def rows(outcome: Outcome, fan: StoredFan | None) -> list[Row]:
    """Return a row for each municipality and year, by the name of the municipality."""
    names = dict(
        Municipality.objects.filter(code__in=outcome.places).values_list(
            "code", "organisation__name"
        )
    )
    return [
        row
        for code in sorted(outcome.places, key=lambda code: names[code])
        for row in place_rows(outcome, fan, code, names[code])
    ]


def place_rows(outcome: Outcome, fan: StoredFan | None, code: str, name: str) -> list[Row]:
    """Return a row for each year of one municipality."""
    found, place = outcome.projection, outcome.base.place(code)
    people = found.population[:, place].sum(axis=(1, 2))
    measures = {
        "households": found.households,
        "need": found.need,
        "stock": found.stock,
        "shortage": found.shortage,
        "task": found.task,
        "hard": found.hard_capacity,
        "margin": found.margin,
    }
    made: list[Row] = []
    for at, year in enumerate(found.years):
        row: Row = {"code": code, "place": name, "year": year, "population": round(people[at])}
        # Whole ones: more decimals would say more than a forecast knows.
        row |= {key: round(values[at, place]) for key, values in measures.items()}
        if fan is not None:
            row |= {
                "low": round(fan.quantile("households", 0.1, code)[at]),
                "high": round(fan.quantile("households", 0.9, code)[at]),
                "chance": round(float(fan.enough(code)[at]), 3),
            }
        made.append(row)
    return made


def lever_rows(scenario: ForecastScenario) -> list[Row]:
    """Return the levers that were turned."""
    return [
        {
            "lever": str(item.lever.label),
            "value": item.value,
            "other": item.other,
            "unit": str(item.lever.unit),
            "outside": _("nee") if item.outside else _("ja"),
            "source": str(item.lever.source),
        }
        for item in turned(scenario.levers)
    ]


def notes(scenario: ForecastScenario, outcome: Outcome, fan: StoredFan | None) -> list[str]:
    """Return what a reader should know before the numbers."""
    said = [
        _("%(name)s, van %(owner)s, bewaard op %(day)s")
        % {
            "name": scenario.name,
            "owner": scenario.organisation.name,
            "day": date_format(scenario.recorded_at, "j F Y"),
        }
    ]
    if scenario.region.demonstration:
        said.append(_("Voorbeeldgegevens: trek hieruit geen conclusies over echte gemeenten."))
    if outcome.starting_point.derived:
        said.append(_("Het uitgangspunt is een afgeleid voorbeeld."))
    said += [caution.text for caution in outcome.cautions]
    said += [
        _("Past slecht bij de landelijke prognose: %(text)s.") % {"text": text}
        for text in alarms_in_words(outcome.projection.scaling)
    ]
    if fan is not None:
        said.append(
            _("Banden en kansen komen uit %(number)s doorrekeningen.")
            % {"number": fan.trajectories}
        )
    return said


def sources(scenario: ForecastScenario, outcome: Outcome) -> Sequence[str]:
    """Return where the figures come from, in words."""
    point = scenario.starting_point
    found = [
        _("Uitgangspunt: %(title)s") % {"title": point.title},
        _("Bron: %(publisher)s, %(title)s")
        % {"publisher": point.source.publisher, "title": point.source.title},
        *(f"{name}: {text}" for name, text in sorted(outcome.base.sources.items())),
        *(str(note) for note in point.notes),
    ]
    national = followed(outcome)
    if national is not None:
        found.append(
            _("Landelijke prognose: %(title)s (%(publisher)s, %(day)s), factoren %(range)s.")
            % {
                "title": national.title,
                "publisher": national.publisher,
                "day": national.published_on,
                "range": national.between,
            }
        )
    frozen = scenario.levers["programme"].get("on")
    if frozen:
        found.append(
            _("Plannen zoals iedereen in de regio ze op %(day)s mocht zien.") % {"day": frozen}
        )
    return found
