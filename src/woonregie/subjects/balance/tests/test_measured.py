"""What commitments measure of the balance; the region of `conftest` in numbers by hand.

Kampen needs 1,000 and has 600 hard, 470 soft (420 of the second phase, 50 without a year) and
22 unknown. Zwolle needs 2,000 and has 1,500 hard.
"""

from decimal import Decimal

import pytest

from woonregie.foundation.commitments.registry import Scope, When, metric_named
from woonregie.subjects.balance.tests.factories import TODAY, restrict

WHEN = When(on=TODAY, today=TODAY)


@pytest.fixture
def share(region):
    """Return a function that gives a metric's value of an organisation under the legal profile."""

    def asked(key, organisation, profile="legal-hard"):
        one = Scope(region.pk, organisation.pk, profile=profile)
        found = metric_named(key).values([one], WHEN)
        return round(found[one].value, 4) if one in found else None

    return asked


class TestShares:
    def test_of_hard_capacity(self, small, share, region, kampen, zwolle):
        assert share("balance.hard_share", kampen.organisation) == Decimal("0.6")
        assert share("balance.hard_share", zwolle.organisation) == Decimal("0.75")
        assert share("balance.hard_share", region.organisation) == Decimal("0.7")

    def test_of_all_capacity(self, small, share, region, kampen):
        # 600 + 470 + 22 of 1,000, and 1,092 + 1,500 of 3,000.
        assert share("balance.covered_share", kampen.organisation) == Decimal("1.092")
        assert share("balance.covered_share", region.organisation) == Decimal("0.864")

    def test_of_a_secret_count_nothing(self, small, plans, share, region, kampen):
        restrict(plans["reeve"])

        assert share("balance.hard_share", kampen.organisation) == 0
        assert share("balance.hard_share", region.organisation) == Decimal("0.5")

    def test_cannot_be_measured_without_a_forecast(self, plans, legal_hard, share, kampen):
        assert share("balance.hard_share", kampen.organisation) is None

    def test_cannot_be_measured_by_an_unknown_definition(self, small, share, kampen):
        assert share("balance.hard_share", kampen.organisation, profile="onbekend") is None

    def test_are_made_of_plans_within_the_period(self, small, plans, region, kampen):
        scope = Scope(region.pk, kampen.organisation_id, profile="legal-hard")

        hard = metric_named("balance.hard_share").parts(scope, WHEN)
        every = metric_named("balance.covered_share").parts(scope, WHEN)

        assert {part.pointer[1]: part.value for part in hard} == {plans["reeve"].pk: 600}
        assert {part.pointer[1]: part.value for part in every} == {
            plans["reeve"].pk: 600,
            plans["reeve_two"].pk: 420,
            plans["kanaalzone"].pk: 50,
            plans["werf"].pk: 22,
        }
