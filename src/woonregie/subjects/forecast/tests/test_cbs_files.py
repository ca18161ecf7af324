"""The CBS tables themselves, against an independent recount; skipped where they are not.

Each recount reads the table once more with the csv module alone and knows nothing of the importer.
"""

import csv
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Sum

from woonregie.foundation.region.models import Municipality
from woonregie.foundation.region.national import load_national_list
from woonregie.subjects.forecast.formats import read_figures
from woonregie.subjects.forecast.models import ForecastFigure, ForecastVintage, Measure
from woonregie.subjects.forecast.queries import scenarios_of
from woonregie.subjects.forecast.tests.factories import AT

DATA = Path(__file__).resolve().parents[5].parent / "shared" / "data"
COMPONENTS = DATA / "demography" / "nl_population_components_2012_2023.csv"
POSITIONS = DATA / "demography" / "nl_household_positions_2020.csv"
HOUSEHOLDS = DATA / "demography" / "nl_households_2020.csv"
STOCK = DATA / "plans" / "cbs_dwelling_stock_2012_2020.csv"
TOTAL = "Particuliere huishoudens: samenstelling/Totaal particuliere huishoudens (aantal)"
WEST_OVERIJSSEL = {
    f"GM{number:04d}" for number in (148, 150, 160, 166, 175, 177, 180, 193, 1708, 1773, 1896)
}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not COMPONENTS.is_file(),
        reason="the CBS tables of ../shared/data are not on this machine: NOT checked",
    ),
]


@pytest.fixture
def _country(db):
    load_national_list(at=AT)


def rows_of(path, delimiter):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


@pytest.mark.usefixtures("_country")
class TestComponents:
    @pytest.fixture
    def rows(self):
        return [
            row
            for row in rows_of(COMPONENTS, ",")
            if row["Sex"] == "T001038" and row["Regions"].startswith("GM")
        ]

    def test_are_imported_with_the_sums_of_a_recount_and_stay_persons(self, rows):
        out = StringIO()

        call_command("import_forecast", str(COMPONENTS), "--format", "json", stdout=out)

        vintage = ForecastVintage.objects.get()
        assert vintage.kind == "realised"
        assert scenarios_of(vintage) == []
        for column, measure in (
            ("PopulationOn1January_1", Measure.PERSONS),
            ("LiveBornChildren_3", Measure.BIRTHS),
            ("Deaths_5", Measure.DEATHS),
            ("TotalArrivals_8", Measure.ARRIVALS),
            ("TotalDeparturesIncludingAdministra_12", Measure.DEPARTURES),
        ):
            counted = Counter()
            for row in rows:
                if row[column]:
                    counted[int(row["Periods"][:4])] += int(row[column])
            kept = dict(
                ForecastFigure.objects.filter(vintage=vintage, measure=measure)
                .values_list("year")
                .annotate(sum=Sum("value"))
            )
            assert {year: int(value) for year, value in kept.items()} == dict(counted)

    def test_every_figure_or_empty_cell_is_accounted_for(self, rows):
        found = read_figures(COMPONENTS)

        filled = sum(
            bool(row[column])
            for row in rows
            for column in (
                "PopulationOn1January_1",
                "LiveBornChildren_3",
                "Deaths_5",
                "TotalArrivals_8",
                "TotalDeparturesIncludingAdministra_12",
            )
        )
        assert found.issues == []
        assert (len(found.figures), found.empty) == (filled, 5 * len(rows) - filled)
        assert found.passed_over == len(rows_of(COMPONENTS, ",")) - len(rows)


@pytest.mark.usefixtures("_country")
class TestPositions:
    def test_are_all_persons_in_private_households(self):
        found = read_figures(POSITIONS)

        # The number that CBS publishes, and the README of the data repeats.
        assert sum(int(item.value) for item in found.figures) == 17_148_722
        assert found.issues == []
        assert {item.measure for item in found.figures} == {Measure.PERSONS}

    def test_name_the_municipalities_of_which_every_cell_is_empty(self):
        rows = rows_of(POSITIONS, ";")
        column = "TotaalInParticuliereHuishoudens_2"
        filled = {row["RegioS"] for row in rows if row[column]}

        found = read_figures(POSITIONS)

        assert set(found.without_figures) == {row["RegioS"] for row in rows} - filled
        assert found.empty == sum(not row[column] for row in rows)

    def test_do_not_stumble_over_a_damaged_number(self):
        damaged = [row["ID"] for row in rows_of(POSITIONS, ";") if not row["ID"].isdigit()]

        assert len(damaged) == 2
        assert read_figures(POSITIONS).errors == []


@pytest.mark.usefixtures("_country")
class TestHouseholds:
    def test_are_known_by_name_and_add_up(self):
        found = read_figures(HOUSEHOLDS)

        counted = [int(row[TOTAL]) for row in rows_of(HOUSEHOLDS, ";") if row[TOTAL]]
        assert found.issues == []
        assert (len(found.figures), sum(int(item.value) for item in found.figures)) == (
            len(counted),
            sum(counted),
        )
        assert sum(counted) == 7_997_800

    def test_of_kampen_are_those_of_kampen(self):
        kampen = Municipality.objects.get(code="GM0166")

        found = read_figures(HOUSEHOLDS)

        (counted,) = (
            int(row[TOTAL]) for row in rows_of(HOUSEHOLDS, ";") if row["Regio's"] == "Kampen"
        )
        (kept,) = (item for item in found.figures if item.municipality_id == kampen.pk)
        assert int(kept.value) == counted == 22_217


@pytest.mark.usefixtures("_country")
class TestDwellingStock:
    def test_of_west_overijssel_is_the_published_one(self):
        places = Municipality.objects.filter(code__in=WEST_OVERIJSSEL).values_list("pk", flat=True)

        found = read_figures(STOCK)

        # 31 December 2014 is 1 January 2015 for CBS; 2020 began with the end of 2019.
        begin_2015 = sum(
            int(item.value)
            for item in found.figures
            if item.measure == Measure.DWELLING_STOCK
            and item.year == 2015
            and item.municipality_id in set(places)
        )
        counted = sum(
            int(row["BeginstandVoorraad_1"])
            for row in rows_of(STOCK, ";")
            if row["RegioS"].strip() in WEST_OVERIJSSEL and row["Perioden"].startswith("2015")
        )
        assert begin_2015 == counted == 216_888

    def test_withdrawn_is_demolished_and_withdrawn_otherwise(self):
        found = read_figures(STOCK)

        counted = Counter()
        for row in rows_of(STOCK, ";"):
            if row["Sloop_4"]:
                counted[int(row["Perioden"][:4])] += int(row["Sloop_4"]) + int(
                    row["OverigeOnttrekking_5"]
                )
        kept = Counter()
        for item in found.figures:
            if item.measure == Measure.WITHDRAWN_DWELLINGS:
                kept[item.year] += int(item.value)
        assert kept == counted
        assert found.errors == []

    def test_empty_rows_are_counted_three_cells_each(self):
        empty = sum(not row["BeginstandVoorraad_1"] for row in rows_of(STOCK, ";"))

        assert empty == 445
        assert read_figures(STOCK).empty == 3 * empty
