"""Lists that count: what is read, and what is told of what cannot be read."""

from datetime import date

import pytest

from woonregie.foundation.region.models import CountedMeasure
from woonregie.subjects.plans.formats import FileRefusedError
from woonregie.subjects.plans.formats.changes import DRAWER as CHANGES
from woonregie.subjects.plans.formats.completions import DRAWER as COMPLETIONS
from woonregie.subjects.plans.formats.opening import find_table
from woonregie.subjects.plans.services.realised_lists import DRAWERS
from woonregie.subjects.plans.tests.lists import KAMPEN, RAALTE, ZWOLLE, context
from woonregie.subjects.plans.values import SeenChange

TODAY = date(2026, 11, 24)
HEADING = "Object;Soort;Datum;Woningen;X;Y;Gemeente"
GOOD = "0166010000123456;nieuwbouw;03-02-2026;1;191050;507050;Kampen"
STATLINE = (
    "ID;Gebruiksfunctie;RegioS;Perioden;BeginstandVoorraad_1;Nieuwbouw_2;OverigeToevoeging_3;"
    "Sloop_4;OverigeOnttrekking_5;Correctie_6;SaldoVoorraad_7;EindstandVoorraad_8"
)


@pytest.fixture
def read(tmp_path):
    """Return a function that reads lines of text, as a file, in the layout that it has."""

    def reading(*rows, encoding="utf-8", **known):
        path = tmp_path / "lijst.csv"
        path.write_bytes("\n".join(rows).encode(encoding))
        name, table = find_table(path, path.name, DRAWERS)
        return DRAWERS[name].read(table, context(today=TODAY, **known))

    return reading


@pytest.fixture
def told(read):
    """Return a function that gives the codes of the issues of one row under the heading."""

    def telling(row, heading=HEADING, **known):
        return [item.code for item in read(heading, row, **known).issues]

    return telling


class TestBuildingChanges:
    def test_reads_what_stands_there(self, read):
        result = read(HEADING, GOOD)

        assert result.issues == []
        (row,) = result.rows
        assert row.municipality_id == KAMPEN
        assert row.change == SeenChange(
            "0166010000123456", "built", date(2026, 2, 3), 1, 191_050.0, 507_050.0
        )

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    @pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
    def test_whatever_the_encoding_and_the_separator(self, read, encoding, separator):
        rows = [row.replace(";", separator) for row in (HEADING + ";Café", GOOD + ";é")]

        result = read(*rows, encoding=encoding)

        assert len(result.rows) == 1
        assert {item.severity for item in result.issues} == {"hint"}

    @pytest.mark.parametrize(
        ("written", "kind"),
        [
            ("Nieuwbouw", "built"),
            ("verblijfsobject  in gebruik", "built"),
            ("transformatie", "added"),
            ("Pand gesloopt", "demolished"),
            ("onttrekking", "withdrawn"),
            ("withdrawn", "withdrawn"),
        ],
    )
    def test_a_kind_has_more_names(self, read, written, kind):
        (row,) = read(HEADING, GOOD.replace("nieuwbouw", written)).rows

        assert row.change.kind == kind

    @pytest.mark.parametrize(
        ("x", "y", "code"),
        [
            ("191050,0", "507050,5", None),
            ("507050", "191050", "swapped"),
            ("5.9114", "52.5503", "degrees"),
            ("52,5503", "5,9114", "degrees_swapped"),
        ],
    )
    def test_a_place_is_put_right(self, read, x, y, code):
        result = read(HEADING, GOOD.replace("191050;507050", f"{x};{y}"))

        (row,) = result.rows
        assert abs(row.change.x - 191_050) < 2000
        assert abs(row.change.y - 507_050) < 2000
        assert [item.code for item in result.issues] == ([code] if code else [])

    @pytest.mark.parametrize("written", ["166010000123456", "0166 0100 0012 3456"])
    def test_a_spreadsheet_may_take_the_leading_zero(self, read, written):
        (row,) = read(HEADING, GOOD.replace("0166010000123456", written)).rows

        assert row.change.object_id == "0166010000123456"

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [
            ("0166010000123456", "", "no_object"),
            ("0166010000123456", "12", "not_an_object"),
            ("0166010000123456", "pand A", "not_an_object"),
            ("0166010000123456", "1,6601E+14", "rounded_object"),
            ("nieuwbouw", "verkocht", "unknown_change"),
            ("nieuwbouw", "", "unknown_change"),
            ("03-02-2026", "", "no_day"),
            ("03-02-2026", "31-02-2026", "not_a_day"),
            ("03-02-2026", "25-11-2026", "day_ahead"),
            ("03-02-2026", "31-12-1989", "day_too_early"),
            ("03-02-2026", "gisteren", "not_a_day"),
            (";1;", ";0;", "no_homes"),
            (";1;", ";-2;", "no_homes"),
            (";1;", ";1,5;", "not_whole"),
            (";1;", ";veel;", "not_a_number"),
            (";1;", ";1000001;", "out_of_range"),
            ("191050;507050", ";", "no_point"),
            ("191050;507050", "191050;", "half_a_point"),
            ("191050;507050", "13,4;52,5", "degrees_elsewhere"),
            ("191050;507050", "900000;507050", "outside_netherlands"),
            ("191050;507050", "hier;daar", "not_a_number"),
            ("Kampen", "Kamperen", "unknown_municipality"),
            ("Kampen", "", "unknown_municipality"),
            ("Kampen", "IJsselham", "gone_into"),
        ],
    )
    def test_what_is_wrong_is_told_by_its_cell(self, read, old, new, code):
        result = read(HEADING, GOOD.replace(old, new, 1))

        assert result.rows == []
        (found,) = result.issues
        assert (found.code, found.row, found.severity) == (code, 2, "error")
        assert found.column
        assert found.reason
        assert found.remedy

    def test_an_empty_number_is_one_home(self, read):
        (row,) = read(HEADING, GOOD.replace(";1;", ";;")).rows

        assert row.change.dwellings == 1

    def test_a_change_that_stands_there_twice_counts_once(self, read):
        result = read(HEADING, GOOD, GOOD)

        assert len(result.rows) == 1
        assert [(item.code, item.row) for item in result.issues] == [("change_twice", 3)]

    def test_but_not_with_another_number(self, read):
        result = read(HEADING, GOOD, GOOD.replace(";1;", ";2;"))

        assert [(item.code, item.severity) for item in result.issues] == [
            ("change_differs", "error")
        ]

    def test_leaves_other_municipalities_out_and_says_how_many(self, read):
        result = read(HEADING, GOOD, GOOD.replace("Kampen", "Zwolle"), wanted=frozenset({KAMPEN}))

        assert [row.municipality_id for row in result.rows] == [KAMPEN]
        assert result.skipped == 1
        (found,) = result.issues
        assert (found.code, found.row) == ("elsewhere", 0)
        assert ": 1." in found.reason

    def test_the_only_municipality_need_not_be_named(self, told):
        assert told(GOOD.replace("Kampen", ""), wanted=frozenset({RAALTE})) == []

    def test_a_double_column_is_an_error(self, told):
        assert told(f"{GOOD};nieuwbouw", f"{HEADING};Mutatie") == ["duplicate_column"]


class TestYearlyTotals:
    def test_reads_our_own_layout(self, read):
        result = read(
            "Gemeente;Jaar;Nieuwbouw;Overige toevoeging;Sloop;Overige onttrekking",
            "Kampen;2024;1.210;12;3;0",
            "GM0193;2024;800;;;",
        )

        assert result.issues == []
        assert [(row.municipality_id, row.year, dict(row.counted)) for row in result.rows] == [
            (
                KAMPEN,
                2024,
                {
                    CountedMeasure.NEW: 1210,
                    CountedMeasure.ADDED: 12,
                    CountedMeasure.DEMOLISHED: 3,
                    CountedMeasure.WITHDRAWN: 0,
                },
            ),
            (ZWOLLE, 2024, {CountedMeasure.NEW: 800}),
        ]

    def test_reads_statline_as_it_is(self, read):
        result = read(
            STATLINE,
            "88727;A045364;GM0166;2019JJ00;22000;214;25;12;6;92;221;22221",
            "88728;A045364;GM0166;2020JJ00;;;;;;;;",
            "88729;A045364;PV23;2019JJ00;500000;6000;25;12;6;92;221;506000",
            "88730;A045364;GM0166;2019KW01;22000;50;2;1;0;0;51;22051",
            "88731;A045372;GM0166;2019JJ00;1000;9;9;9;9;9;9;1009",
        )

        (row,) = result.rows
        assert dict(row.counted) == {
            CountedMeasure.NEW: 214,
            CountedMeasure.ADDED: 25,
            CountedMeasure.DEMOLISHED: 12,
            CountedMeasure.WITHDRAWN: 6,
        }
        assert result.skipped == 4
        assert [(item.code, item.severity) for item in result.issues] == [("not_a_total", "hint")]

    @pytest.mark.parametrize("year", ["2024*", "2024**", "2024 (voorlopig)", "2024JJ00", "2024"])
    def test_a_year_as_statline_writes_it(self, read, year):
        (row,) = read("Regio's;Perioden;Nieuwbouw (aantal)", f"Kampen;{year};7").rows

        assert row.year == 2024

    @pytest.mark.parametrize(
        ("row", "code"),
        [
            ("Kamperen;2024;7", "unknown_municipality"),
            ("Kampen;2027;7", "year_ahead"),
            ("Kampen;1989;7", "not_a_year"),
            ("Kampen;;7", "not_a_year"),
            ("Kampen;vorig jaar;7", "not_a_number"),
            ("Kampen;2024;-7", "negative_programme"),
            ("Kampen;2024;7,5", "not_whole"),
            ("Kampen;2024;veel", "not_a_number"),
            ("Kampen;2024;100001", "out_of_range"),
        ],
    )
    def test_what_is_wrong_is_told(self, read, row, code):
        result = read("Gemeente;Jaar;Nieuwbouw", row)

        assert result.rows == []
        assert code in {item.code for item in result.issues}
        assert all(item.severity == "error" and item.remedy for item in result.issues)

    def test_nothing_counted_but_demolition_lacks_the_new_homes(self, told):
        assert told("Kampen;2024;;3", "Gemeente;Jaar;Nieuwbouw;Sloop") == ["no_total"]

    def test_a_municipality_and_year_stand_there_once(self, read):
        result = read("Gemeente;Jaar;Nieuwbouw", "Kampen;2024;7", "GM0166;2024;7")

        assert [(item.code, item.row) for item in result.issues] == [("total_twice", 3)]

    def test_zero_is_a_total(self, read):
        (row,) = read("Gemeente;Jaar;Nieuwbouw", "Kampen;2024;0").rows

        assert row.counted == {CountedMeasure.NEW: 0}

    def test_the_year_that_runs_is_not_complete(self, told):
        assert told("Kampen;2026;7", "Gemeente;Jaar;Nieuwbouw") == ["year_not_over"]


class TestWrongFiles:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "empty_file"),
            (b"   \n;;\n", "empty_sheet"),
            (b"Naam;Status\nReeve;1A\n", "header_not_found"),
            (b"%PDF-1.7 niets", "wrong_type"),
            (b"<html><body>geen toegang</body></html>", "wrong_type"),
            (b'Gemeente;Jaar;Nieuwbouw\n"Kampen;2024;7\n', "quotes"),
        ],
    )
    def test_are_refused_with_a_sentence(self, tmp_path, content, code):
        path = tmp_path / "lijst.csv"
        path.write_bytes(content)

        with pytest.raises(FileRefusedError) as refused:
            find_table(path, path.name, DRAWERS)

        assert refused.value.code == code
        assert str(refused.value).endswith(".")

    def test_no_heading_is_of_both_layouts(self):
        for own, other in ((CHANGES, COMPLETIONS), (COMPLETIONS, CHANGES)):
            heading = HEADING if own is CHANGES else STATLINE
            assert own.header_row([heading.split(";")]) == 0
            assert other.header_row([heading.split(";")]) is None
