"""Two scenarios side by side, with differences free of noise."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import numpy as np
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.charts import Chart, csv_response
from woonregie.foundation.pages.tables import Column, Table
from woonregie.subjects.forecast.ensembles import StoredFan, apart, fan_of
from woonregie.subjects.forecast.levers import turned
from woonregie.subjects.forecast.models import ForecastScenario
from woonregie.subjects.forecast.pictures import fan as drawn
from woonregie.subjects.forecast.queries import (
    Outcome,
    outcome_of,
    scenario_choices,
    visible_scenarios,
)
from woonregie.subjects.forecast.views.asking import (
    Wanted,
    asked_region,
    asked_scenario,
    lever_table,
    wanted,
)


def compare(request: AccountRequest, region: str) -> HttpResponse:
    """Show two scenarios beside each other; without two chosen, ask which."""
    place, today = asked_region(request, region)
    one, two = (_chosen(request, region, name) for name in ("een", "twee"))
    visible = visible_scenarios(account=request.user, region=place, on=today)
    shown: dict[str, Any] = {
        "choices": scenario_choices(visible, *dict.fromkeys([one, two])),
        "one": one,
        "two": two,
    }
    if one is None or two is None:
        return render(request, "forecast/compare.html", shown)
    outcomes = outcome_of(one), outcome_of(two)
    years = [year for year in outcomes[0].projection.years if year in outcomes[1].projection.years]
    if len(years) < 2:  # noqa: PLR2004  a line has two ends
        shown["nothing"] = _("Deze twee scenario's hebben geen jaren samen.")
        return render(request, "forecast/compare.html", shown)
    asked = wanted(request, outcomes[0], years)
    fans = fan_of(one, at=timezone.now()), fan_of(two, at=timezone.now())
    names = _names(one, two)
    charts = _charts(outcomes, fans, asked, names, asked.who(place))
    for chart in charts:
        if request.GET.get("csv") == chart.key:
            return csv_response(chart, demonstration=place.demonstration)
    shown |= {
        "asked": asked,
        "charts": charts,
        "table": _table(outcomes, asked, names),
        "levers": lever_table(
            turned(one.levers, two.levers), _("Knoppen die verschillen"), *names
        ),
        "names": names,
        "outcomes": list(zip((one, two), outcomes, strict=True)),
        "fans": fans,
        "noise_free": _meet(fans),
        "other_start": one.starting_point_id != two.starting_point_id,
    }
    return render(request, "forecast/compare.html", shown)


def _chosen(request: AccountRequest, region: str, name: str) -> ForecastScenario | None:
    given = request.GET.get(name, "")
    if not given:
        return None
    try:
        key = UUID(given)
    except ValueError:
        raise Http404 from None
    return asked_scenario(request, region, key)


def _names(one: ForecastScenario, two: ForecastScenario) -> tuple[str, str]:
    """Return what they are called; two of one name are told apart."""
    if one.name != two.name:
        return one.name, two.name
    return f"{one.name} (1)", f"{two.name} (2)"


def _meet(fans: tuple[StoredFan | None, StoredFan | None]) -> bool:
    one, two = fans
    return one is not None and two is not None and one.question.meets(two.question)


def _charts(
    outcomes: tuple[Outcome, Outcome],
    fans: tuple[StoredFan | None, StoredFan | None],
    asked: Wanted,
    names: tuple[str, str],
    who: str,
) -> Sequence[Chart]:
    one, two = fans
    if one is not None and two is not None and _meet(fans):
        years, found = apart(one, two, "households", asked.code)
    else:
        years = tuple(asked.years)
        found = {0.5: np.array(_differences(outcomes, asked, asked.code))}
    rows = [
        {"gemeente": place.name, "jaar": str(year), "verschil": value}
        for place in asked.places
        if _has(outcomes, place.code)
        for year, value in zip(asked.years, _differences(outcomes, asked, place.code), strict=True)
    ]
    return [
        drawn.apart(years, found, who=who, names=names, year=asked.year),
        drawn.each_place(rows, names=names, year=asked.year),
    ]


def _has(outcomes: tuple[Outcome, Outcome], code: str) -> bool:
    return all(code in outcome.places for outcome in outcomes)


def _differences(outcomes: tuple[Outcome, Outcome], asked: Wanted, code: str) -> list[float]:
    """Return by how many households the second is more, in the years of both."""
    one, two = (_of(outcome, "households", code) for outcome in outcomes)
    return [two[year] - one[year] for year in asked.years]


def _of(outcome: Outcome, measure: str, code: str) -> Mapping[int, float]:
    """Return a measure by year, of a municipality or of all together."""
    found = outcome.projection
    values = (
        found.population.sum(axis=(2, 3)) if measure == "population" else getattr(found, measure)
    )
    places = [outcome.base.place(item) for item in ([code] if code else outcome.places)]
    summed = values[:, places].sum(axis=1).tolist()
    return dict(zip(found.years, summed, strict=True))


MEASURES = ("population", "households", "need", "shortage")


def _table(outcomes: tuple[Outcome, Outcome], asked: Wanted, names: tuple[str, str]) -> Table:
    """Return what both say of the chosen place in the chosen year, and the difference."""
    labels = {
        "population": _("Inwoners"),
        "households": _("Huishoudens"),
        "need": _("Woningbehoefte"),
        "shortage": _("Tekort"),
    }
    rows = []
    for measure in MEASURES:
        one, two = (_of(outcome, measure, asked.code)[asked.year] for outcome in outcomes)
        rows.append({"maat": labels[measure], "een": one, "twee": two, "verschil": two - one})
    return Table(
        "naast-elkaar",
        _("Uitkomst in %(year)s, zonder toeval") % {"year": asked.year},
        (
            Column("maat", _("Maat")),
            Column("een", names[0], "number"),
            Column("twee", names[1], "number"),
            Column("verschil", _("Verschil"), "signed"),
        ),
        rows,
    )
