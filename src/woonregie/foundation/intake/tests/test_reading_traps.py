"""What senders really send: signs of other computers, broken cells, files that are no table."""

import pytest

from woonregie.foundation.intake.harmonise import harmonise
from woonregie.foundation.intake.reading import read
from woonregie.foundation.intake.tables import FileRefusedError

HEADING = "Boomnummer;Soort;Opmerkingen"


class TestEncodings:
    @pytest.mark.parametrize(
        ("encoding", "told"),
        [
            ("utf-8", "één façade – ‘mooi’"),
            ("utf-16-le", "één façade – ‘mooi’"),
            ("utf-16-be", "één façade – ‘mooi’"),
            ("cp1252", "één façade – ‘mooi’"),
            ("mac-roman", "één façade – ‘mooi’"),
        ],
    )
    def test_of_any_computer_are_read(self, text_file, trees, encoding, told):
        path = text_file(f"{HEADING}\nB1;eik;{told}\n", encoding)

        assert read(path, path.name, trees).rows[0]["notes"] == told


class TestQuotes:
    def test_that_are_loose_are_read_when_we_forgive(self, text_file, trees):
        path = text_file(f'{HEADING}\nB1;eik;"mooi" en "oud"\nB2;beuk;\n')

        table = read(path, path.name, trees, forgiving=True)

        assert [row["number"] for row in table.rows] == ["B1", "B2"]
        assert [item.code for item in table.issues] == ["loose_quotes"]

    def test_that_swallow_rows_are_refused_all_the_same(self, text_file, trees):
        path = text_file(f'{HEADING}\nB1;eik;"mooi\nB2;beuk;\nB3;eik;x\n')

        with pytest.raises(FileRefusedError) as refused:
            read(path, path.name, trees, forgiving=True)

        assert refused.value.code == "quotes"


class TestRows:
    def test_a_row_that_forgot_its_key_is_kept_and_told(self, text_file, trees):
        heading = "Boomnummer;Soort;Plantdatum;Hoogte;Opmerkingen"
        path = text_file(f"{heading}\nB1;eik;3-4-2010;12;mooi\n;beuk;3-4-2011;8;scheef\n")

        table = read(path, path.name, trees)

        assert [row["species"] for row in table.rows] == ["eik", "beuk"]
        assert [(item.code, item.line) for item in table.issues] == [("no_key", 3)]

    def test_an_error_of_a_formula_in_a_needed_cell_is_told(self, text_file, trees):
        path = text_file(f"{HEADING}\nB1;eik;\n#REF!;eik;mooi\n")

        table = read(path, path.name, trees)
        told = harmonise(table, trees)

        assert [(item.code, item.line, item.field) for item in told.issues] == [
            ("formula_error", 3, "number")
        ]

    def test_a_line_without_end_is_refused(self, text_file, trees):
        path = text_file("Boomnummer;Soort;" + "x" * 1_000_001)

        with pytest.raises(FileRefusedError) as refused:
            read(path, path.name, trees)

        assert refused.value.code == "line_too_long"
