"""The demonstration region: complete, once, or not at all."""

from datetime import date

import pytest

from woonregie.foundation.accounts.models import Account, Membership, Role
from woonregie.foundation.accounts.permissions import HELD_AT
from woonregie.foundation.audit.chain import verify
from woonregie.foundation.audit.queries import head_sequence
from woonregie.foundation.region.models import Municipality, Region, RegionKind
from woonregie.foundation.region.portrait import portrait_of
from woonregie.foundation.region.queries import municipalities_of
from woonregie.site import demo
from woonregie.site.tests.test_commands import run

TODAY = date(2026, 11, 24)
ELEVEN = {
    "Dalfsen",
    "Deventer",
    "Hardenberg",
    "Kampen",
    "Olst-Wijhe",
    "Ommen",
    "Raalte",
    "Staphorst",
    "Steenwijkerland",
    "Zwartewaterland",
    "Zwolle",
}


@pytest.fixture
def region(west_overijssel, db):
    """Return the housing region."""
    return Region.objects.select_related("organisation").get(organisation__slug=demo.SLUG)


class TestLoading:
    def test_a_second_time_changes_nothing(self, region, moment):
        before = head_sequence(), Account.objects.count(), Municipality.objects.count()

        again = demo.load(at=moment)

        assert again is False
        assert (head_sequence(), Account.objects.count(), Municipality.objects.count()) == before

    def test_leaves_a_chain_that_holds(self, region):
        assert verify().intact


class TestRegions:
    def test_the_housing_region_has_eleven_municipalities_and_a_fictitious_one(self, region):
        real = {place.name for place in municipalities_of(region, on=TODAY, fictitious=False)}
        all_names = {place.name for place in municipalities_of(region, on=TODAY)}

        assert real == ELEVEN
        assert all_names - real == {"Sallandermark"}

    def test_there_is_one_of_every_kind(self, region):
        assert set(Region.objects.values_list("kind", flat=True)) == set(RegionKind.values)

    def test_every_region_is_a_demonstration(self, region):
        assert not Region.objects.filter(demonstration=False).exists()

    def test_the_subregions_are_the_whole_without_overlap(self, region):
        north, south = (
            {place.name for place in municipalities_of(part, on=TODAY)}
            for part in Region.objects.filter(kind=RegionKind.SUBREGION).order_by(
                "organisation__slug"
            )
        )

        assert north | south == ELEVEN
        assert north & south == set()
        assert south == {"Deventer", "Olst-Wijhe", "Raalte"}

    def test_house_hunting_crosses_the_border_of_the_province(self, region):
        overlaps = {item.region.kind: item for item in portrait_of(region, on=TODAY).overlaps}

        hunting = overlaps[RegionKind.ALLOCATION]
        assert list(hunting.provinces) == ["Gelderland", "Overijssel"]
        assert [str(item.organisation) for item in hunting.elsewhere] == ["Oldebroek"]

    def test_who_left_is_no_member_now_and_was_one_then(self, region):
        hunting = Region.objects.get(kind=RegionKind.ALLOCATION)

        def names(day):
            return {place.name for place in municipalities_of(hunting, on=day)}

        assert names(date(2016, 6, 1)) == {"Zwolle", "Kampen", "Olst-Wijhe"}
        assert names(TODAY) == {"Zwolle", "Kampen", "Oldebroek"}

    def test_invented_regions_say_so(self, region):
        invented = Region.objects.filter(kind__in=[RegionKind.ALLOCATION, RegionKind.SHELTER])

        assert [str(item) for item in invented if "(voorbeeld)" not in str(item)] == []


class TestCast:
    def test_has_an_account_for_every_role(self, region):
        held = set(Membership.objects.values_list("role", flat=True))

        assert held == set(Role.values)

    def test_holds_roles_where_they_can_be_held(self, region):
        wrong = [
            str(item)
            for item in Membership.objects.select_related("account", "organisation")
            if item.organisation.kind not in HELD_AT[item.role]
        ]

        assert wrong == []

    def test_every_printed_account_opens_the_region(self, region, client_for):
        said, code = run("demo-accounts", "--format", "text")

        printed = [line.split()[0] for line in said.splitlines()[1:]]
        assert code == 0
        assert sorted(printed) == sorted(Account.objects.values_list("email", flat=True))
        for account in Account.objects.all():
            assert account.check_password(demo.PASSWORD)
            front = client_for(account).get("/")
            assert (front.status_code, front["Location"]) == (302, "/west-overijssel/")
            assert client_for(account).get("/west-overijssel/").status_code == 200
