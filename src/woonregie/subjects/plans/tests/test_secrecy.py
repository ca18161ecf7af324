"""No page, file, shape or answer tells of a plan, or that there is one, to who may not know."""

import io
import re
import zipfile

import pytest

from woonregie.foundation.region.models import RegionMember
from woonregie.subjects.plans.models import PlanVersion
from woonregie.subjects.plans.tests.factories import TODAY, change, record_plan

pytestmark = pytest.mark.usefixtures("legal_hard")

NAME, NOTE = "Grondbod Stadshagen", "Onderhandeling met de eigenaar loopt"
# Who may not see a plan of Zwolle: another municipality, parties, outsiders, the administrator.
OTHERS = [
    "official_kampen",
    "executive_kampen",
    "theme_lead",
    "corporation_adviser",
    "tenants_representative",
    "market_expert",
    "guest",
    "reader",
    "administrator",
    "stranger",
]
OF_ONE_PLAN = ["", "vlak.geojson", "bewerken/", "historie/"]
OF_MANY = ["", "kaart/", "kaart.geojson", "plannen.csv", "plannen.xlsx"]


@pytest.fixture
def secret(zwolle, official_zwolle):
    plan = record_plan(
        zwolle, NAME, {2027: 4321}, by=official_zwolle, note=NOTE, x=203_000.0, y=503_000.0
    )
    change(plan, on=TODAY, by=official_zwolle, name=f"{NAME} fase 2", reason="Geheime reden")
    return plan


@pytest.fixture
def own(kampen):
    """Record a plan that the people of Kampen do see, so that their pages are not just empty."""
    return record_plan(kampen, "Reeve", {2027: 100}, x=191_200.0, y=507_900.0)


WORDS = ("Grondbod", "Stadshagen", "4321", "4.321", NOTE, "Geheime reden")


def text_of(response):
    """Return all text of an answer, that of a workbook unpacked."""
    body = b"".join(response) if response.streaming else response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist())
    return body.decode(errors="replace")


def assert_silent(response, plan=None):
    text = text_of(response)
    for word in (*WORDS, *([plan.number] if plan else [])):
        assert word not in text, word


@pytest.mark.usefixtures("own")
class TestPagesOfOnePlan:
    @pytest.mark.parametrize("who", OTHERS)
    def test_are_not_there_for_others(self, request, visit, secret, who):
        account = request.getfixturevalue(who)

        for path in OF_ONE_PLAN:
            response = visit(account, f"{secret.number}/{path}")

            assert response.status_code == 404
            assert_silent(response)

    def test_answer_the_same_for_a_plan_that_is_not_there(self, visit, secret, official_kampen):
        for path in OF_ONE_PLAN:
            hidden = visit(official_kampen, f"{secret.number}/{path}")
            absent = visit(official_kampen, f"GM0193-2026-9999/{path}")

            assert hidden.status_code == absent.status_code == 404
            assert _without_chance(hidden) == _without_chance(absent)
            assert set(hidden.headers) == set(absent.headers)

    @pytest.mark.parametrize("query", [{"op": "2026-01-01"}, {"bekend_op": "2026-11-24"}])
    def test_are_not_there_on_other_days_either(self, visit, secret, official_kampen, query):
        for path in OF_ONE_PLAN:
            assert visit(official_kampen, f"{secret.number}/{path}", query).status_code == 404

    @pytest.mark.parametrize("who", ["official_kampen", "corporation_adviser", "stranger"])
    def test_cannot_be_written_by_others(self, request, send, secret, who):
        before = PlanVersion.objects.count()
        sent = {
            "name": "Overgenomen",
            "location_kind": "unknown",
            "planning_status": "4B",
            "project_phase": "unknown",
            "programme_class": "unknown",
            "built_up_area": "undetermined",
            "client_kind": "unknown",
            "living_environment": "unknown",
            "regional_function": "local",
            "valid_on": "2026-11-24",
            "base_version": "2",
        }

        response = send(request.getfixturevalue(who), f"{secret.number}/bewerken/", sent)

        assert response.status_code == 404
        assert PlanVersion.objects.count() == before

    @pytest.mark.parametrize("who", ["secretary", "account_manager"])
    def test_can_be_read_and_not_written_by_who_sees_all(self, request, visit, send, secret, who):
        account = request.getfixturevalue(who)

        assert visit(account, f"{secret.number}/").status_code == 200
        assert visit(account, f"{secret.number}/bewerken/").status_code == 403
        assert send(account, f"{secret.number}/bewerken/", {"name": "X"}).status_code == 403

    def test_of_a_region_that_the_plan_is_not_in_do_not_show_it(
        self, visit, secret, region, secretary, zwolle
    ):
        RegionMember.objects.filter(region=region, organisation=zwolle.organisation).delete()

        assert visit(secretary, f"{secret.number}/").status_code == 404


@pytest.mark.usefixtures("own")
class TestPagesOfManyPlans:
    @pytest.mark.parametrize("who", OTHERS)
    def test_leave_it_out_for_others(self, request, visit, secret, who):
        account = request.getfixturevalue(who)
        sees_own = who in {"official_kampen", "executive_kampen"}
        allowed = 200 if sees_own else 404 if who == "stranger" else 403

        for path in OF_MANY:
            for query in ({}, {"zoek": "bod", "gemeente": "GM0193", "op": "2026-01-01"}):
                response = visit(account, path, query)

                assert response.status_code == allowed
                assert_silent(response, secret)

    def test_show_it_to_its_own_people(self, visit, secret, official_zwolle):
        for path in ("", "plannen.csv", "plannen.xlsx", "kaart.geojson"):
            assert NAME in text_of(visit(official_zwolle, path))

    def test_count_only_what_the_reader_sees(self, visit, secret, official_kampen):
        text = visit(official_kampen).content.decode()

        assert "1 plan: 100 woningen hard en 0 zacht" in " ".join(text.split())


class TestTheTrail:
    def trail(self, client_for, account):
        return client_for(account).get("/testregio/logboek/")

    @pytest.mark.parametrize(
        "who", ["official_kampen", "corporation_adviser", "tenants_representative", "guest"]
    )
    def test_has_no_line_of_another_municipality(
        self, request, client_for, today, secret, own, who
    ):
        response = self.trail(client_for, request.getfixturevalue(who))

        assert_silent(response, secret)

    def test_has_the_lines_of_ones_own(self, client_for, today, secret, own, official_zwolle):
        text = self.trail(client_for, official_zwolle).content.decode()

        assert "legde een plan vast" in text
        assert "wijzigde een plan" in text

    def test_of_the_home_page_is_silent_too(self, client_for, today, secret, official_kampen):
        assert_silent(client_for(official_kampen).get("/testregio/"), secret)


class TestTheApi:
    def ask(self, client_for, account, path):
        return client_for(account).get(f"/api/v1/plannen{path}")

    @pytest.mark.parametrize("who", OTHERS)
    def test_leaves_it_out_of_the_list(self, request, client_for, today, secret, own, who):
        response = self.ask(client_for, request.getfixturevalue(who), "")

        assert response.status_code in {200, 403}
        assert_silent(response, secret)
        if response.status_code == 200:
            assert {plan["gemeente"] for plan in response.json()["plannen"]} <= {"GM0166"}

    @pytest.mark.parametrize("who", OTHERS)
    def test_does_not_tell_that_it_exists(self, request, client_for, today, secret, who):
        account = request.getfixturevalue(who)

        hidden = self.ask(client_for, account, f"/{secret.number}")
        absent = self.ask(client_for, account, "/GM0193-2026-9999")

        assert hidden.status_code == absent.status_code == 404
        same = hidden.content.decode().replace(secret.number, "GM0193-2026-9999")
        assert same == absent.content.decode()

    def test_shows_it_to_its_own_people(self, client_for, today, secret, official_zwolle):
        assert self.ask(client_for, official_zwolle, f"/{secret.number}").status_code == 200


def _without_chance(response):
    """Return a page without the tokens that differ each time, and without its own address."""
    text = re.sub(r"GM0193-2026-\d{4}", "", response.content.decode())
    return re.sub(r"[A-Za-z0-9]{64}", "", text)
