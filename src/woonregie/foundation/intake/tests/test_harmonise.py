from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from woonregie.foundation.intake.dates import NoDayError, read_day
from woonregie.foundation.intake.harmonise import harmonise, written
from woonregie.foundation.intake.numbers import NoNumberError, read_number
from woonregie.foundation.intake.reading import read


@pytest.fixture
def put_right(text_file, trees):
    def put(text):
        path = text_file(text)
        table = read(path, path.name, trees)
        return harmonise(table, trees)

    return put


def issues(told):
    return [(item.line, item.code, item.field, item.value) for item in told.issues]


class TestDays:
    @pytest.mark.parametrize(
        "cell",
        [
            "2018-03-01",
            "2018-03-01T00:00:00.000Z",
            "2018/03/01 00:00:00+00",
            "1/3/2018",
            "01.03.18",
            "01/03/2018 00:00",
            "1-Mar-18",
            "1st March 2018",
            "1 maart 2018",
            "March 1, 2018",
            "Thursday 1 March 2018",
            "20180301",
            "2018 03 01",
            "Mar-18",
            "43160",
            43160.0,
            date(2018, 3, 1),
        ],
    )
    def test_however_written_are_read(self, cell):
        assert read_day(cell) == date(2018, 3, 1)

    @pytest.mark.parametrize("cell", ["TBC", "32/1/2018", "2018-13-13", "1/2", "", "12", True])
    def test_that_are_none_are_refused(self, cell):
        with pytest.raises(NoDayError):
            read_day(cell)

    def test_of_a_column_tell_each_other_whether_months_come_first(self, put_right):
        told = put_right("Boomnummer;Plantdatum\nB1;3/4/2018\nB2;12/25/2018\n")

        assert [row["planted"] for row in told.rows] == [date(2018, 3, 4), date(2018, 12, 25)]

    @given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
    def test_of_this_age_come_back_from_every_way_of_writing(self, day):
        assert read_day(day.isoformat()) == day
        assert read_day(f"{day:%d/%m/%Y}") == day
        assert read_day(f"{day:%m/%d/%y}", month_first=True) == day
        assert read_day(f"{day:%d-%b-%y}") == day


class TestNumbers:
    @pytest.mark.parametrize(
        ("cell", "comma", "whole", "number"),
        [
            ("1.389", False, False, 1.389),
            ("1.389", True, False, 1389),
            ("1.389", False, True, 1389),
            ("1,389", False, False, 1389),
            ("1,389", True, False, 1.389),
            ("1.234.567,8", False, False, 1234567.8),
            ("1,234,567.8", False, False, 1234567.8),
            ("0,25", False, False, 0.25),
            ("0,125", False, False, 0.125),
            ("- 12", False, True, -12),
            ("c. 40", False, True, 40),
            ("12 m", False, False, 12),
            (".5", False, False, 0.5),
        ],
    )
    def test_however_written_are_read(self, cell, comma, whole, number):
        assert read_number(cell, comma=comma, whole=whole, endings=["m"]) == number

    @pytest.mark.parametrize("cell", ["", "nvt", "1-2", "1e999", "0..46", "12 eiken", "nan", True])
    def test_that_are_none_are_refused(self, cell):
        with pytest.raises(NoNumberError):
            read_number(cell)

    def test_of_a_column_tell_each_other_what_a_comma_is(self, put_right):
        told = put_right("Boomnummer;Hoogte\nB1;12,5\nB2;1,125\n")

        assert [row["height"] for row in told.rows] == [12.5, 1.1]


class TestCodes:
    def test_know_other_spellings_and_slips_of_the_pen(self, put_right):
        told = put_right("Boomnummer;Soort\nB1;Zomer-Eik\nB2;zomereijk\nB3;beuk\nB4;Onbekend\n")

        assert [row["species"] for row in told.rows] == ["oak", "oak", "beech", None]
        assert told.issues == []

    def test_that_nobody_knows_are_told_and_left_empty(self, put_right):
        told = put_right("Boomnummer;Soort\nB1;eik\nB2;palm\n")

        assert [row["species"] for row in told.rows] == ["oak", None]
        assert issues(told) == [(3, "unknown_code", "species", "palm")]


class TestHarmonise:
    def test_puts_metres_and_degrees_in_one_system(self, put_right):
        told = put_right("Boomnummer;x;y\nB1;120700,723;487525,502\nB2;5,9123;52,5534\n")

        # The Westertoren, a test point of the Dutch land registry's RDNAPTRANS.
        assert told.rows[0]["x"] == pytest.approx(4.88352559, abs=1e-5)
        assert told.rows[0]["y"] == pytest.approx(52.37453253, abs=1e-5)
        assert (told.rows[1]["x"], told.rows[1]["y"]) == (5.9123, 52.5534)

    def test_turns_swapped_coordinates_and_says_so(self, put_right):
        told = put_right("Boomnummer;x;y\nB1;52.5534;5.9123\n")

        assert (told.rows[0]["x"], told.rows[0]["y"]) == (5.9123, 52.5534)
        assert issues(told) == [(2, "swapped", "x", "52.5534, 5.9123")]

    def test_leaves_out_a_place_in_siberia(self, put_right):
        told = put_right("Boomnummer;x;y\nB1;105.3;61.5\n")

        assert told.rows[0]["x"] is None
        assert issues(told) == [(2, "nowhere", "x", "105.3, 61.5")]

    def test_tells_errors_of_formulas_from_empty_cells(self, put_right):
        told = put_right("Boomnummer;Aantal;Hoogte\nB1;#REF!;\nB2;#N/A;3\n")

        assert [row["count"] for row in told.rows] == [None, None]
        assert issues(told) == [(2, "formula_error", "count", "#REF!")]

    def test_tells_numbers_out_of_range_and_halves_of_trees(self, put_right):
        told = put_right("Boomnummer;Aantal;Hoogte\nB1;1,5;140\nB2;2;12\n")

        assert [row["height"] for row in told.rows] == [None, 12.0]
        assert issues(told) == [
            (2, "not_whole", "count", "1,5"),
            (2, "out_of_range", "height", "140"),
        ]

    def test_joins_texts(self, put_right):
        told = put_right("Boomnummer;Opmerkingen;Beheeropmerking\nB1;mooi;snoeien\nB2;;kappen\n")

        assert [row["notes"] for row in told.rows] == ["mooi. snoeien", "kappen"]

    def test_reads_yes_and_no(self, put_right):
        told = put_right("Boomnummer;Beschermd\nB1;Ja\nB2;nee\nB3;\nB4;misschien\n")

        assert [row["protected"] for row in told.rows] == [True, False, None, None]
        assert issues(told) == [(5, "unknown_code", "protected", "misschien")]


class TestWritten:
    def test_numbers_stand_as_people_write_them(self):
        assert [written(number) for number in (12.0, 0.1, -0.000001, 1234.5)] == [
            "12",
            "0.1",
            "-0.000001",
            "1234.5",
        ]
