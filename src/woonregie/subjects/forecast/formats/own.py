"""Our own layout: gemeente, maat, scenario, jaar, waarde."""

from collections.abc import Iterator, Mapping

from woonregie.subjects.forecast.formats.cells import RawFigure
from woonregie.subjects.forecast.models import Measure

MEASURES = {
    "huishoudens": Measure.HOUSEHOLDS,
    "personen": Measure.PERSONS,
    "woningvoorraad": Measure.DWELLING_STOCK,
    "nieuwe woningen": Measure.NEW_DWELLINGS,
    "onttrokken woningen": Measure.WITHDRAWN_DWELLINGS,
    "woningtekort": Measure.INITIAL_SHORTAGE,
}


def _read(row: Mapping[str, str]) -> Iterator[RawFigure]:
    measure = row["maat"].strip().lower()
    yield RawFigure(
        place=row["gemeente"],
        measure=MEASURES.get(measure, measure),
        scenario=row["scenario"].strip(),
        year=row["jaar"].strip(),
        value=row["waarde"],
        column="waarde",
    )


DRAWERS = (("woonregie", frozenset({"gemeente", "maat", "scenario", "jaar", "waarde"}), _read),)
