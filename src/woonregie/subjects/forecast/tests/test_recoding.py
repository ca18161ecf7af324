"""Municipalities that merged: added up by hand, in a chain, and what cannot be added up."""

import csv
import io
import json
from datetime import date

import numpy as np
import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from woonregie.foundation.accounts.models import Organisation
from woonregie.subjects.forecast.errors import FolderError, UnreadableCellsError
from woonregie.subjects.forecast.formats.past import (
    Borders,
    Succession,
    flows_of,
    national_borders,
    read_past,
    recoded,
    write_past,
)
from woonregie.subjects.forecast.formats.tables import assumptions, read_beginning

HEAD = ("from", "to", "on")
NEW_YEAR = "2019-01-01"
EARLIER = range(2019, 2022)


def table(folder, name, *rows):
    """Write a table."""
    with (folder / name).open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)


def people(folder, counts):
    """Write population.csv of totals by municipality and year."""
    table(
        folder,
        "population.csv",
        ("region", "year", "sex", "age", "population"),
        *(
            (name, year, "total", "total", count)
            for name, of in counts.items()
            for year, count in of.items()
        ),
    )
    return folder


@pytest.fixture
def merged(tmp_path):
    """Return a folder in which Bedum and Winsum go up in a new Hogeland in 2019."""
    people(
        tmp_path,
        {
            "Bedum": {2017: 100, 2018: 101},
            "Winsum": {2017: 130, 2018: 132},
            "Hogeland": {2019: 240, 2020: 243},
            "Groningen": {2017: 900, 2018: 910, 2019: 920, 2020: 930},
        },
    )
    table(
        tmp_path,
        "components.csv",
        ("region", "year", "births", "deaths", "departures", "arrivals"),
        ("Bedum", 2018, 1, 2, 5, 9),
        ("Winsum", 2018, 2, 1, 6, 10),
        ("Hogeland", 2019, 4, 2, 12, 13),
        ("Groningen", 2018, 9, 8, 40, 32),
        ("Groningen", 2019, 9, 8, 40, 39),
    )
    table(
        tmp_path,
        "borders.csv",
        HEAD,
        ("Bedum", "Hogeland", NEW_YEAR),
        ("Winsum", "Hogeland", NEW_YEAR),
    )
    return tmp_path


def line(past, name):
    """Return the counts of a municipality."""
    return past.history.total[:, past.history.regions.index(name)].tolist()


class TestMergers:
    def test_counts_of_before_are_added_up(self, merged):
        past = read_past(merged)

        assert past.history.regions == ("Groningen", "Hogeland")
        assert line(past, "Hogeland") == [230, 233, 240, 243]
        assert past.notes[0] == "Opgeteld bij hun opvolger: Hogeland (Bedum, Winsum)."

    def test_events_are_added_up_too_and_moves_between_them_are_told(self, merged):
        _rows, priors = assumptions()

        found = read_beginning(merged, priors, year=2020, window=2)

        at = found.counted.regions.index("Hogeland")
        assert found.counted.births[:, at].tolist() == [3, 4]
        assert found.counted.departures[:, at].tolist() == [11, 12]
        assert any("Verhuizingen tussen gemeenten" in note for note in found.notes)

    def test_events_of_a_year_in_which_one_ended_stand_with_its_successor(self, tmp_path):
        # So CBS counts Weesp, that went up in Amsterdam on 24 March 2022.
        people(
            tmp_path,
            {
                "Weesp": {2021: 20, 2022: 21},
                "Amsterdam": {2021: 870, 2022: 880, 2023: 918},
                "Diemen": {2021: 30, 2022: 31, 2023: 32},
            },
        )
        table(
            tmp_path,
            "components.csv",
            ("region", "year", "births", "deaths", "departures", "arrivals"),
            ("Weesp", 2021, 3, 2, 12, 15),
            ("Weesp", 2022, "", "", "", ""),
            ("Amsterdam", 2021, 10, 6, 53, 50),
            ("Amsterdam", 2022, 9, 6, 55, 54),
            ("Diemen", 2021, 1, 1, 5, 5),
            ("Diemen", 2022, 1, 1, 5, 6),
        )
        table(tmp_path, "borders.csv", HEAD, ("Weesp", "Amsterdam", "2022-03-24"))
        _rows, priors = assumptions()

        found = read_beginning(tmp_path, priors, year=2023, window=2)

        at = found.counted.regions.index("Amsterdam")
        assert found.counted.window_people[:, at].tolist() == [890, 901]
        assert found.counted.births[:, at].tolist() == [13, 9]
        assert found.counted.departures[:, at].tolist() == [65, 55]
        assert not any("tellen niet mee" in note for note in found.notes)

    def test_of_many_one_sentence_says_what_is_missing(self, tmp_path):
        gone = {f"Oud {number}": {2018: 10} for number in range(7)}
        people(
            tmp_path,
            gone
            | {f"Nieuw {number}": {2018: "", 2019: 30} for number in range(7)}
            | {"Groningen": {2018: 200, 2019: 202}},
        )
        merges = [(f"Oud {at}", f"Nieuw {at}", NEW_YEAR) for at in range(7)]
        table(tmp_path, "borders.csv", HEAD, *merges)

        told = [note for note in read_past(tmp_path).notes if "tellen niet mee" in note]

        assert told == [
            "Jaren tot en met het genoemde tellen niet mee van Nieuw 0 (2018), Nieuw 1 (2018), "
            "Nieuw 2 (2018), Nieuw 3 (2018), Nieuw 4 (2018) en 2 andere: daarin ontbreekt een "
            "gemeente die erin opging, of zijzelf."
        ]

    def test_an_older_one_takes_another_in(self, tmp_path):
        people(
            tmp_path,
            {
                "Ten Boer": {2018: 70},
                "Groningen": {2018: 200, 2019: 272},
                "Assen": {2018: 60, 2019: 61},
            },
        )
        table(tmp_path, "borders.csv", HEAD, ("Ten Boer", "Groningen", NEW_YEAR))

        assert line(read_past(tmp_path), "Groningen") == [270, 272]

    def test_of_two_mergers_in_a_row_the_last_one_counts(self, tmp_path):
        people(
            tmp_path,
            {
                "A": {2017: 10},
                "B": {2017: 20},
                "AB": {2018: 31},
                "C": {2017: 40, 2018: 41},
                "ABC": {2019: 74},
            },
        )
        table(
            tmp_path,
            "borders.csv",
            HEAD,
            ("A", "AB", "2018-01-01"),
            ("B", "AB", "2018-01-01"),
            ("AB", "ABC", NEW_YEAR),
            ("C", "ABC", NEW_YEAR),
        )

        past = read_past(tmp_path)

        assert past.history.regions == ("ABC",)
        assert line(past, "ABC") == [70, 72, 74]

    def test_ages_and_sexes_are_added_up_each(self, tmp_path):
        rows = [
            (name, year, sex, age, 1 + len(name))
            for name, year in (("A", 2018), ("Bo", 2018), ("Bo", 2019))
            for sex in ("men", "women")
            for age in range(101)
        ]
        table(tmp_path, "population.csv", ("region", "year", "sex", "age", "population"), *rows)
        table(tmp_path, "borders.csv", HEAD, ("A", "Bo", NEW_YEAR))

        found = read_past(tmp_path).history.people

        assert found.shape == (2, 1, 2, 101)
        assert (found[0] == 5).all()
        assert (found[1] == 3).all()

    def test_moves_from_one_to_the_other_are_moves_no_more(self, merged):
        table(
            merged,
            "flows.csv",
            ("origin", "destination", "year", "sex", "age", "moves"),
            ("Bedum", "Winsum", 2018, "total", "total", 4),
            ("Bedum", "Groningen", 2018, "total", "total", 3),
            ("Winsum", "Groningen", 2018, "total", "total", 2),
        )

        with recoded(merged) as (place, _told):
            lines = (place / "flows.csv").read_text().splitlines()

        assert [text for text in lines[1:] if text] == ["Hogeland,Groningen,2018,total,total,5"]
        # It stands on the line of the first of both.
        assert lines[2]

    @given(counts=st.lists(st.integers(min_value=1, max_value=10**6), min_size=4, max_size=4))
    def test_nobody_is_lost(self, counts, tmp_path_factory):
        folder = tmp_path_factory.mktemp("samen")
        one, two, three, four = counts
        people(
            folder, {"A": {2018: one}, "B": {2018: two, 2019: four}, "C": {2018: three, 2019: 1}}
        )
        table(folder, "borders.csv", HEAD, ("A", "B", NEW_YEAR))

        assert read_past(folder).history.total.sum(axis=1).tolist() == [
            one + two + three,
            four + 1,
        ]


class TestWhatCannotBe:
    def test_a_correction_is_said_and_left_out(self, tmp_path):
        people(
            tmp_path,
            {name: {2017: 100, 2018: 101, 2019: 102} for name in ("Haren", "Vught", "Tilburg")},
        )
        table(tmp_path, "borders.csv", (*HEAD, "share"), ("Haren", "Vught", NEW_YEAR, "0,2"))

        past = read_past(tmp_path)

        assert line(past, "Tilburg") == [100, 101, 102]
        assert np.isnan(line(past, "Vught")[:2]).all()
        assert np.isnan(line(past, "Haren")[:2]).all()
        assert line(past, "Haren")[2] == 102
        assert any("Van Vught tellen de jaren voor 2019 niet mee" in note for note in past.notes)

    def test_a_part_that_was_not_counted_makes_no_sum(self, merged):
        text = (merged / "population.csv").read_text()
        (merged / "population.csv").write_text(text.replace("Winsum,2017,total,total,130\n", ""))

        past = read_past(merged)

        assert np.isnan(line(past, "Hogeland")[0])
        assert line(past, "Hogeland")[1:] == [233, 240, 243]
        assert past.notes[1] == "Van Hogeland tellen niet mee: 2017. Daarin ontbreekt Winsum."

    @pytest.mark.parametrize(
        ("rows", "why"),
        [
            ([("Bedum", "Hogeland", "2018-01-01"), ("Winsum", "Hogeland", NEW_YEAR)], "nog in"),
            ([("Bedum", "Hogeland", NEW_YEAR), ("Bedum", "Winsum", NEW_YEAR)], "twee gemeenten"),
            ([("Bedum", "Winsum", NEW_YEAR), ("Winsum", "Bedum", NEW_YEAR)], "in zichzelf"),
        ],
    )
    def test_what_contradicts_itself_is_refused(self, merged, rows, why):
        table(merged, "borders.csv", HEAD, *rows)

        with pytest.raises(FolderError, match=why):
            read_past(merged)

    @pytest.mark.parametrize(
        ("row", "why"),
        [(("A", "B", "gisteren", "1"), "geen dag"), (("A", "B", NEW_YEAR, "2"), "geen deel")],
    )
    def test_cells_that_cannot_be_read_are_told(self, merged, row, why):
        table(merged, "borders.csv", (*HEAD, "share"), row)

        with pytest.raises(UnreadableCellsError, match=why):
            read_past(merged)

    def test_an_error_points_to_the_line_of_the_sender(self, merged):
        path = merged / "population.csv"
        path.write_text(
            path.read_text().replace(
                "Groningen,2020,total,total,930", "Groningen,2020,total,total,9x"
            )
        )

        with pytest.raises(UnreadableCellsError, match="Regel 11"):
            read_past(merged)

    def test_one_that_keeps_its_code_is_no_sum_of_who_went_up_in_it(self, tmp_path):
        # StatLine has Purmerend by its border of 2022; its earlier years were left empty.
        table(
            tmp_path,
            "table.csv",
            (
                *("Sex", "Regions", "Periods", "PopulationOn1January_1", "LiveBornChildren_3"),
                *("Deaths_5", "DueToIntermunicipalMoves_11", "DueToIntermunicipalMoves_16"),
                "PopulationOn31December_20",
            ),
            *(
                ("T001038", "GM0363", year, 50_000, 90, 90, 500, 500, 50_000)
                for year in range(2019, 2024)
            ),
            *(("T001038", "GM0370", year, 10_000, 90, 80, 500, 500, 10_000) for year in EARLIER),
            *(
                ("T001038", "GM0439", year, 80_000, 800, 700, 4000, 4000, 80_000)
                for year in EARLIER
            ),
            *(
                ("T001038", "GM0439", year, 92_000, 900, 800, 4500, 4500, 92_000)
                for year in (2022, 2023)
            ),
        )
        written = write_past(tmp_path / "table.csv", tmp_path / "map")
        table(tmp_path / "map", "borders.csv", HEAD, ("GM0370", "GM0439", "2022-01-01"))

        past = read_past(tmp_path / "map")
        left = flows_of(tmp_path / "map", "departures", ["GM0439"], range(2019, 2024))

        assert written.years == (2019, 2024)
        assert np.isnan(line(past, "GM0439")[:3]).all()
        assert line(past, "GM0439")[3:] == [92_000] * 3
        assert np.isnan(left[:3]).all()
        assert left[3:, 0].tolist() == [4500, 4500]
        assert any("Daarin ontbreekt GM0439" in note for note in past.notes)

    def test_one_with_more_people_than_went_up_in_it_was_there_before(self, tmp_path):
        people(
            tmp_path,
            {
                "B": dict.fromkeys(range(2012, 2022), 10_000),
                "P": dict.fromkeys(range(2022, 2025), 92_000),
                "Q": dict.fromkeys(range(2012, 2025), 500),
            },
        )
        table(tmp_path, "borders.csv", HEAD, ("B", "P", "2022-01-01"))

        past = read_past(tmp_path)

        assert np.isnan(line(past, "P")[:10]).all()
        assert line(past, "P")[10:] == [92_000] * 3
        assert past.notes[1].endswith("Daarin ontbreekt P.")

    def test_flows_of_a_part_are_none_of_the_whole(self, tmp_path):
        # People of both are there, and events of the old successor are not.
        people(
            tmp_path, {"B": dict.fromkeys(EARLIER, 10), "P": dict.fromkeys(range(2019, 2025), 90)}
        )
        table(
            tmp_path,
            "components.csv",
            ("region", "year", "departures"),
            *(("B", year, 5) for year in EARLIER),
            *(("P", year, 45) for year in (2022, 2023)),
        )
        table(tmp_path, "borders.csv", HEAD, ("B", "P", "2022-01-01"))

        left = flows_of(tmp_path, "departures", ["P"], range(2019, 2024))[:, 0]

        assert np.isnan(left[:3]).all()
        assert left[3:].tolist() == [45, 45]

    def test_who_was_made_of_others_is_expected_from_then_on(self):
        known = Borders(
            [
                Succession("A", "P", date(2018, 1, 1)),
                Succession("B", "P", date(2022, 1, 1), stood=True),
            ]
        )

        assert [known.expected("P", year) for year in (2017, 2018, 2021)] == [False, True, True]
        assert [known.expected("B", year) for year in (2017, 2021, 2022)] == [True, True, False]

    def test_empty_rows_after_the_end_are_no_counts(self, merged):
        for name, rest in (("population", "total,total,"), ("components", ".,.,,x")):
            path = merged / f"{name}.csv"
            path.write_text(path.read_text() + f"Bedum,2019,{rest}\nBedum,2020,{rest}\n")

        assert line(read_past(merged), "Hogeland") == [230, 233, 240, 243]

    def test_a_year_that_cannot_be_read_is_told(self, tmp_path):
        people(tmp_path, {name: {2018: 101, "vorig jaar": 102} for name in ("Haren", "Vught")})
        table(tmp_path, "borders.csv", (*HEAD, "share"), ("Haren", "Vught", NEW_YEAR, "0,2"))

        with pytest.raises(UnreadableCellsError, match="2 cellen"):
            read_past(tmp_path)

    def test_an_error_names_the_folder_of_the_sender(self, merged):
        (merged / "population.csv").unlink()

        with pytest.raises(FolderError, match=f"In {merged} staat geen population.csv"):
            read_past(merged)

    def test_within_a_year_the_next_new_year_has_the_new_border(self):
        assert Borders([Succession("Weesp", "Amsterdam", date(2022, 3, 24))]).of(
            "Weesp", 2022
        ) == ("Amsterdam")


@pytest.mark.django_db
class TestNationalList:
    def test_the_database_tells_mergers(self, raalte, zwolle):
        Organisation.objects.filter(pk=raalte.organisation_id).update(
            ends_before=date(2020, 1, 1), successor=zwolle.organisation
        )

        merger = Succession("GM0177", "GM0193", date(2020, 1, 1), stood=True)
        assert merger in national_borders().successions

    def test_who_began_with_a_merger_was_not_there_before(self, raalte, zwolle):
        Organisation.objects.filter(pk=raalte.organisation_id).update(
            ends_before=date(2020, 1, 1), successor=zwolle.organisation
        )
        Organisation.objects.filter(pk=zwolle.organisation_id).update(starts_on=date(2020, 1, 1))

        assert [item.stood for item in national_borders().successions if item.old == "GM0177"] == [
            False
        ]

    def test_with_a_region_the_command_adds_up(self, raalte, zwolle, region, tmp_path):
        Organisation.objects.filter(pk=raalte.organisation_id).update(
            ends_before=date(2018, 1, 1), successor=zwolle.organisation
        )
        people(
            tmp_path,
            {
                "GM0177": {2015: 370, 2016: 371, 2017: 372},
                "GM0193": {2015: 1000, 2016: 1004, 2017: 1008, 2018: 1384, 2019: 1390},
                "GM0166": dict.fromkeys(range(2015, 2020), 500),
            },
        )
        asked = ["backtest", "--data", str(tmp_path), "--origin", "2018", "--horizon", "1"]

        found = []
        for more in ([], ["--region", "testregio"]):
            out = io.StringIO()
            call_command("forecast", *asked, *more, "--format", "json", stdout=out)
            found.append(json.loads(out.getvalue()))

        alone, together = found
        assert alone["regions"] == 1
        assert alone["left_out"] == {"GM0177": "gap", "GM0193": "jump"}
        assert (together["regions"], together["left_out"]) == (2, {})
        assert "GM0193 (GM0177)" in together["notes"][0]
