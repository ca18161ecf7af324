"""Texts in the signs of other days, and texts that would fill memory."""

import pytest
import xlsxwriter

from woonregie.foundation.intake.opening import open_file
from woonregie.foundation.intake.tables import FileRefusedError


class TestOldSigns:
    @pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac-roman"])
    def test_are_told_apart(self, encoding, tmp_path):
        path = tmp_path / "plannen.csv"
        rows = "gemeente;naam\r\nSúdwest-Fryslân;Foto's van één coöperatie in Reünie\r\n"
        path.write_bytes(rows.encode(encoding))

        table = open_file(path, path.name)[0].load()

        assert table.rows[1] == ["Súdwest-Fryslân", "Foto's van één coöperatie in Reünie"]
        assert table.remarks == ("old_encoding",)

    def test_with_a_euro_and_curled_quotes_are_those_of_windows(self, tmp_path):
        path = tmp_path / "plannen.csv"
        path.write_bytes("naam;prijs\r\n“De foto’s” – fase 2;€ 12\r\n".encode("cp1252"))

        assert open_file(path, path.name)[0].load().rows[1] == ["“De foto’s” – fase 2", "€ 12"]


class TestRepeatedText:
    @staticmethod
    def book(path, rows, text):
        """Write a workbook in which many cells refer to one text."""
        book = xlsxwriter.Workbook(path)
        page = book.add_worksheet()
        for row in range(rows):
            for column in range(10):
                page.write_string(row, column, text)
        book.close()
        return path

    def test_that_would_fill_memory_is_refused(self, tmp_path):
        # 15,000 cells of 32,000 signs: 480 MB, from a file of some 40 kB.
        path = self.book(tmp_path / "plannen.xlsx", 1500, "x" * 32_000)

        assert path.stat().st_size < 100_000
        with pytest.raises(FileRefusedError) as told:
            open_file(path, path.name)
        assert told.value.code == "zip_bomb"

    def test_of_ordinary_length_is_read_beside_one_long_text(self, tmp_path):
        book = xlsxwriter.Workbook(tmp_path / "plannen.xlsx")
        page = book.add_worksheet()
        page.write_string(0, 0, "lang" * 8000)
        for row in range(1, 1500):
            page.write_row(row, 0, ["Kampen"] * 10)
        book.close()

        [sheet] = open_file(tmp_path / "plannen.xlsx", "plannen.xlsx")

        assert len(sheet.load().rows) == 1500
