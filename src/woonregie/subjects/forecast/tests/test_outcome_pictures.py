"""The charts of a forecast of our own: the finding is the number, and nothing hangs on colour."""

from dataclasses import replace

import numpy as np
import pytest

from woonregie.engines.household import AGES, Ledger, Position, Projection
from woonregie.subjects.forecast.pictures import (
    Band,
    Look,
    change_of_people,
    dwellings,
    households,
    migration,
    parts_of_growth,
    pyramid,
    types,
)

YEARS = (2026, 2027, 2028)


def people(young, old):
    """Return (sex, age) persons: as many men as women, of 30 and of 70 years."""
    found = np.zeros((2, AGES))
    found[:, 30], found[:, 70] = young / 2, old / 2
    return found


@pytest.fixture
def forecast():
    """Zwolle and Kampen through two years, with numbers that can be added up by heart."""
    nothing = np.zeros((2, 2))
    positions = np.zeros((3, 2, len(Position)))
    positions[:, 1, Position.ALONE] = (4_000, 4_500, 5_000)
    positions[:, 1, Position.COUPLE] = (6_000, 6_000, 5_800)
    positions[:, 0, Position.ALONE] = 30_000
    return Projection(
        regions=("Zwolle", "Kampen"),
        years=YEARS,
        population=np.array(
            [
                [people(60_000, 40_000), people(8_000, 2_000)],
                [people(60_000, 40_000), people(8_000, 2_200)],
                [people(60_000, 40_000), people(7_500, 2_500)],
            ]
        ),
        positions=positions,
        households=np.array([[30_000.0, 7_000], [30_000, 7_500], [30_000, 7_900]]),
        need=np.array([[30_000.0, 7_000], [30_000, 7_500], [30_000, 7_900]]),
        stock=np.array([[30_000.0, 6_900], [30_000, 7_300], [30_000, 7_800]]),
        task=np.array([[0.0, 0], [0, 510], [0, 410]]),
        hard_capacity=np.zeros((3, 2)),
        ledger=Ledger(
            start=nothing,
            births=np.array([[0.0, 100], [0, 90]]),
            deaths=np.array([[0.0, 60], [0, 70]]),
            immigration=np.array([[0.0, 40], [0, 40]]),
            emigration=np.array([[0.0, 10], [0, 10]]),
            departures=np.array([[0.0, 300], [0, 300]]),
            arrivals=np.array([[0.0, 280], [0, 260]]),
            end=nothing,
            leavers=np.zeros((2, AGES)),
            couples_apart=nothing,
            partners_apart=np.zeros((3, 2)),
        ),
        scaling=(),
        unmet=(),
        baseline="a",
        scenario="trend",
        final=np.zeros((2, 2, AGES, len(Position))),
    )


@pytest.fixture
def look(forecast):
    """Kampen in 2028."""
    return Look(who="Kampen", places=(1,), year=2028, found=forecast)


@pytest.fixture
def beside(look, forecast):
    """Kampen in 2028 beside a trend with 400 households fewer."""
    trend = replace(forecast, households=forecast.households - [0, 400], scenario="other")
    return replace(look, beside=trend, beside_name="doorgaande trend")


class TestHouseholds:
    def test_says_how_many_more_than_at_the_start(self, look):
        title = households(look).title

        assert title == "Kampen telt in 2028 7.900 huishoudens, 900 meer dan in 2026"

    def test_says_how_many_more_than_the_trend(self, beside):
        title = households(beside).title

        assert title == "Kampen telt in 2028 7.900 huishoudens, 400 meer dan bij doorgaande trend"

    def test_says_fewer_and_as_many(self, beside):
        fewer = replace(
            beside, beside=replace(beside.beside, households=beside.found.households + 5)
        )
        as_many = replace(
            beside, beside=replace(beside.beside, households=beside.found.households)
        )

        assert "5 minder dan bij" in households(fewer).title
        assert "evenveel als bij" in households(as_many).title

    def test_adds_up_places(self, look):
        both = households(replace(look, who="West-Overijssel", places=(0, 1)))

        assert both.title.startswith("West-Overijssel telt in 2028 37.900 huishoudens")

    def test_is_one_line_when_nothing_was_turned(self, look):
        same = replace(look, beside=look.found, beside_name="doorgaande trend")

        assert {row["lijn"] for row in households(same).rows} == {"dit scenario"}

    def test_has_a_band_of_its_own_numbers(self, look):
        middle = np.array([7_000.0, 7_500, 7_900])
        fanned = replace(look, band=Band(middle - 50, middle + 80, "80 % van de doorrekeningen"))

        chart = households(fanned)

        assert [(row["laag"], row["hoog"]) for row in chart.rows] == [
            (6_950, 7_080),
            (7_450, 7_580),
            (7_850, 7_980),
        ]
        assert "In de band ligt 80 % van de doorrekeningen" in chart.sentence
        assert [column.key for column in chart.columns] == [
            "jaar",
            "lijn",
            "laag",
            "waarde",
            "hoog",
        ]

    def test_shows_what_somebody_else_expects_within_its_years(self, look):
        chart = households(
            replace(look, vintage={2020: 1.0, 2028: 8_000.0}, vintage_name="Primos 2025")
        )

        assert [row["jaar"] for row in chart.rows if row["lijn"] == "Primos 2025"] == ["2028"]
        assert "Primos 2025" in [item["label"] for item in chart.legend]

    def test_every_line_is_told_without_colour(self, beside):
        chart = households(replace(beside, vintage={2028: 8_000.0}, vintage_name="Primos 2025"))

        looks = [item["look"] for item in chart.legend]
        assert looks == ["doorgetrokken lijn", "streepjeslijn", "ruiten"]

    def test_names_that_would_lie_on_one_another_are_left_to_the_legend(self, beside):
        near = replace(
            beside, beside=replace(beside.beside, households=beside.found.households + 5)
        )

        def written(chart):
            return [
                item["lijn"]
                for layer in chart.spec["layer"]
                if layer["mark"]["type"] == "text"
                for item in layer["data"]["values"]
            ]

        assert "doorgaande trend" in written(households(beside))
        assert "doorgaande trend" not in written(households(near))


class TestDwellings:
    def test_says_the_shortage_against_that_of_now(self, look):
        title = dwellings(look).title

        assert title == "Kampen komt in 2028 100 woningen tekort, evenveel als in 2026"

    def test_says_when_it_grows_or_shrinks(self, look):
        def short_of(then):
            stock = look.found.stock.copy()
            stock[2, 1] = 7_900 - then
            return dwellings(replace(look, found=replace(look.found, stock=stock))).title

        assert short_of(250) == "Kampen komt in 2028 250 woningen tekort; in 2026 zijn dat er 100"
        assert "nog 40 woningen tekort" in short_of(40)
        assert short_of(-10) == "Kampen heeft in 2028 genoeg woningen"

    def test_has_the_task_of_each_year_and_none_before_the_first(self, look):
        rows = dwellings(look).rows

        assert [row["opgave"] for row in rows] == [None, 510, 410]
        assert [row["tekort"] for row in rows] == [100, 200, 100]


class TestPyramid:
    def test_says_the_share_of_the_old(self, look):
        title = pyramid(look).title

        assert title == (
            "In 2028 is 25 % van de inwoners van Kampen 65 jaar of ouder; in 2026 is dat 20 %"
        )

    def test_puts_everybody_in_one_band(self, look):
        rows = pyramid(look).rows

        assert sum(row["nu"] for row in rows) == 10_000
        (men,) = [row for row in rows if row["leeftijd"] == "70–74" and row["kant"] < 0]
        assert (men["geslacht"], men["nu"], men["dan"], men["kant"]) == (
            "mannen",
            1_000,
            1_250,
            -1_250,
        )

    def test_of_nobody_is_a_picture_still(self, look):
        empty = replace(look.found, population=np.zeros_like(look.found.population))

        assert "0 %" in pyramid(replace(look, found=empty)).title


class TestTypes:
    def test_says_which_kind_grows_most(self, look):
        chart = types(look)

        assert chart.title == (
            "In Kampen groeit het aantal huishoudens van de soort “alleenstaand” het meest: "
            "1.000 meer in 2028"
        )
        assert [row["tekst"] for row in chart.rows][:2] == ["5.000 (+1.000)", "2.900 (−100)"]

    def test_compares_with_the_trend_in_the_table(self, beside):
        chart = types(beside)

        assert chart.columns[-1].label == "Bij doorgaande trend"
        assert [row["trend"] for row in chart.rows][:2] == [5_000, 2_900]


class TestChangeOfPeople:
    def test_adds_up_to_all_change(self, look):
        rows = {row["regel"]: row["verschil"] for row in change_of_people(look).rows}

        assert rows == {
            "geboorten": 190,
            "sterfte": -130,
            "verhuizing binnen Nederland": -60,
            "verhuizing met het buitenland": 60,
            "samen": 60,
        }
        assert change_of_people(look).title == "Kampen groeit tot 2028 met 60 inwoners"

    def test_counts_only_until_the_year(self, look):
        rows = change_of_people(replace(look, year=2027)).rows

        assert rows[-1]["verschil"] == 50


class TestPartsOfGrowth:
    def test_names_what_counts_most(self, look):
        parts = {
            "age_structure": np.array([[0.0, 0], [0, 200], [0, 400]]),
            "behaviour": np.array([[0.0, 0], [0, 50], [0, -100]]),
            "domestic": np.array([[0.0, 0], [0, 250], [0, 600]]),
            "abroad": np.array([[0.0, 0], [0, 0], [0, 0]]),
            "supply": np.array([[0.0, 0], [0, 0], [0, 0]]),
        }

        chart = parts_of_growth(look, parts)

        assert chart.title == (
            "Kampen krijgt er tot 2028 900 huishoudens bij; "
            "het meest telt: verhuizing binnen Nederland"
        )
        assert [row["tekst"] for row in chart.rows] == ["+400", "−100", "+600", "0", "0", "+900"]


class TestMigration:
    def test_says_what_is_won_or_lost_a_year(self, look):
        title = migration(look).title

        # 20 fewer in 2026 and 40 fewer in 2027.
        assert title == "Kampen verliest tot 2028 30 mensen per jaar door verhuizing in Nederland"

    def test_is_booked_by_the_year_in_which_people_move(self, look):
        rows = migration(look).rows

        assert [(row["jaar"], row["saldo"]) for row in rows] == [
            ("2026", -20),
            ("2027", -40),
            ("2026", 30),
            ("2027", 30),
        ]


@pytest.mark.parametrize("draw", [households, dwellings, pyramid, types, migration])
def test_is_drawn_wide_and_narrow(draw, beside):
    chart = draw(beside)

    assert chart.svg().startswith("<svg")
    assert "NaN" not in chart.svg(narrow=True)
