"""Who reads a commitment."""

from datetime import date

import pytest

from woonregie.foundation.commitments.queries import readable
from woonregie.foundation.commitments.tests.factories import (
    TODAY,
    make,
)


class TestReading:
    @pytest.fixture
    def kept(self, region, zwolle, corporation):
        """Return a commitment that only its parties and the office read."""
        return make(region, zwolle.organisation, corporation, reach="parties")

    def reads(self, account, region):
        return readable(account, region, today=TODAY).exists()

    def test_is_for_the_parties_and_the_office(
        self, kept, region, theme_lead, corporation_adviser, secretary
    ):
        for account in (theme_lead, corporation_adviser, secretary):
            assert self.reads(account, region)

    def test_is_not_for_others(
        self,
        kept,
        region,
        official_kampen,
        tenants_representative,
        account_manager,
        administrator,
        guest,
        market_expert,
        stranger,
    ):
        for account in (
            official_kampen,
            tenants_representative,
            account_manager,
            administrator,
            guest,
            market_expert,
            stranger,
        ):
            assert not self.reads(account, region)

    def test_reaches_as_wide_as_was_said(
        self,
        sites,
        region,
        official_kampen,
        tenants_representative,
        guest,
        market_expert,
        stranger,
    ):
        for account in (official_kampen, tenants_representative):
            assert self.reads(account, region)
        for account in (guest, market_expert, stranger):
            assert not self.reads(account, region)

    def test_passes_to_whoever_a_party_went_up_in(
        self, kept, region, zwolle, kampen, official_kampen
    ):
        zwolle.organisation.successor = kampen.organisation
        zwolle.organisation.ends_before = date(2026, 1, 1)
        zwolle.organisation.save()

        assert self.reads(official_kampen, region)
