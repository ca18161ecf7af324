"""`woonregie forecast import-cbs --online`, against a real catalogue on this computer."""

import csv
import json
import socket

import pytest

from woonregie.subjects.forecast.formats.past import read_past
from woonregie.subjects.forecast.formats.past.seats import SEATS
from woonregie.subjects.forecast.formats.past.statline import ABROAD, NUMBERS
from woonregie.subjects.forecast.tests.statline_server import Catalog, properties, serving
from woonregie.subjects.forecast.tests.test_past_folders import forecast

MEN, WOMEN, BOTH = "3000   ", "4000   ", "T001038"
PEOPLE = "BevolkingOp1Januari_1"
PLACES = [{"Key": key, "Title": key} for key in ("NL01  ", "PV23  ", "GM0177", "GM0193")]
YEARS = [{"Key": f"{year}JJ00", "Title": str(year)} for year in (2019, 2020, 2021)]
AGES = {"10000": 106, "10010": 1, **{f"1{age:02}00": 1 for age in range(1, 100)}}
AGES |= {f"1990{beyond}": 1 for beyond in range(1, 6)} | {"22000": 11, "22300": 1, "70200": 5}
"""One person of every age: the total, 95 and older, 105 and older, and a group of five years."""


def keys(*codes):
    return [{"Key": code, "Title": code} for code in codes]


def people_by_age():
    """Return 03759ned: in 2019 ages go no further than 95 and older."""
    rows = []
    for place in ("NL01  ", "GM0177", "GM0193"):
        for year in (2019, 2020, 2021):
            for code, number in AGES.items():
                beyond = code[:3] == "199" or code in {"19500", "19600", "19700", "19800", "22300"}
                for sex, times in ((BOTH, 2), (MEN, 1), (WOMEN, 1)):
                    told = "." if year == 2019 and beyond else str(times * number)
                    rows.append(_person(sex, code, place, year, "T001019", told))
    return {
        "TableInfos": [{"ShortTitle": "Bevolking; leeftijd", "Modified": "2026-05-01T02:00:00"}],
        "DataProperties": properties(
            "Geslacht", "Leeftijd", "BurgerlijkeStaat", "RegioS", "Perioden",
            topics=[PEOPLE, "GemiddeldeBevolking_2"],
        ),
        "Geslacht": keys(BOTH, MEN, WOMEN),
        "BurgerlijkeStaat": keys("T001019", "1010   "),
        "RegioS": PLACES,
        "Perioden": YEARS,
        # Unmarried people stand beside them: whoever forgets to leave them out counts twice.
        "UntypedDataSet": [*rows, _person(MEN, "10010", "GM0193", 2020, "1010   ", "1")],
    }  # fmt: skip


def _person(sex, age, place, year, status, number):
    return {
        "ID": 0,
        "Geslacht": sex,
        "Leeftijd": age,
        "BurgerlijkeStaat": status,
        "RegioS": place,
        "Perioden": f"{year}JJ00",
        PEOPLE: number.rjust(10),
        "GemiddeldeBevolking_2": ".",
    }


def components():
    """Return 37259eng: two municipalities that send each other three people a year."""
    names = [*NUMBERS, *ABROAD]
    rows = [
        {
            "Sex": sex,
            "Regions": place,
            "Periods": f"{year}JJ00",
            **dict.fromkeys(names, "        3"),
            "PopulationOn1January_1": "      212",
            "PopulationOn31December_20": "      212",
        }
        for sex in (BOTH, MEN)
        for place in ("NL01  ", "GM0177", "GM0193")
        for year in (2019, 2020)
    ]
    return {
        "TableInfos": [{"ShortTitle": "", "Title": "Population dynamics", "Modified": None}],
        "DataProperties": properties("Sex", "Regions", "Periods", topics=names),
        "Sex": keys(BOTH, MEN, WOMEN),
        "Regions": PLACES,
        "Periods": YEARS,
        "UntypedDataSet": rows,
    }


def positions():
    """Return 71488ned: groups of five years, one of another width, and a total."""
    seats = [name for names in SEATS.values() for name in names]
    total = "TotaalInParticuliereHuishoudens_2"
    rows = [
        {
            "Geslacht": BOTH,
            "Leeftijd": code,
            "RegioS": place,
            "Perioden": "2020JJ00",
            total: "        8",
            **dict.fromkeys(seats, "        1"),
        }
        for code in ("10000", "70100", "70200", "22000", "53105")
        for place in ("PV23  ", "GM0193")
    ]
    return {
        "TableInfos": [{"Title": "Personen in huishoudens"}],
        "DataProperties": properties(
            "Geslacht", "Leeftijd", "RegioS", "Perioden", topics=[total, *seats]
        ),
        "Geslacht": keys(BOTH, MEN, WOMEN),
        "RegioS": PLACES,
        "Perioden": YEARS,
        "UntypedDataSet": rows,
    }


def households():
    """Return 71486ned: also by the age of who answers for the household."""
    rows = [
        {
            "LeeftijdReferentiepersoon": age,
            "RegioS": place,
            "Perioden": "2020JJ00",
            "TotaalParticuliereHuishoudens_1": number,
        }
        for age, number in (("10000", "90"), ("70500", "12"))
        for place in ("NL01  ", "GM0193", "GM0177")
    ]
    return {
        "TableInfos": [{"Title": "Huishoudens"}],
        "DataProperties": properties(
            "LeeftijdReferentiepersoon", "RegioS", "Perioden",
            topics=["TotaalParticuliereHuishoudens_1"],
        ),
        "LeeftijdReferentiepersoon": keys("10000", "70500"),
        "RegioS": PLACES,
        "Perioden": YEARS,
        "UntypedDataSet": rows,
    }  # fmt: skip


@pytest.fixture
def catalog():
    tables = {
        "03759ned": people_by_age(),
        "37259eng": components(),
        "71488ned": positions(),
        "71486ned": households(),
    }
    with serving(Catalog(tables)) as served:
        yield served


@pytest.fixture
def fetched(catalog, tmp_path):
    """Fetch a table into a folder; return what the command says, and its exit code."""

    def run(table, *more, out=tmp_path / "out"):
        told, code = forecast(
            "import-cbs", "--online", "--table", table, "--out", str(out),
            "--catalog", catalog.address, *more, "--format", "json",
        )  # fmt: skip
        return json.loads(told), code

    return run


def lines(path):
    with path.open() as stream:
        return list(csv.DictReader(stream))


class TestPeopleByAge:
    def test_come_by_sex_and_single_age(self, fetched, tmp_path):
        told, code = fetched("03759ned", "--periods", "2020-2021")

        history = read_past(tmp_path / "out").history
        assert code == 0
        assert (told["regions"], told["first_year"], told["last_year"]) == (2, 2020, 2021)
        assert (told["last_age"], told["table"]) == (105, "03759ned")
        assert told["modified"] == "2026-05-01T02:00:00"
        assert history.people.shape == (2, 2, 2, 101)
        assert history.people[0, 0, 0].tolist() == [1.0] * 100 + [6.0]

    def test_stop_at_95_where_no_older_ages_were_counted(self, fetched, tmp_path):
        told, _code = fetched("03759ned", "--periods", "2019-2020")

        past = read_past(tmp_path / "out")
        assert told["last_age"] == 95
        assert past.history.people.shape == (2, 2, 2, 96)
        assert past.history.people[:, 0, 0, 95].tolist() == [11.0, 11.0]
        assert "95 jaar en ouder" in past.notes[0]

    def test_are_those_of_the_municipalities_that_were_asked(self, fetched, catalog, tmp_path):
        fetched("03759", "--periods", "2020", "--regions", "gm0193")

        assert {row["region"] for row in lines(tmp_path / "out" / "population.csv")} == {"GM0193"}
        # 108 ages of three sexes, a hundred rows a page.
        questions = [query for path, query in catalog.asked if path.endswith("UntypedDataSet")]
        assert len(questions) == 4
        assert "RegioS eq 'GM0193'" in questions[0]["$filter"]

    def test_are_not_asked_without_years(self, fetched):
        told, code = fetched("03759ned")

        assert code == 2
        assert "Zeg met --periods welke jaren" in told["error"]["text"]

    def test_get_components_beside_them(self, fetched, tmp_path):
        fetched("03759ned", "--periods", "2020-2021", "--regions", "GM0193")
        fetched("37259eng")

        found = lines(tmp_path / "out" / "components.csv")
        assert {(row["region"], row["year"]) for row in found} == {
            ("GM0193", "2019"),
            ("GM0193", "2020"),
        }
        assert read_past(tmp_path / "out").history.knows_ages


class TestOtherTables:
    def test_components_make_a_folder_that_can_be_read(self, fetched, tmp_path):
        told, code = fetched("37259eng")

        found = read_past(tmp_path / "out").history
        assert (code, told["title"]) == (0, "Population dynamics")
        assert found.total.tolist() == [[212, 212]] * 3
        assert lines(tmp_path / "out" / "components.csv")[0]["emigration"] == "3"

    def test_positions_are_those_of_groups_of_five_years(self, fetched, tmp_path):
        fetched("71488ned", "--periods", "2020")

        found = lines(tmp_path / "out" / "positions.csv")
        assert [row["age"] for row in found] == ["0", "5", "95"]
        assert (found[0]["region"], found[0]["couple"]) == ("GM0193", "2")

    def test_households_are_counted_once(self, fetched, tmp_path):
        told, _code = fetched("71486ned")

        assert told["file"] == "households.csv"
        assert [row["households"] for row in lines(tmp_path / "out" / "households.csv")] == [
            "90",
            "90",
        ]

    def test_are_told_in_words(self, catalog, tmp_path):
        words, _code = forecast(
            "import-cbs", "--online", "--table", "37259eng", "--out", str(tmp_path / "out"),
            "--catalog", catalog.address,
        )  # fmt: skip

        assert "Opgehaald: tabel 37259eng (Population dynamics); 4 regels." in words


BY_HAND = "woonregie forecast import-cbs 37259eng.csv --out MAP"


class TestWhatGoesWrong:
    def test_no_connection(self, tmp_path):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
        words, code = forecast(
            "import-cbs", "--online", "--table", "37259eng", "--out", str(tmp_path / "out"),
            "--catalog", nobody,
        )  # fmt: skip

        assert code == 2
        assert "niet bereiken" in words
        assert BY_HAND in words
        assert not (tmp_path / "out").exists()

    def test_no_answer_in_time(self, fetched, catalog):
        catalog.seconds = 0.5

        told, code = fetched("37259eng", "--timeout", "0.1")

        assert (code, told["error"]["code"]) == (2, "statline_unreachable")
        assert "niet binnen 0.1 seconden" in told["error"]["text"]
        assert BY_HAND in told["error"]["text"]

    @pytest.mark.parametrize(
        ("status", "why"), [(404, "kent tabel 37259eng niet"), (503, "nu niet (fout 503)")]
    )
    def test_a_refusal(self, fetched, catalog, status, why):
        catalog.status = status

        told, code = fetched("37259eng")

        assert (code, told["error"]["fields"]["status"]) == (2, status)
        assert why in told["error"]["text"]
        assert BY_HAND in told["error"]["text"]

    @pytest.mark.parametrize("body", [b"<html>onderhoud</html>", b'{"error": 1}', b"[]"])
    def test_an_answer_that_is_no_table(self, fetched, catalog, body):
        catalog.body = body

        told, code = fetched("37259eng")

        assert code == 2
        assert "geen tabel van StatLine" in told["error"]["text"]

    def test_a_column_that_went(self, fetched, catalog):
        table = catalog.tables["37259eng"]
        table["DataProperties"] = [
            row for row in table["DataProperties"] if row["Key"] != "Deaths_5"
        ]

        told, _code = fetched("37259eng")

        assert "Deaths_5 staat er niet meer in" in told["error"]["text"]

    def test_a_division_that_came(self, fetched, catalog):
        catalog.tables["71486ned"]["DataProperties"] += [{"Key": "Herkomst", "Type": "Dimension"}]

        told, _code = fetched("71486ned")

        assert "nu ook verdeeld naar Herkomst" in told["error"]["text"]

    def test_a_division_that_went_and_told_nothing(self, fetched, catalog):
        table = catalog.tables["03759ned"]
        for name in ("DataProperties", "UntypedDataSet"):
            table[name] = [
                {key: value for key, value in row.items() if key != "BurgerlijkeStaat"}
                for row in table[name]
                if row.get("Key") != "BurgerlijkeStaat"
                and row.get("BurgerlijkeStaat") != "1010   "
            ]

        _told, code = fetched("03759ned", "--periods", "2020")

        assert code == 0

    @pytest.mark.parametrize(
        ("table", "more", "why"),
        [
            ("85644NED", [], "lezen wij niet. Wij lezen: 03759ned"),
            ("37259eng", ["--periods", "1830"], "staat geen 1830JJ00 (Periods)"),
            ("37259eng", ["--periods", "2021"], "heeft niets voor deze jaren"),
            ("37259eng", ["--periods", "vorig jaar"], "niet te lezen"),
            ("37259eng", ["--periods", "2024-2019"], "niet te lezen"),
            ("37259eng", ["--regions", "GM9999"], "staat geen GM9999"),
            ("37259eng", ["--regions", ",".join(["GM0193"] * 41)], "hoogstens 40 gemeenten"),
            ("37259eng", ["--catalog", "opendata"], "adres van de catalogus voluit"),
            ("37259eng", ["--timeout", "0"], "minstens een seconde"),
        ],
    )
    def test_what_cannot_be_asked(self, fetched, table, more, why):
        told, code = fetched(table, *more)

        assert code == 2
        assert why in told["error"]["text"]

    def test_a_file_beside_it(self, tmp_path):
        words, code = forecast("import-cbs", "weg.csv", "--online", "--out", str(tmp_path))

        assert code == 2
        assert "Zeg met --table" in words

    def test_a_table_that_is_there_already(self, fetched):
        fetched("37259eng")

        told, code = fetched("37259eng")

        assert code == 2
        assert "lege map" in told["error"]["text"]
