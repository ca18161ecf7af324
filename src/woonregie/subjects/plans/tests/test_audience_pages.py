"""The pages of audiences: saying, looking as another, the part that somebody sees."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from woonregie.foundation.disclosure.circles import USUAL, Circle
from woonregie.foundation.disclosure.errors import AudienceError
from woonregie.foundation.disclosure.models import Audience, Ground
from woonregie.foundation.disclosure.services import Wanted
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.subjects.plans.errors import ChangedMeanwhileError
from woonregie.subjects.plans.groups import GEOMETRY, GROUPS, LAND, NUMBERS, PRICE
from woonregie.subjects.plans.models import Plan
from woonregie.subjects.plans.parts import part_of
from woonregie.subjects.plans.queries import versions_on
from woonregie.subjects.plans.queries.audiences import (
    Sight,
    look_as,
    partner_as_reader,
    readers_around,
    said_of_plan,
)
from woonregie.subjects.plans.services import (
    create_plan_for,
    lift_plan_audience,
    say_plan_audience,
)
from woonregie.subjects.plans.services.daily import claim_location, report_bottleneck
from woonregie.subjects.plans.tests.factories import AT, TODAY, homes, record_plan
from woonregie.subjects.plans.values import PlanValues

REVIEW = date(2098, 6, 1)
FILLED = {
    "circles": [str(Circle.OFFICE.value)],
    "ground": Ground.COMPETITION,
    "decided_by": "college",
    "decided_on": "2026-11-01",
    "review_on": REVIEW.isoformat(),
    "base": "",
}


def own_only(**also):
    return Wanted(
        **{
            "circles": Circle.OWN,
            "ground": Ground.COMPETITION,
            "decided_by": "college",
            "decided_on": date(2026, 11, 1),
            "review_on": REVIEW,
            **also,
        }
    )


def say(plan, wanted, group="", by=None, base=None):
    return say_plan_audience(by=by, at=AT, plan=plan, wanted=wanted, group=group, base=base)


@pytest.fixture
def reeve(kampen):
    """Return Reeve: 40 homes in 2030, half of them social rent."""
    cells = homes({2030: 40}, type={"apartment": 15}, price={"rent_social": 20})
    return record_plan(
        kampen, "Reeve", cells=cells, location_kind="expansion", x=190_500.0, y=505_500.0
    )


@pytest.fixture
def page(client_for, region):
    """Return a function that asks or sends a page of a plan."""

    def ask(who, plan, name="detail", data=None, query="", *, follow=False):
        address = reverse(f"plans:{name}", args=[region.slug, plan.number]) + query
        client = client_for(who)
        return client.get(address) if data is None else client.post(address, data, follow=follow)

    return ask


@pytest.fixture
def listed(client_for, region):
    """Return a function that asks the list of plans, or an address beside it."""

    def ask(who, query="", name="list", *more):
        return client_for(who).get(reverse(f"plans:{name}", args=[region.slug, *more]) + query)

    return ask


def text(answer):
    return answer.content.decode()


# ------------------------------------------------------------------ services
class TestSaying:
    def test_is_for_the_officials_of_the_municipality(self, reeve, official_kampen):
        say(reeve, own_only(), by=official_kampen)

        assert said_of_plan(reeve.pk, on=TODAY)[""].recorded_by == official_kampen

    @pytest.mark.parametrize("who", ["official_zwolle", "secretary", "executive_kampen"])
    def test_is_refused_to_others(self, reeve, who, request):
        somebody = request.getfixturevalue(who)

        with pytest.raises(ForbiddenError):
            say(reeve, own_only(), by=somebody)
        with pytest.raises(ForbiddenError):
            lift_plan_audience(by=somebody, at=AT, plan=reeve)
        assert not Audience.objects.exists()

    def test_with_a_party_from_elsewhere_is_refused(self, reeve, official_kampen, hellendoorn):
        with pytest.raises(AudienceError, match="in uw regio"):
            say(reeve, own_only(partners=[hellendoorn.organisation_id]), by=official_kampen)

    def test_second_of_two_people_hears_of_the_first(self, reeve, official_kampen):
        first = say(reeve, own_only(), by=official_kampen, base="")

        with pytest.raises(ChangedMeanwhileError):
            say(reeve, own_only(), by=official_kampen, base="")
        with pytest.raises(ChangedMeanwhileError):
            lift_plan_audience(by=official_kampen, at=AT, plan=reeve, base="")
        lift_plan_audience(by=official_kampen, at=AT, plan=reeve, base=str(first.pk))

        assert not said_of_plan(reeve.pk, on=TODAY)


class TestNewPlan:
    def test_is_restricted_in_the_act_that_records_it(self, kampen, official_kampen):
        plan = self.make(kampen, official_kampen, own_only())

        assert said_of_plan(plan.pk, on=TODAY)[""].circle_set == Circle.OWN

    def test_is_not_recorded_when_it_cannot_be_restricted(self, kampen, official_kampen):
        with pytest.raises(AudienceError):
            self.make(kampen, official_kampen, own_only(review_on=None))

        assert not Plan.objects.exists()

    def make(self, kampen, by, wanted):
        return create_plan_for(
            by=by,
            at=AT,
            municipality=kampen,
            valid_on=date(2026, 1, 1),
            values=PlanValues(name="Stadsbroek"),
            cells=homes({2030: 10}),
            wanted=wanted,
        )

    def test_page_restricts_it(self, kampen, region, official_kampen, secretary, client_for):
        answer = client_for(official_kampen).post(
            reverse("plans:create", args=[region.slug]), self.sent()
        )

        plan = Plan.objects.get()
        page = reverse("plans:detail", args=[region.slug, plan.number])
        assert answer.status_code == 302
        assert client_for(secretary).get(page).status_code == 404
        assert client_for(official_kampen).get(page).status_code == 200

    def test_page_asks_for_a_ground(self, kampen, region, official_kampen, client_for):
        answer = client_for(official_kampen).post(
            reverse("plans:create", args=[region.slug]), self.sent(**{"publiek-ground": ""})
        )

        assert "Vul dit in: u schermt dit plan af." in text(answer)
        assert not Plan.objects.exists()

    def sent(self, **also):
        choices = ("location_kind", "project_phase", "programme_class", "client_kind")
        return {
            **dict.fromkeys((*choices, "living_environment"), "unknown"),
            "name": "Stadsbroek",
            "planning_status": "3",
            "built_up_area": "undetermined",
            "regional_function": "local",
            "valid_on": "2026-06-01",
            "publiek-restrict": "on",
            "publiek-ground": Ground.INTERESTS,
            "publiek-decided_by": "college",
            "publiek-review_on": REVIEW.isoformat(),
            **also,
        }


# ------------------------------------------------------------------ the form
class TestForm:
    def test_says_who_may_see_it(self, reeve, page, official_kampen, secretary, account_manager):
        answer = page(official_kampen, reeve, "audience", FILLED)

        assert answer.status_code == 302
        assert page(secretary, reeve).status_code == 200
        assert page(account_manager, reeve).status_code == 404
        assert "concurrentiegevoelig" in text(page(secretary, reeve))

    def test_says_it_of_one_group(self, reeve, page, official_kampen):
        page(official_kampen, reeve, "audience", FILLED, "?groep=numbers")

        assert set(said_of_plan(reeve.pk, on=TODAY)) == {NUMBERS}

    @pytest.mark.parametrize(
        ("wrong", "why"),
        [
            ({"ground": Ground.OPEN}, "op welke grond"),
            ({"ground": ""}, "Op welke grond?"),
            ({"review_on": ""}, "opnieuw bekijkt"),
            ({"review_on": "2026-01-01"}, "moet nog komen"),
            ({"review_on": "ooit"}, "Vul een datum in"),
            ({"decided_on": "2098-01-01"}, "niet in de toekomst"),
            ({"decided_by": ""}, "Wie besloot dit?"),
            ({"decided_by": "x" * 121}, "120"),
            ({"embargo_until": "2026-01-01"}, "embargo eindigt"),
            ({"circles": ["64"]}, "64"),
            ({"circles": ["veel"]}, "veel"),
            ({"partners": ["geen-sleutel"]}, "geen-sleutel"),
            ({"base": "0198"}, "Iemand anders legde intussen"),
        ],
    )
    def test_refuses_what_cannot_be(self, reeve, page, official_kampen, wrong, why):
        answer = page(official_kampen, reeve, "audience", {**FILLED, **wrong})

        assert answer.status_code == 400
        assert why in text(answer)
        assert not Audience.objects.exists()

    def test_lifts_what_was_said(self, reeve, page, official_kampen, account_manager):
        said = say(reeve, own_only())

        page(official_kampen, reeve, "lift_audience", {"groep": "", "base": str(said.pk)})

        assert page(account_manager, reeve).status_code == 200
        assert "Wat er eerder gold" in text(page(official_kampen, reeve, "audience"))

    def test_lifting_what_was_not_said_says_so(self, reeve, page, official_kampen):
        answer = page(
            official_kampen, reeve, "lift_audience", {"groep": "", "base": ""}, follow=True
        )

        assert "Hier geldt al wie dit gewoonlijk mag zien" in text(answer)

    @pytest.mark.parametrize("name", ["audience", "lift_audience"])
    def test_a_group_that_is_not_there(self, reeve, page, official_kampen, name):
        data = None if name == "audience" else {"groep": "kleur"}

        assert page(official_kampen, reeve, name, data, "?groep=kleur").status_code == 404

    def test_promises_no_secrecy(self, reeve, page, official_kampen):
        shown = text(page(official_kampen, reeve, "audience"))

        assert "Wet open overheid" in shown
        assert "volstrekte geheimhouding kan niemand beloven" in shown


# ------------------------------------------------------------------ looking as another
READERS = {
    "secretary": "secretary",
    "official": "official_zwolle",
    "executive": "executive_zwolle",
    "province": "account_manager",
}
SEEN = {Sight.WHOLE: 200, Sight.PART: 200, Sight.NOTHING: 404}
AUDIENCES = {
    "usual": {},
    "own": {"": own_only()},
    "officials": {"": own_only(circles=Circle.OFFICIALS)},
    "all circles": {"": Wanted(Circle(31), "college", date(2026, 11, 1))},
    "public": {"": Wanted(USUAL | Circle.PUBLIC, "college", date(2026, 11, 1))},
    "numbers": {NUMBERS: own_only(circles=Circle.OFFICE)},
    "public but numbers": {
        "": Wanted(USUAL | Circle.PUBLIC, "college", date(2026, 11, 1)),
        NUMBERS: own_only(circles=USUAL),
    },
    "embargo over": {"": own_only(embargo_until=date(2026, 11, 25))},
}


@pytest.fixture
def executive_zwolle(executive_kampen, zwolle):
    """Return an alderman of another municipality."""
    executive_kampen.memberships.all().delete()
    executive_kampen.memberships.create(
        organisation=zwolle.organisation, role="executive", starts_on=date(2020, 1, 1)
    )
    return executive_kampen


class TestLookingAsAnother:
    @pytest.mark.parametrize("said", AUDIENCES.values(), ids=AUDIENCES)
    @pytest.mark.parametrize("code", READERS)
    def test_shows_what_she_really_gets(self, reeve, page, request, said, code, time_machine_on):
        for group, wanted in said.items():
            say(reeve, wanted, group)
        somebody = request.getfixturevalue(READERS[code])
        reader = readers_around(reeve.municipality.organisation_id)[code]

        look = look_as(reader, reeve, on=time_machine_on)
        answer = page(somebody, reeve)

        assert answer.status_code == SEEN[look.sight]
        assert ("U ziet een deel" in text(answer)) == (look.sight is Sight.PART)

    def test_writes_nothing_and_shows_what_would_be(self, reeve, page, official_kampen):
        data = {**FILLED, "circles": [], "ground": "", "bekijk": "1", "als": "province"}

        shown = text(page(official_kampen, reeve, "audience", data))

        assert "Zo wordt het als u dit vastlegt" in shown
        assert "Voor deze lezer bestaat het plan niet" in shown
        assert not Audience.objects.exists()

    def test_shows_the_part_of_a_partner_by_name(self, reeve, page, official_kampen, corporation):
        data = {"circles": [], "partners": [corporation.pk], "bekijk": "1", "als": corporation.pk}

        shown = text(page(official_kampen, reeve, "audience", data, "?groep="))

        assert "Zo ziet Corporatie de IJssel het" in shown
        assert "Deze lezer opent de hele pagina" in shown

    def test_of_one_group_keeps_its_numbers(self, reeve, page, official_kampen):
        data = {"circles": [], "ground": Ground.HARM, "bekijk": "1", "als": "province"}

        shown = text(page(official_kampen, reeve, "audience", data, "?groep=numbers"))
        preview = shown[shown.index("wr-preview__page") :]

        assert "onevenredig nadeel" in preview
        assert "sociale huur" in preview
        assert "40" not in preview.split("</section>")[0]

    def test_nobody_may_look_as_another_but_who_may_say(self, reeve, page, secretary):
        assert page(secretary, reeve, "audience").status_code == 403

    def test_a_province_by_name_stands_where_its_people_stand(self, reeve, province):
        say(reeve, Wanted(Circle.PROVINCE, "college", date(2026, 11, 1), Ground.HARM,
                          review_on=REVIEW))  # fmt: skip
        owner = reeve.municipality.organisation_id

        look = look_as(partner_as_reader(province.organisation, owner), reeve, on=TODAY)

        assert look.sight is Sight.WHOLE


@pytest.fixture
def time_machine_on():
    """Return a day on which an embargo until 25 November 2026 is over, as the pages have it."""
    return localdate()


# ------------------------------------------------------------------ what stands on a part
class TestPart:
    def facts(self, plan, hidden):
        version = versions_on(TODAY).get(plan=plan)
        part = part_of(version, hidden, on=TODAY)
        return {
            group.code: {fact.label: fact.value for fact in group.facts} for group in part.groups
        }

    def test_tells_all_of_what_is_not_kept(self, reeve):
        facts = self.facts(reeve, frozenset())

        assert facts[NUMBERS] == {
            "Nog te bouwen": "40",
            "Nog te slopen": "0",
            "Bouw per periode": "2030: 40",
            "Woningtypen": "appartement: 15",
        }
        assert facts[PRICE] == {"Prijsklassen": "sociale huur: 20"}
        assert facts[GEOMETRY] == {"Rijksdriehoek": "190500, 505500"}

    def test_tells_no_number_through_another_group(self, reeve, kampen, corporation):
        claim_location(by=None, at=AT, plan=reeve, claimant=corporation, dwellings=12)

        facts = self.facts(reeve, {NUMBERS})

        assert facts[NUMBERS] == {}
        assert facts[PRICE] == {"Prijsklassen": "sociale huur"}
        assert facts[LAND]["Claims op de locatie"] == "Corporatie de IJssel"

    @pytest.mark.parametrize("group", GROUPS)
    def test_tells_nothing_of_a_group_that_is_kept(self, reeve, group, corporation):
        report_bottleneck(
            by=None, at=AT, plan=reeve, kind="nitrogen", owner=corporation,
            starts_on=date(2026, 1, 1), text="stikstof",
        )  # fmt: skip

        assert self.facts(reeve, {group})[group] == {}


# ------------------------------------------------------------------ who gets a part
@pytest.mark.usefixtures("legal_hard")
class TestSomebodyWhoSeesAPart:
    @pytest.fixture(autouse=True)
    def kept(self, reeve):
        say(reeve, own_only(), NUMBERS)

    def test_gets_the_part_with_its_ground(self, reeve, page, account_manager):
        shown = text(page(account_manager, reeve))

        assert "U ziet een deel van dit plan" in shown
        assert "concurrentiegevoelig" in shown
        assert "2030" not in shown

    @pytest.mark.parametrize("name", ["history", "account", "decisions", "relations"])
    def test_gets_nothing_else_of_it(self, reeve, page, account_manager, name):
        assert page(account_manager, reeve, name).status_code == 404

    def test_sees_on_a_map_where_it_lies(self, reeve, page, account_manager):
        layers = [layer.key for layer in page(account_manager, reeve).context["map"].layers]

        assert layers == ["grenzen", "plan"]
        assert page(account_manager, reeve, "shape").json()["features"][0]["properties"]["naam"]

    def test_gets_no_map_when_that_is_kept_too(self, reeve, page, account_manager):
        say(reeve, own_only(), GEOMETRY)

        assert page(account_manager, reeve).context["map"] is None
        assert page(account_manager, reeve, "shape").status_code == 404

    def test_finds_it_below_the_list(self, reeve, listed, account_manager, kampen):
        record_plan(kampen, "Stationskwartier", {2030: 7})

        shown = text(listed(account_manager))
        table, below = shown.split("Plannen waarvan u een deel ziet")

        assert "Reeve" not in table
        assert "Reeve" in below
        assert "aantallen" in below

    @pytest.mark.parametrize(
        ("query", "there"),
        [
            ("?zoek=reev", True),
            ("?zoek=station", False),
            ("?status=1A", True),
            ("?status=3", False),
            ("?gebrek=zonder-jaar", True),
            ("?richting=infill", True),
            ("?gemeente=GM0193", False),
        ],
    )
    def test_filters_by_what_is_always_shown_only(
        self, listed, account_manager, zwolle, query, there
    ):
        shown = text(listed(account_manager, query))

        assert ("Plannen waarvan u een deel ziet" in shown) == there


@pytest.mark.usefixtures("legal_hard")
class TestSharedByName:
    @pytest.fixture(autouse=True)
    def shared(self, reeve, kampen, corporation):
        record_plan(kampen, "Stationskwartier", {2030: 7})
        say(reeve, own_only(partners=[corporation.pk]))

    def test_opens_list_page_and_menu(self, reeve, page, listed, corporation_adviser, region):
        shown = text(listed(corporation_adviser))
        detail = page(corporation_adviser, reeve)

        assert "Reeve" in shown
        assert "Stationskwartier" not in shown
        assert f'href="/{region.slug}/plannen/"' in text(detail)
        assert detail.status_code == 200

    @pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "gpkg"])
    def test_opens_the_files_of_the_list(self, listed, corporation_adviser, kind):
        assert listed(corporation_adviser, "", "export", kind).status_code == 200

    def test_file_holds_just_the_shared_plan(self, listed, corporation_adviser):
        shown = listed(corporation_adviser, "", "export", "csv").content.decode("utf-8-sig")

        assert "Reeve" in shown
        assert "Stationskwartier" not in shown

    def test_opens_nothing_to_others(self, listed, page, reeve, tenants_representative, region):
        assert listed(tenants_representative).status_code == 403
        assert page(tenants_representative, reeve).status_code == 404

    def test_lets_her_remark(self, reeve, page, corporation_adviser):
        page(corporation_adviser, reeve, "remark", {"text": "Wij doen graag mee."})

        assert "Wij doen graag mee." in text(page(corporation_adviser, reeve))

    def test_filter_offers_the_municipality(self, listed, corporation_adviser):
        shown = text(listed(corporation_adviser, "?gemeente=GM0166"))

        assert "Reeve" in shown


# ------------------------------------------------------------------ all of them
class TestRestrictedPlans:
    @pytest.fixture(autouse=True)
    def restricted(self, reeve, zwolle):
        say(reeve, own_only(), NUMBERS)
        say(record_plan(zwolle, "Kloosterhof", {2030: 8}), own_only())

    def test_officials_get_all_of_their_own(self, listed, official_kampen):
        shown = text(listed(official_kampen, "", "restricted"))

        assert "Reeve" in shown
        assert "concurrentiegevoelig" in shown
        assert "Kloosterhof" not in shown
        assert "Opnieuw bekijken</h2>" not in shown

    def test_others_get_a_count_of_those_they_know_of(self, listed, secretary):
        shown = text(listed(secretary, "", "restricted"))

        assert "Kampen" in shown
        assert "Reeve" not in shown
        assert "Zwolle" not in shown

    def test_say_when_the_day_has_come_and_so_does_the_home_page(
        self, listed, official_kampen, client_for, region, reeve
    ):
        Audience.objects.create(
            kind="plans.plan",
            target_id=reeve.pk,
            group=LAND,
            owner=reeve.municipality.organisation,
            circles=1,
            ground=Ground.HARM,
            decided_by="college",
            decided_on=date(2020, 1, 1),
            review_on=date(2021, 1, 1),
            recorded_at=AT,
        )

        shown = text(listed(official_kampen, "", "restricted"))
        home = text(client_for(official_kampen).get(f"/{region.slug}/"))

        assert "Opnieuw bekijken</h2>" in shown
        assert "Van 1 afscherming zou u nu opnieuw bekijken" in home

    def test_home_of_others_asks_nothing(self, client_for, region, official_zwolle, secretary):
        for somebody in (official_zwolle, secretary):
            home = text(client_for(somebody).get(f"/{region.slug}/"))

            assert "opnieuw bekijken of" not in home


# ------------------------------------------------------------------ for machines
class TestApi:
    SAID = {
        "kringen": ["regiosecretaris"],
        "grond": "5.1.2f",
        "beslotenDoor": "college",
        "beslotenOp": "2026-11-01",
        "opnieuwBekijkenOp": REVIEW.isoformat(),
    }

    @pytest.fixture
    def api(self, client_for, reeve):
        def ask(who, how="get", data=None, groep="alles", query=""):
            address = f"/api/v1/plannen/{reeve.number}/publiek/{groep}{query}"
            return getattr(client_for(who), how)(
                address, data, **({"content_type": "application/json"} if data else {})
            )

        return ask

    def test_tells_the_usual_audience(self, api, secretary):
        told = api(secretary).json()

        assert told["kringen"] == ["eigen", "regiosecretaris", "provincie"]
        assert (told["gezegd"], told["basis"], told["grond"]) == (False, "", "open")

    def test_says_tells_and_lifts(self, api, official_kampen, corporation, account_manager):
        data = {**self.SAID, "partners": [corporation.slug], "basis": ""}

        said = api(official_kampen, "put", data).json()
        told = api(official_kampen).json()
        lifted = api(official_kampen, "delete", query=f"?basis={said['basis']}").json()

        assert said == told
        assert said["kringen"] == ["eigen", "regiosecretaris"]
        assert said["partners"] == [corporation.slug]
        assert lifted["gezegd"] is False

    def test_of_a_restricted_plan_the_province_hears_nothing(
        self, api, official_kampen, account_manager
    ):
        api(official_kampen, "put", self.SAID)

        assert api(account_manager).status_code == 404

    def test_who_comes_second_hears_so(self, api, official_kampen):
        api(official_kampen, "put", self.SAID)

        answer = api(official_kampen, "put", {**self.SAID, "basis": ""})

        assert answer.status_code == 409
        assert answer.json()["code"] == "changed_meanwhile"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"kringen": ["buren"]},
            {"kringen": ["eigen"] * 7},
            {"kringen": "eigen"},
            {"grond": "5.9"},
            {"grond": "open"},
            {"partners": ["bestaat-niet"]},
            {"partners": ["a\x00b"]},
            {"beslotenDoor": ""},
            {"beslotenDoor": "x" * 121},
            {"beslotenDoor": "a\x00b"},
            {"beslotenOp": "morgen"},
            {"opnieuwBekijkenOp": None},
            {"toelichting": "x" * 301},
        ],
    )
    def test_refuses_what_cannot_be(self, api, official_kampen, wrong):
        answer = api(official_kampen, "put", {**self.SAID, **wrong})

        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"
        assert not Audience.objects.exists()

    @pytest.mark.parametrize("how", ["get", "put", "delete"])
    def test_a_group_that_is_not_there(self, api, official_kampen, how):
        data = self.SAID if how == "put" else None

        assert api(official_kampen, how, data, groep="kleur").status_code == 400

    def test_lifting_nothing_says_so(self, api, official_kampen):
        assert "gewoonlijk" in api(official_kampen, "delete").json()["detail"]
