"""What commitments measure of plans, in sums that can be done by hand.

Kampen: Reeve builds 600 of which 200 social rent, Oude werf builds 30 and demolishes 8.
Zwolle: Stadshagen builds 1,500 of which 450 social rent.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from woonregie.foundation.audit.models import Event
from woonregie.foundation.commitments.queries import last_observations
from woonregie.foundation.commitments.registry import Scope, When, metric_named
from woonregie.foundation.commitments.services import WantedMeasure, add_measure, follow, recompute
from woonregie.foundation.commitments.tests.factories import make
from woonregie.foundation.consents.services import record_decision
from woonregie.foundation.disclosure.circles import Circle
from woonregie.foundation.region.models import RegionMember
from woonregie.subjects.balance.tests.factories import restrict
from woonregie.subjects.plans.groups import PRICE
from woonregie.subjects.plans.services import book_event, correct_posting, relate, write_down
from woonregie.subjects.plans.tests.factories import AT, TODAY, change, homes, record_plan

WHEN = When(on=TODAY, today=TODAY)
LATER = AT + timedelta(days=1)


@pytest.fixture
def plans(kampen, zwolle):
    return {
        "reeve": record_plan(
            kampen, "Reeve", cells=homes({2028: 600}, price={"rent_social": 200})
        ),
        "werf": record_plan(kampen, "Oude werf", cells=homes({2028: 30}, {2027: 8})),
        "stadshagen": record_plan(
            zwolle, "Stadshagen", cells=homes({2029: 1500}, price={"rent_social": 450})
        ),
    }


@pytest.fixture
def value(region):
    """Return a function that gives a metric's value of an organisation."""

    def asked(key, organisation, when=WHEN, **scope):
        one = Scope(region.pk, organisation.pk, **scope)
        found = metric_named(key).values([one], when)
        return found[one].value if one in found else None

    return asked


@pytest.fixture
def parts(region):
    """Return a function that gives the plans behind a metric's value, with their homes."""

    def asked(key, organisation, **scope):
        found = metric_named(key).parts(Scope(region.pk, organisation.pk, **scope), WHEN)
        return {part.pointer: part.value for part in found}

    return asked


class TestNetHomes:
    def test_are_what_is_built_less_what_is_demolished(self, value, plans, region, kampen, zwolle):
        assert value("plans.net_homes", kampen.organisation) == 600 + 30 - 8
        assert value("plans.net_homes", zwolle.organisation) == 1500
        assert value("plans.net_homes", region.organisation) == 622 + 1500

    def test_of_a_segment_are_those_of_its_price_class(self, value, plans, region, kampen):
        social = {"segment": "social_rent"}

        assert value("plans.net_homes", kampen.organisation, **social) == 200
        assert value("plans.net_homes", region.organisation, **social) == 650
        assert value("plans.net_homes", region.organisation, segment="mid_rent") == 0

    def test_are_those_of_the_day(self, value, plans, kampen):
        change(plans["reeve"], on=TODAY, build={2028: 500})

        before = When(on=TODAY - timedelta(days=1), today=TODAY)
        assert value("plans.net_homes", kampen.organisation, before) == 622
        assert value("plans.net_homes", kampen.organisation) == 522

    def test_leave_out_a_plan_that_steps_back(self, value, plans, kampen):
        relate(
            by=None,
            at=AT,
            plan=plans["werf"],
            other=plans["reeve"],
            kind="alternative_for",
            valid_on=TODAY,
        )

        assert value("plans.net_homes", kampen.organisation) == 600

    def test_are_not_measured_elsewhere_or_where_nothing_counts(
        self, value, plans, hellendoorn, sallandermark
    ):
        assert value("plans.net_homes", hellendoorn.organisation) is None
        assert value("plans.net_homes", sallandermark.organisation) is None

    def test_leave_a_region_with_their_municipality(self, value, plans, region, kampen):
        RegionMember.objects.filter(organisation=kampen.organisation).update(ends_before=TODAY)

        assert value("plans.net_homes", region.organisation) == 1500

    def test_are_made_of_plans(self, parts, plans, kampen):
        assert parts("plans.net_homes", kampen.organisation) == {
            ("plannen", plans["reeve"].pk): 600,
            ("plannen", plans["werf"].pk): 22,
        }
        assert parts("plans.net_homes", kampen.organisation, segment="social_rent") == {
            ("plannen", plans["reeve"].pk): 200
        }


class TestSecrets:
    @pytest.mark.parametrize("circles", [Circle.OWN, Circle.OWN | Circle.OFFICE])
    def test_do_not_count_for_anybody(self, value, parts, plans, region, kampen, circles):
        restrict(plans["reeve"], circles=circles)

        assert value("plans.net_homes", kampen.organisation) == 22
        assert value("plans.net_homes", region.organisation, segment="social_rent") == 450
        assert ("plannen", plans["reeve"].pk) not in parts("plans.net_homes", kampen.organisation)

    def test_of_prices_count_in_all_but_not_by_segment(self, value, plans, kampen):
        restrict(plans["reeve"], group=PRICE)

        assert value("plans.net_homes", kampen.organisation) == 622
        assert value("plans.net_homes", kampen.organisation, segment="social_rent") == 0

    def test_are_in_no_realisation_or_write_down(self, value, plans, kampen):
        book_event(
            by=None,
            at=AT,
            plan=plans["reeve"],
            kind="realisation",
            on=date(2026, 5, 1),
            dwellings=60,
        )

        restrict(plans["reeve"])

        assert value("plans.realised", kampen.organisation) == 0

    def test_today_do_not_count_on_any_day(self, value, plans, kampen):
        restrict(plans["reeve"])

        before = When(on=date(2026, 1, 1), today=TODAY)
        assert value("plans.net_homes", kampen.organisation, before) == 22


class TestRealised:
    @pytest.fixture
    def built(self, plans):
        """Book 40 homes in March and 20 in May."""
        return [
            book_event(
                by=None, at=AT, plan=plans["reeve"], kind="realisation", on=on, dwellings=count
            )
            for on, count in ((date(2026, 3, 1), 40), (date(2026, 5, 1), 20))
        ]

    def test_counts_from_its_day(self, value, parts, plans, built, region, kampen):
        assert value("plans.realised", kampen.organisation, since=date(2026, 1, 1)) == 60
        assert value("plans.realised", kampen.organisation, since=date(2026, 5, 1)) == 20
        assert value("plans.realised", region.organisation, since=date(2026, 5, 2)) == 0
        assert parts("plans.realised", kampen.organisation, since=date(2026, 5, 1)) == {
            ("plannen", plans["reeve"].pk): 20
        }

    def test_of_a_segment_is_its_part_of_what_the_plan_held(
        self, value, parts, plans, built, region, kampen
    ):
        # Of 600 homes 200 are social: of 40 that is 13 (13.3), of 20 out of 560 then 7 (6.7).
        social = {"segment": "social_rent"}

        assert value("plans.realised", kampen.organisation, **social) == 20
        assert value("plans.realised", region.organisation, **social) == 20
        assert value("plans.realised", kampen.organisation, since=date(2026, 5, 1), **social) == 7
        assert value("plans.realised", kampen.organisation, segment="mid_rent") == 0
        assert parts("plans.realised", kampen.organisation, **social) == {
            ("plannen", plans["reeve"].pk): 20
        }

    def test_of_a_segment_stands_beside_that_of_all(self, region, plans, built, kampen):
        scopes = [
            Scope(region.pk, kampen.organisation_id, segment=segment)
            for segment in ("", "social_rent")
        ]

        found = metric_named("plans.realised").values(scopes, WHEN)

        assert [found[scope].value for scope in scopes] == [60, 20]

    def test_of_a_segment_counts_no_plan_of_which_the_prices_are_secret(
        self, value, plans, built, kampen
    ):
        restrict(plans["reeve"], group=PRICE)

        assert value("plans.realised", kampen.organisation) == 60
        assert value("plans.realised", kampen.organisation, segment="social_rent") == 0

    def test_leaves_out_what_was_corrected(self, value, built, kampen):
        correct_posting(by=None, at=AT, posting=built[1], reason="Dubbel geboekt")

        assert value("plans.realised", kampen.organisation, since=date(2026, 1, 1)) == 40


class TestWrittenDown:
    @pytest.fixture
    def write(self, plans, kampen):
        """Return a function that writes homes of Reeve down, as agreed on 1 March."""
        decision = record_decision(
            by=None,
            at=AT,
            organisation=kampen.organisation,
            body="Gemeenteraad",
            title="Afboeken in Reeve",
            decided_on=date(2026, 3, 1),
        )

        def written(count, in_force):
            return write_down(
                by=None,
                at=AT,
                plan=plans["reeve"],
                dwellings=count,
                reason="no_need",
                decision=decision,
                agreed_on=date(2026, 3, 1),
                effective_on=in_force,
            )

        return written

    def test_counts_what_is_in_force_since_its_day(self, value, parts, plans, write, kampen):
        write(100, None)
        write(50, date(2026, 4, 1))
        write(30, date(2026, 6, 1))

        assert value("plans.written_down", kampen.organisation, since=date(2026, 1, 1)) == 80
        assert value("plans.written_down", kampen.organisation, since=date(2026, 6, 1)) == 30
        assert parts("plans.written_down", kampen.organisation, since=date(2026, 6, 1)) == {
            ("plannen", plans["reeve"].pk): 30
        }

    def test_of_a_secret_count_nothing(self, value, plans, write, kampen):
        write(50, date(2026, 4, 1))

        restrict(plans["reeve"])

        assert value("plans.written_down", kampen.organisation, since=date(2026, 1, 1)) == 0


class TestFollowing:
    def test_one_plan_changes_its_municipality_and_the_region(
        self, plans, region, kampen, zwolle, corporation
    ):
        made = make(region, kampen.organisation, corporation)
        measures = [
            add_measure(
                by=None,
                at=AT,
                commitment=made,
                wanted=WantedMeasure(
                    title=f"Netto woningen {scope.name}",
                    metric="plans.net_homes",
                    scope=scope,
                    unit="dwellings",
                    direction="at_least",
                    target=Decimal(2000),
                    due_on=date(2028, 1, 1),
                ),
            )
            for scope in (kampen.organisation, zwolle.organisation, region.organisation)
        ]
        change(plans["reeve"], on=TODAY, build={2028: 500})

        follow(Event.objects.latest("sequence"))

        last = last_observations([one.pk for one in measures])
        assert [last[one.pk].value for one in measures] == [522, 1500, 2022]
        assert [one.observations.count() for one in measures] == [2, 1, 2]


class TestWhatWasReadBefore:
    @pytest.fixture
    def page(self, plans, region, client_for, official_zwolle):
        """Return a function that gives the page of a commitment on 2,200 homes, with figures."""
        made = make(
            region,
            region.organisation,
            plans["reeve"].municipality.organisation,
            measures=[
                WantedMeasure(
                    title="Woningen in plannen",
                    direction="at_least",
                    target=Decimal(2200),
                    due_on=date(2030, 1, 1),
                    unit="dwellings",
                    metric="plans.net_homes",
                    scope=region.organisation,
                )
            ],
        )
        address = f"/{region.slug}/afspraken/{made.pk}/"
        chart = f"{address}?csv=maat-{made.measures.get().pk}"

        def shown():
            browser = client_for(official_zwolle)
            return "".join(browser.get(where).content.decode() for where in (address, chart))

        return shown

    def test_is_told_while_everybody_may_know_it(self, page, kampen):
        record_plan(kampen, "Hagedoorn", {2028: 100})
        recompute(on=TODAY, at=LATER)

        # 600 + 30 - 8 + 1,500, and a hundred more.
        assert "2122" in page()
        assert "2222" in page()

    def test_is_told_to_nobody_when_a_plan_is_kept_back_since(self, page, plans):
        assert "2122" in page()

        restrict(plans["reeve"], at=LATER)
        recompute(on=LATER.date(), at=LATER)

        # 2,122 - 1,522 would tell the 600 homes of Reeve.
        assert "1522" in page()
        assert "2122" not in page()
        assert "2.122" not in page()

    def test_the_last_value_stays_when_what_is_kept_back_is_not_in_it(self, page, plans, kampen):
        restrict(record_plan(kampen, "Stille plek", {2028: 70}), at=LATER)
        recompute(on=LATER.date(), at=LATER)

        assert "2122" in page()
