"""What lists say is read as people write it; what cannot be read is told with its place."""

import json
import zipfile
from datetime import date

import numpy as np
import pytest
import shapely

from woonregie.foundation.intake.tests.layerfiles import geodatabase
from woonregie.subjects.plans.tests.lists import (
    HEADING,
    KAMPEN,
    REEVE,
    SQUARE,
    ZWOLLE,
    Formula,
    codes,
    context,
    geopackage,
    issues_of,
    lines,
    plans,
    read,
    rewritten,
    sheet,
    text_file,
)

NUMBERS = [
    ("1389", 1389),
    ("1.389", 1389),
    ("1 389", 1389),
    ("1\u00a0389", 1389),
    ("12,0", 12),
    ("-", 0),
    ("n.v.t.", 0),
    ("", 0),
    ("12.345", 12_345),
    ("1,234,000.0", None),
    (600.0, 600),
]
BAD_NUMBERS = [
    ("honderd", "not_a_number"),
    ("ca. 100", "not_a_number"),
    ("100?", "not_a_number"),
    ("1e9", "not_a_number"),
    ("nan", "not_a_number"),
    ("inf", "not_a_number"),
    ("1,389", "ambiguous_number"),
    ("12,5", "not_whole"),
    ("12.5", "not_whole"),
    ("0,125", "not_whole"),
    ("-5", "negative"),
    ("\u22125", "negative"),
    ("1000000000", "out_of_range"),
    ("9" * 400, "not_a_number"),
    ("#REF!", "formula_error"),
    ("#VERW!", "formula_error"),
    ("#deel/0!", "formula_error"),
    ("24-11-2026", "date_for_number"),
    ("2026-11-24", "date_for_number"),
    ("45000", "looks_like_a_day"),
    ("WAAR", "not_a_number"),
]


class TestNumber:
    @pytest.mark.parametrize(
        ("written", "meant"), [pair for pair in NUMBERS if pair[1] is not None]
    )
    def test_is_read_as_people_write_it(self, written, meant, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans([*REEVE[:3], written]))

        result = read(path)

        assert not result.issues
        assert sum(result.rows[0].cells.values()) == meant

    @pytest.mark.parametrize(("written", "code"), BAD_NUMBERS)
    def test_that_cannot_be_read_is_an_error_with_its_place(self, written, code, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans([*REEVE[:3], written]))

        assert issues_of(read(path), code) == [(2, "Bouw 2027", written[:80], "error")]

    @pytest.mark.parametrize(
        ("cell", "code"),
        [
            (1e9, "out_of_range"),
            (-5, "negative"),
            (12.5, "not_whole"),
            (45_000, "looks_like_a_day"),
            (date(2027, 1, 1), "date_for_number"),
            (True, "boolean_for_number"),
            ("honderd", "not_a_number"),
            (Formula("=1/0", "#DIV/0!"), "formula_error"),
            (Formula("=B99", "#REF!"), "formula_error"),
        ],
    )
    def test_in_a_workbook_that_cannot_be_read_is_an_error(self, cell, code, tmp_path):
        path = sheet(tmp_path / "plannen.xlsx", [HEADING, [*REEVE[:3], cell]])

        [(row, column, _value, severity)] = issues_of(read(path), code)
        assert (row, column, severity) == (2, "Bouw 2027", "error")

    def test_of_a_formula_that_was_never_worked_out_is_not_zero(self, tmp_path):
        plain = sheet(tmp_path / "plannen.xlsx", [HEADING, [*REEVE[:3], Formula("=1+1", 2)]])
        with zipfile.ZipFile(plain) as archive:
            page = archive.read("xl/worksheets/sheet1.xml").decode()
        path = rewritten(
            plain,
            tmp_path / "zonder.xlsx",
            {"xl/worksheets/sheet1.xml": page.replace("</f><v>2</v>", "</f>")},
        )

        assert codes(read(plain)) == set()
        assert codes(read(path)) == {"formula_without_value"}

    def test_of_a_formula_that_was_worked_out_counts(self, tmp_path):
        path = sheet(tmp_path / "plannen.xlsx", [HEADING, [*REEVE[:3], Formula("=500+100", 600)]])

        assert sum(read(path).rows[0].cells.values()) == 600

    @pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
    def test_that_is_none_in_a_geopackage_is_an_error(self, value, tmp_path):
        path = geopackage(
            tmp_path / "plannen.gpkg",
            [SQUARE],
            gemeente=["Kampen"],
            naam=["Reeve"],
            planologische_status=["1A"],
            bouw_2027=[value],
        )

        found = read(path)

        # GeoPackage has no "not a number"; it becomes an empty cell.
        assert codes(found) == (set() if np.isnan(value) else {"not_a_number"})


class TestText:
    def test_that_is_too_long_for_a_name_is_cut_with_a_warning(self, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans(["Kampen", "R" * 201, "1A", 600]))

        result = read(path)

        assert issues_of(result, "long_name") == [(2, "naam", "R" * 80, "warning")]
        assert result.rows[0].values.name == "R" * 200

    def test_of_two_hundred_signs_is_a_name(self, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans(["Kampen", "R" * 200, "1A", 600]))

        assert not read(path).issues

    def test_loses_signs_that_cannot_be_seen_with_a_warning(self, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans(["Kampen", "Ree\x07ve\u2028", "1A", 600]))

        result = read(path)

        assert issues_of(result, "control_signs") == [(2, "naam", "Reeve", "warning")]
        assert result.rows[0].values.name == "Reeve"

    def test_of_nothing_but_signs_that_cannot_be_seen_is_no_name(self, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans(["Kampen", "\x07\x07", "1A", 600]))

        assert "no_name" in codes(read(path))

    def test_of_a_broken_formula_is_no_name(self, tmp_path):
        path = sheet(
            tmp_path / "plannen.xlsx",
            [HEADING, ["Kampen", Formula("=VLOOKUP(1,A1:B2,2)", "#N/A"), "1A", 600]],
        )

        assert issues_of(read(path), "formula_text") == [(2, "naam", "#N/A", "error")]

    def test_of_a_key_that_is_too_long_is_an_error(self, tmp_path):
        path = text_file(
            tmp_path / "plannen.csv",
            plans([*REEVE, "K" * 81], heading=[*HEADING, "Eigen sleutel"]),
        )

        assert issues_of(read(path), "long_key") == [(2, "eigen sleutel", "K" * 80, "error")]

    @pytest.mark.parametrize(
        ("column", "value", "code"),
        [
            ("Planologische status", "9Z", "unknown_status"),
            ("Projectfase", "bijna klaar", "unknown_code"),
            ("Soort locatie", "weiland", "unknown_code"),
            ("Kern", "Reve", "unknown_settlement"),
        ],
    )
    def test_that_is_in_no_list_is_unknown_with_a_warning(self, column, value, code, tmp_path):
        cells = {
            "Gemeente": "Kampen",
            "Naam": "Reeve",
            "Planologische status": "1A",
            column: value,
        }
        path = text_file(tmp_path / "plannen.csv", lines(list(cells), list(cells.values())))

        assert issues_of(read(path), code) == [(2, column.lower(), value, "warning")]

    def test_in_an_old_encoding_is_read_and_told(self, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans(["Kampen", "Café", "1A", 600]), "cp1252")

        result = read(path)

        assert result.rows[0].values.name == "Café"
        assert issues_of(result, "old_encoding") == [(0, "", "", "hint")]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_in_a_known_encoding_is_read(self, encoding, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans(["Kampen", "Café", "1A", 600]), encoding)

        result = read(path)

        assert result.rows[0].values.name == "Café"
        assert not result.issues

    def test_with_signs_that_no_encoding_knows_is_told(self, tmp_path):
        content = plans(["Kampen", "Caf?", "1A", 600]).encode().replace(b"?", b"\x81\xe9")

        result = read(text_file(tmp_path / "plannen.csv", content))

        assert codes(result) == {"old_encoding", "lost_signs"}


class TestTotals:
    @pytest.mark.parametrize(
        "row",
        [
            ["", "Totaal", "", 600],
            ["Totaal", "", "", 600],
            ["Kampen", "Totaal gemeente Kampen", "", 600],
            ["", "SUBTOTAAL", "", 600],
        ],
    )
    def test_are_not_read_as_a_plan(self, row, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans(REEVE, row))

        result = read(path)

        assert [found.values.name for found in result.rows] == ["Reeve"]
        assert result.skipped == 1
        assert [(row, severity) for row, _c, _v, severity in issues_of(result, "totals_row")] == [
            (3, "hint")
        ]

    @pytest.mark.parametrize("name", ["Totaalrenovatie De Maten", "Total Erf", "Som"])
    def test_in_the_name_of_a_plan_with_a_status_do_not_hide_it(self, name, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans(["Kampen", name, "3", 60]))

        assert [found.values.name for found in read(path).rows] == [name]


class TestMunicipality:
    @pytest.mark.parametrize(
        "given", ["Kampen", "kampen", "gemeente Kampen", "GM0166", "166", "0166"]
    )
    def test_is_known_in_any_spelling(self, given, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans([given, *REEVE[1:]]))

        assert [row.municipality_id for row in read(path).rows] == [KAMPEN]

    def test_that_nobody_knows_is_an_error(self, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans(["Kampem", *REEVE[1:]]))

        assert issues_of(read(path), "unknown_municipality") == [
            (2, "gemeente", "Kampem", "error")
        ]

    def test_that_is_no_more_is_an_error_that_names_its_successor(self, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans(["IJsselham", *REEVE[1:]]))

        [found] = [item for item in read(path).issues if item.code == "gone_into"]
        assert "Steenwijkerland" in found.reason
        assert "01-01-2001" in found.reason

    def test_that_is_not_there_on_the_day_is_an_error(self, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans(["GM1700", *REEVE[1:]]))

        assert codes(read(path)) == {"gone_municipality"}

    def test_other_than_chosen_is_an_error(self, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans(REEVE, ["Zwolle", "Stadshagen", "1A", 9]))

        result = read(path, known=context(municipality_id=KAMPEN))

        assert issues_of(result, "other_municipality") == [(3, "gemeente", "Zwolle", "error")]
        assert [row.municipality_id for row in result.rows] == [KAMPEN]

    def test_that_is_not_named_is_the_chosen_one(self, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans(["", *REEVE[1:]]))

        assert [
            row.municipality_id for row in read(path, known=context(municipality_id=ZWOLLE)).rows
        ] == [ZWOLLE]
        assert codes(read(path)) == {"unknown_municipality"}


XY = [*HEADING, "X", "Y"]
WKT = [*HEADING, "WKT"]


class TestLocation:
    @pytest.mark.parametrize(
        ("x", "y", "code"),
        [
            ("155000", "463000", ""),
            ("155.000", "463.000", ""),
            ("155000,5", "463000,5", ""),
            ("463000", "155000", "swapped"),
            ("5.3872", "52.1552", "degrees"),
            ("5.387", "52.155", "degrees"),
            ("5,3872", "52,1552", "degrees"),
            ("52.1552", "5.3872", "degrees_swapped"),
        ],
    )
    def test_is_read_in_metres_or_degrees_and_swapped_back(self, x, y, code, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans([*REEVE, x, y], heading=XY))

        result = read(path)

        assert codes(result) == ({code} if code else set())
        # The tower of Amersfoort, from which the national grid is measured.
        assert result.rows[0].values.x == pytest.approx(155_000, abs=40)
        assert result.rows[0].values.y == pytest.approx(463_000, abs=40)

    @pytest.mark.parametrize(
        ("x", "y", "code"),
        [
            ("-74.0", "40.7", "degrees_elsewhere"),
            ("105,3", "61,5", "degrees_elsewhere"),
            ("900000", "507900", "outside_netherlands"),
            ("191200", "", "half_a_point"),
            ("", "507900", "half_a_point"),
            ("bij de kerk", "507900", "not_a_number"),
            ("1e308", "507900", "not_a_number"),
        ],
    )
    def test_that_cannot_be_is_an_error(self, x, y, code, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans([*REEVE, x, y], heading=XY))

        [(row, column, _value, severity)] = issues_of(read(path), code)
        assert (row, column, severity) == (2, "x, y of wkt", "error")

    def test_at_zero_is_left_out_with_a_warning(self, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans([*REEVE, "0", "0,0"], heading=XY))

        result = read(path)

        assert issues_of(result, "at_zero") == [(2, "x, y of wkt", "0, 0,0", "warning")]
        assert result.rows[0].values.x is None

    @pytest.mark.parametrize(
        ("x", "y", "code"),
        [
            # The same tower in Web Mercator, and in both zones of UTM.
            ("599701", "6828231", "web_mercator"),
            ("663304", "5780984", "utm"),
            ("252878", "5784453", "utm_east"),
        ],
    )
    def test_in_the_grid_of_another_map_is_read(self, x, y, code, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans([*REEVE, x, y], heading=XY))

        result = read(path)

        assert codes(result) == {code}
        assert result.rows[0].values.x == pytest.approx(155_000, abs=5)
        assert result.rows[0].values.y == pytest.approx(463_000, abs=5)

    def test_that_is_swapped_in_every_plan_is_told_once(self, tmp_path):
        rows = [[*REEVE, "507900", "191200"], ["Zwolle", "Stadshagen", "3", 9, "505000", "201000"]]

        result = read(text_file(tmp_path / "plannen.csv", plans(*rows, heading=XY)))

        assert issues_of(result, "all_swapped") == [(0, "", "", "warning")]
        assert codes(result) == {"all_swapped"}
        assert [row.values.x for row in result.rows] == [191_200, 201_000]

    def test_that_is_swapped_in_some_plans_is_told_for_each(self, tmp_path):
        rows = [[*REEVE, "507900", "191200"], ["Zwolle", "Stadshagen", "3", 9, "201000", "505000"]]

        result = read(text_file(tmp_path / "plannen.csv", plans(*rows, heading=XY)))

        assert [row for row, *_rest in issues_of(result, "swapped")] == [2]

    def test_of_areas_in_a_collection_is_read(self, tmp_path):
        area = "POLYGON ((191000 507000, 191100 507000, 191100 507100, 191000 507000))"
        both = f"GEOMETRYCOLLECTION (POINT (191000 507000), {area})"
        path = text_file(
            tmp_path / "plannen.csv", plans([*REEVE, both], heading=WKT, separator="|")
        )

        assert read(path).rows[0].values.area_m2 == 5000

    def test_of_an_area_in_degrees_is_turned_into_metres(self, tmp_path):
        area = "POLYGON ((5.91 52.55, 5.92 52.55, 5.92 52.56, 5.91 52.55))"
        path = text_file(tmp_path / "plannen.csv", plans([*REEVE, area], heading=WKT))

        result = read(path)

        assert codes(result) == {"degrees"}
        # Half of some 678 by 1,113 metres.
        assert result.rows[0].values.area_m2 == pytest.approx(377_000, rel=0.02)

    def test_of_an_area_with_x_and_y_swapped_is_swapped_back(self, tmp_path):
        area = "POLYGON ((507000 191000, 507100 191000, 507100 191100, 507000 191000))"
        path = text_file(tmp_path / "plannen.csv", plans([*REEVE, area], heading=WKT))

        result = read(path)

        assert codes(result) == {"swapped"}
        assert result.rows[0].values.area_m2 == 5000

    def test_of_an_area_that_crosses_itself_is_mended(self, tmp_path):
        bow = (
            "POLYGON ((191000 507000, 191100 507100, 191100 507000, 191000 507100, 191000 507000))"
        )
        path = text_file(tmp_path / "plannen.csv", plans([*REEVE, bow], heading=WKT))

        result = read(path)

        assert codes(result) == {"mended"}
        # Two triangles with a base of 100 and a height of 50 metres.
        assert result.rows[0].values.area_m2 == 5000

    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ("POLYGON ((191000 507000", "not_a_geometry"),
            ("LINESTRING (191000 507000, 191100 507000)", "not_a_geometry"),
            ("POLYGON ((191000 507000, 191100 507000, 191000 507000))", "not_a_geometry"),
            ("POINT (nan 507000)", "not_a_geometry"),
            ("POINT (1e400 507000)", "not_a_geometry"),
            ("POINT (10 10)", "degrees_elsewhere"),
            ("ergens", "not_a_geometry"),
        ],
    )
    def test_as_text_that_is_none_is_an_error(self, written, code, tmp_path):
        path = text_file(
            tmp_path / "plannen.csv", plans([*REEVE, written], heading=WKT, separator="|")
        )

        assert codes(read(path)) == {code}


class TestLayers:
    PLAN = {"Gemeente": ["Kampen"], "Naam": ["Reeve"], "Status": ["1A"], "Bouw 2027": [600]}

    def test_of_a_geodatabase_are_read_as_plans(self, tmp_path):
        columns = {name.replace(" ", "_"): values for name, values in self.PLAN.items()}
        path = geodatabase(tmp_path / "plannen.gdb.zip", {"Plannen": ([SQUARE], columns)})

        result = read(path)

        assert [row.values.name for row in result.rows] == ["Reeve"]
        assert result.rows[0].values.area_m2 == 10_000

    def test_of_geojson_in_rd_that_says_degrees_are_read_and_told(self, tmp_path):
        properties = {name: values[0] for name, values in self.PLAN.items()}
        shape = json.loads(shapely.to_geojson(SQUARE))
        plan = {"type": "Feature", "geometry": shape, "properties": properties}
        path = text_file(tmp_path / "plannen.geojson", json.dumps(plan))

        result = read(path)

        assert codes(result) == {"other_reference_system"}
        assert result.rows[0].values.area_m2 == 10_000
        assert sum(result.rows[0].cells.values()) == 600

    def test_in_siberia_are_an_error_that_shows_where(self, tmp_path):
        properties = {name: values[0] for name, values in self.PLAN.items()}
        shape = {"type": "Point", "coordinates": [105.3, 61.5]}
        plan = {"type": "Feature", "geometry": shape, "properties": properties}
        path = text_file(tmp_path / "plannen.geojson", json.dumps(plan))

        assert issues_of(read(path), "degrees_elsewhere") == [
            (2, "x, y of wkt", "x 105.3, y 61.5", "error")
        ]


class TestWholeList:
    def test_with_one_name_twice_is_told(self, tmp_path):
        rows = [REEVE, ["Kampen", "reeve", "3", 10], ["Zwolle", "Reeve", "3", 10]]

        result = read(text_file(tmp_path / "plannen.csv", plans(*rows)))

        assert [row for row, *_rest in issues_of(result, "duplicate_name")] == [2, 3]

    def test_with_one_number_twice_is_an_error(self, tmp_path):
        heading = ["Plannummer", *HEADING]
        rows = [["GM0166-2026-0001", *REEVE], ["gm0166-2026-0001", "Kampen", "Onderdijks", "3", 5]]

        result = read(text_file(tmp_path / "plannen.csv", plans(*rows, heading=heading)))

        assert issues_of(result, "duplicate_key") == [
            (3, "plannummer", "GM0166-2026-0001", "error")
        ]

    def test_with_areas_that_overlap_tells_each_pair_once(self, tmp_path):
        starts = (191_000, 191_050, 191_099.993, 191_300)
        areas = [shapely.box(west, 507_000, west + 100, 507_100) for west in starts]
        path = geopackage(
            tmp_path / "plannen.gpkg",
            areas,
            gemeente=["Kampen"] * 4,
            naam=["West", "Midden", "Oost", "Ver"],
            planologische_status=["1A"] * 4,
        )

        found = [(row, value) for row, _c, value, _s in issues_of(read(path), "overlap")]

        # 50 by 100 metres, and 50.007 by 100; the first and third share 0.7 square metre.
        assert found == [(3, "West: 5000 m2"), (4, "Midden: 5001 m2")]

    def test_counts_all_pairs_and_shows_some(self, tmp_path):
        copies = 40
        path = geopackage(
            tmp_path / "plannen.gpkg",
            [SQUARE] * copies,
            gemeente=["Kampen"] * copies,
            naam=[f"Reeve {at}" for at in range(copies)],
            planologische_status=["1A"] * copies,
        )

        result = read(path)

        # Every pair of 40: 40 x 39 / 2.
        assert len(issues_of(result, "overlap")) + result.uncounted["overlap"] == 780
        assert len(issues_of(result, "overlap")) == 500

    def test_with_more_types_than_dwellings_is_told(self, tmp_path):
        path = text_file(
            tmp_path / "plannen.csv", plans([*REEVE, 700], heading=[*HEADING, "Appartement"])
        )

        assert issues_of(read(path), "over_allocated") == [
            (2, "type", "build: 700 > 600", "warning")
        ]
