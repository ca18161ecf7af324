"""Reading files: what is recognised, and what each cell that cannot be read says."""

from decimal import Decimal

import pytest

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.region.models import Municipality
from woonregie.subjects.forecast.errors import (
    ForecastError,
    UnreadableCellsError,
    UnreadableFileError,
)
from woonregie.subjects.forecast.formats import read_figures, refuse_issues
from woonregie.subjects.forecast.models import Measure
from woonregie.subjects.forecast.tests.factories import HEADER, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    return tmp_path / "prognose.csv"


def found_in(file, *rows, kind="", **how):
    return read_figures(written(file, *rows, **how), kind=kind)


def said(result):
    return [(item.row, item.column, item.value, item.code) for item in result.issues]


class TestOwnLayout:
    def test_reads_households_of_a_municipality(self, file, kampen):
        result = found_in(
            file,
            "GM0166;huishoudens;midden;2026;22217",
            "GM0166;huishoudens;midden;2036;23000,5",
        )

        assert result.format_name == "woonregie"
        assert result.kind == "forecast"
        assert result.issues == []
        assert [
            (item.municipality_id, item.measure, item.scenario, item.year, item.value)
            for item in result.figures
        ] == [
            (kampen.pk, Measure.HOUSEHOLDS, "midden", 2026, Decimal(22217)),
            (kampen.pk, Measure.HOUSEHOLDS, "midden", 2036, Decimal("23000.5")),
        ]

    @pytest.mark.parametrize(
        ("word", "measure"),
        [
            ("huishoudens", Measure.HOUSEHOLDS),
            ("Personen", Measure.PERSONS),
            ("woningvoorraad", Measure.DWELLING_STOCK),
            ("nieuwe woningen", Measure.NEW_DWELLINGS),
            ("onttrokken woningen", Measure.WITHDRAWN_DWELLINGS),
            ("woningtekort", Measure.INITIAL_SHORTAGE),
        ],
    )
    def test_knows_six_measures(self, file, kampen, word, measure):
        result = found_in(file, f"GM0166;{word};midden;2026;100")

        assert [item.measure for item in result.figures] == [measure]

    @pytest.mark.parametrize("name", ["GM0166", "gm0166", "166", "0166", "Kampen", " kampen "])
    def test_knows_a_municipality_by_code_or_name(self, file, kampen, name):
        result = found_in(file, f"{name};huishoudens;midden;2026;100")

        assert [item.municipality_id for item in result.figures] == [kampen.pk]

    def test_takes_columns_in_every_order_with_any_sign_between_them(self, file, kampen):
        for sign in (",", "\t", ";"):
            header = sign.join(["Waarde", "jaar", "scenario", "maat", "gemeente"])
            row = sign.join(["100", "2026", "midden", "huishoudens", "GM0166"])

            result = found_in(file, row, header=header)

            assert [(item.year, item.value) for item in result.figures] == [(2026, 100)]

    def test_passes_over_a_title_above_the_header_and_blank_lines(self, file, kampen):
        file.write_text(
            f"Prognose voor de regio\n\n{HEADER}\nGM0166;huishoudens;midden;2026;100\n;;;;\n"
        )

        result = read_figures(file)

        assert len(result.figures) == 1
        assert result.issues == []

    def test_names_the_line_of_the_file_also_below_a_title(self, file, kampen):
        file.write_text(f"Prognose\n\n{HEADER}\nGM0166;huishoudens;midden;2026;veel\n")

        result = read_figures(file)

        assert [item.row for item in result.issues] == [4]

    def test_an_empty_cell_is_no_figure_and_no_issue(self, file, kampen):
        result = found_in(file, "GM0166;huishoudens;midden;2026;", "GM0166;huishoudens;x;2027;.")

        assert (result.figures, result.issues, result.empty) == ([], [], 2)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    def test_reads_the_encodings_that_spreadsheets_write(self, file, region, encoding, a_source):
        sudwest = Organisation.objects.create(
            kind="municipality", name="Súdwest-Fryslân", slug="sudwest-fryslan"
        )
        place = Municipality.objects.create(
            organisation=sudwest, code="GM1900", province_code="PV21"
        )

        result = found_in(file, "Súdwest-Fryslân;huishoudens;midden;2026;9", encoding=encoding)

        assert [item.municipality_id for item in result.figures] == [place.pk]

    def test_counted_figures_need_no_scenario(self, file, kampen):
        result = found_in(file, "GM0166;huishoudens;;2020;22217", kind="realised")

        assert result.kind == "realised"
        assert result.issues == []
        assert [item.scenario for item in result.figures] == [""]


class TestIssues:
    """Each cell that cannot be read is named with its row, column, value, reason and remedy."""

    @pytest.mark.parametrize(
        ("row", "column", "value", "code"),
        [
            ("GM9999;huishoudens;midden;2026;100", "gemeente", "GM9999", "unknown_municipality"),
            ("Atlantis;huishoudens;midden;2026;1", "gemeente", "Atlantis", "unknown_municipality"),
            ("GM0166;woonwensen;midden;2026;100", "maat", "woonwensen", "unknown_measure"),
            ("GM0166;huishoudens;;2026;100", "scenario", "", "no_scenario"),
            (f"GM0166;huishoudens;{'x' * 41};2026;1", "scenario", "x" * 41, "long_scenario"),
            ("GM0166;huishoudens;midden;3024;100", "jaar", "3024", "year_out_of_range"),
            ("GM0166;huishoudens;midden;1889;100", "jaar", "1889", "year_out_of_range"),
            ("GM0166;huishoudens;midden;26;100", "jaar", "26", "not_a_year"),
            ("GM0166;huishoudens;midden;2020KW01;1", "jaar", "2020KW01", "not_a_year"),
            ("GM0166;huishoudens;midden;2026;veel", "waarde", "veel", "not_a_number"),
            ("GM0166;huishoudens;midden;2026;12 stuks", "waarde", "12 stuks", "not_a_number"),
            ("GM0166;huishoudens;midden;2026;NaN", "waarde", "NaN", "not_a_number"),
            ("GM0166;huishoudens;midden;2026;Infinity", "waarde", "Infinity", "not_a_number"),
            ("GM0166;huishoudens;midden;2026;-inf", "waarde", "-inf", "not_a_number"),
            ("GM0166;huishoudens;midden;2026;1e6", "waarde", "1e6", "not_a_number"),
            ("GM0166;huishoudens;midden;2026;#REF!", "waarde", "#REF!", "not_a_number"),
            ("GM0166;huishoudens;midden;2026;22.217", "waarde", "22.217", "ambiguous_number"),
            ("GM0166;huishoudens;midden;2026;22,217", "waarde", "22,217", "ambiguous_number"),
            ("GM0166;huishoudens;midden;2026;-5", "waarde", "-5", "negative"),
            (
                f"GM0166;huishoudens;midden;2026;1{'0' * 11}",
                "waarde",
                f"1{'0' * 11}",
                "out_of_range",
            ),
            ("GM0166;huishoudens;midden", "", "GM0166 | huishoudens | midden", "short_row"),
        ],
    )
    def test_names_the_cell(self, file, kampen, row, column, value, code):
        result = found_in(file, row)

        assert said(result) == [(2, column, value, code)]
        assert result.figures == []
        assert all(item.reason and item.remedy for item in result.errors)

    def test_names_every_cell_of_a_row_that_is_wrong(self, file, kampen):
        result = found_in(file, "Atlantis;wensen;;3024;veel")

        assert {item.code for item in result.issues} == {
            "unknown_municipality",
            "unknown_measure",
            "no_scenario",
            "year_out_of_range",
            "not_a_number",
        }

    def test_a_double_figure_with_another_value_is_an_error(self, file, kampen):
        result = found_in(
            file, "GM0166;huishoudens;midden;2026;100", "Kampen;huishoudens;Midden;2026;101"
        )

        assert said(result) == [(3, "waarde", "101", "double")]
        assert result.errors

    def test_a_double_figure_with_the_same_value_is_only_a_hint(self, file, kampen):
        result = found_in(
            file, "GM0166;huishoudens;midden;2026;100", "GM0166;huishoudens;midden;2026;100,00"
        )

        assert said(result) == [(3, "waarde", "100,00", "same_twice")]
        assert result.errors == []
        assert len(result.figures) == 1

    def test_a_surplus_at_the_start_is_a_shortage_below_zero(self, file, kampen):
        result = found_in(file, "GM0166;woningtekort;midden;2026;-40")

        assert result.issues == []
        assert [item.value for item in result.figures] == [Decimal(-40)]

    def test_a_figure_of_a_municipality_that_is_gone_for_good_is_a_hint(self, file, kampen):
        kampen.organisation.ends_before = "2024-01-01"
        kampen.organisation.save()

        result = found_in(
            file, "GM0166;huishoudens;midden;2023;10", "GM0166;huishoudens;midden;2024;10"
        )

        assert said(result) == [(3, "gemeente", "GM0166", "gone")]
        assert result.errors == []

    def test_a_figure_of_a_municipality_that_went_up_in_another_is_fine(
        self, file, kampen, zwolle
    ):
        kampen.organisation.ends_before = "2024-01-01"
        kampen.organisation.successor = zwolle.organisation
        kampen.organisation.save()

        result = found_in(file, "GM0166;huishoudens;midden;2030;10")

        assert result.issues == []

    def test_refusing_names_every_cell_and_says_that_nothing_was_kept(self, file, kampen):
        result = found_in(
            file, "GM0166;huishoudens;midden;2026;veel", "GM0166;huishoudens;midden;3024;1"
        )

        with pytest.raises(UnreadableCellsError, match="2 cellen") as caught:
            refuse_issues(result)

        assert [item["row"] for item in caught.value.fields["issues"]] == [2, 3]
        assert set(caught.value.fields["issues"][0]) == {
            "row",
            "column",
            "value",
            "code",
            "severity",
            "reason",
            "remedy",
        }


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("0", "0"),
            ("22217", "22217"),
            ("22 217", "22217"),
            ("22\u00a0217", "22217"),
            ("1.234.567", "1234567"),
            ("1.234,5", "1234.5"),
            ("1,234.5", "1234.5"),
            ("120,5", "120.5"),
            ("120.5", "120.5"),
            ("0,125", "0.13"),
            ("1234.567", "1234.57"),
        ],
    )
    def test_reads_a_number_as_people_write_it(self, file, kampen, text, value):
        header = HEADER.replace(";", "\t")

        result = found_in(
            file, "\t".join(["GM0166", "huishoudens", "midden", "2026", text]), header=header
        )

        assert [item.value for item in result.figures] == [Decimal(value)]


class TestWholeFiles:
    """A file that is no csv of ours is refused as a whole, in words."""

    def test_refuses_a_spreadsheet_and_says_how_to_save_it(self, file):
        file.write_bytes(b"PK\x03\x04 the rest of a workbook")

        with pytest.raises(UnreadableFileError, match="Sla de tabel op als csv"):
            read_figures(file)

    def test_refuses_an_old_workbook(self, file):
        file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)

        with pytest.raises(UnreadableFileError, match="werkblad"):
            read_figures(file)

    @pytest.mark.parametrize("content", [b"%PDF-1.7 verslag", b"gemeente;maat\x00;jaar"])
    def test_refuses_what_is_no_text(self, file, content):
        file.write_bytes(content)

        with pytest.raises(UnreadableFileError, match="geen csv-bestand"):
            read_figures(file)

    @pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
    def test_refuses_an_empty_file(self, file, content):
        file.write_text(content)

        with pytest.raises(UnreadableFileError, match="niets in dit bestand"):
            read_figures(file)

    def test_refuses_a_file_without_our_header_and_says_which_columns(self, file):
        file.write_text("plaats;aantal\nKampen;22217\n")

        with pytest.raises(UnreadableFileError, match="gemeente, maat") as caught:
            read_figures(file)

        assert caught.value.fields["columns"] == ["plaats", "aantal"]

    def test_refuses_a_line_without_end(self, file):
        written(file, f"GM0166;huishoudens;midden;2026;{'9' * 100_001}")

        with pytest.raises(UnreadableFileError, match="ongewoon lang"):
            read_figures(file)

    def test_refuses_a_quotation_mark_that_never_closes(self, file):
        rows = [f"GM0166;huishoudens;midden;{2000 + at};1" for at in range(90)] * 80
        written(file, 'GM0166;"huishoudens;midden;2026;1', *rows)

        with pytest.raises(UnreadableFileError, match="aanhalingsteken"):
            read_figures(file)

    def test_says_when_a_header_has_nothing_below_it(self, file, kampen):
        result = found_in(file)

        assert (result.figures, result.issues) == ([], [])


class TestSummaries:
    def test_counts_per_measure_and_scenario(self, file, kampen, zwolle):
        result = found_in(
            file,
            "GM0166;huishoudens;midden;2026;22000",
            "GM0166;huishoudens;midden;2036;23000",
            "GM0193;huishoudens;midden;2036;65000",
            "GM0166;onttrokken woningen;midden;2026;12",
        )

        first, second = result.summaries()

        assert (first.measure, first.municipalities, first.figures) == ("households", 2, 3)
        assert (first.first_year, first.last_year, first.total) == (2026, 2036, 23000 + 65000)
        assert (second.measure, second.total) == ("withdrawn_dwellings", 12)


STOCK = (
    "ID;Gebruiksfunctie;RegioS;Perioden;BeginstandVoorraad_1;Nieuwbouw_2;"
    "Sloop_4;OverigeOnttrekking_5"
)
COMPONENTS = (
    "ID,Sex,Regions,Periods,PopulationOn1January_1,LiveBornChildren_3,Deaths_5,"
    "TotalArrivals_8,TotalDeparturesIncludingAdministra_12"
)
POSITIONS = "ID;Geslacht;Leeftijd;RegioS;Perioden;TotaalInParticuliereHuishoudens_2"
HOUSEHOLDS = (
    '"Perioden";"Regio\'s";'
    '"Particuliere huishoudens: samenstelling/Totaal particuliere huishoudens (aantal)"'
)


class TestCbsLayouts:
    def test_components_are_persons(self, file, kampen):
        result = found_in(
            file,
            "70,T001038,NL01  ,2020JJ00,17407585,168681,168678,1,1",
            "71,T001038,GM0166,2020JJ00,54319,600,450,2100,1900",
            "72,3000,GM0166,2020JJ00,27000,300,220,1000,900",
            header=COMPONENTS,
        )

        assert (result.format_name, result.kind) == ("cbs-components", "realised")
        assert {item.measure: int(item.value) for item in result.figures} == {
            "persons": 54319,
            "births": 600,
            "deaths": 450,
            "arrivals": 2100,
            "departures": 1900,
        }
        assert result.passed_over == 2
        assert result.issues == []

    def test_positions_are_persons_by_age_and_their_numbers_are_never_read(self, file, kampen):
        result = found_in(
            file,
            "185 - 90 jaar;T001038;85 - 90 jaar;GM0166;2020JJ00;700",
            "15014;T001038;0 - 5 jaar;GM0166;2020JJ00;3000",
            "15035;T001038;0 - 5 jaar;GM0738;2020JJ00;",
            header=POSITIONS,
        )

        assert [(item.measure, item.scenario, int(item.value)) for item in result.figures] == [
            ("persons", "85 - 90 jaar", 700),
            ("persons", "0 - 5 jaar", 3000),
        ]
        assert (result.empty, list(result.without_figures)) == (1, ["GM0738"])
        assert result.issues == []

    def test_households_are_known_by_name(self, file, kampen):
        result = found_in(
            file, '"2020";"Kampen (gemeente)";"22217"', '"2020";"Genemuiden";""', header=HOUSEHOLDS
        )

        assert [(item.municipality_id, item.measure, item.year) for item in result.figures] == [
            (kampen.pk, "households", 2020)
        ]
        assert list(result.without_figures) == ["Genemuiden"]

    def test_what_is_withdrawn_is_demolished_or_withdrawn_otherwise(self, file, kampen):
        result = found_in(
            file,
            "1;A045364;GM0166;2020JJ00;22500;300;20;15",
            "2;A000000;GM0166;2020JJ00;900;1;1;1",
            header=STOCK,
        )

        assert {item.measure: int(item.value) for item in result.figures} == {
            "dwelling_stock": 22500,
            "new_dwellings": 300,
            "withdrawn_dwellings": 35,
        }

    def test_half_of_a_sum_is_an_issue(self, file, kampen):
        result = found_in(file, "1;A045364;GM0166;2020JJ00;22500;300;20;", header=STOCK)

        assert said(result) == [(2, "OverigeOnttrekking_5", "", "half_a_figure")]

    def test_counted_figures_are_no_forecast(self, file, kampen):
        written(file, "1;A045364;GM0166;2020JJ00;22500;300;20;15", header=STOCK)

        with pytest.raises(ForecastError, match="geteld, niet verwacht"):
            read_figures(file, kind="forecast")

    def test_an_unknown_code_with_a_figure_is_an_issue(self, file, kampen):
        result = found_in(file, "1;A045364;GM7777;2020JJ00;22500;300;20;15", header=STOCK)

        assert {item.code for item in result.issues} == {"unknown_municipality"}


class TestNamesInTurn:
    """Two municipalities may have had one name: the one of that year is meant."""

    @pytest.fixture
    def old_and_new(self, region):
        places = []
        for code, slug, starts_on, ends_before in (
            ("GM0241", "groesbeek", None, "2016-01-01"),
            ("GM1945", "groesbeek-berg-en-dal", "2016-01-01", None),
        ):
            organisation = Organisation.objects.create(
                kind="municipality",
                name="Groesbeek",
                slug=slug,
                starts_on=starts_on,
                ends_before=ends_before,
            )
            places.append(
                Municipality.objects.create(
                    organisation=organisation, code=code, province_code="PV25"
                )
            )
        return places

    def test_takes_the_one_of_that_year(self, file, old_and_new):
        result = found_in(
            file, "Groesbeek;huishoudens;midden;2015;1", "Groesbeek;huishoudens;midden;2026;2"
        )

        assert [item.municipality_id for item in result.figures] == [
            place.pk for place in old_and_new
        ]
        assert result.issues == []
