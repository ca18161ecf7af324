"""Pages of forecasts, as people meet them."""

import csv
import io
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from woonregie.subjects.forecast.models import ForecastVintage, Measure, RegionReference
from woonregie.subjects.forecast.tests.factories import (
    AT,
    HEADER,
    figures,
    households,
    record_vintage,
)
from woonregie.subjects.forecast.tests.test_permissions import CAST

pytestmark = pytest.mark.django_db
GOOD = f"{HEADER}\nGM0166;huishoudens;midden;2026;22000\nGM0166;huishoudens;midden;2036;23000\n"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


def address(name, *rest):
    return reverse(f"forecast:{name}", args=["testregio", *rest])


def form(content=GOOD, name="primos.csv", **changed):
    given = {
        "title": "Primos 2025",
        "slug": "primos-2025",
        "kind": "forecast",
        "published_on": "2025-07-01",
        "publisher": "ABF Research",
        "licence": "",
        **changed,
    }
    data = content if isinstance(content, bytes) else content.encode()
    return {**given, "file": SimpleUploadedFile(name, data)}


class TestWhoGetsWhichPage:
    """The whole cast at each page; for a stranger the region is not there."""

    @pytest.fixture(params=CAST)
    def person(self, request):
        return request.param, request.getfixturevalue(request.param)

    def answers(self, name, allowed):
        if name == "stranger":
            return 404
        return 200 if name in allowed else 403

    def test_forecasts(self, person, client_for, kampen):
        name, account = person

        answer = client_for(account).get(address("list"))

        assert answer.status_code == self.answers(name, set(CAST) - {"guest"})

    @pytest.mark.parametrize("screen", ["deliver", "example"])
    def test_taking_one_in(self, person, screen, client_for, kampen):
        name, account = person

        answer = client_for(account).get(address(screen))

        assert answer.status_code == self.answers(name, {"secretary"})

    def test_confirming(self, person, client_for, kampen):
        name, account = person

        answer = client_for(account).post(address("confirm"), {"bewijs": ""})

        # The secretary is sent back to the form: there was no preview.
        expected = self.answers(name, {"secretary"})
        assert answer.status_code == (302 if expected == 200 else expected)
        assert not ForecastVintage.objects.exists()

    def test_choosing(self, person, client_for, kampen, a_source):
        name, account = person
        record_vintage(a_source, households(kampen, {2026: 22_000, 2036: 23_000}))

        answer = client_for(account).post(address("choose"), {"keuze": "primos-2025|midden"})

        expected = self.answers(name, {"secretary"})
        assert answer.status_code == (302 if expected == 200 else expected)
        assert RegionReference.objects.exists() == (name == "secretary")

    def test_nobody_without_a_login(self, client, kampen):
        for screen in ("list", "deliver", "example"):
            assert client.get(address(screen)).status_code == 302


class TestList:
    def test_says_how_to_begin_when_there_is_none(self, client_for, official_kampen):
        text = client_for(official_kampen).get(address("list")).content.decode()

        assert "Er is nog geen prognose ingelezen" in text
        assert "De regio heeft nog geen prognose gekozen" in text
        assert "Prognose inlezen" not in text

    def test_tells_the_secretary_what_a_starting_point_takes(self, client_for, secretary, region):
        text = client_for(secretary).get(address("list")).content.decode()

        assert "daarvoor is een uitgangspunt nodig" in text
        assert f"--region {region.slug} --account {secretary.email}" in text
        for table in ("03759ned", "37259eng", "71488ned", "71486ned"):
            assert table in text

    def test_tells_others_who_sees_to_it(self, client_for, official_kampen):
        text = client_for(official_kampen).get(address("list")).content.decode()

        assert "De regiosecretaris regelt dat" in text
        assert "woonregie forecast" not in text

    def test_says_nothing_of_that_once_there_is_one(self, client_for, secretary, start):
        text = client_for(secretary).get(address("list")).content.decode()

        assert "daarvoor is een uitgangspunt nodig" not in text

    def test_shows_each_vintage_with_what_it_counts_and_its_source(
        self, client_for, secretary, kampen, a_source
    ):
        record_vintage(a_source, households(kampen, {2026: 22_000, 2036: 23_000}))
        record_vintage(
            a_source,
            figures(kampen, Measure.PERSONS, {2020: 54_319}, ""),
            slug="cbs-bevolking",
            title="Bevolking CBS",
            kind="realised",
        )

        text = client_for(secretary).get(address("list")).content.decode()

        assert "Primos 2025" in text
        assert "Bevolking CBS" in text
        assert "gerealiseerd" in text
        assert "Provincie Overijssel" in text
        # Persons can be read, but not chosen.
        assert 'value="primos-2025|midden"' in text
        assert 'value="cbs-bevolking|"' not in text

    def test_compares_for_one_municipality_and_gives_the_numbers(
        self, client_for, secretary, kampen, zwolle, a_source
    ):
        given = households(kampen, {2036: 23_000}) + households(zwolle, {2036: 65_000})
        record_vintage(a_source, given)
        client = client_for(secretary)

        whole = client.get(address("list"), {"csv": "prognoses"}).content.decode("utf-8-sig")
        own = client.get(address("list"), {"csv": "prognoses", "gemeente": "GM0166"})

        assert [row["Huishoudens"] for row in csv.DictReader(io.StringIO(whole), delimiter=";")]
        assert "88000" in whole.replace(",0", "")
        assert "23000" in own.content.decode().replace(",0", "")
        assert "Kampen" in client.get(address("list"), {"gemeente": "GM0166"}).content.decode()

    def test_compares_another_measure(self, client_for, official_kampen, kampen, a_source):
        given = [
            *households(kampen, {2036: 23_000}),
            *figures(kampen, Measure.PERSONS, {2036: 54_000}),
        ]
        record_vintage(a_source, given)
        earlier = figures(kampen, Measure.PERSONS, {2036: 53_500})
        record_vintage(
            a_source, earlier, slug="eerder", title="Eerder", published_on=date(2020, 7, 1)
        )

        shown = client_for(official_kampen).get(address("list") + "?maat=persons").content.decode()

        assert "in 2036 54.000 personen, 500 meer dan Eerder" in shown
        assert "Wat elke prognose van 2036 zegt, en het verschil met Primos 2025" in shown
        assert "−500" in shown
        assert '<option value="persons" selected>personen</option>' in shown

    def test_begins_with_what_is_counted_where_there_are_no_households(
        self, client_for, official_kampen, kampen, a_source
    ):
        record_vintage(a_source, figures(kampen, Measure.DWELLING_STOCK, {2036: 25_800}))

        shown = client_for(official_kampen).get(address("list")).content.decode()

        assert "in 2036 25.800 woningen in de voorraad" in shown

    def test_marks_a_derived_forecast(self, client_for, secretary, kampen, a_source):
        record_vintage(a_source, households(kampen, {2036: 1}), derived=True)

        text = client_for(secretary).get(address("list")).content.decode()

        assert "afgeleid voorbeeld" in text
        assert "geen conclusies over een echte gemeente" in text

    def test_speaks_english(self, client_for, secretary, kampen, a_source):
        record_vintage(a_source, households(kampen, {2036: 23_000}))
        client = client_for(secretary)
        client.post("/taal/", {"language": "en"})

        answer = client.get(address("list"), headers={"accept-language": "en"})

        assert answer.status_code == 200
        assert "23,000" in answer.content.decode()


class TestChoosing:
    @pytest.fixture
    def client(self, client_for, secretary, kampen, a_source):
        record_vintage(a_source, households(kampen, {2026: 22_000, 2036: 23_000}))
        record_vintage(
            a_source,
            figures(kampen, Measure.PERSONS, {2020: 54_319}, ""),
            slug="cbs-bevolking",
            title="Bevolking CBS",
        )
        return client_for(secretary)

    def test_makes_it_the_reference_from_today(self, client, region):
        answer = client.post(address("choose"), {"keuze": "primos-2025|midden"}, follow=True)

        told = 'De regio meet zich sinds 24 november 2026 aan <span lang="nl">Primos 2025</span>'
        assert told in answer.content.decode()
        assert RegionReference.objects.get(region=region).valid_on == date(2026, 11, 24)

    @pytest.mark.parametrize(
        ("choice", "words"),
        [
            ("cbs-bevolking|", "Personen zijn geen huishoudens"),
            ("primos-2025|uitzonderlijk", "geen scenario uitzonderlijk"),
            ("bestaat-niet|midden", "bestaat niet"),
            ("", "bestaat niet"),
        ],
    )
    def test_is_refused_in_words(self, client, choice, words):
        answer = client.post(address("choose"), {"keuze": choice}, follow=True)

        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert not RegionReference.objects.exists()

    def test_asks_for_a_post(self, client):
        assert client.get(address("choose")).status_code == 405


class TestTakingIn:
    @pytest.fixture
    def client(self, client_for, secretary, kampen):
        return client_for(secretary)

    def ticket(self, answer):
        return answer.context["ticket"]

    def test_shows_what_is_in_the_file_before_anything_is_kept(self, client):
        answer = client.post(address("deliver"), form())

        text = answer.content.decode()
        assert answer.status_code == 200
        assert "2 cijfers gelezen als csv van Woonregie" in text
        assert "huishoudens" in text
        assert "23.000" in text
        assert "Vastleggen" in text
        assert not ForecastVintage.objects.exists()

    def test_keeps_what_was_shown(self, client):
        shown = client.post(address("deliver"), form())

        answer = client.post(address("confirm"), {"bewijs": self.ticket(shown)}, follow=True)

        vintage = ForecastVintage.objects.get()
        assert "Primos 2025 is ingelezen." in answer.content.decode()
        assert (vintage.slug, vintage.kind, vintage.figures.count()) == (
            "primos-2025",
            "forecast",
            2,
        )
        assert vintage.published_on == date(2025, 7, 1)
        assert vintage.source.publisher == "ABF Research"
        assert vintage.source.file.name == "primos.csv"

    def test_the_same_file_again_changes_nothing_and_says_so(self, client):
        for _time in range(2):
            shown = client.post(address("deliver"), form())
            answer = client.post(address("confirm"), {"bewijs": self.ticket(shown)}, follow=True)

        assert "was er al, met dezelfde cijfers" in answer.content.decode()
        assert ForecastVintage.objects.count() == 1

    def test_other_figures_under_the_same_key_are_refused(self, client):
        client.post(
            address("confirm"), {"bewijs": self.ticket(client.post(address("deliver"), form()))}
        )
        shown = client.post(address("deliver"), form(GOOD.replace("22000", "22001")))

        answer = client.post(address("confirm"), {"bewijs": self.ticket(shown)}, follow=True)

        assert "Kies een nieuwe sleutel" in answer.content.decode()
        assert ForecastVintage.objects.get().figures.get(year=2026).value == 22_000

    def test_a_file_with_errors_is_shown_cell_by_cell_and_cannot_be_kept(self, client):
        wrong = GOOD + "GM0166;huishoudens;midden;3024;veel\n"

        answer = client.post(address("deliver"), form(wrong))
        text = answer.content.decode()

        assert answer.status_code == 400
        assert "Dit jaar is onwaarschijnlijk." in text
        assert "Dit is geen getal." in text
        assert "Vul een jaar in van 1990 tot en met 2100." in text
        assert "Vastleggen" not in text
        refused = client.post(address("confirm"), {"bewijs": self.ticket(answer)}, follow=True)
        assert "2 cellen zijn niet te lezen" in refused.content.decode()
        assert not ForecastVintage.objects.exists()

    def test_a_hint_does_not_stop_it(self, client):
        double = GOOD + "GM0166;huishoudens;midden;2026;22000\n"

        answer = client.post(address("deliver"), form(double))

        assert answer.status_code == 200
        assert "staat er twee keer, met dezelfde waarde" in answer.content.decode()
        assert "Vastleggen" in answer.content.decode()

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"PK\x03\x04 een werkblad", "Sla de tabel op als csv"),
            (b"plaats;aantal\nKampen;3\n", "Wij herkennen de kolommen"),
            (b"\n \n", "Er staat niets in dit bestand"),
            (b"x" * 200_000, "ongewoon lang"),
        ],
    )
    def test_a_wrong_file_is_an_error_of_the_form(self, client, content, words):
        answer = client.post(address("deliver"), form(content))

        assert answer.status_code == 400
        assert words in answer.content.decode()

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"published_on": "31-02-2026"}, "Vul een datum in"),
            ({"published_on": "2027-01-01"}, "Deze dag is nog niet geweest"),
            ({"slug": "Prognose 2026!"}, "Sleutel"),
            ({"title": ""}, "Titel"),
            ({"kind": "gok"}, "Soort"),
            ({"publisher": ""}, "Uitgever"),
        ],
    )
    def test_a_wrong_field_is_an_error_of_the_form(self, client, changed, words):
        answer = client.post(address("deliver"), form(**changed))

        assert answer.status_code == 400
        assert words in answer.content.decode()
        assert answer.context["form"].errors

    def test_counted_figures_offered_as_a_forecast_are_refused(self, client):
        stock = (
            "Gebruiksfunctie;RegioS;Perioden;BeginstandVoorraad_1;Nieuwbouw_2;"
            "Sloop_4;OverigeOnttrekking_5\nA045364;GM0166;2020JJ00;1;2;3;4\n"
        )

        answer = client.post(address("deliver"), form(stock))

        assert answer.status_code == 400
        assert "geteld, niet verwacht" in answer.content.decode()

    @pytest.mark.parametrize("ticket", ["", "verzonnen", "a:b:c"])
    def test_a_made_up_preview_is_refused(self, client, ticket):
        answer = client.post(address("confirm"), {"bewijs": ticket}, follow=True)

        assert "Dit voorbeeld is verlopen" in answer.content.decode()
        assert not ForecastVintage.objects.exists()

    def test_a_preview_of_the_day_before_yesterday_is_refused(self, client, client_for, secretary):
        shown = client.post(address("deliver"), form())

        with time_machine.travel(AT.replace(day=26), tick=False):
            anew = client_for(secretary)
            answer = anew.post(address("confirm"), {"bewijs": self.ticket(shown)}, follow=True)

        assert "Dit voorbeeld is verlopen" in answer.content.decode()

    def test_the_example_can_be_taken_in(self, client):
        example = client.get(address("example"))

        answer = client.post(address("deliver"), form(example.content, "voorbeeld.csv"))

        assert "verzonnen aantallen" in example.content.decode("utf-8-sig").splitlines()[0]
        assert answer.status_code == 200
        assert answer.context["found"].issues == []
        # Three scenarios at two ends, and ten years of withdrawals.
        assert len(answer.context["found"].figures) == 16

    def test_the_page_documents_the_layout(self, client):
        text = client.get(address("deliver")).content.decode()

        for word in ("gemeente", "maat", "scenario", "jaar", "waarde", "onttrokken woningen"):
            assert word in text
        assert address("example") in text
