"""The pages of published totals, and the same for machines."""

import json

import pytest
from django.core.management import call_command

from woonregie.foundation.disclosure.models import Publication
from woonregie.subjects.balance.tests.test_publishing import published, secrets

pytestmark = pytest.mark.django_db
__all__ = ["secrets"]
PAGE = "/testregio/totalen/"


class TestPages:
    def test_say_how_it_begins(self, client_for, secretary, kampen):
        text = client_for(secretary).get(PAGE).content.decode()

        assert "Er zijn nog geen totalen gepubliceerd" in text
        assert "Publiceer" in text

    def test_show_what_is_shown_and_that_something_is_hidden(
        self, client_for, region, secrets, official_kampen
    ):
        made = published(region)

        text = client_for(official_kampen).get(f"{PAGE}{made.pk}/").content.decode()

        assert "Totalen van alle plannen" in text
        assert text.index("Totalen van alle plannen") < text.index(
            "afgeschermde plannen toevoegen"
        )
        assert "570" in text
        assert '–<span class="wr-hidden"> verborgen</span>' in text
        assert "Publiceer" not in client_for(official_kampen).get(PAGE).content.decode()

    def test_the_secretary_publishes(self, client_for, secretary, secrets):
        answer = client_for(secretary).post(PAGE, {"op": "24-11-2026"}, follow=True)

        made = Publication.objects.get()
        assert made.published_by == secretary
        assert "De totalen zijn gepubliceerd." in answer.content.decode()

    def test_a_day_to_come_is_refused_in_words(self, client_for, secretary, secrets):
        text = client_for(secretary).post(PAGE, {"op": "01-01-2090"}).content.decode()

        assert "De peildatum moet vandaag of eerder zijn." in text
        assert not Publication.objects.exists()

    def test_nobody_else_publishes(self, client_for, official_kampen, secrets):
        assert client_for(official_kampen).post(PAGE, {"op": "24-11-2026"}).status_code == 403
        assert not Publication.objects.exists()


class TestMachines:
    def test_read_the_list_and_one_publication(self, client_for, region, secrets, secretary):
        made = published(region)
        api = "/api/v1/gepubliceerde-totalen"

        listed = client_for(secretary).get(f"{api}?regio=testregio").json()
        one = client_for(secretary).get(f"{api}/{made.pk}?regio=testregio").json()

        assert [item["id"] for item in listed["publicaties"]] == [str(made.pk)]
        numbers = {
            (item["tabel"], item["gebied"], item["sleutel"]): (
                item["woningen"],
                item["openPlannen"],
                item["afgeschermdePlannen"],
            )
            for item in one["getallen"]
        }
        # There are six secrets and no other plan: a total is what they add.
        assert numbers == {key: (value, 0, value) for key, value in made.shown().items()}

    def test_publish_by_command(self, region, secrets, capsys):
        call_command("publish_totals", region="testregio", format="json")

        said = json.loads(capsys.readouterr().out)
        made = Publication.objects.get()
        assert (said["region"], said["publication"]) == ("testregio", str(made.pk))
        assert said["hidden"] == sum(value is None for value in made.whole().values())
