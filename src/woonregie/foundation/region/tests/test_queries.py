"""Who is in which region on a day, and how far each of the cast reaches."""

from datetime import date

import pytest

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.accounts.permissions import PERMISSIONS
from woonregie.foundation.pages.once import _answers
from woonregie.foundation.region.models import (
    Border,
    Municipality,
    Region,
    RegionKind,
    RegionMember,
    WorkingArea,
)
from woonregie.foundation.region.queries import (
    borders_of,
    municipalities_of,
    municipality_by_code,
    reachable_ids,
    reachable_in,
    reachable_municipalities,
    region_named,
    regions_of,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def make_region(db):
    def made(slug, kind=RegionKind.WOONDEAL, **values):
        organisation = Organisation.objects.create(kind="region", name=slug.title(), slug=slug)
        return Region.objects.create(organisation=organisation, kind=kind, **values)

    return made


@pytest.fixture
def zeewolde(db):
    """Return Zeewolde: over the border of the province, in Flevoland."""
    organisation = Organisation.objects.create(
        kind="municipality", name="Zeewolde", slug="zeewolde"
    )
    return Municipality.objects.create(
        organisation=organisation, code="GM0050", province_code="PV24"
    )


def _join(region, place, starts_on=None, ends_before=None):
    organisation = getattr(place, "organisation", place)
    RegionMember.objects.create(
        region=region, organisation=organisation, starts_on=starts_on, ends_before=ends_before
    )


@pytest.fixture
def zwolle_region(make_region, zwolle, zeewolde):
    """Return a region that overlaps ours and crosses the border of the province."""
    region = make_region("zwolle-en-omstreken", RegionKind.ALLOCATION)
    _join(region, zwolle)
    _join(region, zeewolde)
    return region


def _names(places):
    return sorted(place.organisation.name for place in places)


class TestMembership:
    @pytest.mark.parametrize(
        ("day", "there"),
        [
            (date(2021, 12, 31), False),
            (date(2022, 1, 1), True),
            (date(2024, 12, 31), True),
            (date(2025, 1, 1), False),
        ],
    )
    def test_holds_from_its_first_day_to_before_its_last(self, make_region, zwolle, day, there):
        region = make_region("woondeal")
        _join(region, zwolle, date(2022, 1, 1), date(2025, 1, 1))

        assert list(municipalities_of(region, on=day)) == ([zwolle] if there else [])

    @pytest.mark.parametrize("day", [date(1900, 1, 1), date(2100, 1, 1)])
    def test_without_days_holds_always(self, region, zwolle, day):
        assert list(municipalities_of(region, on=day)) == [zwolle]

    def test_who_left_and_came_back_is_there_once(self, make_region, zwolle):
        region = make_region("woondeal")
        _join(region, zwolle, None, date(2023, 1, 1))
        _join(region, zwolle, date(2025, 1, 1), None)

        found = {
            year: municipalities_of(region, on=date(year, 6, 1)).count()
            for year in (2022, 2024, 2026)
        }

        assert found == {2022: 1, 2024: 0, 2026: 1}

    def test_twice_at_once_counts_once(self, region, zwolle):
        _join(region, zwolle)

        assert list(municipalities_of(region, on=TODAY)) == [zwolle]

    def test_ends_with_the_municipality_itself(self, region, raalte):
        Organisation.objects.filter(pk=raalte.organisation_id).update(ends_before=date(2026, 1, 1))

        assert list(municipalities_of(region, on=date(2025, 12, 31))) == [raalte]
        assert list(municipalities_of(region, on=date(2026, 1, 1))) == []

    def test_is_of_municipalities_by_name_not_of_other_members(
        self, region, zwolle, kampen, raalte, province, corporation
    ):
        assert _names(municipalities_of(region, on=TODAY)) == ["Kampen", "Raalte", "Zwolle"]

    def test_tells_the_fictitious_from_the_real(self, region, zwolle, sallandermark):
        found = {
            asked: _names(municipalities_of(region, on=TODAY, fictitious=asked))
            for asked in (None, False, True)
        }

        assert found == {
            None: ["Sallandermark", "Zwolle"],
            False: ["Zwolle"],
            True: ["Sallandermark"],
        }

    def test_one_municipality_may_be_in_many_regions(self, region, zwolle_region, zwolle, kampen):
        assert _names(municipalities_of(region, on=TODAY)) == ["Kampen", "Zwolle"]
        assert _names(municipalities_of(zwolle_region, on=TODAY)) == ["Zeewolde", "Zwolle"]

    def test_a_region_may_cross_the_border_of_a_province(self, zwolle_region):
        provinces = municipalities_of(zwolle_region, on=TODAY).values_list(
            "province_code", flat=True
        )

        assert set(provinces) == {"PV23", "PV24"}


# Everybody of the cast stands in the house at once, with two regions that overlap in Zwolle;
# Hellendoorn is in the province and in no region, Zeewolde only in the other region.
OURS = {"Kampen", "Raalte", "Zwolle"}
BOTH = OURS | {"Zeewolde"}
PROVINCE = OURS | {"Hellendoorn"}
SPEAKERS = {
    "official_zwolle": {"Zwolle"},
    "official_kampen": {"Kampen"},
    "executive_kampen": {"Kampen"},
    "corporation_adviser": {"Kampen"},
    "tenants_representative": {"Kampen"},
    "stranger": {"Hellendoorn"},
}
REACH = {
    "meetings.convene": {
        "official_zwolle": {"Zwolle"},
        "official_kampen": {"Kampen"},
        "theme_lead": {"Zwolle"},
        "secretary": OURS,
        "stranger": {"Hellendoorn"},
    },
    "meetings.speak": {**SPEAKERS, "theme_lead": {"Zwolle"}},
    "consents.ask": SPEAKERS,
    "consents.answer": SPEAKERS,
    "consents.office": {"secretary": OURS},
    "decisions.record": SPEAKERS,
    "trust.edit": {"administrator": OURS},
    "plans.view": {
        "official_zwolle": {"Zwolle"},
        "official_kampen": {"Kampen"},
        "executive_kampen": {"Kampen"},
        "secretary": OURS,
        "account_manager": PROVINCE,
        "stranger": {"Hellendoorn"},
    },
    "plans.edit": {
        "official_zwolle": {"Zwolle"},
        "official_kampen": {"Kampen"},
        "stranger": {"Hellendoorn"},
    },
    "plans.exchange": {
        "official_zwolle": {"Zwolle"},
        "official_kampen": {"Kampen"},
        "secretary": OURS,
        "stranger": {"Hellendoorn"},
    },
    "plans.import": {
        "official_zwolle": {"Zwolle"},
        "official_kampen": {"Kampen"},
        "secretary": OURS,
        "stranger": {"Hellendoorn"},
    },
    "programme.edit": {
        "official_zwolle": {"Zwolle"},
        "official_kampen": {"Kampen"},
        "secretary": OURS,
        "stranger": {"Hellendoorn"},
    },
    "leads.edit": {"secretary": OURS, "administrator": OURS},
    "layouts.edit": {"secretary": OURS, "administrator": OURS},
    "totals.view": {
        "official_zwolle": BOTH,
        "official_kampen": OURS,
        "executive_kampen": OURS,
        "theme_lead": BOTH,
        "reader": OURS,
        "secretary": OURS,
        "administrator": OURS,
        "account_manager": PROVINCE,
        "corporation_adviser": OURS,
        "tenants_representative": OURS,
    },
    "commitments.view": {
        "official_zwolle": BOTH,
        "official_kampen": OURS,
        "executive_kampen": OURS,
        "theme_lead": BOTH,
        "reader": OURS,
        "secretary": OURS,
        "administrator": OURS,
        "account_manager": PROVINCE,
        "corporation_adviser": OURS,
        "tenants_representative": OURS,
    },
    "commitments.office": {"secretary": OURS},
    "commitments.make": {
        "official_zwolle": {"Zwolle"},
        "official_kampen": {"Kampen"},
        "secretary": OURS,
        "corporation_adviser": {"Kampen"},
        "tenants_representative": {"Kampen"},
        "stranger": {"Hellendoorn"},
    },
    "forecast.view": {
        "official_zwolle": BOTH,
        "official_kampen": OURS,
        "executive_kampen": OURS,
        "theme_lead": BOTH,
        "reader": OURS,
        "secretary": OURS,
        "administrator": OURS,
        "account_manager": PROVINCE,
        "corporation_adviser": OURS,
        "tenants_representative": OURS,
        "market_expert": OURS,
    },
    "forecast.import": {"secretary": OURS},
    "forecast.choose": {"secretary": OURS},
    "forecast.start": {"secretary": OURS},
    "forecast.save": {**SPEAKERS, "theme_lead": {"Zwolle"}},
    "forecast.share": SPEAKERS,
    **{
        permission: {
            "official_zwolle": {"Zwolle"},
            "official_kampen": {"Kampen"},
            "executive_kampen": {"Kampen"},
            "stranger": {"Hellendoorn"},
        }
        for permission in ("forecast.define", "forecast.dissent")
    },
    "documents.propose": {
        "official_zwolle": {"Zwolle"},
        "official_kampen": {"Kampen"},
        "executive_kampen": {"Kampen"},
        "theme_lead": {"Zwolle"},
        "corporation_adviser": {"Kampen"},
        "tenants_representative": {"Kampen"},
        "secretary": OURS,
        "stranger": {"Hellendoorn"},
    },
    "documents.write": {
        "official_zwolle": {"Zwolle"},
        "official_kampen": {"Kampen"},
        "theme_lead": {"Zwolle"},
        "corporation_adviser": {"Kampen"},
        "tenants_representative": {"Kampen"},
        "secretary": OURS,
        "stranger": {"Hellendoorn"},
    },
    "norms.edit": {"administrator": OURS},
    "borders.import": {"administrator": OURS},
    "audit.view": {
        "official_zwolle": {"Zwolle"},
        "official_kampen": {"Kampen"},
        "secretary": OURS,
        "administrator": OURS,
        "stranger": {"Hellendoorn"},
    },
    "totals.publish": {"secretary": OURS},
    "audiences.edit": {
        "official_zwolle": {"Zwolle"},
        "official_kampen": {"Kampen"},
        "stranger": {"Hellendoorn"},
    },
    "circle.own": {
        "official_zwolle": {"Zwolle"},
        "official_kampen": {"Kampen"},
        "executive_kampen": {"Kampen"},
        "stranger": {"Hellendoorn"},
    },
    "circle.office": {"secretary": OURS},
    "circle.officials": {"official_zwolle": BOTH, "official_kampen": OURS},
    "circle.aldermen": {"executive_kampen": OURS},
    "circle.province": {"account_manager": PROVINCE},
    "people.view": {"administrator": OURS, "secretary": OURS},
    "people.manage": {"administrator": OURS},
    "mail.view": {"administrator": OURS},
}
CAST = [
    "official_zwolle",
    "official_kampen",
    "executive_kampen",
    "secretary",
    "account_manager",
    "corporation_adviser",
    "tenants_representative",
    "market_expert",
    "guest",
    "reader",
    "theme_lead",
    "administrator",
    "stranger",
]


class TestReach:
    def test_the_table_below_names_every_permission(self):
        assert set(REACH) == set(PERMISSIONS)

    @pytest.mark.parametrize("name", CAST)
    def test_of_each_is_just_as_far_as_the_table_says(
        self, name, raalte, zwolle_region, hellendoorn, request
    ):
        for other in CAST:
            request.getfixturevalue(other)
        account = request.getfixturevalue(name)

        reached = {
            permission: set(_names(reachable_municipalities(account, permission, on=TODAY)))
            for permission in PERMISSIONS
        }

        assert reached == {
            permission: table.get(name, set()) for permission, table in REACH.items()
        }

    def test_of_an_account_that_was_closed_is_nowhere(self, official_kampen):
        official_kampen.is_active = False
        official_kampen.save()

        assert not reachable_municipalities(official_kampen, "plans.view", on=TODAY).exists()

    @pytest.mark.parametrize(
        ("day", "there"),
        [
            (date(2019, 12, 31), False),
            (date(2020, 1, 1), True),
            (date(2026, 11, 23), True),
            (TODAY, False),
        ],
    )
    def test_holds_as_long_as_the_membership(self, official_kampen, kampen, day, there):
        official_kampen.memberships.update(ends_before=TODAY)

        found = list(reachable_municipalities(official_kampen, "plans.edit", on=day))

        assert found == ([kampen] if there else [])

    def test_ends_for_the_secretary_when_a_municipality_leaves(self, secretary, zwolle, kampen):
        RegionMember.objects.filter(organisation=kampen.organisation).update(ends_before=TODAY)

        assert _names(reachable_municipalities(secretary, "plans.view", on=TODAY)) == ["Zwolle"]
        assert _names(
            reachable_municipalities(secretary, "plans.view", on=date(2026, 11, 23))
        ) == ["Kampen", "Zwolle"]

    def test_of_a_corporation_ends_with_its_working_area_elsewhere(
        self, corporation_adviser, corporation, hellendoorn, make_region
    ):
        twente = make_region("twente")
        _join(twente, hellendoorn)
        WorkingArea.objects.create(
            organisation=corporation, municipality=hellendoorn, ends_before=TODAY
        )

        assert twente in regions_of(corporation_adviser, on=date(2026, 11, 23))
        assert twente not in regions_of(corporation_adviser, on=TODAY)

    def test_takes_one_question_or_two_however_many_regions(
        self, official_zwolle, zwolle_region, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(6):
            list(reachable_municipalities(official_zwolle, "totals.view", on=TODAY))


class TestReachInRegion:
    @pytest.fixture
    def as_one_page(self):
        """Return what begins a page, which asks no question twice."""
        before = _answers.get()
        yield lambda: _answers.set({})
        _answers.set(before)

    @pytest.mark.parametrize("name", CAST)
    def test_is_the_reach_within_that_region(
        self, name, region, raalte, zwolle_region, hellendoorn, request, as_one_page
    ):
        for other in CAST:
            request.getfixturevalue(other)
        account = request.getfixturevalue(name)

        as_one_page()
        for place in (region, zwolle_region):
            members = set(municipalities_of(place, on=TODAY).values_list("pk", flat=True))
            for permission in PERMISSIONS:
                whole = reachable_ids(account, permission, on=TODAY)
                found = reachable_in(place, account, permission, on=TODAY)
                assert found == whole & members, (place, permission)

    def test_takes_in_those_that_went_up_in_one_of_the_region(self, region, secretary, zwolle):
        old = Organisation.objects.create(
            kind="municipality",
            name="Zwollerkerspel",
            slug="zwollerkerspel",
            ends_before=date(2019, 1, 1),
            successor=zwolle.organisation,
        )
        merged = Municipality.objects.create(organisation=old, code="GM0194", province_code="PV23")

        found = reachable_in(region, secretary, "plans.view", on=TODAY)

        assert found == {zwolle.pk, merged.pk} == reachable_ids(secretary, "plans.view", on=TODAY)


REGIONS = {
    "official_zwolle": {"testregio", "zwolle-en-omstreken"},
    "theme_lead": {"testregio", "zwolle-en-omstreken"},
    "official_kampen": {"testregio"},
    "executive_kampen": {"testregio"},
    "reader": {"testregio"},
    "secretary": {"testregio"},
    "administrator": {"testregio"},
    "guest": {"testregio"},
    "corporation_adviser": {"testregio"},
    "tenants_representative": {"testregio"},
    "market_expert": {"testregio"},
    # The province has municipalities in both.
    "account_manager": {"testregio", "zwolle-en-omstreken"},
    "stranger": set(),
}


class TestRegionsOf:
    @pytest.mark.parametrize("name", CAST)
    def test_are_those_in_which_somebody_works(self, name, zwolle_region, hellendoorn, request):
        account = request.getfixturevalue(name)

        found = set(regions_of(account, on=TODAY).values_list("organisation__slug", flat=True))

        assert found == REGIONS[name]

    def test_are_each_there_once_and_by_name(self, official_zwolle, zwolle_region, region, zwolle):
        _join(region, zwolle)

        assert list(regions_of(official_zwolle, on=TODAY)) == [region, zwolle_region]

    def test_do_not_begin_before_the_membership(self, official_kampen):
        assert not regions_of(official_kampen, on=date(2019, 12, 31)).exists()
        assert regions_of(official_kampen, on=date(2020, 1, 1)).exists()

    def test_end_with_the_membership(self, official_kampen):
        official_kampen.memberships.update(ends_before=TODAY)

        assert not regions_of(official_kampen, on=TODAY).exists()

    def test_end_when_the_municipality_leaves(self, official_kampen, kampen):
        RegionMember.objects.filter(organisation=kampen.organisation).update(ends_before=TODAY)

        assert not regions_of(official_kampen, on=TODAY).exists()

    def test_come_with_a_working_area_alone(self, corporation_adviser, corporation, region):
        RegionMember.objects.filter(organisation=corporation).delete()

        assert list(regions_of(corporation_adviser, on=TODAY)) == [region]


class TestByName:
    def test_finds_a_region_and_a_municipality(self, region, zwolle):
        assert region_named("testregio") == region
        assert municipality_by_code("GM0193") == zwolle

    def test_says_when_there_is_none(self, db):
        with pytest.raises(Region.DoesNotExist):
            region_named("nergens")
        with pytest.raises(Municipality.DoesNotExist):
            municipality_by_code("GM0000")


class TestBorders:
    @pytest.fixture
    def draw(self, a_source):
        def drawn(place, schematic=False, starts_on=None, ends_before=None):
            return Border.objects.create(
                municipality=place,
                geometry=b"\x01",
                schematic=schematic,
                starts_on=starts_on,
                ends_before=ends_before,
                source=a_source,
            )

        return drawn

    def test_a_real_one_goes_before_a_schematic_one(self, draw, region, zwolle, kampen):
        draw(zwolle, schematic=True)
        real, only = draw(zwolle), draw(kampen, schematic=True)

        assert set(borders_of(region, on=TODAY)) == {real, only}

    def test_a_real_one_of_another_time_does_not(self, draw, region, zwolle):
        schematic = draw(zwolle, schematic=True)
        draw(zwolle, ends_before=date(2020, 1, 1))
        real = draw(zwolle, starts_on=date(2027, 1, 1))

        assert list(borders_of(region, on=TODAY)) == [schematic]
        assert list(borders_of(region, on=date(2027, 1, 1))) == [real]

    def test_of_others_are_left_out(self, draw, region, zwolle, hellendoorn):
        draw(hellendoorn)

        assert not borders_of(region, on=TODAY).exists()


def test_two_roles_reach_as_far_as_both_together(zwolle_region, official_zwolle, guest):
    """An official who is a guest of the region as well has the reach of an official."""
    role = guest.memberships.get()
    official_zwolle.memberships.create(
        organisation=role.organisation, role=role.role, starts_on=role.starts_on
    )

    found = reachable_municipalities(official_zwolle, "plans.view", on=TODAY)

    assert _names(found) == ["Zwolle"]
