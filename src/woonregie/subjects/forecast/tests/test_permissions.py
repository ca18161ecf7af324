"""Who may see, take in and choose forecasts: the whole cast, and a stranger."""

import pytest

from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.subjects.forecast.permissions import may_choose, may_import, may_view
from woonregie.subjects.forecast.services import choose_reference, import_vintage
from woonregie.subjects.forecast.tests.factories import AT, households, record_vintage

pytestmark = pytest.mark.django_db
TODAY = AT.date()
CAST = (
    "secretary",
    "official_kampen",
    "executive_kampen",
    "theme_lead",
    "account_manager",
    "corporation_adviser",
    "tenants_representative",
    "market_expert",
    "reader",
    "guest",
    "administrator",
    "stranger",
)


@pytest.fixture(params=CAST)
def person(request):
    return request.param, request.getfixturevalue(request.param)


class TestForecastsAreForWhoWorksHere:
    def test_all_but_a_guest_see_them(self, person):
        name, account = person

        assert may_view(account, TODAY) == (name != "guest")

    def test_only_a_secretary_takes_one_in(self, person, a_source, kampen):
        name, account = person
        given = {
            "slug": "primos",
            "title": "Primos",
            "kind": "forecast",
            "published_on": TODAY,
            "source": a_source,
            "figures": households(kampen, {2026: 1, 2036: 2}),
        }

        assert may_import(account, TODAY) == (name == "secretary")
        if name == "secretary":
            assert import_vintage(by=account, at=AT, **given)[1]
        else:
            with pytest.raises(ForbiddenError):
                import_vintage(by=account, at=AT, **given)

    def test_only_the_secretary_of_the_region_chooses(self, person, region, a_source, kampen):
        name, account = person
        vintage = record_vintage(a_source, households(kampen, {2026: 1, 2036: 2}))
        given = {"region": region, "vintage": vintage, "scenario": "midden", "valid_on": TODAY}

        assert may_choose(account, region, TODAY) == (name == "secretary")
        if name == "secretary":
            assert choose_reference(by=account, at=AT, **given).region == region
        else:
            with pytest.raises(ForbiddenError):
                choose_reference(by=account, at=AT, **given)

    def test_a_role_that_has_ended_opens_nothing(self, secretary, region):
        secretary.memberships.update(ends_before=TODAY)

        assert not may_view(secretary, TODAY)
        assert not may_import(secretary, TODAY)
        assert not may_choose(secretary, region, TODAY)
