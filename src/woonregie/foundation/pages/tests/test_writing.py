"""How values stand on the screen: in the reader's language, rounded, with a dash for nothing."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.functional import lazystr
from hypothesis import given
from hypothesis import strategies as st

from woonregie.foundation.pages.tables import Column
from woonregie.foundation.pages.templatetags.house import (
    cell,
    day,
    in_dutch,
    moment,
    number,
    share,
    signed,
)

NOTHING = "–"


@pytest.fixture(params=["nl", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


def _in(language, dutch, english):
    return dutch if language == "nl" else english


class TestNumber:
    @pytest.mark.parametrize("nothing", [None, ""])
    def test_is_a_dash_for_nothing(self, language, nothing):
        assert number(nothing) == NOTHING

    @pytest.mark.parametrize(
        ("value", "dutch", "english"),
        [
            (0, "0", "0"),
            (999, "999", "999"),
            (1389, "1.389", "1,389"),
            (-1389, "-1.389", "-1,389"),
            (1_234_567, "1.234.567", "1,234,567"),
            (Decimal("9623.00"), "9.623", "9,623"),
        ],
    )
    def test_groups_thousands_as_the_language_does(self, language, value, dutch, english):
        assert number(value) == _in(language, dutch, english)

    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            (1.4, "1"),
            (1.5, "2"),
            (Decimal("2.5"), "3"),
            (999.5, "1.000"),
            (-1.5, "-2"),
            (-0.4, "0"),
            (Decimal("-0.4"), "0"),
            (0.29 * 100, "29"),
        ],
    )
    def test_rounds_instead_of_cutting_off(self, value, shown):
        with translation.override("nl"):
            assert number(value) == shown

    def test_shows_the_decimals_that_are_asked(self, language):
        assert number(Decimal("2.25"), 1) == _in(language, "2,3", "2.3")
        assert number(2, 2) == _in(language, "2,00", "2.00")

    @given(st.integers(-(10**12), 10**12))
    def test_can_be_read_back(self, value):
        with translation.override("nl"):
            assert int(number(value).replace(".", "")) == value

    @given(st.decimals(-(10**9), 10**9, places=4))
    def test_is_never_more_than_half_away(self, value):
        with translation.override("nl"):
            shown = Decimal(number(value).replace(".", ""))

        assert abs(shown - value) <= Decimal("0.5")


class TestSigned:
    @pytest.mark.parametrize(
        ("value", "dutch", "english"),
        [
            (1389, "+1.389", "+1,389"),
            (-1389, "−1.389", "−1,389"),
            (0, "0", "0"),
            (Decimal("0.3"), "0", "0"),
            (Decimal("-0.3"), "0", "0"),
            (Decimal("-0.5"), "−1", "−1"),
        ],
    )
    def test_shows_the_sign(self, language, value, dutch, english):
        assert signed(value) == _in(language, dutch, english)

    @pytest.mark.parametrize("nothing", [None, ""])
    def test_is_a_dash_for_nothing(self, nothing):
        assert signed(nothing) == NOTHING


class TestShare:
    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            (0, "0 %"),
            (1, "100 %"),
            (Decimal("1.3"), "130 %"),
            (0.67, "67 %"),
            (0.999, "100 %"),
            (Decimal("0.555"), "56 %"),
            (-0.25, "-25 %"),
            (0.001, "0 %"),
        ],
    )
    def test_is_a_rounded_percentage(self, language, value, shown):
        assert share(value) == shown

    def test_shows_decimals_when_asked(self, language):
        assert share(Decimal("0.1234"), 1) == _in(language, "12,3 %", "12.3 %")

    @pytest.mark.parametrize("nothing", [None, ""])
    def test_is_a_dash_for_nothing(self, nothing):
        assert share(nothing) == NOTHING


class TestDay:
    def test_is_written_out(self, language):
        assert day(date(2026, 11, 24)) == _in(language, "24 november 2026", "24 November 2026")

    def test_of_a_moment_is_the_day_in_the_netherlands(self):
        with translation.override("nl"):
            assert day(datetime(2026, 11, 24, 23, 30, tzinfo=UTC)) == "25 november 2026"

    @pytest.mark.parametrize("nothing", [None, ""])
    def test_is_a_dash_for_nothing(self, nothing):
        assert day(nothing) == NOTHING


class TestMoment:
    def test_is_the_time_in_the_netherlands(self, language):
        in_summer = datetime(2026, 7, 1, 22, 5, tzinfo=UTC)

        assert moment(in_summer) == _in(language, "2 juli 2026, 00:05", "2 July 2026, 00:05")

    def test_is_a_dash_for_nothing(self):
        assert moment(None) == NOTHING


class TestCell:
    @pytest.mark.parametrize("kind", ["text", "code", "number", "signed", "share", "day", "link"])
    @pytest.mark.parametrize("row", [{}, {"naam": None}, {"naam": ""}])
    def test_is_a_dash_for_nothing(self, kind, row):
        assert cell(row, Column("naam", "Naam", kind)) == NOTHING

    @pytest.mark.parametrize(
        ("kind", "value", "shown"),
        [
            ("text", "Reeve", "Reeve"),
            ("text", 0, "0"),
            ("text", lazystr("Reeve"), "Reeve"),
            ("number", 1389, "1.389"),
            ("number", 0, "0"),
            ("signed", 3, "+3"),
            ("share", 0, "0 %"),
            ("day", date(2026, 11, 4), "4 november 2026"),
            ("link", "Reeve", "Reeve"),
        ],
    )
    def test_is_written_in_the_way_of_its_column(self, kind, value, shown):
        with translation.override("nl"):
            assert cell({"naam": value}, Column("naam", "Naam", kind)) == shown

    def test_links_to_the_address_beside_it(self):
        row = {"naam": "Reeve", "naam_url": "/west-overijssel/plannen/GM0166-2026-0001/"}

        shown = cell(row, Column("naam", "Naam", "link"))

        assert 'href="/west-overijssel/plannen/GM0166-2026-0001/"' in shown
        assert ">Reeve</a>" in shown

    @pytest.mark.parametrize("kind", ["link", "code"])
    def test_takes_no_markup_from_a_value(self, kind):
        row = {"naam": "<script>", "naam_url": '"><script>'}

        assert "<script>" not in cell(row, Column("naam", "Naam", kind))


class TestInDutch:
    def test_marks_what_somebody_wrote(self):
        found = in_dutch("Primos 2025 (ABF, 1 July 2025)", ["Primos 2025", "ABF"])

        assert found == (
            '<span lang="nl">Primos 2025</span> (<span lang="nl">ABF</span>, 1 July 2025)'
        )

    def test_marks_a_title_as_a_whole_when_its_publisher_stands_in_it(self):
        assert in_dutch("Bevolking CBS (CBS)", ["CBS", "Bevolking CBS"]) == (
            '<span lang="nl">Bevolking CBS</span> (<span lang="nl">CBS</span>)'
        )

    @pytest.mark.parametrize("parts", [[], ["<b>"], ["&"], ["Iets anders"]])
    def test_lets_nothing_through_that_a_page_would_read(self, parts):
        found = in_dutch("<b>A & B</b>", parts)

        assert "<b>" not in found
        assert found.replace('<span lang="nl">', "").replace("</span>", "") == (
            "&lt;b&gt;A &amp; B&lt;/b&gt;"
        )
