"""Who may do what with plans, and from which day."""

from datetime import date

import pytest

from woonregie.foundation.accounts.models import Membership, Organisation
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.subjects.plans.permissions import may, require
from woonregie.subjects.plans.tests.factories import TODAY

# Person -> what she may do for Kampen.
MAY_FOR_KAMPEN = {
    "official_kampen": {"plans.view", "plans.edit", "plans.import", "programme.edit"},
    "executive_kampen": {"plans.view"},
    "secretary": {"plans.view", "plans.import", "programme.edit"},
    "account_manager": {"plans.view"},
    "official_zwolle": set(),
    "theme_lead": set(),
    "corporation_adviser": set(),
    "tenants_representative": set(),
    "market_expert": set(),
    "guest": set(),
    "reader": set(),
    "administrator": set(),
    "stranger": set(),
}
ASKED = ["plans.view", "plans.edit", "plans.import", "programme.edit"]


class TestMay:
    @pytest.mark.parametrize(("who", "allowed"), MAY_FOR_KAMPEN.items())
    def test_follows_role_and_place(self, request, kampen, who, allowed):
        account = request.getfixturevalue(who)

        found = {permission for permission in ASKED if may(account, permission, kampen, on=TODAY)}

        assert found == allowed

    def test_ends_with_the_membership(self, official_kampen, kampen):
        Membership.objects.filter(account=official_kampen).update(ends_before=TODAY)

        assert may(official_kampen, "plans.edit", kampen, on=date(2026, 11, 23))
        assert not may(official_kampen, "plans.edit", kampen, on=TODAY)

    def test_ends_with_the_account(self, official_kampen, kampen):
        official_kampen.is_active = False

        assert not may(official_kampen, "plans.view", kampen, on=TODAY)

    def test_goes_on_to_plans_of_before_a_merger(self, official_zwolle, raalte, zwolle):
        assert not may(official_zwolle, "plans.edit", raalte, on=TODAY)
        Organisation.objects.filter(pk=raalte.organisation_id).update(
            ends_before=date(2026, 1, 1), successor=zwolle.organisation
        )

        assert may(official_zwolle, "plans.edit", raalte, on=TODAY)


class TestRequire:
    def test_lets_through_who_may(self, official_kampen, kampen):
        require(official_kampen, "plans.edit", kampen, on=TODAY)

    def test_says_for_which_municipality_she_may_not(self, official_zwolle, kampen):
        with pytest.raises(ForbiddenError, match="U mag dit niet doen voor Kampen") as refusal:
            require(official_zwolle, "plans.edit", kampen, on=TODAY)

        assert refusal.value.status == 403
        assert refusal.value.fields == {"permission": "plans.edit", "municipality": "GM0166"}

    def test_does_not_know_what_is_not_in_the_table(self, official_kampen, kampen):
        with pytest.raises(KeyError):
            require(official_kampen, "plans.paint", kampen, on=TODAY)
