"""Plans on a day, as known at a moment, for whom; and what they hold."""

from datetime import UTC, date, datetime, timedelta

import pytest

from woonregie.foundation.accounts.models import Membership
from woonregie.foundation.region.models import Region, RegionKind, RegionMember
from woonregie.subjects.plans.queries import (
    holdings,
    newest_version,
    order_of,
    plan_history,
    plans_to_mend,
    versions_on,
    visible_plans,
    with_totals,
)
from woonregie.subjects.plans.queries.holdings import Holding
from woonregie.subjects.plans.tests.factories import (
    AT,
    SINCE,
    TODAY,
    change,
    homes,
    record_plan,
)
from woonregie.subjects.plans.values import Cell

LATER = AT + timedelta(hours=1)


def names(versions):
    return sorted(version.name for version in versions)


class TestVersionsOn:
    def test_gives_each_plan_once(self, kampen, zwolle):
        reeve = record_plan(kampen, "Reeve")
        record_plan(zwolle, "Stadshagen", on=date(2026, 1, 1))
        change(reeve, on=date(2026, 6, 1), at=LATER, name="Reeve-Noord")

        told = {
            day: names(versions_on(day))
            for day in (date(2024, 12, 31), SINCE, date(2026, 1, 1), date(2026, 6, 1))
        }
        assert told == {
            date(2024, 12, 31): [],
            SINCE: ["Reeve"],
            date(2026, 1, 1): ["Reeve", "Stadshagen"],
            date(2026, 6, 1): ["Reeve-Noord", "Stadshagen"],
        }

    def test_gives_what_was_known(self, kampen):
        reeve = record_plan(kampen, "Reeve")
        change(reeve, on=SINCE, at=LATER, name="Reeve-Noord")

        assert names(versions_on(TODAY, AT)) == ["Reeve"]
        assert names(versions_on(TODAY, LATER)) == ["Reeve-Noord"]
        assert names(versions_on(TODAY, AT - timedelta(days=1))) == []

    def test_the_newest_version_is_counted_over_all_rows(self, kampen):
        reeve = record_plan(kampen, "Reeve")
        change(reeve, at=LATER, name="Reeve-Noord")
        change(reeve, on=SINCE, at=LATER + timedelta(hours=1), name="Reeve-Zuid")

        assert newest_version(reeve.number) == 3
        assert newest_version("GM0166-2026-0999") == 0

    def test_history_has_every_row_in_the_order_of_saying(self, kampen):
        reeve = record_plan(kampen, "Reeve")
        change(reeve, at=LATER, name="Reeve-Noord")

        said = [(row.version, row.valid_on, row.name) for row in plan_history(reeve.pk)]

        assert said == [(1, SINCE, "Reeve"), (1, SINCE, "Reeve"), (2, TODAY, "Reeve-Noord")]


class TestHoldings:
    def test_every_asked_plan_is_a_key(self, kampen):
        empty = record_plan(kampen, "Reeve")

        held = holdings([empty.pk], on=TODAY)

        assert held == {empty.pk: Holding({})}
        assert (held[empty.pk].build, held[empty.pk].net, held[empty.pk].unphased) == (0, 0, 0)
        assert holdings([], on=TODAY) == {}

    def test_adds_up_what_is_left(self, kampen):
        plan = record_plan(
            kampen,
            "Reeve",
            cells=homes(
                {2027: 40, (2028, 2031): 50, None: 10},
                {2026: 30, None: 5},
                type={"ground_bound": 55, "apartment": 25},
            ),
        )

        held = holdings([plan.pk], on=TODAY)[plan.pk]

        assert (held.build, held.demolition, held.net, held.unphased) == (100, 35, 65, 10)
        assert held.by_period() == {(2027, 2028): 40, (2028, 2031): 50, None: 10}
        assert held.by_period("demolition") == {(2026, 2027): 30, None: 5}
        assert held.by_category("type") == {"ground_bound": 55, "apartment": 25, "unknown": 20}
        assert held.by_category("price") == {"unknown": 100}

    def test_what_adds_up_leaves_nothing_unknown(self):
        held = Holding(homes({2027: 10}, tenure={"rent": 4, "owner": 6}))

        assert held.by_category("tenure") == {"rent": 4, "owner": 6}

    def test_claims_above_the_total_show_as_less_than_nothing(self):
        held = Holding(homes({2027: 10}, tenure={"rent": 8, "owner": 8}))

        assert held.by_category("tenure") == {"rent": 8, "owner": 8, "unknown": -6}

    def test_categories_of_years_add_up(self):
        cells = {
            Cell("build", "total", "", None, None): 30,
            Cell("build", "type", "apartment", 2027, 2028): 10,
            Cell("build", "type", "apartment", 2028, 2029): 15,
        }

        assert Holding(cells).by_category("type") == {"apartment": 25, "unknown": 5}

    def test_cells_that_became_zero_are_left_out(self, kampen):
        plan = record_plan(kampen, "Reeve", {2027: 100, 2028: 50})
        change(plan, at=LATER, build={2028: 50})

        assert dict(holdings([plan.pk], on=TODAY)[plan.pk].cells) == homes({2028: 50})


class TestWithTotals:
    def test_is_the_same_sum_for_many_at_once(self, kampen, zwolle):
        reeve = record_plan(kampen, "Reeve", cells=homes({2027: 100, None: 20}, {2026: 30}))
        demolition = record_plan(zwolle, "Sloop Kamperpoort", cells=homes({}, {2027: 12}))
        empty = record_plan(zwolle, "Stadshagen")
        change(reeve, on=date(2026, 6, 1), at=LATER, build={2027: 70})

        def totals(on, known_on=None):
            found = with_totals(versions_on(on, known_on))
            return {row.plan_id: (row.build, row.demolition, row.net) for row in found}

        assert totals(SINCE) == {
            reeve.pk: (120, 30, 90),
            demolition.pk: (0, 12, -12),
            empty.pk: (0, 0, 0),
        }
        assert totals(TODAY)[reeve.pk] == (70, 0, 70)
        assert totals(TODAY, AT)[reeve.pk] == (120, 30, 90)

    def test_breakdowns_are_not_counted_twice(self, kampen):
        record_plan(kampen, "Reeve", cells=homes({2027: 100}, type={"apartment": 60}))

        assert with_totals(versions_on(TODAY)).get().build == 100


ALL_PLANS = ["Reeve", "Salland", "Stadshagen"]
SEEN_BY_ROLE = {
    "official_kampen": ["Reeve"],
    "executive_kampen": ["Reeve"],
    "official_zwolle": ["Stadshagen"],
    "secretary": ALL_PLANS,
    "account_manager": ALL_PLANS,
    "theme_lead": [],
    "corporation_adviser": [],
    "tenants_representative": [],
    "market_expert": [],
    "guest": [],
    "reader": [],
    "administrator": [],
    "stranger": [],
}


@pytest.fixture
def three_plans(kampen, zwolle, raalte):
    record_plan(kampen, "Reeve")
    record_plan(zwolle, "Stadshagen")
    record_plan(raalte, "Salland")


@pytest.mark.usefixtures("three_plans")
class TestVisiblePlans:
    @pytest.mark.parametrize(("who", "seen"), SEEN_BY_ROLE.items())
    def test_each_role_sees_hers(self, request, region, who, seen):
        account = request.getfixturevalue(who)

        found = visible_plans(account=account, region=region, on=TODAY, today=TODAY)

        assert names(found) == seen

    def test_nobody_is_in_two_rows(self, region, secretary, zwolle):
        # The secretary also works for Zwolle: her own plan comes once.
        Membership.objects.create(
            account=secretary,
            organisation=zwolle.organisation,
            role="official",
            starts_on=date(2026, 1, 1),
        )

        found = visible_plans(account=secretary, region=region, on=TODAY, today=TODAY)

        assert names(found) == ALL_PLANS

    def test_asks_the_membership_of_today_whatever_day_is_asked(self, region, official_kampen):
        Membership.objects.filter(account=official_kampen).update(ends_before=TODAY)

        gone = visible_plans(account=official_kampen, region=region, on=SINCE, today=TODAY)
        eve = TODAY - timedelta(days=1)
        before = visible_plans(account=official_kampen, region=region, on=SINCE, today=eve)

        assert names(gone) == []
        assert names(before) == ["Reeve"]

    def test_another_region_has_other_plans(self, secretary, zwolle):
        secretary_also_of = Region.objects.create(
            organisation=_organisation("Zwolse regio"), kind=RegionKind.WOONDEAL
        )
        RegionMember.objects.create(region=secretary_also_of, organisation=zwolle.organisation)

        found = visible_plans(account=secretary, region=secretary_also_of, on=TODAY, today=TODAY)
        anywhere = visible_plans(account=secretary, region=None, on=TODAY, today=TODAY)

        assert names(found) == ["Stadshagen"]
        assert names(anywhere) == ALL_PLANS

    def test_a_municipality_that_left_the_region_is_not_in_it(self, region, secretary, raalte):
        RegionMember.objects.filter(region=region, organisation=raalte.organisation).update(
            ends_before=date(2026, 1, 1)
        )

        def seen(on):
            return names(visible_plans(account=secretary, region=region, on=on, today=SINCE))

        assert seen(date(2025, 12, 31)) == ALL_PLANS
        assert seen(date(2026, 1, 1)) == ["Reeve", "Stadshagen"]


def _organisation(name):
    return RegionMember.organisation.field.related_model.objects.create(
        kind="region", name=name, slug=name.lower().replace(" ", "-")
    )


class TestPlansToMend:
    def test_counts_what_the_reader_can_complete(self, kampen, zwolle, region, official_kampen):
        record_plan(kampen, "Reeve", {None: 100, 2027: 5})
        record_plan(kampen, "Stationskwartier", {2027: 5}, planning_status="unknown")
        record_plan(kampen, "Het Onderdijks", {None: 3}, planning_status="unknown")
        record_plan(zwolle, "Stadshagen", {None: 100}, planning_status="unknown")

        found = plans_to_mend(account=official_kampen, region=region, on=TODAY)

        assert found == {"unphased": 2, "status": 2}

    def test_is_empty_when_all_is_complete(self, kampen, region, official_kampen):
        record_plan(kampen, "Reeve", {2027: 5})

        assert plans_to_mend(account=official_kampen, region=region, on=TODAY) == {}

    def test_a_plan_that_gets_its_years_next_year_lacks_them_today(
        self, kampen, region, official_kampen
    ):
        reeve = record_plan(kampen, "Reeve", {None: 100})
        change(reeve, on=date(2027, 1, 1), at=LATER, build={2030: 100})

        def lacking(on):
            return plans_to_mend(account=official_kampen, region=region, on=on)

        assert lacking(TODAY) == {"unphased": 1}
        assert lacking(date(2027, 1, 1)) == {}

    def test_a_plan_that_loses_its_years_next_year_has_them_today(
        self, kampen, region, official_kampen
    ):
        reeve = record_plan(kampen, "Reeve", {2030: 100})
        change(reeve, on=date(2027, 1, 1), at=LATER, build={None: 100})

        assert plans_to_mend(account=official_kampen, region=region, on=TODAY) == {}

    def test_homes_to_demolish_without_a_year_are_no_flaw(self, kampen, region, official_kampen):
        record_plan(kampen, "Reeve", cells=homes({2027: 5}, {None: 30}))

        assert plans_to_mend(account=official_kampen, region=region, on=TODAY) == {}


class TestOrderOf:
    def test_an_unknown_sort_is_by_name(self):
        assert order_of("vorm") == order_of("naam") == order_of("") == ("name", "plan_id")


class TestTheDayInTheNetherlands:
    def test_known_on_a_moment_counts_to_the_microsecond(self, kampen):
        half_past_eleven = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
        reeve = record_plan(kampen, "Reeve", {2027: 1}, at=half_past_eleven)

        assert versions_on(TODAY, half_past_eleven).filter(plan=reeve).exists()
        just_before = half_past_eleven - timedelta(microseconds=1)
        assert not versions_on(TODAY, just_before).filter(plan=reeve).exists()
