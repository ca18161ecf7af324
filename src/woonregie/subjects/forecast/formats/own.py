"""Our own layout: gemeente, maat, scenario, jaar, waarde."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from woonregie.subjects.forecast.formats.drawers import Drawer, RawFigure
from woonregie.subjects.forecast.models import Measure

COLUMNS = ("gemeente", "maat", "scenario", "jaar", "waarde")
MEASURES: Mapping[str, Measure] = {
    "huishoudens": Measure.HOUSEHOLDS,
    "personen": Measure.PERSONS,
    "woningvoorraad": Measure.DWELLING_STOCK,
    "nieuwe woningen": Measure.NEW_DWELLINGS,
    "onttrokken woningen": Measure.WITHDRAWN_DWELLINGS,
    "woningtekort": Measure.INITIAL_SHORTAGE,
    "geboren": Measure.BIRTHS,
    "overleden": Measure.DEATHS,
    "immigratie": Measure.IMMIGRATION,
    "emigratie": Measure.EMIGRATION,
}
"""What the column "maat" may say."""


def _read(row: Mapping[str, str]) -> Iterator[RawFigure]:
    measure = row["maat"].strip().lower()
    yield RawFigure(
        place=row["gemeente"],
        measure=MEASURES.get(measure, measure),
        scenario=row["scenario"].strip().lower(),
        year=row["jaar"],
        cells=[("waarde", row["waarde"])],
    )


DRAWERS = (
    Drawer(
        "woonregie",
        _("csv van Woonregie"),
        frozenset(COLUMNS),
        _read,
        {"place": "gemeente", "year": "jaar", "measure": "maat", "scenario": "scenario"},
    ),
)
