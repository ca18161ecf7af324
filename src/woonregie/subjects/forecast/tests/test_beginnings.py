"""A folder of counted tables from which a forecast begins, and what is refused."""

import json
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command

from woonregie.engines.household import Position, Scenario, calibrated, project
from woonregie.subjects.forecast.errors import FolderError, UnreadableCellsError
from woonregie.subjects.forecast.formats.past import adds_to_folder, write_past
from woonregie.subjects.forecast.formats.tables import ASSUMED, assumptions, read_beginning

PEOPLE = {"Raalte": 37_000, "Zwolle": 128_000, "Kampen": 54_000, "elders": 800_000}
COMPONENTS = (
    Path(__file__).parents[6] / "shared/data/demography/nl_population_components_2012_2023.csv"
)
EVENTS = ["births", "deaths", "immigration", "emigration", "departures", "arrivals"]
COUNTED = {
    "Raalte": (340, 320, 110, 70, 1100, 1130),
    "Zwolle": (1480, 960, 900, 700, 5650, 6000),
    "Kampen": (650, 400, 200, 150, 1440, 1700),
    "elders": (8000, 7400, 9000, 6500, 7000, 6360),
}
YEARS = (2018, 2019, 2020)


def people_of(years=YEARS):
    return [
        "region,year,sex,age,population",
        *(f"{name},{year},total,total,{n}" for name, n in PEOPLE.items() for year in years),
    ]


def events_of(years=YEARS[:-1], changed=None):
    rows = COUNTED | (changed or {})
    return [
        ",".join(["region", "year", *EVENTS]),
        *(
            ",".join(map(str, [name, year, *numbers]))
            for name, numbers in rows.items()
            for year in years
        ),
    ]


@pytest.fixture
def folder(tmp_path):
    """Return a folder of some tables; each is a list of lines."""

    def made(**tables):
        given = {"population": people_of(), "components": events_of(), **tables}
        for name, lines in given.items():
            if lines:
                (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n")
        return tmp_path

    return made


@pytest.fixture(scope="module")
def priors():
    return assumptions()[1]


@pytest.fixture
def forecast():
    """Run `woonregie forecast`; return what it printed, its exit code and its complaint."""

    def ran(*asked):
        out, err, code = StringIO(), StringIO(), 0
        try:
            call_command("forecast", *map(str, asked), stdout=out, stderr=err)
        except SystemExit as ended:
            code = ended.code
        return out.getvalue(), code, err.getvalue()

    return ran


class TestReadBeginning:
    def test_takes_totals_and_components(self, folder, priors):
        found = read_beginning(folder(), priors)

        assert found.counted.regions == ("Kampen", "Raalte", "Zwolle", "elders")
        assert (found.counted.year, found.counted.window) == (2020, (2018, 2019))
        assert found.counted.people.tolist() == [54_000, 37_000, 128_000, 800_000]
        assert found.counted.births[:, 1].tolist() == [340, 340]
        assert found.zones == ()

    def test_begins_earlier_when_asked_and_counts_fewer_years(self, folder, priors):
        found = read_beginning(folder(), priors, year=2019)

        assert (found.counted.year, found.counted.window) == (2019, (2018,))

    def test_knows_a_zone_by_its_empty_moves(self, folder, priors):
        blank = {"elders": (8000, 7400, 9000, 6500, "", "")}

        found = read_beginning(folder(components=events_of(changed=blank)), priors)

        assert found.zones == ("elders",)
        assert np.isnan(found.counted.departures[:, 3]).all()

    def test_divides_sexes_and_the_oldest_as_the_country_does(self, folder, priors):
        lines = ["region,year,sex,age,population"]
        lines += [f"Raalte,2020,total,{age},400" for age in range(98)]
        lines += ["Raalte,2020,total,98+,30"]

        found = read_beginning(folder(population=lines, components=[]), priors)

        people = found.counted.people
        assert people.shape == (1, 2, 101)
        assert people[0, :, 40].sum() == pytest.approx(400)
        assert people[0, :, 98:].sum() == pytest.approx(30)
        # Of the oldest most are women.
        assert people[0, 1, 99] > people[0, 0, 99]
        assert any("98 jaar en ouder" in note for note in found.notes)

    def test_takes_positions_households_dwellings_moves_and_places(self, folder, priors):
        groups = ["region,year,age,child,alone,couple,couple_with_children,lone_parent,other"]
        for name, n in PEOPLE.items():
            part = n // 20
            groups += [f"{name},2020,{age},{part},,,,,0" for age in range(0, 20, 5)]
            groups += [
                f"{name},2020,{age},0,{part // 4},{part // 2},{part // 8},{part // 8},0"
                for age in range(20, 100, 5)
            ]
        counts = [f"{name},2020,{n // 2}" for name, n in PEOPLE.items()]
        places = [
            "region,x,y",
            *(f"{name},{200_000 + 10_000 * at},500000" for at, name in enumerate(PEOPLE)),
        ]

        found = read_beginning(
            folder(
                positions=groups,
                households=["region,year,households", *counts],
                dwellings=["region,year,dwellings", *counts],
                flows=[
                    "origin,destination,year,sex,age,moves",
                    "Raalte,Zwolle,2019,total,total,300",
                    "Raalte,Zwolle,2012,total,total,999",
                ],
                places=places,
            ),
            priors,
        ).counted

        raalte, zwolle = (found.regions.index(name) for name in ("Raalte", "Zwolle"))
        assert found.positions[raalte, 0, Position.CHILD] == 1850
        assert found.positions[raalte, 10, Position.COUPLE] == 925
        assert found.households[raalte] == found.stock[raalte] == 18_500
        assert found.moves[:, raalte, zwolle].tolist() == [300]
        # 10 minutes, and 10 kilometres.
        assert found.minutes[raalte, zwolle] == pytest.approx(20)

    @pytest.mark.parametrize(
        ("tables", "why"),
        [
            ({"population": people_of((2018, 2020))}, "2019 ontbreekt"),
            ({"components": events_of((2016, 2018, 2019))}, "ontbreekt het jaar 2017"),
            (
                {"components": events_of(changed={"Zwolle": (1, 1, 1, 1, 9000, 1)})},
                "hoort gelijk te zijn",
            ),
            (
                {
                    "positions": [
                        "region,year,age,child,alone,couple,couple_with_children,"
                        "lone_parent,other",
                        "Hattem,2020,0,5,0,0,0,0,0",
                    ]
                },
                "Tel haar cijfers dan bij haar opvolger op",
            ),
            ({"places": ["region,x,y", "Raalte,1,1"]}, "ontbreekt de plaats van Kampen"),
        ],
    )
    def test_refuses_tables_in_words(self, folder, priors, tables, why):
        with pytest.raises(FolderError, match=why):
            read_beginning(folder(**tables), priors)

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ((-1, 0, 0, 0, 0, 0), "niet onder nul"),
            ((1.5, 0, 0, 0, 0, 0), "hele aantallen"),
            (("veel", 0, 0, 0, 0, 0), "geen getal"),
        ],
    )
    def test_refuses_cells_in_words(self, folder, priors, changed, why):
        with pytest.raises(UnreadableCellsError, match=why):
            read_beginning(folder(components=events_of(changed={"Raalte": changed})), priors)

    def test_refuses_a_year_that_was_not_counted(self, folder, priors):
        with pytest.raises(FolderError, match="staat geen 2031"):
            read_beginning(folder(), priors, year=2031)

    def test_takes_signs_of_the_office_as_not_counted(self, folder, priors):
        unknown = {"Raalte": (".", "-", "x", "       .", 1100, 1130)}

        found = read_beginning(folder(components=events_of(changed=unknown)), priors)

        result = calibrated(found.counted, priors)
        assert np.isnan(found.counted.births[:, 1]).all()
        assert "not_counted" in {note.code for note in result.notes}


class TestCommand:
    def test_project_gives_figures_and_what_was_missing(self, folder, forecast):
        out, code, _err = forecast("project", "--data", folder(), "--years", 3, "--format", "json")

        answer = json.loads(out)
        assert code == 0
        assert answer["years"] == [2020, 2021, 2022, 2023]
        assert answer["measures"]["population"][0] == [54_000, 37_000, 128_000, 800_000]
        assert any("Leeftijden zijn niet geteld" in note for note in answer["notes"])
        assert answer["alarms"] == []

    def test_project_says_it_in_words(self, folder, forecast):
        out, code, _err = forecast("project", "--data", folder(), "--years", 1)

        assert code == 0
        assert "Prognose van 2020 tot 2021" in out
        assert "- Huishoudens zijn niet geteld" in out

    def test_project_marks_levers_that_are_not_plausible(self, folder, forecast):
        asked = ("project", "--data", folder(), "--years", 1, "--format", "json")

        usual, _code, _err = forecast(*asked)
        out, _code, _err = forecast(*asked, "--lever", "immigration=200")

        answer = json.loads(out)
        assert "aannemelijk" in answer["warnings"][0]
        assert answer["baseline"] == json.loads(usual)["baseline"]
        assert (
            answer["measures"]["population"][1][2]
            > json.loads(usual)["measures"]["population"][1][2] + 500
        )

    def test_project_writes_a_row_for_each_figure(self, folder, forecast, tmp_path):
        place = tmp_path / "uitkomst.csv"

        _out, code, _err = forecast("project", "--data", folder(), "--years", 1, "--out", place)

        lines = place.read_text().splitlines()
        assert code == 0
        assert lines[0] == "region,year,measure,quantile,value"
        assert lines[1] == "Kampen,2020,population,,54000.0"
        # 5 measures, 2 years, 4 regions.
        assert len(lines) == 1 + 40

    def test_simulate_gives_quantiles_that_are_the_same_again(self, folder, forecast):
        asked = ("simulate", "--data", folder(), "--years", 2, "--trajectories", 8)

        out, code, _err = forecast(*asked, "--format", "json", "--seed", 3)
        again, _code, _err = forecast(*asked, "--format", "json", "--seed", 3)
        words, _code, _err = forecast(*asked)

        answer = json.loads(out)
        assert code == 0
        assert out == again
        low, high = (answer["measures"]["households"][share][-1] for share in ("10", "90"))
        assert all(one < other for one, other in zip(low, high, strict=True))
        assert "8 doorrekeningen tot 2022" in words

    @pytest.mark.parametrize(
        ("asked", "why"),
        [
            ((), "met --data welke map"),
            (("--lever", "geluk=3"), "knoppen zijn"),
            (("--lever", "lam=vijf"), "is geen getal"),
            (("--years", "400"), "tussen 1 en 100"),
            (("--window", "0"), "1 tot en met 15"),
            (("--out", "uitkomst.xlsx"), "op .csv, .parquet, .json eindigt"),
            (("--out", "weg/uitkomst.csv"), "De map weg is er niet"),
            (("--scenario", "Trend"), "hoort bij --region"),
            (("--account", "a@b.nl"), "hoort bij --region"),
            (("--assumed", "weg.csv"), "is er niet"),
        ],
    )
    def test_refuses_in_words(self, folder, forecast, asked, why):
        data = ("--data", folder()) if asked else ()

        _out, code, err = forecast("project", *data, "--years", 1, *asked)

        assert code == 2
        assert why in err

    @pytest.mark.parametrize(
        ("asked", "why"),
        [
            (("--seed", "-1"), "het getal van --seed"),
            (("--trajectories", "0"), "1 tot en met 100.000 doorrekeningen"),
            (("--workers", "-1"), "--workers"),
        ],
    )
    def test_simulate_says_which_number_cannot_be(self, folder, forecast, asked, why):
        _out, code, err = forecast("simulate", "--data", folder(), "--years", 1, *asked)

        assert code == 2
        assert why in err

    def test_project_needs_no_chances(self, folder, forecast, tmp_path):
        path = tmp_path / "aannamen.csv"
        path.write_text(ASSUMED.read_text().replace("chance/leaving,0.039,", "chance/leaving,-1,"))
        asked = ("--data", folder(), "--years", 1, "--assumed", path)

        _out, code, _err = forecast("project", *asked)
        _out, other, err = forecast("simulate", *asked, "--trajectories", 2)

        assert (code, other) == (0, 2)
        assert "aannamen.csv kan niet" in err

    def test_leaves_a_file_that_is_there_alone(self, folder, forecast, tmp_path):
        place = tmp_path / "uitkomst.csv"
        place.write_text("van iemand")

        _out, code, err = forecast("project", "--data", folder(), "--years", 1, "--out", place)

        assert (code, place.read_text()) == (2, "van iemand")
        assert "is er al" in err


class TestWholeCountry:
    def test_meets_the_components_of_all_dutch_municipalities(self, dutch, priors):
        found = read_beginning(dutch, priors, year=2020)

        base = calibrated(found.counted, priors).baseline
        ledger = project(base, Scenario(), years=1).ledger
        large = found.counted.people > 20_000
        # Of 355 municipalities of 2020 five had another border a year later.
        assert len(base.regions) == 350
        for name in EVENTS:
            counted = found.counted.events(name)
            made = getattr(ledger, name)[0]
            # One year later than the middle of the window: people moved on, rates did not.
            assert made.sum() == pytest.approx(np.nansum(counted), rel=0.06)
            off = np.abs(made / counted - 1)[large & np.isfinite(counted)]
            assert np.median(off) < 0.05

    def test_meets_the_positions_and_households_of_2020(self, dutch, priors):
        found = read_beginning(dutch, priors, year=2020)

        base = calibrated(found.counted, priors).baseline

        made = project(base, Scenario(), years=1).households[0]
        counted = found.counted.households
        off = np.abs(made / counted - 1)
        # Positions stand for people of the same day; all people count, those inside too.
        assert (off < 0.005).mean() >= 0.95


class TestImportCbs:
    POSITIONS = (
        "Geslacht;Leeftijd;RegioS;Perioden;TotaalInParticuliereHuishoudens_2;ThuiswonendKind_3;"
        "Alleenstaand_4;PartnerInNietGehuwdPaarZonderKi_6;PartnerInGehuwdPaarZonderKinderen_7;"
        "PartnerInNietGehuwdPaarMetKinderen_8;PartnerInGehuwdPaarMetKinderen_9;"
        "OuderInEenouderhuishouden_10;OverigLidHuishouden_11"
    )
    HOUSEHOLDS = (
        "Perioden;Regio's;"
        "Particuliere huishoudens: samenstelling/Totaal particuliere huishoudens (aantal)"
    )

    def table(self, path, *lines):
        path.write_text("\n".join(lines) + "\n")
        return path

    def test_adds_positions_and_keeps_to_the_people_of_the_folder(self, tmp_path, forecast):
        self.table(
            tmp_path / "population.csv",
            "region,year,sex,age,population",
            "GM0193,2020,total,total,9",
        )
        table = self.table(
            tmp_path / "71488.csv",
            self.POSITIONS,
            "T001038;30 - 35 jaar;GM0193;2020JJ00;100;5;20;10;15;10;30;6;4",
            "T001038;30 - 35 jaar;GM0177;2020JJ00;100;5;20;10;15;10;30;6;4",
            "T001038;0 - 5 jaar;GM0193;2020JJ00;7;7;;;;;;;",
        )

        out, code, _err = forecast("import-cbs", table, "--out", tmp_path, "--format", "json")

        assert code == 0
        assert json.loads(out)["left_out"] == ["GM0177"]
        assert (tmp_path / "positions.csv").read_text().splitlines() == [
            "region,year,age,child,alone,couple,couple_with_children,lone_parent,other",
            "GM0193,2020,0,7,0,0,0,0,0",
            "GM0193,2020,30,5,20,25,40,6,4",
        ]

    def test_knows_households_by_the_name_of_that_year(self, tmp_path, forecast):
        table = self.table(
            tmp_path / "71486.csv",
            self.HOUSEHOLDS,
            "2020;Bergen (L.);5800",
            "2020;Utrecht (gemeente);178000",
            "2020;Nergenshuizen;12",
        )

        words, code, _err = forecast("import-cbs", table, "--out", tmp_path / "land")

        assert code == 0
        assert "2 gemeenten, 2020" in words
        assert words.strip().endswith(": 1.")
        assert (tmp_path / "land" / "households.csv").read_text().splitlines()[1:] == [
            "GM0344,2020,178000",
            "GM0893,2020,5800",
        ]

    def test_overwrites_nothing(self, tmp_path, forecast):
        table = self.table(tmp_path / "71486.csv", self.HOUSEHOLDS, "2020;Utrecht;178000")
        forecast("import-cbs", table, "--out", tmp_path)

        _out, code, err = forecast("import-cbs", table, "--out", tmp_path)

        assert code == 2
        assert "staat al een households.csv" in err


@pytest.fixture(scope="module")
def dutch(tmp_path_factory):
    """Return a folder of the components of all Dutch municipalities, where they are at hand."""
    if not COMPONENTS.is_file():
        pytest.skip("the CBS tables of ../shared/data are not on this machine: NOT checked")
    place = tmp_path_factory.mktemp("land")
    write_past(COMPONENTS, place)
    for name in ("nl_household_positions_2020.csv", "nl_households_2020.csv"):
        adds_to_folder(COMPONENTS.parent / name)(COMPONENTS.parent / name, place)
    return place
