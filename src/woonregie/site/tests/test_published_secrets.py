"""The demonstration region keeps secrets; what it publishes is laid before an attacker."""

from datetime import date

import numpy as np
import pytest

from woonregie.foundation.disclosure.publishing import issue_of
from woonregie.foundation.disclosure.queries import kept_from, restricted, standing
from woonregie.foundation.disclosure.tests.test_weighing import narrowest
from woonregie.foundation.region.queries import region_named
from woonregie.foundation.region.readers import kinds_of_readers
from woonregie.subjects.balance.queries.published import published_in
from woonregie.subjects.plans.groups import NUMBERS, PLAN

TODAY = date(2026, 11, 26)


@pytest.fixture
def region(west_overijssel, db):
    """Return the housing region, with the secrets that its chapter tells."""
    return region_named("west-overijssel")


@pytest.fixture
def issues(region, db):
    """Return what was published, worked out again from the register."""
    return [issue_of(item) for item in published_in(region).order_by("published_at")]


@pytest.fixture
def known(region, db):
    """Return what each class of readers knows of the secrets."""
    said = standing(PLAN, TODAY)
    readers = kinds_of_readers(
        {item.owner_id for item in said},
        {partner for item in said for partner in item.partners},
        on=TODAY,
    )
    things = frozenset(restricted(PLAN, [NUMBERS], on=TODAY))
    return {
        frozenset(things - kept_from([reader], PLAN, [NUMBERS], on=TODAY).keys())
        for reader in readers
    }


class TestPublishedSecrets:
    def test_are_six_plans_of_which_owners_and_a_corporation_know_some(self, known):
        # Everybody nothing; Kampen, Zwartewaterland and the corporation one, Deventer three;
        # that of Zwolle is the one that the corporation knows.
        assert sorted(len(things) for things in known) == [0, 1, 1, 1, 3]

    def test_count_in_the_total_of_the_region(self, region, issues):
        shown = published_in(region).first().shown()

        assert len(issues) == 2
        assert shown["capacity", "west-overijssel", "legal-hard/hard/build"] is not None
        assert any(value is None for value in shown.values())

    def test_cannot_be_worked_out_by_any_class_of_readers(self, issues, known):
        widths = [narrowest(issues, things) for things in known]

        # 1 is the norm: 20 % of what the reader does not know, one dwelling at least.
        assert min(widths) >= 1 - 1e-4
        assert np.isfinite(widths).any()
