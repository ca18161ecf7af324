"""Who works for whom: inviting, adding and ending roles, closing accounts, and who may not."""

from datetime import date

import pytest

from woonregie.foundation.accounts.errors import (
    AlreadyMemberError,
    ClosedAccountError,
    MembershipDayError,
    OwnRoleError,
    PeopleError,
    RoleNotHereError,
)
from woonregie.foundation.accounts.models import (
    Account,
    Membership,
    Organisation,
    OrganisationKind,
    Role,
)
from woonregie.foundation.accounts.permissions import HELD_AT, PERMISSIONS
from woonregie.foundation.accounts.services import (
    add_role,
    close_account,
    end_membership,
    invite,
    open_account,
)
from woonregie.foundation.audit.models import Event
from woonregie.foundation.pages.errors import ForbiddenError, StaleVersionError
from woonregie.foundation.region.models import Region, RegionKind, RegionMember

START = date(2026, 12, 1)


@pytest.fixture
def asked(administrator, moment, kampen):
    """Return the arguments of an invitation that is fine."""
    return {
        "by": administrator,
        "at": moment,
        "email": "anna@kampen.example",
        "name": "Anna",
        "organisation": kampen.organisation,
        "role": Role.OFFICIAL,
        "starts_on": START,
    }


@pytest.fixture
def twente(hellendoorn):
    """Return another region on the same server, with Hellendoorn."""
    organisation = Organisation.objects.create(
        kind=OrganisationKind.REGION, name="Twente", slug="twente"
    )
    region = Region.objects.create(organisation=organisation, kind=RegionKind.HOUSING)
    RegionMember.objects.create(region=region, organisation=hellendoorn.organisation)
    return region


def role_of(account):
    return account.memberships.get()


class TestInvite:
    def test_makes_an_account_with_the_role(self, asked, kampen):
        membership = invite(**asked)

        assert membership.account.email == "anna@kampen.example"
        assert membership.account.display_name == "Anna"
        assert membership.organisation == kampen.organisation
        assert (membership.role, membership.starts_on) == (Role.OFFICIAL, START)
        assert membership.ends_before is None

    def test_chooses_no_password(self, asked):
        membership = invite(**asked)

        assert not membership.account.has_usable_password()

    def test_writes_the_address_in_small_letters(self, asked):
        membership = invite(**{**asked, "email": " Anna@Kampen.Example "})

        assert membership.account.email == "anna@kampen.example"

    def test_gives_the_role_to_who_has_an_account(self, asked, official_zwolle):
        address = official_zwolle.email.upper()

        membership = invite(**{**asked, "email": address, "name": "Iemand anders"})

        assert membership.account == official_zwolle
        official_zwolle.refresh_from_db()
        assert official_zwolle.display_name == "Adviseur-zwolle"
        assert official_zwolle.has_usable_password()
        assert official_zwolle.memberships.count() == 2

    def test_leaves_one_line_with_ids_only(self, asked):
        membership = invite(**asked)

        event = Event.objects.get(act="accounts.invited")
        assert event.target_id == membership.pk
        assert event.organisation_id == membership.organisation_id
        assert event.payload == {"account": str(membership.account_id), "role": "official"}
        assert "anna" not in str(event.payload).lower()

    def test_refuses_the_same_role_twice(self, asked):
        invite(**asked)

        with pytest.raises(AlreadyMemberError, match="vanaf 1 december 2026"):
            invite(**{**asked, "starts_on": date(2027, 1, 1)})

        assert Account.objects.filter(email="anna@kampen.example").count() == 1
        assert Event.objects.filter(act="accounts.role_added").count() == 0

    def test_refuses_a_role_that_would_run_into_a_later_one(self, asked):
        invite(**{**asked, "starts_on": date(2027, 6, 1)})

        with pytest.raises(AlreadyMemberError):
            invite(**asked)

    def test_gives_the_role_again_after_it_ended(self, asked, administrator, moment):
        first = invite(**asked)
        end_membership(
            by=administrator,
            at=moment,
            membership=first,
            last_day=date(2026, 12, 31),
            base_ends_before=None,
        )

        second = invite(**{**asked, "starts_on": date(2027, 1, 1)})

        assert second.pk != first.pk
        assert second.account == first.account

    def test_refuses_who_has_a_closed_account(self, asked, official_zwolle):
        Account.objects.filter(pk=official_zwolle.pk).update(is_active=False)

        with pytest.raises(ClosedAccountError):
            invite(**{**asked, "email": official_zwolle.email})

    def test_leaves_nothing_behind_when_it_is_refused(self, asked):
        with pytest.raises(RoleNotHereError):
            invite(**{**asked, "role": Role.ACCOUNT_MANAGER})

        assert not Account.objects.filter(email="anna@kampen.example").exists()

    def test_the_owner_of_the_server_may_invite_anywhere(self, asked, hellendoorn):
        membership = invite(**{**asked, "by": None, "organisation": hellendoorn.organisation})

        assert membership.organisation == hellendoorn.organisation
        assert Event.objects.get(act="accounts.invited").actor_id is None


class TestRoleAtAnOrganisation:
    def test_every_role_says_where_it_can_be_held(self):
        assert set(HELD_AT) == set(Role.values)

    def test_who_sees_plans_of_a_whole_region_works_for_a_region_or_a_province(self):
        wide = [
            role for role, reach in PERMISSIONS["plans.view"].items() if reach.name == "REGION"
        ]

        kinds = set().union(*(HELD_AT[role] for role in wide))

        assert kinds == {OrganisationKind.REGION, OrganisationKind.PROVINCE}

    @pytest.mark.parametrize("role", [Role.REGION_SECRETARY, Role.ADMINISTRATOR])
    def test_a_municipality_has_no_role_over_the_region(self, asked, role):
        with pytest.raises(RoleNotHereError, match="past niet bij Kampen"):
            invite(**{**asked, "role": role})

    def test_a_corporation_has_no_official_who_would_see_plans(self, asked, corporation):
        with pytest.raises(RoleNotHereError):
            invite(**{**asked, "organisation": corporation})

        assert invite(**{**asked, "organisation": corporation, "role": Role.CORPORATION_ADVISER})

    def test_an_unknown_role_is_refused(self, asked):
        with pytest.raises(RoleNotHereError):
            invite(**{**asked, "role": "owner"})


class TestEscalation:
    @pytest.mark.parametrize(
        "who",
        [
            "secretary",
            "official_kampen",
            "executive_kampen",
            "account_manager",
            "corporation_adviser",
            "tenants_representative",
            "theme_lead",
            "market_expert",
            "guest",
            "reader",
            "stranger",
        ],
    )
    def test_only_an_administrator_invites(self, asked, request, who):
        account = request.getfixturevalue(who)

        with pytest.raises(ForbiddenError):
            invite(**{**asked, "by": account})

        assert not Account.objects.filter(email="anna@kampen.example").exists()

    def test_an_administrator_of_last_year_does_not(self, asked, administrator):
        administrator.memberships.update(ends_before=date(2026, 1, 1))

        with pytest.raises(ForbiddenError):
            invite(**asked)

    def test_an_administrator_with_a_closed_account_does_not(self, asked, administrator):
        administrator.is_active = False
        administrator.save()

        with pytest.raises(ForbiddenError):
            invite(**asked)

    def test_nobody_makes_herself_secretary_of_another_region(self, asked, twente):
        for email in ("handlanger@elders.example", asked["by"].email):
            with pytest.raises(ForbiddenError, match="Twente"):
                invite(
                    **{
                        **asked,
                        "email": email,
                        "organisation": twente.organisation,
                        "role": Role.REGION_SECRETARY,
                    }
                )

    def test_nobody_makes_herself_administrator_of_another_region(self, asked, twente):
        with pytest.raises(ForbiddenError):
            add_role(
                by=asked["by"],
                at=asked["at"],
                account=asked["by"],
                organisation=twente.organisation,
                role=Role.ADMINISTRATOR,
                starts_on=START,
            )

    def test_not_even_of_a_region_that_takes_part_in_hers(self, asked, region, twente):
        RegionMember.objects.create(region=region, organisation=twente.organisation)

        with pytest.raises(ForbiddenError):
            invite(**{**asked, "organisation": twente.organisation, "role": Role.ADMINISTRATOR})

    def test_nobody_gives_a_role_to_herself(self, asked, region):
        with pytest.raises(OwnRoleError):
            invite(
                **{
                    **asked,
                    "email": asked["by"].email,
                    "organisation": region.organisation,
                    "role": Role.REGION_SECRETARY,
                }
            )

        assert asked["by"].memberships.count() == 1

    def test_an_official_of_another_municipality_is_not_hers_to_invite(self, asked, hellendoorn):
        with pytest.raises(ForbiddenError, match="Hellendoorn"):
            invite(**{**asked, "organisation": hellendoorn.organisation})

    def test_a_role_at_the_province_is_refused_where_it_opens_another_region(
        self, asked, province, twente
    ):
        with pytest.raises(ForbiddenError, match="Overijssel"):
            invite(
                **{
                    **asked,
                    "organisation": province.organisation,
                    "role": Role.ACCOUNT_MANAGER,
                }
            )

    def test_a_role_at_the_province_is_given_where_the_region_stands_alone(
        self, asked, province, zwolle
    ):
        membership = invite(
            **{**asked, "organisation": province.organisation, "role": Role.ACCOUNT_MANAGER}
        )

        assert membership.role == Role.ACCOUNT_MANAGER

    def test_an_administrator_who_is_a_guest_elsewhere_arranges_nothing_there(self, asked, twente):
        Membership.objects.create(
            account=asked["by"],
            organisation=twente.organisation,
            role=Role.GUEST,
            starts_on=date(2020, 1, 1),
        )

        with pytest.raises(ForbiddenError):
            invite(**{**asked, "organisation": twente.organisation, "role": Role.GUEST})

    def test_the_people_of_a_part_are_hers(self, asked, region):
        organisation = Organisation.objects.create(
            kind=OrganisationKind.REGION, name="Testregio Noord", slug="testregio-noord"
        )
        Region.objects.create(organisation=organisation, kind=RegionKind.SUBREGION, parent=region)

        assert invite(**{**asked, "organisation": organisation, "role": Role.GUEST})


class TestAddRole:
    def test_stands_beside_what_she_had(self, administrator, moment, official_kampen, kampen):
        add_role(
            by=administrator,
            at=moment,
            account=official_kampen,
            organisation=kampen.organisation,
            role=Role.THEME_LEAD,
            starts_on=START,
        )

        roles = set(official_kampen.memberships.values_list("role", flat=True))
        assert roles == {Role.OFFICIAL, Role.THEME_LEAD}
        assert Event.objects.get().act == "accounts.role_added"


class TestEndMembership:
    def test_ends_after_the_last_day(self, administrator, moment, official_kampen):
        membership = role_of(official_kampen)

        end_membership(
            by=administrator,
            at=moment,
            membership=membership,
            last_day=date(2026, 12, 31),
            base_ends_before=None,
        )

        membership.refresh_from_db()
        assert membership.ends_before == date(2027, 1, 1)
        event = Event.objects.get(act="accounts.membership_ended")
        assert event.payload == {"account": str(official_kampen.pk), "role": "official"}

    def test_refuses_a_day_before_the_first(self, administrator, moment, official_kampen):
        with pytest.raises(MembershipDayError, match="1 januari 2020"):
            end_membership(
                by=administrator,
                at=moment,
                membership=role_of(official_kampen),
                last_day=date(2019, 12, 31),
                base_ends_before=None,
            )

    def test_refuses_what_somebody_else_changed_meanwhile(
        self, administrator, moment, official_kampen
    ):
        official_kampen.memberships.update(ends_before=date(2027, 7, 1))

        with pytest.raises(StaleVersionError):
            end_membership(
                by=administrator,
                at=moment,
                membership=role_of(official_kampen),
                last_day=date(2026, 12, 31),
                base_ends_before=None,
            )

        assert role_of(official_kampen).ends_before == date(2027, 7, 1)

    def test_says_so_when_it_ends_then_already(self, administrator, moment, official_kampen):
        official_kampen.memberships.update(ends_before=date(2027, 1, 1))

        with pytest.raises(MembershipDayError):
            end_membership(
                by=administrator,
                at=moment,
                membership=role_of(official_kampen),
                last_day=date(2026, 12, 31),
                base_ends_before=date(2027, 1, 1),
            )

    def test_nobody_ends_her_own_role(self, administrator, moment):
        with pytest.raises(OwnRoleError):
            end_membership(
                by=administrator,
                at=moment,
                membership=role_of(administrator),
                last_day=date(2026, 12, 31),
                base_ends_before=None,
            )

    def test_a_role_elsewhere_is_not_hers_to_end(self, administrator, moment, stranger):
        with pytest.raises(ForbiddenError):
            end_membership(
                by=administrator,
                at=moment,
                membership=role_of(stranger),
                last_day=date(2026, 12, 31),
                base_ends_before=None,
            )

    def test_a_role_that_does_not_fit_can_still_be_ended(self, administrator, moment, kampen):
        old = Account.objects.create_user("oud@kampen.example", display_name="Oud")
        membership = Membership.objects.create(
            account=old,
            organisation=kampen.organisation,
            role=Role.REGION_SECRETARY,
            starts_on=date(2020, 1, 1),
        )

        end_membership(
            by=administrator,
            at=moment,
            membership=membership,
            last_day=date(2026, 11, 24),
            base_ends_before=None,
        )

        membership.refresh_from_db()
        assert membership.ends_before == date(2026, 11, 25)


class TestCloseAccount:
    def test_closes_and_opens(self, administrator, moment, official_kampen):
        close_account(by=administrator, at=moment, account=official_kampen)
        official_kampen.refresh_from_db()
        closed = official_kampen.is_active
        open_account(by=administrator, at=moment, account=official_kampen)
        official_kampen.refresh_from_db()

        assert (closed, official_kampen.is_active) == (False, True)
        acts = list(Event.objects.order_by("sequence").values_list("act", flat=True))
        assert acts == ["accounts.account_closed", "accounts.account_opened"]

    def test_says_so_when_it_is_closed_already(self, administrator, moment, official_kampen):
        close_account(by=administrator, at=moment, account=official_kampen)

        with pytest.raises(PeopleError, match="al gesloten"):
            close_account(by=administrator, at=moment, account=official_kampen)

    def test_nobody_closes_her_own(self, administrator, moment):
        with pytest.raises(OwnRoleError):
            close_account(by=administrator, at=moment, account=administrator)

    def test_who_also_works_elsewhere_is_left_alone(
        self, administrator, moment, official_kampen, hellendoorn
    ):
        Membership.objects.create(
            account=official_kampen,
            organisation=hellendoorn.organisation,
            role=Role.OFFICIAL,
            starts_on=date(2020, 1, 1),
        )

        with pytest.raises(ForbiddenError, match="ook waar u niets regelt"):
            close_account(by=administrator, at=moment, account=official_kampen)

    def test_who_once_worked_elsewhere_can_be_closed(
        self, administrator, moment, official_kampen, hellendoorn
    ):
        Membership.objects.create(
            account=official_kampen,
            organisation=hellendoorn.organisation,
            role=Role.OFFICIAL,
            starts_on=date(2020, 1, 1),
            ends_before=date(2021, 1, 1),
        )

        close_account(by=administrator, at=moment, account=official_kampen)

        official_kampen.refresh_from_db()
        assert not official_kampen.is_active

    def test_somebody_without_any_role_is_not_hers(self, administrator, moment, db):
        loose = Account.objects.create_user("los@elders.example", display_name="Los")

        with pytest.raises(ForbiddenError):
            close_account(by=administrator, at=moment, account=loose)
