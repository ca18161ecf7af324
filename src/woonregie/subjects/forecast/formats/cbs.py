"""Layouts of CBS StatLine csv files: components, household positions, households, dwelling stock.

Components and positions count persons. They stay persons: no measure here becomes households
unless the table itself counts households.
"""

from collections.abc import Iterator, Mapping

from woonregie.subjects.forecast.formats.cells import RawFigure
from woonregie.subjects.forecast.models import Measure

COMPONENTS = {
    "PopulationOn1January_1": Measure.PERSONS,
    "LiveBornChildren_3": Measure.BIRTHS,
    "Deaths_5": Measure.DEATHS,
    "TotalArrivals_8": Measure.ARRIVALS,
    "TotalDeparturesIncludingAdministra_12": Measure.DEPARTURES,
}
STOCK = {
    "BeginstandVoorraad_1": Measure.DWELLING_STOCK,
    "Nieuwbouw_2": Measure.NEW_DWELLINGS,
    "Sloop_4": Measure.WITHDRAWN_DWELLINGS,
}
POSITION_TOTAL = "TotaalInParticuliereHuishoudens_2"
HOUSEHOLD_NAME = "Regio's"
HOUSEHOLD_TOTAL = (
    "Particuliere huishoudens: samenstelling/Totaal particuliere huishoudens (aantal)"
)


def _components(row: Mapping[str, str]) -> Iterator[RawFigure]:
    code = row["Regions"].strip()
    # Sexes apart and provinces are not what a municipality total asks.
    if row["Sex"].strip() == "T001038" and code.startswith("GM"):
        for column, measure in COMPONENTS.items():
            yield RawFigure(code, measure, "", row["Periods"][:4], row[column], column)


def _stock(row: Mapping[str, str]) -> Iterator[RawFigure]:
    for column, measure in STOCK.items():
        yield RawFigure(
            row["RegioS"].strip(), measure, "", row["Perioden"][:4], row[column], column
        )


def _positions(row: Mapping[str, str]) -> Iterator[RawFigure]:
    # Persons in private households by age; the age is kept in the scenario, so that no two cells
    # collide.
    yield RawFigure(
        row["RegioS"].strip(),
        Measure.PERSONS,
        row["Leeftijd"].strip()[:40],
        row["Perioden"][:4],
        row[POSITION_TOTAL],
        POSITION_TOTAL,
    )


def _households(row: Mapping[str, str]) -> Iterator[RawFigure]:
    yield RawFigure(
        row[HOUSEHOLD_NAME].strip(),
        Measure.HOUSEHOLDS,
        "",
        row["Perioden"].strip(),
        row[HOUSEHOLD_TOTAL],
        HOUSEHOLD_TOTAL,
    )


DRAWERS = (
    ("cbs-components", frozenset({"Sex", "Regions", "Periods", *COMPONENTS}), _components),
    ("cbs-stock", frozenset({"RegioS", "Perioden", *STOCK}), _stock),
    ("cbs-positions", frozenset({"RegioS", "Leeftijd", POSITION_TOTAL}), _positions),
    ("cbs-households", frozenset({HOUSEHOLD_NAME, HOUSEHOLD_TOTAL}), _households),
)
