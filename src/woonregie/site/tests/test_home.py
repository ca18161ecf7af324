"""The front door and the home page: per role, what waits, how it stands, what changed."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.templatetags.static import static
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from woonregie.foundation.accounts.models import Membership, Role
from woonregie.foundation.accounts.services import make_token
from woonregie.foundation.audit.acts import all_acts
from woonregie.foundation.consents.services import record_decision
from woonregie.foundation.norms.models import Norm
from woonregie.foundation.norms.services import set_norm
from woonregie.foundation.notices import registry
from woonregie.foundation.notices.registry import Turn
from woonregie.foundation.region.models import Municipality, RegionKind, RegionMember
from woonregie.site.changes import LINES, changes_for
from woonregie.site.context import ROOMS
from woonregie.site.home.page import home_of
from woonregie.site.tests.conftest import ASKING, CAST
from woonregie.subjects.plans.services import set_programme

TODAY = date(2026, 11, 24)


def links_of(navigation):
    return [item["url"] for item in navigation]


class TestFront:
    def test_tells_anybody_what_this_is(self, db):
        page = Client(headers={"accept-language": "nl"}).get("/").content.decode()

        assert "Samen bouwen wat nodig is" in page
        assert "/account/login/" in page

    def test_has_an_icon_for_a_browser_that_asks_by_itself(self, db):
        answer = Client().get("/favicon.ico")

        assert (answer.status_code, answer["Location"]) == (302, static("pages/favicon.svg"))

    def test_leads_somebody_to_her_region(self, official_kampen, client_for):
        answer = client_for(official_kampen).get("/")

        assert (answer.status_code, answer["Location"]) == (302, "/testregio/")

    def test_puts_the_housing_region_before_other_kinds(
        self, official_kampen, kampen, region_elsewhere, client_for
    ):
        region_elsewhere.kind = RegionKind.ALLOCATION
        region_elsewhere.save()
        RegionMember.objects.create(region=region_elsewhere, organisation=kampen.organisation)

        answer = client_for(official_kampen).get("/")

        assert answer["Location"] == "/testregio/"

    def test_lets_somebody_of_two_housing_regions_choose(
        self, official_kampen, kampen, region_elsewhere, client_for
    ):
        RegionMember.objects.create(region=region_elsewhere, organisation=kampen.organisation)

        page = client_for(official_kampen).get("/").content.decode()

        assert "Testregio" in page
        assert "Twente" in page

    def test_says_whom_to_ask_when_somebody_works_nowhere(self, official_kampen, client_for):
        official_kampen.memberships.all().delete()

        page = client_for(official_kampen).get("/").content.decode()

        assert "Vraag de beheerder" in page


@pytest.mark.parametrize("who", [who for who in ASKING if who in CAST[1:-1]])
class TestNavigation:
    def test_shows_only_what_opens(self, small_region, browser_of, who):
        browser = browser_of(who)
        home = browser.get("/testregio/")
        shown = links_of(home.context["navigation"]) + links_of(
            home.context["personal_navigation"]
        )

        refused = [url for url in shown if browser.get(url).status_code != 200]

        assert len(shown) >= 4
        assert refused == []

    def test_every_link_on_the_home_page_opens(self, small_region, browser_of, who):
        home = browser_of(who).get("/testregio/").context["home"]
        shown = [item.url for item in (*home.turns, *home.others, *home.changes) if item.url]

        refused = [
            url
            for url in [*shown, home.reading.url]
            if browser_of(who).get(url).status_code != 200
        ]

        assert refused == []

    def test_every_link_that_she_sees_there_opens(self, small_region, browser_of, who):
        browser = browser_of(who)
        page = browser.get("/testregio/").content.decode()
        shown = {url for url in re.findall(r'href="(/[^"]*)"', page) if "/static/" not in url}

        refused = [url for url in shown if browser.get(url).status_code != 200]

        assert len(shown) >= 5
        assert refused == []


class TestWhereOneIs:
    @pytest.mark.parametrize(
        ("address", "label"),
        [
            ("/testregio/", "Aan zet"),
            ("/testregio/plannen/", "Plannen"),
            ("/testregio/plannen/programma/", "Programma"),
            ("/testregio/plannen/aanleveren/", "Aanleveren"),
            ("/testregio/normen/", "Regio"),
            ("/testregio/regio/", "Regio"),
            ("/testregio/mensen/", "Regio"),
        ],
    )
    def test_one_item_is_the_current_one(
        self, small_region, secretary, client_for, address, label
    ):
        navigation = client_for(secretary).get(address).context["navigation"]

        assert [item["label"] for item in navigation if item["current"]] == [label]

    def test_fits_on_one_line(self):
        assert len(ROOMS) <= 8

    def test_a_guest_sees_her_two_rooms(self, small_region, guest, client_for):
        navigation = client_for(guest).get("/testregio/").context["navigation"]

        assert [item["label"] for item in navigation] == ["Aan zet", "Regio"]

    def test_there_is_none_outside_a_region(self, official_kampen, client_for):
        assert (
            client_for(official_kampen).get("/account/toegangssleutels/").context["navigation"]
            == []
        )


class TestSentences:
    def test_are_three(self, small_region, official_kampen):
        home = home_of(official_kampen, small_region.region, today=TODAY)

        assert len(home.sentences) == 3

    def test_say_how_the_own_municipality_stands(self, small_region, official_kampen):
        # Kampen grows by 100 households a year and has 600 hard dwellings within ten years; 2 %
        # of the homes must be empty, so 1,000 households need 1,020: 600 / 1,020 = 59 %.
        home = home_of(official_kampen, small_region.region, today=TODAY)

        assert home.sentences[1] == "Kampen: harde plannen dekken 59 % van de behoefte."

    def test_say_how_the_region_stands_to_who_works_for_all(self, small_region, secretary):
        home = home_of(secretary, small_region.region, today=TODAY)

        assert "harde plannen dekken" in home.sentences[1]
        assert not home.sentences[1].startswith(("Kampen", "Zwolle"))

    @pytest.mark.parametrize("who", ["guest", "market_expert"])
    def test_tell_no_totals_to_who_sees_none(self, small_region, request, who):
        home = home_of(request.getfixturevalue(who), small_region.region, today=TODAY)

        assert home.sentences[1] == "Bij Regio leest u welke gemeenten en partijen meedoen."

    def test_say_that_there_is_no_balance_without_a_forecast(self, region, kampen, secretary):
        home = home_of(secretary, region, today=TODAY)

        assert "nog geen balans" in home.sentences[1]

    def test_name_the_first_deadline(self, small_region, secretary, moment):
        for days, label in ((50, "Monitor insturen"), (20, "Programma vaststellen")):
            set_norm(
                by=None,
                at=moment,
                norm=Norm(
                    key=f"deadline-{days}",
                    region=small_region.region,
                    starts_on=TODAY + timedelta(days=days),
                    ends_before=None,
                    value=Decimal(0),
                    unit="deadline",
                    label=label,
                    source=small_region.source,
                ),
            )

        home = home_of(secretary, small_region.region, today=TODAY)

        assert home.sentences[2] == "De eerste termijn is 14 december 2026: Programma vaststellen."
        days = [item.on for item in home.deadlines]
        assert days == sorted(days)
        assert {"Programma vaststellen", "Monitor insturen"} <= {
            item.text for item in home.deadlines
        }


class TestTurns:
    def test_an_official_has_her_deliveries_to_look_at(self, small_region, official_kampen):
        home = home_of(official_kampen, small_region.region, today=TODAY)

        assert {turn.text for turn in home.turns} == {
            "Bekijk de aanlevering van 24 november 2026 en verwerk haar.",
            "Vertel hoe wij de lijst van 24 november 2026 lezen.",
        }
        assert {turn.url for turn in home.turns} == {
            f"/testregio/plannen/aanleveren/{small_region.delivery.pk}/",
            f"/testregio/plannen/aanleveren/{small_region.own_list.pk}/kolommen/",
            f"/testregio/plannen/programma/aanleveren/{small_region.adopted.pk}/",
        }
        assert home.sentences[0] == "U bent aan zet bij 3 punten."

    def test_the_secretary_sees_that_they_wait_for_somebody_else(self, small_region, secretary):
        home = home_of(secretary, small_region.region, today=TODAY)

        assert home.turns == []
        assert home.sentences[0] == "U bent nu niet aan zet."
        assert [turn.text for turn in home.others] == [
            "Kampen: aanlevering van 24 november 2026 wacht op verwerking."
        ] * 2

    def test_a_neighbour_sees_nothing_of_it(self, small_region, official_zwolle):
        home = home_of(official_zwolle, small_region.region, today=TODAY)

        assert (home.turns, home.others) == ([], [])

    @pytest.mark.parametrize("who", ["guest", "reader", "corporation_adviser", "executive_kampen"])
    def test_who_delivers_nothing_has_no_turn(self, small_region, request, who):
        home = home_of(request.getfixturevalue(who), small_region.region, today=TODAY)

        assert (home.turns, home.others) == ([], [])

    def test_a_guest_is_led_to_what_she_may_read(self, small_region, guest):
        home = home_of(guest, small_region.region, today=TODAY)

        assert home.reading.url == "/testregio/regio/"


class TestChanges:
    def test_every_act_can_be_told(self):
        tried_in_tests = {name for name in all_acts() if name.startswith("audit.")}

        assert set(all_acts()) - tried_in_tests <= set(LINES)

    def test_say_what_happened_where(self, small_region, official_kampen):
        changes = changes_for(official_kampen, small_region.region, today=TODAY)

        told = {change.text for change in changes}
        assert "Kampen: bouwprogramma vastgelegd" in told
        assert f"Kampen: plan vastgelegd ({small_region.plan_kampen.number})" in told
        assert not any("Zwolle" in text for text in told)

    def test_tell_the_same_act_once(self, small_region, official_kampen, moment):
        for year in (2036, 2046, 2056):
            set_programme(
                by=official_kampen,
                at=moment,
                municipality=small_region.kampen,
                segment="all",
                from_year=year,
                before_year=year + 10,
                dwellings=100,
                valid_on=TODAY,
                source=small_region.source,
            )

        changes = changes_for(official_kampen, small_region.region, today=TODAY)

        programmes = [change.text for change in changes if "bouwprogramma" in change.text]
        assert programmes == ["Kampen: bouwprogramma vastgelegd (4 keer)"]

    def test_tell_the_same_act_of_several_in_one_line(
        self, small_region, secretary, raalte, hellendoorn, moment
    ):
        RegionMember.objects.create(
            region=small_region.region, organisation=hellendoorn.organisation
        )
        for place in (small_region.zwolle, raalte, hellendoorn):
            set_programme(
                by=None,
                at=moment,
                municipality=place,
                segment="all",
                from_year=2036,
                before_year=2046,
                dwellings=100,
                valid_on=TODAY,
                source=small_region.source,
            )

        changes = changes_for(secretary, small_region.region, today=TODAY)

        assert [change.text for change in changes if "bouwprogramma" in change.text] == [
            "Hellendoorn, Raalte, Zwolle en nog 1: bouwprogramma vastgelegd"
        ]

    def test_leave_out_a_decision_that_came_with_what_was_decided(
        self, small_region, official_kampen
    ):
        changes = changes_for(official_kampen, small_region.region, today=TODAY)

        assert not any("besluit" in change.text for change in changes)

    def test_tell_a_decision_that_stands_alone(self, small_region, secretary, raalte, moment):
        record_decision(
            by=None,
            at=moment,
            organisation=raalte.organisation,
            body="Gemeenteraad",
            title="Woonvisie",
            decided_on=TODAY,
        )

        changes = changes_for(secretary, small_region.region, today=TODAY)

        assert "Raalte: besluit vastgelegd" in {change.text for change in changes}

    def test_tell_two_days_apart(self, small_region, official_kampen, moment):
        set_programme(
            by=official_kampen,
            at=moment - timedelta(days=1),
            municipality=small_region.kampen,
            segment="all",
            from_year=2036,
            before_year=2046,
            dwellings=100,
            valid_on=TODAY,
            source=small_region.source,
        )

        changes = changes_for(official_kampen, small_region.region, today=TODAY)

        assert [change.text for change in changes if "bouwprogramma" in change.text] == [
            "Kampen: bouwprogramma vastgelegd",
            "Kampen: bouwprogramma vastgelegd",
        ]

    def test_lead_on_for_who_may_see_the_plans(
        self, small_region, official_kampen, secretary, administrator
    ):
        number = small_region.plan_kampen.number

        def told(account):
            changes = changes_for(account, small_region.region, today=TODAY)
            return next(
                (change.text, change.url) for change in changes if "plan vastgelegd" in change.text
            )

        assert told(official_kampen) == (
            f"Kampen: plan vastgelegd ({number})",
            f"/testregio/plannen/{number}/",
        )
        assert told(secretary) == ("Zwolle, Kampen: plan vastgelegd", "/testregio/plannen/")
        assert told(administrator) == ("Zwolle, Kampen: plan vastgelegd", "")

    def test_tell_a_guest_nothing(self, small_region, guest):
        assert changes_for(guest, small_region.region, today=TODAY) == []

    def test_leave_out_what_happened_elsewhere(
        self, small_region, secretary, hellendoorn, region_elsewhere, official_kampen, moment
    ):
        Membership.objects.create(
            account=secretary,
            organisation=region_elsewhere.organisation,
            role=Role.REGION_SECRETARY,
            starts_on=date(2020, 1, 1),
        )
        set_programme(
            by=None,
            at=moment,
            municipality=Municipality.objects.get(code="GM0163"),
            segment="all",
            from_year=2026,
            before_year=2036,
            dwellings=50,
            valid_on=TODAY,
            source=small_region.source,
        )

        here = changes_for(secretary, small_region.region, today=TODAY)
        there = changes_for(secretary, region_elsewhere, today=TODAY)

        assert not any("Hellendoorn" in change.text for change in here)
        assert [change.text for change in there] == ["Hellendoorn: bouwprogramma vastgelegd"]

    def test_are_told_in_english(self, small_region, official_kampen):
        with override("en"):
            texts = [
                change.text
                for change in changes_for(official_kampen, small_region.region, today=TODAY)
            ]

        assert any(text.startswith("Kampen: ") for text in texts)

    def test_leave_out_what_somebody_did_for_herself(self, small_region, guest, moment):
        make_token(by=guest, at=moment, label="QGIS")

        assert changes_for(guest, small_region.region, today=TODAY) == []


class TestRegionInTheAddress:
    def test_is_not_there_for_who_does_not_work_in_it(self, region, stranger, client_for):
        assert client_for(stranger).get("/testregio/").status_code == 404

    def test_is_not_there_for_who_left(self, region, official_kampen, client_for):
        official_kampen.memberships.update(ends_before=timezone.localdate())

        assert client_for(official_kampen).get("/testregio/").status_code == 404

    def test_is_not_told_apart_from_one_that_does_not_exist(self, region, stranger, client_for):
        browser = client_for(stranger)

        there = browser.get("/testregio/").content.decode()
        not_there = browser.get("/nergens/").content.decode()

        def words(page):
            return page[page.index("<main") : page.index("</main")]

        assert words(there) == words(not_there)


def a_risk(account, organisation_id, today):
    """Return one turn of others that puts something at risk, as a room would tell it."""
    yield Turn("toets.risico", "Raalte levert de grond.", "/testregio/", mine=False, risk=True)


class TestRisk:
    def test_goes_before_how_it_stands(self, small_region, official_kampen, monkeypatch):
        monkeypatch.setitem(registry._TURNS, "toets", f"{__name__}.a_risk")

        home = home_of(official_kampen, small_region.region, today=TODAY)

        assert home.sentences[1] == "Er loopt 1 punt risico: Raalte levert de grond."
        assert [turn.text for turn in home.others] == ["Raalte levert de grond."]
        assert not home.derived


class TestForMachines:
    def test_tells_the_same_as_the_page(self, small_region, official_kampen, client_for):
        told = client_for(official_kampen).get("/api/v1/aan-zet?regio=testregio").json()

        home = home_of(official_kampen, small_region.region, today=timezone.localdate())
        assert [item["tekst"] for item in told["uwBeurt"]] == [turn.text for turn in home.turns]
        assert [item["tekst"] for item in told["termijnen"]] == [
            item.text for item in home.deadlines
        ]
        assert told["uwBeurt"][0]["sleutel"].startswith("plans.delivery:")
        assert told["uwBeurt"][0]["pagina"]["href"].startswith("http://testserver/testregio/")
