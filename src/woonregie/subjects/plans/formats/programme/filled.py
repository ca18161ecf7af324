"""The building programme as a list to fill in; sent back as it is, it changes nothing."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import translation

from woonregie.foundation.pages.charts import EXAMPLE
from woonregie.subjects.plans.formats.programme.columns import BASES, COLUMNS
from woonregie.subjects.plans.formats.written import Form
from woonregie.subjects.plans.models import BuildingProgramme, Segment

HEADINGS = [name.capitalize() for name in COLUMNS if name != "gegevens"]
EXPLANATION = [
    "Zo vult u dit blad in",
    "Een regel per gemeente, periode en segment: zo veel woningen besloot u te bouwen.",
    "Telwijze is netto (bouw min sloop) of bruto. Leeg is netto.",
    "Geldt vanaf: de dag vanaf welke dit het programma is. Leeg is de dag van het besluit.",
    "Noem het besluit (orgaan, titel, nummer, besloten op) of de bron, of allebei.",
    "Een nieuw getal vervangt het oude voor dezelfde periode. Het oude blijft bewaard.",
    "Een regel die u weglaat, blijft zoals zij is.",
]


def form_of(
    programmes: Iterable[BuildingProgramme], places: Sequence[str], *, demonstration: bool
) -> Form:
    """Return the programme as a list to fill in.

    Args:
        programmes: what stands now.
        places: names of the municipalities that may be filled in.
        demonstration: whether these are examples.
    """
    rows = [_row(item) for item in programmes]
    columns, explanation = list(HEADINGS), list(EXPLANATION)
    if demonstration:
        columns.append("Gegevens")
        rows = [{**row, "Gegevens": EXAMPLE} for row in rows]
        explanation.insert(1, f"Dit zijn {EXAMPLE}.")
    with translation.override("nl"):
        segments = [str(label) for label in Segment.labels]
    bases = [name for name in BASES if name in {"netto", "bruto"}]
    choices = {"Gemeente": list(places), "Segment": segments, "Telwijze": bases}
    return Form("Programma", columns, rows, explanation, choices)


def _row(item: BuildingProgramme) -> dict[str, Any]:
    decision = item.decision
    with translation.override("nl"):
        row: dict[str, Any] = {
            "Gemeente": item.municipality.name,
            "Segment": str(item.get_segment_display()),
            "Telwijze": "netto" if item.basis == "net" else "bruto",
        }
    row |= {
        "Van jaar": item.from_year,
        "Tot en met jaar": item.before_year - 1,
        "Woningen": item.dwellings,
        "Geldt vanaf": _written(item.valid_on),
        "Bron": str(item.source),
    }
    if decision is not None:
        row |= {
            "Orgaan": decision.body,
            "Besluit": decision.title,
            "Nummer": decision.number,
            "Besloten op": _written(decision.decided_on),
        }
    return row


def _written(day: date) -> str:
    return day.strftime("%d-%m-%Y")
