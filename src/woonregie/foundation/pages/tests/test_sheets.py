"""A spreadsheet for others: texts stay texts, formulas live, every sheet has its own name."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from woonregie.foundation.pages.sheets import Formula, Sheet, workbook, workbook_response
from woonregie.foundation.pages.tables import Column

NAME = (Column("naam", "Naam"),)


def _opened(*sheets):
    return CalamineWorkbook.from_filelike(io.BytesIO(workbook(sheets)))


def _cells(sheet):
    return _opened(sheet).get_sheet_by_index(0).to_python()


def _xml(*sheets):
    book = zipfile.ZipFile(io.BytesIO(workbook(sheets)))
    return book.read("xl/worksheets/sheet1.xml").decode()


class TestCells:
    @pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
    def test_a_text_that_looks_like_a_formula_stays_a_text(self, sign):
        text = f"{sign}1+1"

        assert _cells(Sheet("Plannen", NAME, [{"naam": text}]))[1] == [text]
        assert "<f>" not in _xml(Sheet("Plannen", NAME, [{"naam": text}]))

    def test_a_text_that_looks_like_an_address_is_no_link(self):
        sheet = Sheet("Plannen", NAME, [{"naam": "https://voorbeeld.example/"}])

        assert "hyperlink" not in _xml(sheet)

    def test_a_number_is_a_number(self):
        columns = (Column("a", "A", "number"), Column("b", "B", "share"), Column("c", "C"))
        row = {"a": 1389, "b": Decimal("0.25"), "c": -1.5}

        assert _cells(Sheet("Plannen", columns, [row]))[1] == [1389, 0.25, -1.5]

    def test_a_day_is_a_day(self):
        sheet = Sheet("Plannen", (Column("dag", "Dag", "day"),), [{"dag": date(2026, 11, 24)}])

        assert _cells(sheet)[1] == [date(2026, 11, 24)]

    @pytest.mark.parametrize("nothing", [None, ""])
    def test_nothing_is_an_empty_cell(self, nothing):
        columns = (*NAME, Column("b", "B", "number"))

        assert _cells(Sheet("Plannen", columns, [{"naam": "Reeve", "b": nothing}]))[1] == [
            "Reeve",
            "",
        ]

    def test_a_formula_lives_and_knows_its_row_and_value(self):
        columns = (Column("a", "A", "number"), Column("b", "B", "number"))
        rows = [{"a": 2, "b": Formula("A{row}*2", 4)}, {"a": 5, "b": Formula("A{row}*2", 10)}]

        xml = _xml(Sheet("Plannen", columns, rows))

        assert "<f>A2*2</f><v>4</v>" in xml
        assert "<f>A3*2</f><v>10</v>" in xml

    def test_notes_stand_above_the_head(self):
        cells = _cells(Sheet("Plannen", NAME, [{"naam": "Reeve"}], notes=["=Voorbeeldgegevens"]))

        assert cells == [["=Voorbeeldgegevens"], [""], ["Naam"], ["Reeve"]]

    def test_the_head_stays_in_sight(self):
        assert 'ySplit="1"' in _xml(Sheet("Plannen", NAME, [{"naam": "Reeve"}]))

    def test_a_sheet_without_rows_has_its_head(self):
        assert _cells(Sheet("Plannen", NAME, [])) == [["Naam"]]


class TestNames:
    def test_a_long_name_is_cut_to_what_excel_takes(self):
        title = "Capaciteit en behoefte van de gemeente Steenwijkerland"

        assert _opened(Sheet(title, NAME, [])).sheet_names == [title[:31].strip()]

    def test_two_names_that_become_equal_stay_two_sheets(self):
        long = "Capaciteit en behoefte in de gemeente "

        names = _opened(
            Sheet(f"{long}Kampen", NAME, []),
            Sheet(f"{long}Zwolle", NAME, []),
            Sheet(f"{long}Raalte".upper(), NAME, []),
        ).sheet_names

        assert len({name.lower() for name in names}) == 3
        assert all(len(name) <= 31 for name in names)
        assert names[1].endswith(" (2)")

    @pytest.mark.parametrize("title", ["Plannen [2025]", "a/b\\c:d*e?", "'s-Gravenhage'"])
    def test_signs_that_excel_refuses_are_left_out(self, title):
        [name] = _opened(Sheet(title, NAME, [])).sheet_names

        assert not set("[]:*?/\\") & set(name)
        assert not name.startswith("'")
        assert not name.endswith("'")

    @pytest.mark.parametrize("title", ["", "''", "[]"])
    def test_a_sheet_without_a_name_gets_a_dash(self, title):
        assert _opened(Sheet(title, NAME, [])).sheet_names == ["-"]


def test_the_download_is_named_and_typed():
    response = workbook_response("plannen", [Sheet("Plannen", NAME, [])])

    assert response["Content-Disposition"] == 'attachment; filename="plannen.xlsx"'
    assert response["Content-Type"].startswith("application/vnd.openxmlformats")
    assert response.content.startswith(b"PK")
