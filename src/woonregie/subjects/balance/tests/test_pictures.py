"""The charts of the balance: nothing drawn that nobody said, norms with their source."""

from datetime import date

import pytest

from woonregie.foundation.norms.services import load_shipped
from woonregie.subjects.balance import pictures
from woonregie.subjects.balance.queries import Question, bridge_between
from woonregie.subjects.balance.tests.factories import AT, TODAY, make_profile
from woonregie.subjects.forecast.tests.factories import households, record_vintage

pytestmark = pytest.mark.django_db


def bars(chart):
    return [(row["gemeente"], row["soort"], row["woningen"], row["aandeel"]) for row in chart.rows]


@pytest.mark.usefixtures("small")
class TestCoverage:
    def test_is_capacity_as_a_share_of_the_need(self, ask):
        chart = pictures.coverage(ask())

        assert bars(chart)[:3] == [
            ("Kampen", "hard", 600, 0.6),
            ("Kampen", "zacht", 470, 0.47),
            ("Kampen", "onbekend", 22, 0.022),
        ]
        # 2,100 and 2,592 of 3,000.
        assert chart.title == "Harde plannen dekken 70 % van de behoefte, alle plannen 86 %"

    def test_of_a_municipality_stands_beside_the_region(self, ask):
        found = ask()

        chart = pictures.coverage(found, found.row("GM0166"))

        assert {row["gemeente"] for row in chart.rows} == {"Kampen", "Testregio"}
        assert chart.title == "Harde plannen dekken 60 % van de behoefte, alle plannen 109 %"

    def test_without_a_need_there_is_no_share_at_all(self, ask, a_source, kampen, zwolle):
        given = households(kampen, {2026: 22_980, 2036: 22_000})
        given += households(zwolle, {2026: 60_000, 2036: 60_000})
        record_vintage(a_source, given, slug="krimp", title="Krimp")

        chart = pictures.coverage(ask(vintage="krimp"))

        assert {row["aandeel"] for row in chart.rows} == {None}
        assert "geen behoefte om de plannen aan te meten" in chart.title
        assert "geen behoefte" in chart.svg()


class TestNorms:
    """On a day of 2016 other lines are drawn than in 2025, each with its source."""

    @pytest.fixture
    def lines_on(self, region, plans, primos, ask):
        load_shipped(at=AT, regions={"west-overijssel": region})

        def drawn(day):
            found = ask(on=day, vintage="primos-2025", period=(2026, 2036))
            return [
                (line["label"], line["source"].publisher)
                for line in pictures.coverage(found).lines
            ]

        return drawn

    def test_of_2016(self, lines_on):
        stec = "Stec Groep, voor de regio West-Overijssel"

        assert lines_on(date(2016, 6, 1)) == [
            ("100 %: Ten hoogste 100 % van de behoefte in harde plannen", stec),
            (
                "60 % – 90 %: Op de lange termijn 60 tot 90 % van de behoefte in harde plannen",
                stec,
            ),
        ]

    def test_of_2025(self, lines_on):
        assert lines_on(date(2025, 6, 1))[-1] == (
            "130 %: Streven naar 130 % plancapaciteit",
            "Rijk, provincie Overijssel en gemeenten",
        )

    def test_of_2026(self, lines_on):
        assert ("80 %: Bij voorkeur ten hoogste 80 % vastgelegd, 20 % vrij") in [
            label for label, _publisher in lines_on(date(2026, 11, 1))
        ]

    def test_none_where_none_holds(self, lines_on):
        assert lines_on(date(2014, 6, 1)) == []


@pytest.mark.usefixtures("small")
class TestWaterfall:
    def test_leads_from_the_first_total_to_the_second(self, region, a_source):
        make_profile("rigo", a_source, hard=("1A", "1B", "1C", "2A", "2B", "2C"))
        found = bridge_between(
            account=None,
            region=region,
            start=Question(on=TODAY),
            end=Question(on=TODAY, profile="rigo"),
            today=TODAY,
        )

        chart = pictures.waterfall(found)

        assert [(row["regel"], row["van"], row["tot"]) for row in chart.rows] == [
            ("Juridisch hard", 0, 2100),
            ("Status 1C telt anders", 2100, 2150),
            ("Rigo", 0, 2150),
        ]
        assert chart.title == "Van 2.100 naar 2.150 woningen"
        assert chart.svg().startswith("<svg")
