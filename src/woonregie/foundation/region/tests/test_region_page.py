"""The page of the region: who takes part since when, what overlaps, where a figure comes from."""

from datetime import date
from decimal import Decimal

import pytest
import shapely

from woonregie.foundation.accounts.models import Organisation, OrganisationKind
from woonregie.foundation.region.models import (
    Border,
    Municipality,
    PublicFact,
    Region,
    RegionKind,
    RegionMember,
    WorkingArea,
)
from woonregie.foundation.region.portrait import facts_of, portrait_of

TODAY = date(2026, 11, 24)


def words(answer):
    return " ".join(answer.content.decode().split())


def border(place, source, *, schematic):
    return Border.objects.create(
        municipality=place,
        geometry=shapely.to_wkb(shapely.box(187_000, 503_000, 195_000, 512_000)),
        schematic=schematic,
        source=source,
    )


@pytest.fixture
def oldebroek(db):
    """Return Oldebroek, in Gelderland."""
    organisation = Organisation.objects.create(
        kind=OrganisationKind.MUNICIPALITY, name="Oldebroek", slug="oldebroek"
    )
    return Municipality.objects.create(
        organisation=organisation, code="GM0269", province_code="PV25"
    )


@pytest.fixture
def hunting(kampen, oldebroek):
    """Return a region for house hunting with Kampen and Oldebroek, across the province."""
    organisation = Organisation.objects.create(
        kind=OrganisationKind.REGION,
        name="Samen zoeken",
        slug="samen-zoeken",
        starts_on=date(2016, 1, 1),
    )
    region = Region.objects.create(organisation=organisation, kind=RegionKind.ALLOCATION)
    RegionMember.objects.create(
        region=region, organisation=kampen.organisation, starts_on=date(2016, 1, 1)
    )
    RegionMember.objects.create(region=region, organisation=oldebroek.organisation)
    return region


@pytest.fixture
def opened(secretary, client_for):
    """Return a function that opens the page and gives its words."""
    browser = client_for(secretary)
    return lambda query="": words(browser.get(f"/testregio/regio/{query}"))


class TestMunicipalities:
    def test_stand_with_code_and_kernels(self, opened, kampen, zwolle):
        text = opened()

        assert "Een woonregio met 2 gemeenten, in Overijssel." in text
        assert "GM0166" in text
        assert "GM0193" in text
        assert "van begin af aan" in text

    def test_tell_since_when_they_are_there_and_take_part(self, opened, kampen, region):
        Organisation.objects.filter(pk=kampen.organisation_id).update(starts_on=date(2001, 1, 1))
        region.members.update(starts_on=date(2014, 1, 1))

        text = opened()

        assert "1 januari 2001" in text
        assert "sinds 1 januari 2014" in text

    def test_tell_which_ones_went_up_in_them(self, opened, kampen, hellendoorn):
        Organisation.objects.filter(pk=hellendoorn.organisation_id).update(
            successor=kampen.organisation, ends_before=date(2001, 1, 1)
        )

        assert "Hellendoorn (2001)" in opened()

    def test_that_left_are_named_with_their_days(self, opened, region, kampen, raalte):
        region.members.filter(organisation=raalte.organisation).update(
            starts_on=date(2014, 1, 1), ends_before=date(2020, 1, 1)
        )

        text = opened()

        assert "Een woonregio met 1 gemeente, in Overijssel." in text
        assert "Raalte (van 1 januari 2014 tot 1 januari 2020)" in text

    def test_that_are_invented_say_so_and_are_not_counted(self, opened, kampen, sallandermark):
        text = opened()

        assert "verzonnen voorbeeld" in text
        assert "Een woonregio met 1 gemeente, in Overijssel." in text
        assert "Sallandermark is verzonnen en telt in geen totaal mee." in text

    def test_that_never_merged_say_so(self, opened, kampen):
        text = opened()

        assert "Kwam voort uit" not in text
        assert "Sinds 2012 ging geen gemeente op in een van deze." in text

    def test_an_empty_region_says_what_will_stand_here(self, opened, region):
        assert "Er doet nog geen gemeente mee." in opened()


class TestParties:
    def test_stand_with_where_they_work(self, opened, corporation, tenants, province):
        text = opened()

        assert "Corporatie de IJssel" in text
        assert "Huurders aan de IJssel" in text
        assert "Werkt in Kampen" in text
        assert "Overijssel" in text

    def test_that_work_here_without_being_a_member_are_there(self, region, kampen, corporation):
        region.members.filter(organisation=corporation).delete()

        portrait = portrait_of(region, on=TODAY)

        assert [str(party.organisation) for party in portrait.corporations] == [
            "Corporatie de IJssel"
        ]

    def test_that_stopped_working_here_are_gone(self, region, kampen, corporation):
        region.members.filter(organisation=corporation).delete()
        WorkingArea.objects.update(ends_before=date(2025, 1, 1))

        assert portrait_of(region, on=TODAY).corporations == ()


class TestOverlaps:
    def test_tell_kind_days_and_provinces(self, opened, hunting):
        text = opened()

        assert "Samen zoeken" in text
        assert "regio voor woonruimteverdeling" in text
        assert "Sinds 1 januari 2016." in text
        assert "over provinciegrenzen: Gelderland, Overijssel" in text
        assert "Verder: Oldebroek" in text

    def test_lead_on_for_who_works_there(self, hunting, official_kampen, secretary, client_for):
        address = "/samen-zoeken/regio/"

        hers = client_for(official_kampen).get("/testregio/regio/").content.decode()
        not_hers = client_for(secretary).get("/testregio/regio/").content.decode()

        assert f'href="{address}"' in hers
        assert client_for(official_kampen).get(address).status_code == 200
        assert f'href="{address}"' not in not_hers

    def test_name_a_part_of_this_region(self, opened, region, kampen):
        organisation = Organisation.objects.create(
            kind=OrganisationKind.REGION, name="Noord", slug="noord"
        )
        part = Region.objects.create(
            organisation=organisation, kind=RegionKind.SUBREGION, parent=region
        )
        RegionMember.objects.create(region=part, organisation=kampen.organisation)

        assert "deel van deze regio" in opened()

    def test_leave_out_regions_with_nothing_in_common(self, region, kampen, hellendoorn):
        organisation = Organisation.objects.create(
            kind=OrganisationKind.REGION, name="Twente", slug="twente"
        )
        twente = Region.objects.create(organisation=organisation, kind=RegionKind.HOUSING)
        RegionMember.objects.create(region=twente, organisation=hellendoorn.organisation)

        assert portrait_of(region, on=TODAY).overlaps == []


class TestFacts:
    @pytest.fixture(autouse=True)
    def _facts(self, region, kampen, a_source):
        for owner, value in ((kampen.organisation, 22_450), (region.organisation, 210_000)):
            PublicFact.objects.create(
                organisation=owner,
                measure="huishoudens",
                starts_on=date(2020, 1, 1),
                value=Decimal(value),
                unit="huishoudens",
                source=a_source,
            )

    def test_of_the_region_stand_first(self, opened):
        text = opened()

        assert "210.000 huishoudens" in text
        assert "22.450" not in text

    def test_of_a_municipality_are_one_click_away_with_their_source(self, opened):
        text = opened("?gemeente=GM0166")

        assert "Openbare cijfers van Kampen" in text
        assert "22.450 huishoudens" in text
        assert "/bronnen/toetsbron/" in text

    def test_of_a_municipality_elsewhere_are_not_told(self, opened, hellendoorn):
        assert "Openbare cijfers van Testregio" in opened("?gemeente=GM0163")

    def test_stand_by_measure_and_year(self, kampen, a_source):
        PublicFact.objects.create(
            organisation=kampen.organisation,
            measure="huishoudens",
            starts_on=date(2012, 1, 1),
            value=Decimal(20_000),
            unit="huishoudens",
            source=a_source,
        )

        years = [fact.starts_on.year for fact in facts_of(kampen.organisation_id)]

        assert years == [2012, 2020]


class TestBorders:
    def test_that_are_schematic_say_so(self, opened, kampen, a_source):
        border(kampen, a_source, schematic=True)

        text = opened()

        assert "De grenzen zijn schematisch" in text
        assert "regiokaart" in text

    def test_that_are_real_say_so(self, opened, kampen, a_source):
        border(kampen, a_source, schematic=True)
        border(kampen, a_source, schematic=False)

        text = opened()

        assert "De grenzen zijn echt" in text
        assert "schematisch" not in text

    def test_that_are_not_there_are_named(self, opened, kampen, zwolle, a_source):
        border(kampen, a_source, schematic=True)

        assert "Zonder grens op de kaart: Zwolle." in opened()

    def test_of_nobody_give_an_empty_state(self, opened, kampen):
        assert "nog geen grenzen ingelezen" in opened()

    def test_are_imported_by_the_administrator_who_is_told_how(
        self, opened, administrator, client_for
    ):
        hers = words(client_for(administrator).get("/testregio/regio/"))

        assert "woonregie import-borders BESTAND" in hers
        assert "woonregie import-borders" not in opened()

    def test_bound_the_map_in_degrees(self, secretary, client_for, kampen, a_source):
        border(kampen, a_source, schematic=True)

        shown = client_for(secretary).get("/testregio/regio/").context["map"]

        west, south, east, north = shown.bounds
        # The IJssel delta lies near 5.9 east, 52.5 north.
        assert 5.7 < west < east < 6.1
        assert 52.4 < south < north < 52.7


class TestReaders:
    @pytest.mark.parametrize("who", ["guest", "market_expert", "reader", "corporation_adviser"])
    def test_everybody_who_works_here_may_read_it(self, region, request, client_for, who):
        answer = client_for(request.getfixturevalue(who)).get("/testregio/regio/")

        assert answer.status_code == 200

    def test_only_who_may_open_them_are_shown_norms_and_people(self, guest, secretary, client_for):
        for account, seen in ((guest, False), (secretary, True)):
            text = client_for(account).get("/testregio/regio/").content.decode()
            main = text[text.index("<main") :]
            assert ("/testregio/normen/" in main, "/testregio/mensen/" in main) == (seen, seen)

    def test_it_asks_few_questions_however_many_take_part(
        self, secretary, client_for, region, kampen, zwolle, raalte, django_assert_max_num_queries
    ):
        browser = client_for(secretary)

        with django_assert_max_num_queries(40):
            browser.get("/testregio/regio/")
