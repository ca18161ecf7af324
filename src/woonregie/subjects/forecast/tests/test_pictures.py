"""The chart that compares vintages: nothing drawn that nobody said."""

from datetime import date

import pytest
from django.utils import translation

from woonregie.subjects.forecast.models import Measure
from woonregie.subjects.forecast.pictures import comparison
from woonregie.subjects.forecast.queries import choices_for, series
from woonregie.subjects.forecast.tests.factories import households, record_vintage

pytestmark = pytest.mark.django_db


@pytest.fixture
def draw(kampen):
    """Draw all vintages of Kampen."""

    def drawn(*places):
        ids = [place.pk for place in places or (kampen,)]
        vintages = [vintage for vintage, _scenarios in choices_for(ids)]
        found = series(ids, Measure.HOUSEHOLDS, vintages)
        return comparison(found, who="Kampen", this_year=2026)

    return drawn


def lines(chart):
    return {row["prognose"] for row in chart.rows}


class TestComparison:
    def test_a_band_needs_a_low_and_a_high_scenario(self, draw, a_source, kampen):
        given = [
            item
            for scenario, value in (("laag", 22_900), ("midden", 23_000), ("hoog", 23_100))
            for item in households(kampen, {2036: value}, scenario)
        ]
        record_vintage(a_source, given)

        chart = draw()

        (row,) = chart.rows
        assert (row["jaar"], row["prognose"]) == ("2036", "Primos 2025")
        assert (row["laag"], row["waarde"], row["hoog"]) == (22_900, 23_000, 23_100)
        assert "De band loopt" in chart.sentence

    def test_one_scenario_is_a_line_without_a_band(self, draw, a_source, kampen):
        record_vintage(a_source, households(kampen, {2026: 22_000, 2036: 23_000}, "trend"))

        chart = draw()

        assert lines(chart) == {"Primos 2025, trend"}
        assert "De band" not in chart.sentence

    def test_two_scenarios_that_are_no_band_are_two_lines(self, draw, a_source, kampen):
        given = households(kampen, {2036: 23_000}, "basis") + households(
            kampen, {2036: 23_500}, "groei"
        )
        record_vintage(a_source, given)

        chart = draw()

        assert {(row["prognose"], row["waarde"]) for row in chart.rows} == {
            ("Primos 2025, basis", 23_000),
            ("Primos 2025, groei", 23_500),
        }

    def test_a_low_scenario_alone_is_a_line_of_its_own(self, draw, a_source, kampen):
        record_vintage(a_source, households(kampen, {2036: 22_900}, "laag"))

        assert lines(draw()) == {"Primos 2025, laag"}

    def test_two_vintages_of_one_title_stay_apart(self, draw, a_source, kampen):
        record_vintage(a_source, households(kampen, {2036: 1}), slug="een")
        record_vintage(a_source, households(kampen, {2036: 2}), slug="twee")

        assert lines(draw()) == {"Primos 2025 (een)", "Primos 2025 (twee)"}

    def test_what_was_counted_is_marked(self, draw, a_source, kampen):
        record_vintage(
            a_source,
            households(kampen, {2020: 22_217}, ""),
            slug="cbs-2020",
            title="Geteld door CBS",
            kind="realised",
        )

        chart = draw()

        assert [(row["prognose"], row["geteld"]) for row in chart.rows] == [
            ("Geteld door CBS", True)
        ]
        assert "Ruiten zijn geteld." in chart.sentence

    def test_says_which_years_are_left_out(self, draw, a_source, kampen, zwolle):
        given = households(kampen, {2026: 1, 2027: 1, 2028: 1, 2030: 1, 2036: 1})
        record_vintage(a_source, given + households(zwolle, {2036: 5}))

        chart = draw(kampen, zwolle)

        assert "Primos 2025: 2026–2028, 2030 ontbreekt" in chart.sentence
        assert [row["jaar"] for row in chart.rows] == ["2036"]

    def test_says_that_the_axis_does_not_begin_at_nought(self, draw, a_source, kampen):
        record_vintage(a_source, households(kampen, {2036: 1}))

        assert "De as begint niet bij nul." in draw().sentence


class TestFinding:
    """The title says what the newest vintage expects, against the one before it."""

    @pytest.fixture
    def two_vintages(self, a_source, kampen):
        def recorded(newer, older):
            record_vintage(a_source, households(kampen, newer))
            record_vintage(
                a_source,
                households(kampen, older),
                slug="primos-2014",
                title="Primos 2014",
                published_on=date(2014, 7, 1),
            )

        return recorded

    def test_compares_ten_years_ahead(self, draw, two_vintages):
        two_vintages({2036: 23_540, 2050: 30_000}, {2036: 23_000, 2040: 23_200})

        assert draw().title == (
            "Primos 2025 verwacht voor Kampen in 2036 23.540 huishoudens, 540 meer dan Primos 2014"
        )

    def test_compares_in_the_nearest_year_that_both_have(self, draw, two_vintages):
        two_vintages({2030: 22_000, 2036: 23_540}, {2030: 22_500})

        assert draw().title == (
            "Primos 2025 verwacht voor Kampen in 2030 22.000 huishoudens, "
            "500 minder dan Primos 2014"
        )

    def test_says_when_they_agree(self, draw, two_vintages):
        two_vintages({2036: 23_000}, {2036: 23_000})

        assert draw().title.endswith("evenveel als Primos 2014")

    def test_without_a_common_year_there_is_no_comparison(self, draw, two_vintages):
        two_vintages({2036: 23_000}, {2020: 21_000})

        assert draw().title == "Primos 2025 verwacht voor Kampen in 2036 23.000 huishoudens"

    def test_without_a_vintage_it_says_what_would_stand_there(self, draw):
        assert draw().title == "Huishoudens in Kampen"


class TestDrawing:
    def test_is_drawn_in_both_languages(self, draw, a_source, kampen):
        record_vintage(a_source, households(kampen, {2026: 22_000, 2036: 23_000}))

        pictures = {}
        for language in ("nl", "en"):
            with translation.override(language):
                pictures[language] = draw().svg()

        assert "23.000" in pictures["nl"]
        assert "23,000" in pictures["en"]
        assert all(picture.startswith("<svg") for picture in pictures.values())
