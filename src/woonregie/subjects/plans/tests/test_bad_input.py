"""Whatever somebody delivers, the answer is a sentence with what to do, never a traceback."""

import io
import os
import sqlite3
import zipfile
import zlib
from contextlib import suppress

import numpy as np
import pyogrio
import pytest
import shapely
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from woonregie.foundation.files.services import FileTooLargeError, store
from woonregie.foundation.intake import archives, tables
from woonregie.foundation.intake.oldsheets import MAGIC
from woonregie.foundation.intake.separated import MAX_LINE
from woonregie.foundation.intake.tables import Table
from woonregie.foundation.intake.tests.oldfiles import old_workbook
from woonregie.subjects.plans.formats import FileRefusedError, eib, read_plans, template
from woonregie.subjects.plans.formats.checks import check_whole
from woonregie.subjects.plans.formats.issues import KINDS
from woonregie.subjects.plans.tests.lists import (
    CONTEXT,
    EMPTY_SHEET,
    HEADING,
    REEVE,
    SQUARE,
    Formula,
    altered,
    codes,
    geopackage,
    issues_of,
    lines,
    lying_zip,
    ods,
    ods_cell,
    ods_row,
    plans,
    read,
    refusal,
    rewritten,
    sheet,
    text_file,
    zipped,
)


class TestKindOfFile:
    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("plannen.pdf", b"%PDF-1.7\n%\xe2\xe3"),
            ("kaart.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
            ("foto.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF"),
            ("plannen.xlsx", b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 64),
            ("plannen.csv.gz", b"\x1f\x8b\x08\x00"),
            ("brief.rtf", b"{\\rtf1\\ansi}"),
            ("plannen.csv", b"naam;planologische status\n\x00\x01\x02"),
            ("plannen.xls", b"<html><table><tr><td>Reeve</td></tr></table></html>"),
            ("plannen.fods", b'<?xml version="1.0"?><office:document/>'),
            ("leeg.zip", b"PK\x05\x06" + b"\x00" * 18),
            ("plannen.doc", b"naam;planologische status\nReeve;1A\n"),
        ],
    )
    def test_of_something_else_is_refused(self, name, content, tmp_path):
        assert refusal(text_file(tmp_path / "bestand", content), name) == "wrong_type"

    def test_of_a_word_document_is_refused(self, tmp_path):
        path = zipped(tmp_path / "brief.docx", {"word/document.xml": "<w:document/>"})

        assert refusal(path) == "wrong_type"

    def test_of_a_zip_in_a_zip_is_refused(self, tmp_path):
        inner = sheet(tmp_path / "plannen.xlsx", [HEADING, REEVE]).read_bytes()

        assert refusal(zipped(tmp_path / "plannen.zip", {"plannen.xlsx": inner})) == "wrong_type"

    def test_of_a_binary_workbook_is_refused(self, tmp_path):
        path = zipped(tmp_path / "plannen.xlsb", {"xl/workbook.bin": b"\x83\x01"})

        assert refusal(path) == "wrong_type"

    def test_of_an_encrypted_ods_asks_for_one_without_password(self, tmp_path):
        manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
        path = zipped(
            tmp_path / "plannen.ods",
            {"content.xml": os.urandom(200), "META-INF/manifest.xml": manifest},
        )

        assert refusal(path) == "protected"

    def test_of_a_zip_with_a_password_asks_for_one_without(self, tmp_path):
        path = sheet(tmp_path / "plannen.xlsx", [HEADING, REEVE])
        content = bytearray(path.read_bytes())
        first = content.index(b"PK\x01\x02")
        content[first + 8] |= 1

        assert refusal(text_file(tmp_path / "dicht.xlsx", bytes(content))) == "protected"

    def test_of_an_old_workbook_is_read_with_its_errors(self, tmp_path):
        path = old_workbook(
            tmp_path / "plannen.xls", [HEADING, REEVE, ["Kampen", "Onderdijks", "3", "#REF!"]]
        )

        result = read(path)

        assert [sum(row.cells.values()) for row in result.rows] == [600, 0]
        assert issues_of(result, "formula_error") == [(3, "Bouw 2027", "#REF!", "error")]

    def test_with_macros_is_refused_whatever_its_name(self, tmp_path):
        plain = sheet(tmp_path / "plannen.xlsx", [HEADING, REEVE])
        path = rewritten(plain, tmp_path / "macro.xlsx", {"xl/vbaProject.bin": b"\x00"})

        assert refusal(path) == "macros"
        assert refusal(plain, "plannen.xlsm") == "macros"

    def test_that_is_cut_off_is_damaged(self, tmp_path):
        whole = sheet(tmp_path / "plannen.xlsx", [HEADING, REEVE]).read_bytes()

        assert refusal(text_file(tmp_path / "half.xlsx", whole[: len(whole) // 2])) == "damaged"

    def test_with_a_broken_sheet_is_damaged(self, tmp_path):
        plain = sheet(tmp_path / "plannen.xlsx", [HEADING, REEVE])
        broken = EMPTY_SHEET.format("<row r='1'><c r='A1' t='e'>")[:-30]
        path = rewritten(plain, tmp_path / "kapot.xlsx", {"xl/worksheets/sheet1.xml": broken})

        assert refusal(path) == "damaged"

    def test_without_bytes_is_empty(self, tmp_path):
        assert refusal(text_file(tmp_path / "leeg.csv", b"")) == "empty_file"

    @pytest.mark.parametrize("content", ["\ufeff", "\r\n\r\n", " ; ;\n"])
    def test_in_which_nothing_stands_is_empty(self, content, tmp_path):
        assert refusal(text_file(tmp_path / "leeg.csv", content)) == "empty_sheet"

    def test_of_empty_sheets_is_empty(self, tmp_path):
        assert refusal(sheet(tmp_path / "leeg.xlsx", [], [])) == "empty_sheet"

    def test_is_known_by_its_content_not_by_its_name(self, tmp_path):
        path = sheet(tmp_path / "plannen.csv", [HEADING, REEVE])

        assert [row.values.name for row in read(path).rows] == ["Reeve"]


class TestHeading:
    @pytest.mark.parametrize(
        "rows",
        [
            [["Wethouder", "Bouw 2027"], ["Jansen", 600]],
            [["Reeve", "1A", 600]],
            [[""]] * 30 + [HEADING, REEVE],
        ],
    )
    def test_that_is_not_found_is_told(self, rows, tmp_path):
        rows = [["Plannen van Kampen"], *rows]

        assert refusal(text_file(tmp_path / "plannen.csv", lines(*rows))) == "header_not_found"

    def test_may_stand_below_remarks(self, tmp_path):
        rows = [["Plannen van Kampen, Zwolle, Raalte, en de rest"], [], HEADING, REEVE]

        result = read(text_file(tmp_path / "plannen.csv", lines(*rows)))

        assert result.lines == [4]
        assert not result.issues

    def test_of_another_layout_than_asked_is_told(self, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans(REEVE))

        assert refusal(path, format_name="eib") == "header_not_found"
        assert refusal(path, format_name="utrecht") == "unknown_format"

    def test_with_nothing_below_is_told(self, tmp_path):
        assert refusal(text_file(tmp_path / "plannen.csv", plans())) == "no_plans"

    def test_that_stands_twice_is_an_error(self, tmp_path):
        path = text_file(
            tmp_path / "plannen.csv", plans([*REEVE, 20], heading=[*HEADING, "Bouw 2027"])
        )

        assert issues_of(read(path), "duplicate_column") == [
            (1, "Bouw 2027", "Bouw 2027", "error")
        ]

    def test_that_stands_twice_under_two_names_is_an_error(self, tmp_path):
        path = text_file(
            tmp_path / "plannen.csv", plans([*REEVE, "3"], heading=[*HEADING, "Status"])
        )

        assert codes(read(path)) == {"duplicate_column"}

    def test_that_we_do_not_know_is_told_when_something_stands_below(self, tmp_path):
        heading = [*HEADING, "Bouw 2O28", "Wethouder", ""]
        path = text_file(tmp_path / "plannen.csv", plans([*REEVE, 50, "", ""], heading=heading))

        assert issues_of(read(path), "unknown_column") == [
            (1, "Bouw 2O28", "Bouw 2O28", "warning")
        ]

    def test_of_a_period_that_ends_before_it_begins_is_an_error(self, tmp_path):
        path = text_file(
            tmp_path / "plannen.csv", plans([*REEVE, 5], heading=[*HEADING, "Bouw 2035-2030"])
        )

        result = read(path)

        assert issues_of(result, "reversed_period") == [
            (1, "Bouw 2035-2030", "Bouw 2035-2030", "error")
        ]


class TestSheets:
    def test_only_the_one_with_plans_is_read(self, tmp_path):
        others = [(f"Blad {n}", [["iets", n]] * 60) for n in range(39)]
        path = sheet(tmp_path / "plannen.xlsx", *others, ("Plannen", [HEADING, REEVE]))

        assert [row.values.name for row in read(path).rows] == ["Reeve"]

    def test_with_plans_on_two_is_refused_and_names_them(self, tmp_path):
        path = sheet(
            tmp_path / "plannen.xlsx", ("2026", [HEADING, REEVE]), ("2027", [HEADING, REEVE])
        )

        with pytest.raises(FileRefusedError, match="2026, 2027") as told:
            read(path)

        assert told.value.code == "more_lists"

    def test_without_a_heading_that_we_know_are_named(self, tmp_path):
        others = [(f"Blad {n}", [["iets", n]]) for n in range(1, 41)]
        path = sheet(tmp_path / "plannen.xlsx", *others)

        with pytest.raises(FileRefusedError, match=r"Blad 1, Blad 2, .*Blad 5, \+35") as told:
            read(path)

        assert told.value.code == "header_not_found"

    def test_that_are_hidden_are_not_read(self, tmp_path):
        book = xlsxwriter.Workbook(tmp_path / "plannen.xlsx")
        seen, unseen = book.add_worksheet("Nu"), book.add_worksheet("Oud")
        for page, name in ((seen, "Reeve"), (unseen, "Oude plannen")):
            page.write_row(0, 0, HEADING)
            page.write_row(1, 0, ["Kampen", name, "1A", 600])
        unseen.hide()
        book.close()

        assert [row.values.name for row in read(tmp_path / "plannen.xlsx").rows] == ["Reeve"]

    def test_of_which_only_a_hidden_one_has_plans_are_refused(self, tmp_path):
        book = xlsxwriter.Workbook(tmp_path / "plannen.xlsx")
        book.add_worksheet("Voorblad").write(0, 0, "Plannen")
        unseen = book.add_worksheet("Plannen")
        unseen.write_row(0, 0, HEADING)
        unseen.write_row(1, 0, REEVE)
        unseen.very_hidden()
        book.close()

        assert refusal(tmp_path / "plannen.xlsx") == "hidden_sheet"


class TestSeparated:
    @pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
    def test_by_any_sign_is_read(self, separator, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans(REEVE, separator=separator))

        assert sum(read(path).rows[0].cells.values()) == 600

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_with_any_line_end_is_read(self, end, tmp_path):
        content = plans(REEVE, ["Kampen", "Onderdijks", "3", 9]).replace("\r\n", end)
        path = text_file(tmp_path / "plannen.csv", content)

        assert read(path).lines == [2, 3]

    @pytest.mark.parametrize(
        "broken",
        ['Kampen;"Reeve;1A;600\r\nKampen;Onderdijks;1A;50', 'Kampen;"Reeve" fase 1;1A;600'],
    )
    def test_with_a_quotation_mark_that_is_not_closed_swallows_nothing(self, broken, tmp_path):
        path = text_file(tmp_path / "plannen.csv", f"{lines(HEADING)}{broken}\r\n")

        assert refusal(path) == "quotes"

    def test_with_quotation_marks_and_lines_within_is_read(self, tmp_path):
        path = text_file(
            tmp_path / "plannen.csv", plans(["Kampen", '"Plan ""Reeve""\r\nfase 1"', "1A", 600])
        )

        assert read(path).rows[0].values.name == 'Plan "Reeve" fase 1'

    def test_with_a_field_larger_than_the_standard_library_takes_is_read(self, tmp_path):
        path = text_file(
            tmp_path / "plannen.csv",
            plans([*REEVE, "x" * 200_000], heading=[*HEADING, "Opmerkingen"]),
        )

        assert len(read(path).rows[0].values.note) == 200_000

    def test_with_an_enormous_line_is_refused(self, tmp_path):
        path = text_file(tmp_path / "plannen.csv", plans(["Kampen", "R" * MAX_LINE, "1A", 600]))

        assert refusal(path) == "line_too_long"


VALUE = "<v>1</v>"
CELL = f"<c>{VALUE}</c>"


class TestSize:
    def test_of_200_mb_is_refused_before_it_is_kept(self, settings, tmp_path, moment):
        settings.FILES_DIR = tmp_path

        class Sparse(io.RawIOBase):
            left = 200 * 1024 * 1024

            def read(self, most):
                size = min(most, self.left)
                self.left -= size
                return b"\x00" * size

        stream = Sparse()
        with pytest.raises(FileTooLargeError, match="50 MB"):
            store(stream, name="plannen.xlsx", at=moment)

        assert stream.left > 140 * 1024 * 1024
        assert not list(tmp_path.rglob("*.*"))

    def test_of_more_rows_than_a_list_has_is_refused(self, tmp_path):
        content = lines(HEADING) + "Kampen;Reeve;1A;1\n" * (tables.MAX_ROWS + tables.HEAD)

        assert refusal(text_file(tmp_path / "plannen.csv", content)) == "too_many_rows"

    def test_of_more_rows_than_a_list_has_is_refused_in_a_workbook(self, tmp_path):
        book = xlsxwriter.Workbook(tmp_path / "plannen.xlsx")
        page = book.add_worksheet()
        page.write_row(0, 0, HEADING)
        page.write_row(tables.MAX_ROWS + tables.HEAD, 0, REEVE)
        book.close()

        assert refusal(tmp_path / "plannen.xlsx") == "too_many_rows"

    def test_of_a_cell_in_the_last_corner_does_not_fill_memory(self, tmp_path):
        book = xlsxwriter.Workbook(tmp_path / "plannen.xlsx")
        page = book.add_worksheet()
        page.write_row(0, 0, HEADING)
        page.write(99_999, 16_383, "hier")
        book.close()

        assert refusal(tmp_path / "plannen.xlsx") == "too_many_cells"

    @pytest.mark.parametrize(
        "rows",
        [
            f"<row r='1048576'>{CELL}</row><row r='1'>{CELL * 400}</row>",
            f"<row><c>{VALUE}</c></row><x:row><x:c r = 'XFD1048576' >{VALUE}</x:c></x:row>",
            f"<row r='1'>{CELL}</row><row r='2'><c r='xfd1048576'>{VALUE}</c></row>",
        ],
    )
    def test_of_a_far_corner_however_it_is_written_does_not_fill_memory(self, rows, tmp_path):
        plain = sheet(tmp_path / "plannen.xlsx", [HEADING, REEVE])
        page = EMPTY_SHEET.format(rows).replace("<worksheet ", "<worksheet xmlns:x='x' ")
        path = rewritten(plain, tmp_path / "hoek.xlsx", {"xl/worksheets/sheet1.xml": page})

        assert refusal(path) in {"too_many_rows", "too_many_cells"}

    def test_of_a_cell_that_only_has_a_colour_does_not_count(self, tmp_path):
        book = xlsxwriter.Workbook(tmp_path / "plannen.xlsx")
        page = book.add_worksheet()
        page.write_row(0, 0, HEADING)
        page.write_row(1, 0, REEVE)
        page.write_blank(1_048_575, 16_383, None, book.add_format({"bg_color": "red"}))
        book.close()

        assert len(read(tmp_path / "plannen.xlsx").rows) == 1

    def test_of_an_ods_that_repeats_itself_does_not_fill_memory(self, tmp_path):
        row = (
            '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
            'table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
            "</table:table-row>"
        )
        path = ods(tmp_path / "plannen.ods", row)

        assert refusal(path) in {"too_many_rows", "too_many_cells"}


class TestOpenDocument:
    def test_with_white_space_between_cells_is_read(self, tmp_path):
        path = ods(tmp_path / "plannen.ods", ods_row(*HEADING), ods_row(*REEVE))

        result = read(path)

        assert not result.issues
        assert sum(result.rows[0].cells.values()) == 600

    def test_with_an_error_of_a_formula_is_not_zero(self, tmp_path):
        wrong = (
            '<table:table-cell table:formula="of:=1/0" office:value-type="string" '
            'office:string-value="" calcext:value-type="error"><text:p>#DEEL/0!</text:p>'
            "</table:table-cell>"
        )
        path = ods(tmp_path / "plannen.ods", ods_row(*HEADING), ods_row(*REEVE[:3], wrong))

        assert issues_of(read(path), "formula_error") == [(2, "Bouw 2027", "#DEEL/0!", "error")]

    def test_with_a_day_for_a_number_is_told(self, tmp_path):
        day = '<table:table-cell office:value-type="date" office:date-value="2027-01-01"/>'
        path = ods(tmp_path / "plannen.ods", ods_row(*HEADING), ods_row(*REEVE[:3], day))

        assert issues_of(read(path), "date_for_number") == [
            (2, "Bouw 2027", "2027-01-01", "error")
        ]

    def test_with_a_remark_beside_a_cell_reads_the_cell_only(self, tmp_path):
        beside = "<office:annotation><text:p>van Jan</text:p></office:annotation>"
        noted = ods_cell("Reeve").replace("<text:p>", f"{beside}<text:p>")
        path = ods(tmp_path / "plannen.ods", ods_row(*HEADING), ods_row("Kampen", noted, "1A", 5))

        assert read(path).rows[0].values.name == "Reeve"

    def test_with_empty_rows_and_cells_keeps_its_places(self, tmp_path):
        row = '<table:table-row table:number-rows-repeated="{}">'
        empty = f"{row}<table:table-cell/></table:table-row>"
        gap, rest = empty.format(3), empty.format(1_048_000)
        hole = '<table:table-cell table:number-columns-repeated="1"/>'
        path = ods(
            tmp_path / "plannen.ods",
            ods_row(*HEADING),
            gap,
            ods_row("Kampen", "Reeve", hole, 7),
            rest,
        )

        result = read(path)

        assert result.lines == [5]
        assert sum(result.rows[0].cells.values()) == 7

    def test_on_a_hidden_sheet_is_refused(self, tmp_path):
        style = (
            '<office:automatic-styles><style:style style:name="ta1" style:family="table">'
            '<style:table-properties table:display="false"/></style:style>'
            "</office:automatic-styles>"
        )
        path = ods(tmp_path / "plannen.ods", ods_row(*HEADING), ods_row(*REEVE), style=style)

        assert refusal(path) == "hidden_sheet"

    @pytest.mark.parametrize(
        "content",
        [
            b"<office:document",
            b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
            b"<a><table-row number-rows-repeated='x'/></a>",
            bytes(range(1, 101)),
        ],
        ids=["cut off", "with an entity", "without rows", "no text at all"],
    )
    def test_that_is_broken_is_refused(self, content, tmp_path):
        path = zipped(tmp_path / "plannen.ods", {"content.xml": content})

        assert refusal(path) in {"damaged", "empty_sheet"}


class TestBomb:
    def test_that_says_how_large_it_becomes_is_not_opened(self, tmp_path):
        path = zipped(
            tmp_path / "bom.xlsx", {"xl/workbook.xml": "x", "xl/groot.xml": b"\x00" * 20_000_000}
        )

        assert path.stat().st_size < 100_000
        assert refusal(path) == "zip_bomb"

    def test_that_lies_about_its_size_is_not_opened(self, tmp_path):
        packed = zlib.compress(b" " * 400_000_000, 9)[2:-4]
        path = tmp_path / "leugen.xlsx"
        lying_zip(path, b"xl/workbook.xml", packed, says=1000)

        assert path.stat().st_size < 500_000
        assert refusal(path) == "zip_bomb"

    def test_of_very_many_parts_is_not_opened(self, tmp_path):
        parts = {f"xl/{number}.xml": "" for number in range(archives.MAX_PARTS)}

        assert (
            refusal(zipped(tmp_path / "veel.xlsx", {"xl/workbook.xml": "", **parts})) == "zip_bomb"
        )

    def test_packed_in_a_way_of_its_own_is_not_opened(self, tmp_path):
        path = zipped(tmp_path / "x.xlsx", {"xl/workbook.xml": "<a/>"}, zipfile.ZIP_LZMA)

        assert refusal(path) == "damaged"

    def test_in_the_words_of_a_document_type_is_not_unfolded(self, tmp_path):
        page = (
            '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'
            + EMPTY_SHEET.format("<row><c><v>&c;</v></c></row>")
        )
        plain = sheet(tmp_path / "plannen.xlsx", [HEADING, REEVE])
        path = rewritten(plain, tmp_path / "bom.xlsx", {"xl/worksheets/sheet1.xml": page})

        assert refusal(path) == "damaged"


class TestGeoPackage:
    COLUMNS = {"gemeente": ["Kampen"], "naam": ["Reeve"], "planologische_status": ["1A"]}

    def test_with_areas_is_read(self, tmp_path):
        result = read(geopackage(tmp_path / "plannen.gpkg", [SQUARE], **self.COLUMNS))

        assert not result.issues
        assert result.rows[0].values.area_m2 == 10_000

    def test_in_degrees_is_turned_into_metres(self, tmp_path):
        area = shapely.box(5.91, 52.55, 5.92, 52.56)
        result = read(geopackage(tmp_path / "x.gpkg", [area], crs="EPSG:4326", **self.COLUMNS))

        assert not result.issues
        assert result.rows[0].values.area_m2 == pytest.approx(2 * 377_000, rel=0.02)

    def test_with_a_reference_system_in_its_own_words_is_read(self, tmp_path):
        own = (
            'PROJCS["Eigen stelsel",GEOGCS["Amersfoort",DATUM["Amersfoort",SPHEROID["Bessel 1841",'
            '6377397.155,299.1528128]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],'
            'PROJECTION["Oblique_Stereographic"],PARAMETER["latitude_of_origin",52.1561605555556],'
            'PARAMETER["central_meridian",5.38763888888889],PARAMETER["scale_factor",0.9999079],'
            'PARAMETER["false_easting",155000],PARAMETER["false_northing",463000],UNIT["metre",1]]'
        )
        result = read(geopackage(tmp_path / "eigen.gpkg", [SQUARE], crs=own, **self.COLUMNS))

        assert not result.issues
        assert result.rows[0].values.area_m2 == pytest.approx(10_000, rel=0.001)

    def test_with_a_reference_system_that_is_none_is_refused(self, tmp_path):
        path = geopackage(tmp_path / "plannen.gpkg", [SQUARE], **self.COLUMNS)
        altered(
            path,
            "INSERT INTO gpkg_spatial_ref_sys VALUES ('maan', 9, 'NASA', 9, 'op de maan', '')",
            "UPDATE gpkg_geometry_columns SET srs_id = 9",
        )

        assert refusal(path) == "unknown_crs"

    def test_without_a_reference_system_is_taken_for_metres(self, tmp_path):
        path = geopackage(tmp_path / "plannen.gpkg", [SQUARE], **self.COLUMNS)
        altered(
            path,
            "UPDATE gpkg_geometry_columns SET srs_id = -1",
        )

        assert read(path).rows[0].values.area_m2 == 10_000

    def test_without_a_layer_is_refused(self, tmp_path):
        path = geopackage(tmp_path / "plannen.gpkg", [SQUARE], **self.COLUMNS)
        altered(
            path,
            "DELETE FROM gpkg_contents",
        )

        assert refusal(path) == "no_layer"

    def test_of_several_layers_is_read_from_the_one_with_plans(self, tmp_path):
        path = tmp_path / "alles.gpkg"
        geopackage(path, [SQUARE], layer="grenzen", gemeente=["Kampen"])
        geopackage(path, [SQUARE], layer="plannen", **self.COLUMNS)

        assert [row.values.name for row in read(path).rows] == ["Reeve"]

    def test_of_several_layers_with_plans_is_refused(self, tmp_path):
        path = tmp_path / "alles.gpkg"
        geopackage(path, [SQUARE], layer="nu", **self.COLUMNS)
        geopackage(path, [SQUARE], layer="vroeger", **self.COLUMNS)

        assert refusal(path) == "more_lists"

    def test_with_a_plan_that_has_no_area_says_so(self, tmp_path):
        heads = ("OBJECTID", "Gem_naam", "Plannaam", "Planstatus", "Aantalrest", "OP202024")
        path = tmp_path / "eib.gpkg"
        pairs = dict(
            zip(
                heads,
                (
                    [1, 2],
                    ["Kampen"] * 2,
                    ["Reeve", "Onderdijks"],
                    ["3 In voorbereiding"] * 2,
                    [5, 5],
                    [5, 5],
                ),
                strict=True,
            )
        )
        pyogrio.raw.write(
            path,
            geometry=np.array([shapely.to_wkb(SQUARE), None], dtype=object),
            field_data=[np.array(values) for values in pairs.values()],
            fields=list(pairs),
            layer="plannen",
            driver="GPKG",
            geometry_type="Unknown",
            crs="EPSG:28992",
        )

        assert issues_of(read(path), "no_shape") == [(3, "geometrie", "", "warning")]

    def test_with_a_line_for_an_area_is_an_error(self, tmp_path):
        line = shapely.LineString([(191_000, 507_000), (191_100, 507_000)])

        assert codes(read(geopackage(tmp_path / "x.gpkg", [line], **self.COLUMNS))) == {
            "not_a_geometry"
        }

    def test_that_is_another_database_is_refused(self, tmp_path):
        database = sqlite3.connect(tmp_path / "iets.sqlite")
        database.execute("CREATE TABLE plannen (naam)")
        database.close()

        assert refusal(tmp_path / "iets.sqlite") == "wrong_type"

    def test_with_a_view_that_never_ends_is_not_run(self, tmp_path):
        path = geopackage(tmp_path / "plannen.gpkg", [SQUARE], **self.COLUMNS)
        altered(
            path,
            "CREATE VIEW eindeloos AS WITH RECURSIVE n(naam) AS "
            "(SELECT 1 UNION ALL SELECT naam + 1 FROM n) SELECT naam FROM n",
            "UPDATE gpkg_contents SET table_name = 'eindeloos' WHERE table_name = 'plannen'",
        )

        assert refusal(path) == "no_layer"

    def test_that_is_broken_is_refused(self, tmp_path):
        whole = geopackage(tmp_path / "plannen.gpkg", [SQUARE], **self.COLUMNS).read_bytes()

        assert refusal(text_file(tmp_path / "kort.gpkg", whole[:5000])) == "damaged"
        assert refusal(text_file(tmp_path / "x.gpkg", whole[:100] + os.urandom(4000))) == "damaged"


# ------------------------------------------------------------------ anything at all
BEGINS = [
    b"PK\x03\x04",
    MAGIC,
    b"SQLite format 3\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"",
    b"naam;",
]
quietly = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def assert_answered(path, name):
    """Read a list: it is refused with a sentence, or every trouble is an issue with a remedy."""
    with suppress(FileRefusedError):
        _drawer, result = read_plans(path, name, CONTEXT)
        check_whole(result)
        assert len(result.rows) == len(result.lines)
        assert {found.code for found in result.issues} <= set(KINDS)
        assert all(found.reason and found.remedy for found in result.issues)


class TestAnything:
    @quietly
    @given(start=st.sampled_from(BEGINS), rest=st.binary(max_size=2000))
    def test_as_bytes_is_answered(self, start, rest, tmp_path):
        assert_answered(text_file(tmp_path / "bestand", start + rest), "plannen.xlsx")

    @quietly
    @given(
        kind=st.sampled_from(["xlsx", "ods", "gpkg", "csv"]),
        at=st.floats(0, 1),
        junk=st.binary(min_size=1, max_size=40),
    )
    def test_that_was_a_list_once_is_answered(self, kind, at, junk, tmp_path):
        content = bytearray(_sound(tmp_path, kind).read_bytes())
        place = int(at * (len(content) - 1))
        content[place : place + len(junk)] = junk

        assert_answered(text_file(tmp_path / "bestand", bytes(content)), f"plannen.{kind}")

    @quietly
    @given(
        part=st.sampled_from(
            [
                "xl/workbook.xml",
                "xl/worksheets/sheet1.xml",
                "xl/styles.xml",
                "xl/sharedStrings.xml",
                "xl/_rels/workbook.xml.rels",
            ]
        ),
        at=st.floats(0, 1),
        junk=st.text("<>\"'/=rcvt0123456789A&;#! ", max_size=30),
    )
    def test_in_a_sheet_is_answered(self, part, at, junk, tmp_path):
        source = _sound(tmp_path, "xlsx")
        with zipfile.ZipFile(source) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        content = parts[part].decode()
        place = int(at * len(content))
        parts[part] = (content[:place] + junk + content[place + len(junk) // 2 :]).encode()

        assert_answered(zipped(tmp_path / "raar.xlsx", parts), "plannen.xlsx")

    cells = st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            ["1.389", "1,389", "Totaal", "Kampen", "1A", "#REF!", "nan", "POINT (1 2)"]
        ),
        st.integers(-(10**12), 10**12),
        st.floats(allow_nan=True, allow_infinity=True),
    )

    @quietly
    @given(
        rows=st.lists(st.lists(cells, max_size=12), max_size=8),
        heading=st.permutations(
            [
                "Naam",
                "Planologische status",
                "Gemeente",
                "X",
                "Y",
                "WKT",
                "Kern",
                "Bouw 2027",
                "Sloop zonder jaar",
                "Huur 2030-2034",
                "Projectfase",
            ]
        ),
    )
    def test_in_a_grid_of_cells_is_answered(self, rows, heading, tmp_path):

        result = template.DRAWER.read(Table([heading, *rows]), CONTEXT)
        check_whole(result)

        assert len(result.rows) == len(result.lines) <= len(rows)
        assert all(found.code in KINDS for found in result.issues)

    @quietly
    @given(rows=st.lists(st.lists(cells, max_size=24), max_size=8))
    def test_in_a_grid_of_the_eib_is_answered(self, rows):

        heading = sorted({*eib.NEEDED, *eib.WANTED, "plantype", "x", "y"})

        result = eib.DRAWER.read(Table([heading, *rows]), CONTEXT)
        check_whole(result)

        assert all(found.code in KINDS for found in result.issues)

    @quietly
    @given(text=st.text(max_size=300))
    def test_as_text_below_a_heading_is_answered(self, text, tmp_path):
        content = lines(HEADING) + text

        assert_answered(text_file(tmp_path / "plannen.csv", content, "utf-8"), "plannen.csv")


def _sound(folder, kind):
    path = folder / f"goed.{kind}"
    if path.exists():
        return path
    if kind == "xlsx":
        return sheet(path, [HEADING, REEVE, ["Zwolle", "Stadshagen", "3", Formula("=1+1", 2)]])
    if kind == "ods":
        return ods(path, ods_row(*HEADING), ods_row(*REEVE))
    if kind == "gpkg":
        return geopackage(path, [SQUARE], **TestGeoPackage.COLUMNS)
    return text_file(path, plans(REEVE))
