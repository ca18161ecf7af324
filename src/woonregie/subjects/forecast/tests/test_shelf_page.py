"""How earlier forecasts turned out, as people meet it."""

import csv
import io
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from woonregie.subjects.forecast.models import Measure
from woonregie.subjects.forecast.tests.factories import AT, figures, households, record_vintage

pytestmark = pytest.mark.django_db
PAGE = reverse("forecast:shelf_life", args=["testregio"])


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def of_2014(a_source, kampen, zwolle):
    """A forecast of 2014 for two towns, and what was counted in 2020."""
    given = [
        *households(kampen, {2015: 20_500, 2020: 22_000}),
        *households(kampen, {2020: 21_500}, "laag"),
        *households(kampen, {2020: 22_500}, "hoog"),
        *households(zwolle, {2015: 54_000, 2020: 58_000}),
        *households(zwolle, {2020: 57_000}, "laag"),
        *households(zwolle, {2020: 59_000}, "hoog"),
    ]
    record_vintage(
        a_source, given, slug="primos-2014", title="Primos 2014", published_on=date(2014, 7, 1)
    )
    real = [*households(kampen, {2020: 20_000}, ""), *households(zwolle, {2020: 60_000}, "")]
    return record_vintage(
        a_source,
        real,
        slug="cbs-2020",
        title="CBS 2020",
        kind="realised",
        published_on=date(2020, 9, 1),
    )


def seen(answer):
    """Return the text of a page as a reader sees it."""
    return " ".join(answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ").split())


class TestShelfLifePage:
    def test_says_for_a_municipality_what_was_expected_and_counted(
        self, client_for, official_kampen, of_2014
    ):
        text = seen(client_for(official_kampen).get(PAGE, {"gemeente": "GM0166"}))

        assert (
            "Primos 2014 verwachtte voor Kampen op 1 januari 2020 22.000 huishoudens. "
            "Het werden er 20.000. De prognose was 2.000 te hoog: dat is 10,0 %. "
            "De telling lag buiten de band van 21.500 tot 22.500." in text
        )
        assert "Houdbaar voor Kampen: ten minste 6 jaar." in text
        assert "Primos 2014 zat in 2020 10,0 % te hoog" in text

    def test_adds_up_the_region(self, client_for, secretary, of_2014):
        text = seen(client_for(secretary).get(PAGE))

        # 22,000 + 58,000 were expected, and 20,000 + 60,000 counted.
        assert "verwachtte voor Testregio op 1 januari 2020 80.000 huishoudens" in text
        assert "De prognose kwam precies uit." in text
        assert "2 van 2" in text

    def test_gives_the_numbers(self, client_for, secretary, of_2014):
        answer = client_for(secretary).get(PAGE, {"csv": "houdbaarheid", "gemeente": "GM0193"})

        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        assert rows[-1][:6] == ["Primos 2014", "2020", "6", "58000,0", "60000,0", "-2000,0"]
        # 60,000 is more than the high end of 59,000.
        assert rows[-1][-1] == "nee"

    def test_says_how_to_begin_when_nothing_can_be_compared(self, client_for, secretary, kampen):
        text = seen(client_for(secretary).get(PAGE))

        assert "Er valt nog niets te vergelijken" in text
        assert "Lees een oudere prognose in" in text

    def test_names_forecasts_that_cannot_be_judged_yet(
        self, client_for, secretary, of_2014, a_source, kampen
    ):
        record_vintage(a_source, households(kampen, {2030: 1}), title="Primos 2025")

        text = seen(client_for(secretary).get(PAGE))

        assert "Nog niet te beoordelen, want later is er niet geteld: Primos 2025." in text

    def test_persons_have_their_own_record(self, client_for, secretary, of_2014, a_source, kampen):
        for slug, kind, day, value in (
            ("pearl", "forecast", date(2016, 9, 1), 53_000),
            ("bevolking", "realised", date(2018, 2, 1), 54_000),
        ):
            record_vintage(
                a_source,
                figures(kampen, Measure.PERSONS, {2018: value}, ""),
                slug=slug,
                title=slug,
                kind=kind,
                published_on=day,
            )

        text = seen(client_for(secretary).get(PAGE, {"maat": "persons", "gemeente": "GM0166"}))

        assert "op 1 januari 2018 53.000 personen. Het werden er 54.000" in text

    @pytest.mark.parametrize(
        "given", [{"maat": "geluk"}, {"gemeente": "GM9999"}, {"maat": "births"}, {"csv": "weg"}]
    )
    def test_what_does_not_exist_shows_the_whole_region(
        self, client_for, secretary, of_2014, given
    ):
        answer = client_for(secretary).get(PAGE, given)

        assert answer.status_code == 200
        assert "verwachtte voor Testregio" in seen(answer)

    def test_a_guest_sees_no_forecasts(self, client_for, guest, of_2014):
        assert client_for(guest).get(PAGE).status_code == 403

    def test_for_a_stranger_the_region_is_not_there(self, client_for, stranger, of_2014):
        assert client_for(stranger).get(PAGE).status_code == 404
