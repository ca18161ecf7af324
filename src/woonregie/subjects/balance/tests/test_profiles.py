"""The definitions that ship, against the rules as they are written down in the research.

Each status has a plan of its own power of two, so that a sum says which statuses it holds.
"""

from decimal import Decimal

import pytest

from woonregie.foundation.norms.queries import profile_named
from woonregie.foundation.norms.services import load_shipped
from woonregie.subjects.balance.tests.factories import AT
from woonregie.subjects.forecast.services import choose_reference
from woonregie.subjects.plans.tests.factories import record_plan

pytestmark = pytest.mark.django_db
STATUSES = ("1A", "1B", "1C", "2A", "2B", "2C", "3", "4A", "4B", "5A", "5B", "unknown")
HOMES = {status: 2**at for at, status in enumerate(STATUSES)}


def held(*statuses):
    return sum(HOMES[status] for status in statuses)


LEGAL = ("1A", "1B", "2A", "2B")
# name: (what is hard, how sure the rule is), from sections 4 and 6 of the research document.
RULES = {
    # ABRvS 14 February 2018: an unused power to change is not hard, a duty to elaborate is.
    "legal-hard": (LEGAL, "secondary"),
    # Legend 1 is 1A, 1B and 1C; legend 2 is 2A, 2B and 2C.
    "rigo-legend": (("1A", "1B", "1C", "2A", "2B", "2C"), "confirmed"),
    # Direct titles to build, and duties to elaborate.
    "west-overijssel-2015": (LEGAL, "secondary"),
    # Where one can build at once.
    "strict-1a": (("1A",), "secondary"),
    # No rule is published for these two: the legal one, until it is known.
    "woondeal-2025": (LEGAL, "unknown_rule"),
    "data-bewijst-2021": (LEGAL, "unknown_rule"),
}


@pytest.fixture
def shipped(region, kampen, zwolle, primos):
    """Load what ships, and record a plan of each status in Kampen."""
    load_shipped(at=AT, regions={"west-overijssel": region})
    choose_reference(
        by=None,
        at=AT,
        region=region,
        vintage=primos,
        scenario="midden",
        valid_on=AT.date(),
    )
    for status, homes in HOMES.items():
        record_plan(kampen, f"Plan met status {status}", {2030: homes}, planning_status=status)


@pytest.mark.usefixtures("shipped")
class TestShippedDefinitions:
    @pytest.mark.parametrize("name", RULES)
    def test_counts_as_its_rule_says(self, ask, name):
        hard, _certainty = RULES[name]

        kampen = ask(profile=name).row("GM0166")

        assert kampen.hard == held(*hard)
        assert kampen.unknown == held("unknown")
        assert kampen.soft == held(*(set(STATUSES) - set(hard) - {"unknown"}))

    @pytest.mark.parametrize("name", RULES)
    def test_loses_no_home(self, ask, name):
        assert ask(profile=name).row("GM0166").total == held(*STATUSES)

    @pytest.mark.parametrize("name", RULES)
    def test_says_how_sure_it_is_and_where_it_comes_from(self, name):
        profile = profile_named(name)

        assert profile.certainty == RULES[name][1]
        assert profile.source.publisher
        assert profile.checked_on is not None
        assert (profile.horizon_years, profile.basis, profile.unphased) == (10, "net", "count")

    def test_the_legal_one_is_the_default(self, ask):
        assert ask().profile.name == "legal-hard"


@pytest.mark.usefixtures("shipped")
class TestShippedNorms:
    """On a day of 2016 other norms hold than in 2025: all are dated and have a source."""

    def values(self, found):
        return {
            key: (norm.value, norm.upper_value)
            for key, norm in found.norms.items()
            if norm.unit == "share"
        }

    def test_of_2016(self, ask):
        found = ask(on=AT.date().replace(year=2016), vintage="primos-2025", period=(2026, 2036))

        assert self.values(found) == {
            "hard_plans_max_share": (Decimal(1), None),
            "long_term_share": (Decimal("0.6"), Decimal("0.9")),
            "vacancy_share": (Decimal("0.02"), None),
        }

    def test_of_2019(self, ask):
        found = ask(on=AT.date().replace(year=2019), vintage="primos-2025", period=(2026, 2036))

        assert self.values(found)["total_capacity_share"] == (Decimal("1.3"), None)
        assert found.norms["total_capacity_share"].source.publisher == "ABF Research"

    def test_of_2025(self, ask):
        found = ask(on=AT.date().replace(year=2025), vintage="primos-2025", period=(2026, 2036))

        values = self.values(found)
        assert "hard_plans_max_share" not in values
        assert values["total_capacity_share"] == (Decimal("1.3"), None)
        assert "Woondeal" in found.norms["total_capacity_share"].source.title

    def test_of_2026(self, ask):
        found = ask()

        assert self.values(found)["fixed_share_max"] == (Decimal("0.8"), None)
        sources = {source.publisher for source in found.sources}
        assert {
            norm.source.publisher for norm in found.norms.values() if norm.unit == "share"
        } <= (sources)
