"""Lists as municipalities make them: any heading, any words, with titles, totals and notes."""

import csv
from pathlib import Path
from uuid import UUID

import pytest
import shapely

from woonregie.foundation.intake.delivery import lines_of, read_file
from woonregie.foundation.intake.opening import open_file
from woonregie.foundation.intake.schema import schema_named
from woonregie.subjects.plans.formats import FileRefusedError, UndecidedError, own, read_meanings
from woonregie.subjects.plans.formats.own.headings import counted
from woonregie.subjects.plans.formats.places import Place, Places
from woonregie.subjects.plans.meanings import Meanings
from woonregie.subjects.plans.models import PlanningStatus
from woonregie.subjects.plans.tests.lists import (
    KAMPEN,
    RAALTE,
    SQUARE,
    Formula,
    context,
    geopackage,
    issues_of,
    lines,
    read,
    refusal,
    sheet,
    text_file,
)
from woonregie.subjects.plans.values import Cell

EIB = Path(__file__).parents[6] / "shared" / "data" / "plans" / "eib_2020" / "eib_plannen_2020.csv"
HEINO = UUID(int=1771)
NUMBERED = ("Nr", "Kern", "Plan", "Stand van zaken planologie")
BEHIND = ("Te slopen", "Opmerkingen")
REEVE = ("Reeve", "Uitbreiding", "In uitvoering")
STATION = ("Stationskwartier", "Transformatie", "Haalbaarheid")
IN_2026 = {"reference_year": 2026}


def build(first=None, last=None):
    """Return the cell of homes to build in years, or without a year."""
    return Cell("build", "total", "", first, None if last is None else last + 1)


def demolition(year=None):
    return Cell("demolition", "total", "", year, None if year is None else year + 1)


def cells(result):
    """Return what each plan counts, by name."""
    return {row.values.name: dict(row.cells) for row in result.rows}


def asked_in(path, **known):
    """Return what is asked about a list: headings of columns, and words."""
    with pytest.raises(UndecidedError) as told:
        read(path, known=context(**IN_2026, **known))
    asked = told.value.asked
    return [item.heading for item in asked.open_columns], [item.written for item in asked.words]


@pytest.fixture
def of_raalte(tmp_path):
    """Return a workbook with a title, years below a merged heading, totals and notes."""
    return sheet(
        tmp_path / "raalte.xlsx",
        [
            ["Woningbouwplannen gemeente Raalte"],
            ["stand 1 januari 2026"],
            [],
            [*NUMBERED, "Aantal woningen", None, None, None, "Waarvan sociale huur", *BEHIND],
            [None, None, None, None, 2026, 2027, "2028-2030", "later"],
            [1, "Raalte", "Franciscushof", "Onherroepelijk", 20, 30, 50, None, 25],
            [None, "Subtotaal kern Raalte", None, None, 20, 30, 50, None, 25],
            [2, "Heino", "Molenhof", "In procedure", None, 12, None, 8, 6, -4, "Sloop school"],
            ["Totaal", None, None, None, 20, 42, 50, 8, 31, -4],
            [],
            ["* aantallen zijn bruto; bron: grondbedrijf"],
        ],
    )


class TestListOfRaalte:
    def test_is_read_without_a_question(self, of_raalte):
        known = context(
            municipality_id=RAALTE,
            settlements={(RAALTE, "raalte"): RAALTE, (RAALTE, "heino"): HEINO},
            **IN_2026,
        )

        result = read(of_raalte, known=known)

        social = Cell("build", "price", "rent_social", None, None)
        assert cells(result) == {
            "Franciscushof": {
                build(2026, 2026): 20,
                build(2027, 2027): 30,
                build(2028, 2030): 50,
                social: 25,
            },
            "Molenhof": {build(2027, 2027): 12, build(): 8, social: 6, demolition(): 4},
        }
        first, second = (row.values for row in result.rows)
        assert (first.planning_status, second.planning_status) == ("1A", "3")
        assert (first.settlement_id, second.settlement_id) == (RAALTE, HEINO)
        assert second.note == "Sloop school"

    def test_tells_totals_and_notes_from_plans(self, of_raalte):
        result = read(of_raalte, known=context(municipality_id=RAALTE, **IN_2026))

        assert [row for row, *_about in issues_of(result, "totals_row")] == [7, 9]
        assert [row for row, *_about in issues_of(result, "note_row")] == [11]
        assert result.skipped == 3

    def test_names_a_cell_by_the_senders_own_heading(self, of_raalte):
        result = read(of_raalte, known=context(municipality_id=KAMPEN, **IN_2026))

        assert issues_of(result, "unknown_settlement") == [
            (6, "Kern", "Raalte", "warning"),
            (8, "Kern", "Heino", "warning"),
        ]

    def test_is_known_again_by_the_senders_number(self, of_raalte):
        result = read(of_raalte, known=context(municipality_id=RAALTE, **IN_2026))

        assert [row.key for row in result.rows] == [f"{RAALTE}:1", f"{RAALTE}:2"]


@pytest.fixture
def of_kampen(tmp_path):
    """Return a csv with one total per plan, a year of delivery, and other words for status."""
    return text_file(
        tmp_path / "kampen.csv",
        lines(
            [
                "Projectnaam",
                "Locatie type",
                "Fase",
                "Hard/zacht",
                "Totaal aantal woningen",
                "Al opgeleverd",
                "Verwachte oplevering",
                "Contactpersoon",
                "EGW",
                "App.",
                "Koop (< 405.000)",
            ],
            [*REEVE, "hard", 600, 100, "2027-2032", "J. de Boer", 400, 100, 150],
            [*STATION, "zacht", 120, 0, "n.n.b.", "K. Smit", 0, 120, 30],
            ["Havenkade", "Inbreiding", "Initiatief", "zacht", 40, "", "Q3 2029", "", "", 40, ""],
        ),
        encoding="cp1252",
    )


class TestListOfKampen:
    def test_asks_only_what_its_words_mean(self, of_kampen):
        columns, words = asked_in(of_kampen)

        assert (columns, words) == (["Totaal aantal woningen"], ["zacht", "hard"])

    def test_is_read_by_the_answers(self, of_kampen):
        told = read_meanings(
            {
                "columns": {"Totaal aantal woningen": "planomvang"},
                "words": {"planologische status": {"hard": "1A", "zacht": "4A"}},
            }
        )

        result = read(of_kampen, known=context(municipality_id=KAMPEN, meanings=told, **IN_2026))

        assert {name: found for name, found in cells(result).items() if name != "Reeve"} == {
            "Stationskwartier": {
                build(): 120,
                Cell("build", "type", "apartment", None, None): 120,
                Cell("build", "price", "owner_affordable", None, None): 30,
            },
            "Havenkade": {
                build(2029, 2029): 40,
                Cell("build", "type", "apartment", None, None): 40,
            },
        }
        # 600 in all, 100 of them built.
        assert cells(result)["Reeve"][build(2027, 2032)] == 500
        first = result.rows[0].values
        assert (first.planning_status, first.project_phase, first.location_kind) == (
            "1A",
            "5",
            "expansion",
        )

    def test_never_reads_who_the_contact_is(self, of_kampen):
        found = own.asked_of(open_file(of_kampen, of_kampen.name), context(**IN_2026))

        assert found is not None
        assert "Contactpersoon" not in {item.heading for item in found[0].columns}
        assert "de Boer" not in str(found[0].as_json())


@pytest.fixture
def of_the_region(tmp_path):
    """Return a workbook with a municipality as a heading above its plans, and groups of years."""
    return sheet(
        tmp_path / "regio.xlsx",
        [
            ["Plan", "Status", "Nieuwbouw", None, "Sloop", None, "Totaal 2026-2027"],
            [None, None, "2026", "2027", "2026", "2027", None],
            ["Zwolle"],
            ["Stadshagen", "1A", 100, 50, 0, 10, 150],
            ["Totaal Zwolle", None, 100, 50, 0, 10, 150],
            ["Gemeente Kampen"],
            ["Reeve", "2A", 60, None, 5, None, 60],
            ["Plan", "Status", "2026", "2027"],
            ["Havenkade", "3", None, 40, None, None, 40],
            [None, None, 160, 90, 5, 10, 250],
        ],
    )


class TestListOfSeveralMunicipalities:
    def test_knows_a_plans_municipality_from_the_row_above(self, of_the_region):
        result = read(of_the_region, known=context(**IN_2026))

        found = [(row.values.name, row.municipality_id) for row in result.rows]
        assert found == [
            ("Stadshagen", UUID(int=193)),
            ("Reeve", KAMPEN),
            ("Havenkade", KAMPEN),
        ]

    def test_tells_the_years_of_one_group_from_those_of_another(self, of_the_region):
        result = read(of_the_region, known=context(**IN_2026))

        assert cells(result)["Stadshagen"] == {
            build(2026, 2026): 100,
            build(2027, 2027): 50,
            demolition(2027): 10,
        }

    def test_does_not_count_a_total_of_years_beside_the_years(self, of_the_region):
        result = read(of_the_region, known=context(**IN_2026))

        [total] = [item for item in result.columns if item["heading"].endswith("Totaal 2026-2027")]
        assert (total["field"], total["doubt"]) == ("", "")

    def test_takes_a_row_of_sums_without_a_name_for_a_total(self, of_the_region):
        result = read(of_the_region, known=context(**IN_2026))

        assert [row for row, *_about in issues_of(result, "totals_row")] == [5, 10]
        assert not issues_of(result, "no_name")


# ------------------------------------------------------------------ headings
class TestHeading:
    @pytest.mark.parametrize(
        ("heading", "field"),
        [
            ("2026", "bouw 2026"),
            ("'27", "bouw 2027"),
            ("Oplevering 2027", "bouw 2027"),
            ("Aantal woningen 2026-'30", "bouw 2026-2030"),
            ("t/m 2030", "bouw t/m 2030"),
            ("2036 en later", "bouw vanaf 2036"),
            ("na 2035", "bouw vanaf 2036"),
            ("Nog niet gepland", "bouw zonder jaar"),
            ("EGW", "grondgebonden"),
            ("MGW 2028", "appartement 2028"),
            ("koop <= 355.000", "betaalbare koop"),
            ("Koop vanaf € 405.000", "dure koop"),
            ("Huur middenduur", "middenhuur"),
            ("Te slopen (x 10)", "totaal sloop"),
            ("Gerealiseerd", "gerealiseerd"),
            ("Opgeleverd in 2024", ""),
            ("Netto", "netto"),
            ("Planomvang", "planomvang"),
            ("Restcapaciteit", "totaal bouw"),
        ],
    )
    def test_counts_what_it_says(self, heading, field):
        found = counted(heading)

        assert found is not None
        assert found.field == field

    @pytest.mark.parametrize(
        "heading",
        [
            "Wethouder",
            "Datum raadsbesluit 2024",
            "Start bouw 2027",
            "Woningtype",
            "Fase 2",
            "Jaar",
        ],
    )
    def test_of_something_else_counts_nothing(self, heading):
        assert counted(heading) is None

    def test_of_ten_thousand_signs_is_answered(self, tmp_path):
        heading = ["Plan", "Status", "Aantal woningen " + "heel veel " * 1000]
        path = text_file(tmp_path / "lang.csv", lines(heading, ["Reeve", "1A", 600]))

        columns, _words = asked_in(path)

        assert [len(name) for name in columns] == [200]

    def test_with_a_formula_is_text(self, tmp_path):
        heading = ["Plan", "Status", "=HYPERLINK(1)"]
        path = text_file(tmp_path / "formule.csv", lines(heading, ["Reeve", "1A", 600]))

        columns, _words = asked_in(path)

        assert columns == ["=HYPERLINK(1)"]

    def test_that_stands_twice_is_asked_by_its_number(self, tmp_path):
        path = text_file(
            tmp_path / "dubbel.csv",
            lines(["Plan", "Status", "2026", "2026"], ["Reeve", "1A", 60, 40]),
        )

        columns, _words = asked_in(path)

        assert columns == ["2026", "2026 (2)"]


class TestNumbers:
    def test_in_tens_are_multiplied(self, tmp_path):
        path = text_file(
            tmp_path / "tientallen.csv",
            lines(["Plan", "Status", "Bouw 2027 (x 10)"], ["Reeve", "1A", 60]),
        )

        result = read(path, known=context(municipality_id=KAMPEN, **IN_2026))

        assert cells(result) == {"Reeve": {build(2027, 2027): 600}}

    def test_of_an_open_period_begin_in_the_year_of_the_list(self, tmp_path):
        path = text_file(
            tmp_path / "open.csv",
            lines(["Plan", "Status", "t/m 2030", "2031 en later"], ["Reeve", "1A", 60, 40]),
        )

        result = read(path, known=context(municipality_id=KAMPEN, **IN_2026))

        assert cells(result) == {"Reeve": {build(2026, 2030): 60, build(2031, 2050): 40}}

    def test_net_of_demolition_are_made_gross(self, tmp_path):
        path = text_file(
            tmp_path / "netto.csv",
            lines(["Plan", "Status", "Netto", "Sloop"], ["A", "1A", 30, 12]),
        )

        result = read(path, known=context(municipality_id=KAMPEN, **IN_2026))

        assert cells(result) == {"A": {build(): 42, demolition(): 12}}

    def test_that_exceed_their_total_are_an_error(self, tmp_path):
        path = text_file(
            tmp_path / "som.csv",
            lines(["Plan", "Status", "Totaal", "2026", "2027"], ["Reeve", "1A", 90, 60, 40]),
        )

        result = read(path, known=context(municipality_id=KAMPEN, **IN_2026))

        assert issues_of(result, "sum_differs") == [(2, "Totaal", "90 < 100", "error")]

    def test_with_a_failed_formula_are_an_error(self, tmp_path):
        path = sheet(
            tmp_path / "fout.xlsx",
            [["Plan", "Status", "Woningen 2026"], ["Reeve", "1A", Formula("=1/0", "#REF!")]],
        )

        result = read(path, known=context(municipality_id=KAMPEN, **IN_2026))

        assert issues_of(result, "formula_error") == [(2, "Woningen 2026", "#REF!", "error")]

    def test_that_we_do_not_understand_are_asked(self, tmp_path):
        path = text_file(
            tmp_path / "vreemd.csv", lines(["Plan", "Status", "WTYPGGB"], ["Reeve", "1A", 60])
        )

        assert asked_in(path) == (["WTYPGGB"], [])

    def test_that_are_all_zero_are_not_asked(self, tmp_path):
        path = text_file(
            tmp_path / "nul.csv",
            lines(["Plan", "Status", "2026", "Uit"], ["Reeve", "1A", 60, 0]),
        )

        result = read(path, known=context(municipality_id=KAMPEN, **IN_2026))

        assert cells(result) == {"Reeve": {build(2026, 2026): 60}}


class TestAnswers:
    def test_about_a_year_hold_for_other_years(self, tmp_path):
        told = read_meanings({"columns": {"WB-26 in 2026": "bouw 2026"}})
        path = text_file(
            tmp_path / "later.csv", lines(["Plan", "Status", "WB-26 in 2031"], ["A", "1A", 8])
        )

        result = read(path, known=context(municipality_id=KAMPEN, meanings=told, **IN_2026))

        assert cells(result) == {"A": {build(2031, 2031): 8}}

    def test_that_no_longer_fit_what_stands_there_are_asked_again(self, tmp_path):
        path = text_file(
            tmp_path / "anders.csv", lines(["Plan", "Status", "WB"], ["A", "1A", "nog te bepalen"])
        )
        learned = Meanings({"wb": "bouw zonder jaar"})

        assert asked_in(path, meanings=learned) == (["WB"], [])

    def test_for_this_very_list_are_not_asked_again(self, tmp_path):
        path = text_file(
            tmp_path / "anders.csv",
            lines(["Plan", "Status", "WB"], ["Reeve", "1A", "zie kaart"], ["Havenkade", "3", 40]),
        )
        told = read_meanings({"columns": {"WB": "bouw zonder jaar"}})

        result = read(path, known=context(municipality_id=KAMPEN, meanings=told, **IN_2026))

        assert issues_of(result, "not_a_number") == [(2, "WB", "zie kaart", "error")]

    def test_of_two_columns_for_one_field_are_asked(self, tmp_path):
        path = text_file(
            tmp_path / "twee.csv", lines(["Plan", "Locatie", "Status"], ["Reeve", "Zuid", "1A"])
        )

        columns, _words = asked_in(path)

        assert columns == ["Plan", "Locatie"]

    @pytest.mark.parametrize(
        ("told", "why"),
        [
            ([], "columns"),
            ({"columns": {"WB": "wethouder"}}, "wethouder"),
            ({"words": {"naam": {"Reeve": "1A"}}}, "naam"),
            ({"words": {"planologische status": {"hard": "9Z"}}}, "9Z"),
            ({"words": {"planologische status": "1A"}}, "planologische status"),
            ({"columns": {f"kolom {n}": "" for n in range(401)}}, "400"),
        ],
    )
    def test_that_cannot_be_are_refused(self, told, why):
        with pytest.raises(FileRefusedError, match=why) as error:
            read_meanings(told)

        assert error.value.code == "bad_mapping"


class TestWords:
    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ("Onherroepelijk", PlanningStatus.IRREVOCABLE),
            ("1b onherr. + uitwerkingsplicht", PlanningStatus.IRREVOCABLE_ELABORATION),
            ("In procedure", PlanningStatus.IN_PREPARATION),
            ("n.n.b.", PlanningStatus.UNKNOWN),
        ],
    )
    def test_that_everybody_uses_are_known(self, written, code, tmp_path):
        path = text_file(tmp_path / "woord.csv", lines(["Plan", "Planstatus"], ["Reeve", written]))

        result = read(path, known=context(municipality_id=KAMPEN))

        assert [row.values.planning_status for row in result.rows] == [code]

    def test_that_nobody_knows_are_asked_with_what_they_are_like(self, tmp_path):
        path = text_file(
            tmp_path / "woord.csv",
            lines(["Plan", "Fase", "2027"], ["Reeve", "Voorbereidngsfase", 60]),
        )

        with pytest.raises(UndecidedError) as told:
            read(path, known=context(municipality_id=KAMPEN))

        [word] = told.value.asked.words
        assert (word.written, word.code) == ("Voorbereidngsfase", "4")


class TestWhereItStands:
    def test_is_found_among_forty_sheets(self, tmp_path):
        others = [(f"Blad {n}", [["iets", n]] * 20) for n in range(39)]
        plans = [["Plan", "Status", "2026"], ["Reeve", "1A", 60]]
        path = sheet(tmp_path / "veel.xlsx", *others, ("Plannen", plans))

        result = read(path, known=context(municipality_id=KAMPEN, **IN_2026))

        assert list(cells(result)) == ["Reeve"]

    def test_on_two_of_forty_sheets_is_refused_and_names_them(self, tmp_path):
        others = [(f"Blad {n}", [["iets", n]] * 20) for n in range(38)]
        plans = [["Plan", "Stand", "Woningen 2026", "Woningen 2027"], ["Reeve", "1A", 60, 40]]
        path = sheet(tmp_path / "veel.xlsx", *others, ("Hard", plans), ("Zacht", plans))

        with pytest.raises(FileRefusedError, match="Hard, Zacht") as told:
            read(path, known=context(municipality_id=KAMPEN, **IN_2026))

        assert told.value.code == "more_lists"

    def test_keeps_the_areas_of_a_geofile(self, tmp_path):
        path = geopackage(
            tmp_path / "vlakken.gpkg", [SQUARE], Plan=["Reeve"], Stand=["1A"], Woningen_2027=[60]
        )

        result = read(path, known=context(municipality_id=KAMPEN, **IN_2026))

        assert shapely.from_wkb(result.rows[0].values.geometry).area == pytest.approx(10_000)

    def test_our_template_with_a_column_of_numbers_of_their_own_loses_nothing(self, tmp_path):
        heading = ["Gemeente", "Naam", "Planologische status", "Bouw 2027", "Oplevering 2028"]
        path = text_file(
            tmp_path / "sjabloon.csv", lines(heading, ["Kampen", "Reeve", "1A", 60, 40])
        )

        result = read(path, known=context(**IN_2026))

        assert cells(result) == {"Reeve": {build(2027, 2027): 60, build(2028, 2028): 40}}

    def test_a_file_without_any_list_is_refused(self, tmp_path):
        path = text_file(tmp_path / "iets.csv", lines(["Naam", "Adres"], ["Jansen", "Dorp 1"]))

        assert refusal(path) == "header_not_found"


class TestSchema:
    def test_is_there_for_whoever_reads_tables(self):
        schema = schema_named("plans")

        assert schema.recognise is not None
        assert schema.recognise("Oplevering 2027").name == "bouw 2027"
        assert [field.name for field in schema.fields if field.needed] == ["naam"]

    def test_gives_the_years_that_only_a_heading_names(self, tmp_path):
        path = text_file(
            tmp_path / "jaren.csv", lines(["Plan", "Status", "2026", "later"], ["A", "1A", 8, 3])
        )

        _table, told = read_file(path, schema_named("plans"))
        head, row = lines_of(told, schema_named("plans"))

        found = dict(zip(head, row, strict=True))
        assert (found["naam"], found["bouw 2026"], found["bouw zonder jaar"]) == ("A", "8", "3")


# ------------------------------------------------------------------ the public file
@pytest.mark.skipif(not EIB.exists(), reason="the public plan file is not beside the project")
class TestPublicFile:
    """The list that has a drawer of its own, read as the list of anybody."""

    TOLD = {
        "columns": {
            "OPLONB": "bouw zonder jaar",
            "WTYPGGB": "grondgebonden",
            "WTYPAPP": "appartement",
            "OBJECTID": "eigen sleutel",
            **dict.fromkeys(("OBJECTID_1", "WTYPONB", "HRKPONB", "PSlegenda"), ""),
        },
        "words": {"planologische status": {"1B onhr + uitwerkingsplicht": "1B"}},
    }

    @pytest.fixture
    def known(self):
        with EIB.open(encoding="utf-8-sig", newline="") as stream:
            names = sorted({row["Gem_naam"] for row in csv.DictReader(stream)})
        places = [Place(UUID(int=at), f"GM{at:04d}", name) for at, name in enumerate(names, 1)]
        return {"places": Places(places), "reference_year": 2020}

    def test_gives_the_same_plans(self, known):
        drawer = read(EIB, known=context(**known), format_name="eib")
        told = read_meanings(self.TOLD)

        anybody = read(EIB, known=context(meanings=told, **known), format_name="own")

        def plain(result):
            return [
                (
                    row.municipality_id,
                    row.values.name,
                    row.values.planning_status,
                    row.values.location_kind,
                    row.values.x,
                    dict(row.cells),
                )
                for row in result.rows
            ]

        assert len(anybody.rows) == 2207
        assert plain(anybody) == plain(drawer)
