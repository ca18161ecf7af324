"""A scenario as an accessible PDF, for a meeting; the compiler refuses one that is not."""

from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from woonregie.foundation.pages.charts import Chart, written
from woonregie.foundation.pages.pdf import compile_pdf
from woonregie.foundation.region.models import Municipality
from woonregie.subjects.forecast.ensembles import StoredFan
from woonregie.subjects.forecast.exports.outcome import lever_rows, notes, place_rows, sources
from woonregie.subjects.forecast.models import ForecastScenario
from woonregie.subjects.forecast.queries import Outcome

TEMPLATE = Path(__file__).parent / "scenario.typ"
SHOWN = ("population", "households", "need", "stock", "shortage", "hard", "margin")


def scenario_pdf(
    scenario: ForecastScenario, outcome: Outcome, fan: StoredFan | None, charts: Sequence[Chart]
) -> bytes:
    """Return PDF/UA-1 in the language of the reader.

    Args:
        scenario: which.
        outcome: what comes of it.
        fan: when it was worked out.
        charts: the pictures of the region.
    """
    first, *remarks = notes(scenario, outcome, fan)
    demonstration = scenario.region.demonstration
    content = {
        "language": (get_language() or "nl")[:2],
        "title": scenario.name,
        "subtitle": first,
        "region": str(scenario.region),
        "mark": _("voorbeeldgegevens") if demonstration else "",
        "page": _("bladzijde"),
        "of": _("van"),
        "note": scenario.note,
        "remarks": remarks,
        "levers_title": _("Wat is gedraaid"),
        "levers_none": _("Geen enkele knop: dit is de doorgaande trend."),
        "levers": [
            [row["lever"], row["value"], row["other"], row["unit"], row["outside"]]
            for row in lever_rows(scenario)
        ],
        "levers_head": [
            _("Knop"),
            _("Stand"),
            _("Zonder keuze"),
            _("Eenheid"),
            _("Aannemelijk"),
        ],
        "charts": [
            {
                "title": str(chart.title),
                "alt": f"{chart.title}. {chart.sentence}",
                "sentence": str(chart.sentence),
                "file": f"{chart.key}.svg",
            }
            for chart in charts
        ],
        "head": [
            _("Jaar"),
            _("Inwoners"),
            _("Huishoudens"),
            _("Behoefte"),
            _("Voorraad"),
            _("Tekort"),
            _("Hard tot dan"),
            _("Groei min hard"),
        ],
        "places": _places(outcome, fan),
        "sources_title": _("Waar de cijfers vandaan komen"),
        "sources": list(sources(scenario, outcome)),
    }
    return compile_pdf(
        TEMPLATE, content, pictures={f"{chart.key}.svg": chart.svg() for chart in charts}
    )


def _places(outcome: Outcome, fan: StoredFan | None) -> list[dict[str, object]]:
    found = Municipality.objects.filter(code__in=outcome.places).select_related("organisation")
    return [
        {
            "name": place.name,
            "rows": [
                [str(row["year"]), *(written(row[key]) for key in SHOWN)]
                for row in place_rows(outcome, fan, place.code, place.name)
            ],
        }
        for place in found.order_by("organisation__name")
    ]
