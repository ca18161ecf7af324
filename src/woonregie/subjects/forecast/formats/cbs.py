"""Layouts of CBS StatLine csv files: components, household positions, households, dwelling stock.

Components and positions count persons. They stay persons: no measure here becomes households
unless the table itself counts households. The column ID is never read: in the positions of 2020
two of them are damaged ("185 - 90 jaar").
"""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from woonregie.subjects.forecast.formats.drawers import Drawer, RawFigure
from woonregie.subjects.forecast.models import Measure

COMPONENTS = {
    "PopulationOn1January_1": Measure.PERSONS,
    "LiveBornChildren_3": Measure.BIRTHS,
    "Deaths_5": Measure.DEATHS,
    "TotalArrivals_8": Measure.ARRIVALS,
    "TotalDeparturesIncludingAdministra_12": Measure.DEPARTURES,
}
STOCK: Mapping[Measure, tuple[str, ...]] = {
    Measure.DWELLING_STOCK: ("BeginstandVoorraad_1",),
    Measure.NEW_DWELLINGS: ("Nieuwbouw_2",),
    # Demolished, and withdrawn otherwise (joined, or no longer a dwelling).
    Measure.WITHDRAWN_DWELLINGS: ("Sloop_4", "OverigeOnttrekking_5"),
}
BOTH_SEXES = "T001038"
DWELLINGS = "A045364"
POSITION_TOTAL = "TotaalInParticuliereHuishoudens_2"
HOUSEHOLD_NAME = "Regio's"
HOUSEHOLD_TOTAL = (
    "Particuliere huishoudens: samenstelling/Totaal particuliere huishoudens (aantal)"
)


def _components(row: Mapping[str, str]) -> Iterator[RawFigure]:
    code = row["Regions"].strip()
    # Sexes apart and provinces are not what a municipality total asks.
    if row["Sex"].strip() == BOTH_SEXES and code.startswith("GM"):
        for column, measure in COMPONENTS.items():
            yield RawFigure(code, measure, "", row["Periods"], [(column, row[column])])


def _stock(row: Mapping[str, str]) -> Iterator[RawFigure]:
    if row["Gebruiksfunctie"].strip() == DWELLINGS:
        for measure, columns in STOCK.items():
            cells = [(column, row[column]) for column in columns]
            yield RawFigure(row["RegioS"], measure, "", row["Perioden"], cells)


def _positions(row: Mapping[str, str]) -> Iterator[RawFigure]:
    # Persons in private households by age; the age is kept in the scenario, so that no two cells
    # collide.
    if row["Geslacht"].strip() == BOTH_SEXES:
        yield RawFigure(
            row["RegioS"],
            Measure.PERSONS,
            row["Leeftijd"].strip(),
            row["Perioden"],
            [(POSITION_TOTAL, row[POSITION_TOTAL])],
        )


def _households(row: Mapping[str, str]) -> Iterator[RawFigure]:
    yield RawFigure(
        row[HOUSEHOLD_NAME],
        Measure.HOUSEHOLDS,
        "",
        row["Perioden"],
        [(HOUSEHOLD_TOTAL, row[HOUSEHOLD_TOTAL])],
    )


_BY_CODE = {"place": "RegioS", "year": "Perioden"}
DRAWERS = (
    Drawer(
        "cbs-components",
        _("CBS, loop van de bevolking"),
        frozenset({"Sex", "Regions", "Periods", *COMPONENTS}),
        _components,
        {"place": "Regions", "year": "Periods"},
        counted=True,
    ),
    Drawer(
        "cbs-stock",
        _("CBS, voorraad woningen en mutaties"),
        frozenset(
            {
                "Gebruiksfunctie",
                "RegioS",
                "Perioden",
                *(column for columns in STOCK.values() for column in columns),
            }
        ),
        _stock,
        _BY_CODE,
        counted=True,
    ),
    Drawer(
        "cbs-positions",
        _("CBS, personen in huishoudens naar leeftijd"),
        frozenset({"Geslacht", "RegioS", "Leeftijd", "Perioden", POSITION_TOTAL}),
        _positions,
        {**_BY_CODE, "scenario": "Leeftijd"},
        counted=True,
    ),
    Drawer(
        "cbs-households",
        _("CBS, particuliere huishoudens"),
        frozenset({HOUSEHOLD_NAME, "Perioden", HOUSEHOLD_TOTAL}),
        _households,
        {"place": HOUSEHOLD_NAME, "year": "Perioden"},
        counted=True,
    ),
)
