"""Workbooks of before 2007 are read with their errors, and never believed on their word."""

import struct
from datetime import date, time
from pathlib import Path

import pytest
import python_calamine

from woonregie.foundation.intake.opening import open_file
from woonregie.foundation.intake.tables import FileRefusedError
from woonregie.foundation.intake.tests.oldfiles import (
    DAYS,
    DURATION,
    OWN_DAYS,
    Workbook,
    compound,
    old_workbook,
    record,
)

HEADING = ["Gemeente", "Naam", "Planologische status", "Bouw 2027"]
REEVE = ["Kampen", "Reeve", "1A onherroepelijk", 600]
STRANGERS = Path("../shared/data/plans/brownfield_uk/raw")


def rows_of(path):
    """Return the rows of each sheet by its title."""
    return {
        sheet.title: list(map(list, sheet.load().rows)) for sheet in open_file(path, path.name)
    }


def refusal(path):
    """Return why a file is refused; it has to be."""
    with pytest.raises(FileRefusedError) as told:
        rows_of(path)
    assert str(told.value).strip()
    return told.value.code


class TestCells:
    def test_of_every_kind_are_read(self, tmp_path):
        path = old_workbook(tmp_path / "plannen.xls", [[600, -1.5, "Reeve", True, "'t Hof €"]])

        assert rows_of(path) == {"Blad1": [[600.0, -1.5, "Reeve", True, "'t Hof €"]]}

    def test_in_a_row_of_numbers_in_one_record_are_read(self, tmp_path):
        # 12 as a whole number, 1.25 as hundredths, in columns 2 and 3.
        numbers = struct.pack("<HIHI", 0, 12 << 2 | 2, 0, 125 << 2 | 3)
        several = record(0xBD, struct.pack("<HH", 0, 2) + numbers + struct.pack("<H", 3))
        book = Workbook(("Blad1", [["Reeve"]], 0), loose=several)
        path = compound(tmp_path / "plannen.xls", {"Workbook": book.stream})

        assert rows_of(path) == {"Blad1": [["Reeve", "", 12.0, 1.25]]}

    def test_with_an_error_of_a_formula_are_not_empty(self, tmp_path):
        cells = ["#REF!", ("formula", "#DIV/0!"), ("formula", 12.5), ("formula", "Zwolle €")]
        path = old_workbook(tmp_path / "plannen.xls", [cells])

        assert rows_of(path) == {"Blad1": [["#REF!", "#DIV/0!", 12.5, "Zwolle €"]]}

    def test_that_show_a_day_are_days(self, tmp_path):
        # 24 November 2026 is day 46,350 of a workbook; half a day is noon.
        cells = [("day", 46_350, DAYS), ("day", 46_350, OWN_DAYS), ("day", 0.5, DAYS)]
        path = old_workbook(tmp_path / "plannen.xls", [[*cells, ("day", 1.25, DURATION)]])

        day = date(2026, 11, 24)
        assert rows_of(path) == {"Blad1": [[day, day, time(12), 1.25]]}

    def test_of_a_mac_count_days_from_1904(self, tmp_path):
        # 1,462 days lie between the first days of both ways to count.
        path = old_workbook(
            tmp_path / "plannen.xls",
            [[("day", 46_350 - 1462, DAYS)]],
            about=record(0x22, b"\x01\x00"),
        )

        assert rows_of(path) == {"Blad1": [[date(2026, 11, 24)]]}

    def test_with_texts_broken_off_between_records_are_whole(self, tmp_path):
        texts = ["Reeve fase één " * 40, "Stadshagen 中" * 30, "Franciscushof"]
        path = old_workbook(tmp_path / "plannen.xls", [texts], longest=100)

        assert rows_of(path) == {"Blad1": [texts]}

    def test_of_a_file_of_1995_are_read(self, tmp_path):
        path = old_workbook(
            tmp_path / "plannen.xls",
            [["Súdwest-Fryslân", "€ 12", 600]],
            version=0x500,
            about=record(0x42, struct.pack("<H", 1252)),
        )

        assert rows_of(path) == {"Blad1": [["Súdwest-Fryslân", "€ 12", 600.0]]}

    @pytest.mark.parametrize("size", [10, 4000])
    def test_are_found_in_small_and_large_sectors(self, size, tmp_path):
        rows = [HEADING, *([REEVE] * size)]
        path = old_workbook(tmp_path / "plannen.xls", rows)

        assert len(rows_of(path)["Blad1"]) == size + 1

    def test_of_strangers_are_as_another_reader_sees_them(self):
        if not STRANGERS.is_dir():
            pytest.skip("the registers of strangers are not here")
        compared = 0
        for path in sorted(STRANGERS.glob("*.xls")):
            ours = rows_of(path)
            theirs = python_calamine.CalamineWorkbook.from_path(str(path))
            for title in theirs.sheet_names:
                cells = theirs.get_sheet_by_name(title).to_python(skip_empty_area=False)
                assert [row for row in cells if any(row)] == [
                    row for row in ours[title] if any(row)
                ]
                compared += 1

        assert compared == 8


class TestSheets:
    def test_that_are_hidden_are_known(self, tmp_path):
        path = old_workbook(
            tmp_path / "plannen.xls", ("Nu", [REEVE], 0), ("Oud", [REEVE], 1), ("Weg", [REEVE], 2)
        )

        sheets = open_file(path, path.name)

        assert [(sheet.title, sheet.hidden) for sheet in sheets] == [
            ("Nu", False),
            ("Oud", True),
            ("Weg", True),
        ]

    def test_without_cells_are_left_out(self, tmp_path):
        path = old_workbook(tmp_path / "plannen.xls", [], [REEVE])

        assert list(rows_of(path)) == ["Blad2"]

    def test_that_are_all_empty_are_told(self, tmp_path):
        assert refusal(old_workbook(tmp_path / "plannen.xls", [], [])) == "empty_sheet"


class TestRefusal:
    def test_of_a_word_document(self, tmp_path):
        path = compound(tmp_path / "brief.doc", {"WordDocument": b"Geachte raad"})

        assert refusal(path) == "wrong_type"

    def test_of_an_encrypted_workbook_asks_for_one_without_password(self, tmp_path):
        path = compound(
            tmp_path / "plannen.xlsx", {"EncryptionInfo": b"\x00", "EncryptedPackage": b"\x00"}
        )

        assert refusal(path) == "protected"

    def test_of_a_workbook_with_a_password_asks_for_one_without(self, tmp_path):
        path = old_workbook(tmp_path / "plannen.xls", [REEVE], about=record(0x2F, b"\x00" * 6))

        assert refusal(path) == "protected"

    def test_of_a_workbook_from_before_1995_that_is_cut_off(self, tmp_path):
        path = tmp_path / "plannen.xls"
        path.write_bytes(b"\x09\x02\x06\x00\x00\x00\x10\x00" + b"\xff" * 64)

        assert refusal(path) == "damaged"

    def test_of_a_far_corner_does_not_fill_memory(self, tmp_path):
        corner = record(0x203, struct.pack("<HHHd", 65_535, 16_383, 0, 1))
        book = Workbook(("Blad1", [["Reeve"]], 0), loose=corner)
        path = compound(tmp_path / "plannen.xls", {"Workbook": book.stream})

        # No sheet of that time had so many columns.
        assert refusal(path) == "damaged"

    def test_of_many_wide_sheets_does_not_fill_memory(self, tmp_path):
        corner = record(0x203, struct.pack("<HHHd", 60_000, 50, 0, 1))
        # Each alone is three million cells wide and high; together they are nine.
        book = Workbook(*((f"Blad{at}", [], 0) for at in range(3)), loose=corner)
        path = compound(tmp_path / "plannen.xls", {"Workbook": book.stream})

        assert refusal(path) == "too_many_cells"

    def test_of_a_chain_of_sectors_that_bites_its_tail(self, tmp_path):
        path = old_workbook(tmp_path / "plannen.xls", [REEVE] * 400)
        content = path.read_bytes()
        table = content.rindex(struct.pack("<III", 1, 2, 3))
        path.write_bytes(content[: table + 4] + struct.pack("<I", 0) + content[table + 8 :])

        assert refusal(path) == "damaged"

    @pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
    def test_of_a_file_that_is_cut_off(self, share, tmp_path):
        path = old_workbook(tmp_path / "plannen.xls", [REEVE] * 400)
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * share)])

        assert refusal(path) == "damaged"
