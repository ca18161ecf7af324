"""How a municipality calls the list that it delivers is not for other municipalities."""

import io
from datetime import date

import pytest

from woonregie.foundation.files.services import store
from woonregie.foundation.sources.queries import public_sources, visible_sources
from woonregie.subjects.plans.models import BuildingProgramme, PlanImport
from woonregie.subjects.plans.services import apply_import, preview_import

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
FILE_NAME = "bod-op-de-grond-van-reeve.csv"


@pytest.fixture
def deliver(region, moment, settings, tmp_path):
    settings.FILES_DIR = tmp_path

    def delivered(municipality, *names, by=None):
        rows = "".join(f"{name};{plan};1A;100\n" for name, plan in names)
        content = f"gemeente;naam;planologische status;bouw 2027\n{rows}".encode()
        delivery = preview_import(
            by=by,
            at=moment,
            file=store(io.BytesIO(content), name=FILE_NAME, at=moment),
            region=region,
            reference_date=date(2026, 1, 1),
            municipality=municipality,
        )
        assert delivery.report["severities"].get("error") is None, delivery.report
        return apply_import(by=by, at=moment, delivery=delivery).source

    return delivered


@pytest.fixture
def of_kampen(deliver, kampen):
    return deliver(kampen, ("Kampen", "Reeve"))


@pytest.fixture
def of_the_region(deliver, kampen, zwolle):
    return deliver(None, ("Kampen", "Reeve"), ("Zwolle", "Stadshagen"))


SEES_PLANS_OF_KAMPEN = ["official_kampen", "executive_kampen", "secretary", "account_manager"]
OTHERS = [
    "official_zwolle",
    "theme_lead",
    "corporation_adviser",
    "tenants_representative",
    "market_expert",
    "guest",
    "reader",
    "administrator",
    "stranger",
]


class TestPageOfADeliveredList:
    @pytest.mark.parametrize("name", SEES_PLANS_OF_KAMPEN)
    def test_is_there_for_whoever_sees_the_plans(self, name, of_kampen, client_for, request):
        answer = client_for(request.getfixturevalue(name)).get(f"/bronnen/{of_kampen.key}/")

        assert answer.status_code == 200
        assert FILE_NAME in answer.content.decode()

    @pytest.mark.parametrize("name", OTHERS)
    def test_is_not_there_for_anybody_else(self, name, of_kampen, client_for, request):
        answer = client_for(request.getfixturevalue(name)).get(f"/bronnen/{of_kampen.key}/")

        assert answer.status_code == 404
        assert FILE_NAME not in answer.content.decode()

    @pytest.mark.parametrize("name", ["official_kampen", "official_zwolle", "secretary"])
    def test_of_a_region_is_there_for_whoever_sees_a_plan_of_it(
        self, name, of_the_region, client_for, request
    ):
        account = request.getfixturevalue(name)

        assert client_for(account).get(f"/bronnen/{of_the_region.key}/").status_code == 200

    @pytest.mark.parametrize("name", ["stranger", "reader", "corporation_adviser"])
    def test_of_a_region_is_not_there_for_others(self, name, of_the_region, client_for, request):
        account = request.getfixturevalue(name)

        assert client_for(account).get(f"/bronnen/{of_the_region.key}/").status_code == 404

    def test_of_a_region_without_a_plan_of_hers_is_not_hers(
        self, deliver, zwolle, official_kampen, client_for
    ):
        source = deliver(None, ("Zwolle", "Stadshagen"))

        assert client_for(official_kampen).get(f"/bronnen/{source.key}/").status_code == 404


class TestSources:
    def test_a_delivered_list_is_not_public(self, of_kampen, a_source):
        assert list(public_sources()) == [a_source]

    def test_a_delivery_that_was_only_previewed_hides_nothing(
        self, of_kampen, a_source, official_zwolle
    ):
        PlanImport.objects.update(source=None)

        assert set(visible_sources(official_zwolle, on=TODAY)) == {a_source, of_kampen}

    def test_stops_being_readable_when_somebody_leaves(self, of_kampen, official_kampen):
        assert of_kampen in visible_sources(official_kampen, on=TODAY)

        official_kampen.memberships.update(ends_before=TODAY)

        assert of_kampen not in visible_sources(official_kampen, on=TODAY)


class TestProgramme:
    """Everybody who sees totals sees the source of a programme."""

    ADDRESS = "/testregio/plannen/programma/GM0193/"

    def test_offers_public_sources_only(
        self, of_kampen, a_source, zwolle, official_zwolle, client_for
    ):
        html = client_for(official_zwolle).get(self.ADDRESS).content.decode()

        assert str(a_source) in html
        assert FILE_NAME not in html

    def test_takes_public_sources_only(self, of_kampen, zwolle, official_zwolle, client_for):
        filled = {
            "segment": "all",
            "from_year": "2027",
            "last_year": "2036",
            "dwellings": "600",
            "basis": "net",
            "valid_on": "2026-01-01",
            "source": str(of_kampen.pk),
        }

        client_for(official_zwolle).post(self.ADDRESS, filled)

        assert not BuildingProgramme.objects.exists()
