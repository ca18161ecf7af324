"""A newcomer may look around in a demonstration; elsewhere the door shows nobody's address."""

import pytest
from django.test import Client

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.region.models import Region
from woonregie.site.demo import CAST, PASSWORD
from woonregie.site.templatetags.visitors import VISITORS

pytestmark = pytest.mark.django_db
DOORS = ["/", "/account/login/"]


@pytest.fixture
def demonstration(region):
    Region.objects.filter(pk=region.pk).update(demonstration=True)
    return Account.objects.create_user(
        "beleid.kampen@voorbeeld.example", PASSWORD, display_name="Beleidsadviseur Kampen"
    )


@pytest.mark.parametrize("door", DOORS)
class TestVisitors:
    def test_are_offered_where_there_is_a_demonstration(self, demonstration, door):
        html = Client().get(door).content.decode()

        assert "Kijk rond in de voorbeeldregio" in html
        assert demonstration.email in html

    def test_are_only_those_who_are_there(self, demonstration, door):
        assert "wethouder.kampen" not in Client().get(door).content.decode()

    def test_are_not_those_whose_account_was_closed(self, demonstration, door):
        Account.objects.filter(pk=demonstration.pk).update(is_active=False)

        assert demonstration.email not in Client().get(door).content.decode()

    def test_are_nobody_without_a_demonstration(self, demonstration, door):
        Region.objects.update(demonstration=False)

        html = Client().get(door).content.decode()

        assert "voorbeeld.example" not in html
        assert PASSWORD not in html


def test_every_visitor_plays_a_part_in_the_demonstration():
    assert {name for name, _who, _what in VISITORS} <= {name for name, *_rest in CAST}


def test_one_button_lets_a_newcomer_in(demonstration):
    visitor = Client()

    answer = visitor.post("/account/login/", {"login": demonstration.email, "password": PASSWORD})

    assert answer.status_code == 302
    assert visitor.session["_auth_user_id"] == str(demonstration.pk)
