"""Live totals hold no secret: what is kept from a reader counts in no answer to her."""

from datetime import date

import pytest

from woonregie.foundation.consents.services import record_decision
from woonregie.foundation.disclosure.circles import USUAL
from woonregie.foundation.sources.models import Certainty, Source
from woonregie.subjects.balance.queries import Question, bridge_between, statement
from woonregie.subjects.balance.tests.factories import AT, TODAY, restrict
from woonregie.subjects.plans import services
from woonregie.subjects.plans.groups import GEOMETRY, NUMBERS
from woonregie.subjects.plans.tests.factories import homes
from woonregie.subjects.plans.values import PlanValues

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small")]


def hard(found):
    return {row.code: row.hard for row in [*found.rows, found.total]}


@pytest.fixture
def reeve(plans):
    """Reeve, 600 hard homes in Kampen, which only Kampen may see."""
    restrict(plans["reeve"])
    return plans["reeve"]


class TestLiveTotals:
    def test_leave_out_what_is_kept_from_the_reader(
        self, ask, reeve, secretary, official_zwolle, account_manager
    ):
        for reader in (secretary, official_zwolle, account_manager):
            assert hard(ask(account=reader)) == {"GM0166": 0, "GM0193": 1500, "": 1500}

    def test_count_it_for_the_owner_and_the_system(self, ask, reeve, official_kampen):
        for reader in (official_kampen, None):
            assert hard(ask(account=reader)) == {"GM0166": 600, "GM0193": 1500, "": 2100}

    def test_count_what_only_the_usual_readers_see(self, ask, plans, official_zwolle):
        restrict(plans["reeve"], circles=USUAL)
        restrict(plans["stadshagen"], group=GEOMETRY)

        assert hard(ask(account=official_zwolle))[""] == 2100

    def test_leave_out_a_plan_of_which_only_the_numbers_are_kept(self, ask, plans, secretary):
        restrict(plans["reeve"], group=NUMBERS)

        assert hard(ask(account=secretary))["GM0166"] == 0

    def test_count_it_for_a_partner_by_name(self, ask, plans, corporation, corporation_adviser):
        restrict(plans["reeve"], partners=[corporation.pk])

        assert hard(ask(account=corporation_adviser))["GM0166"] == 600

    def test_tell_nothing_of_its_demolition_either(self, ask, plans, secretary):
        restrict(plans["werf"])

        found = ask(account=secretary, basis="gross")

        # Without the eight that the plan demolishes gross need is net need.
        assert (found.row("GM0166").need, found.row("GM0166").unknown) == (1000, 0)
        assert ask(basis="gross").row("GM0166").need == 1008

    def test_nor_of_homes_without_a_year_or_agreed_to_be_written_down(
        self, ask, plans, kampen, secretary, official_kampen
    ):
        services.write_down(
            by=None,
            at=AT,
            plan=plans["reeve"],
            dwellings=40,
            reason="no_need",
            agreed_on=TODAY,
            decision=record_decision(
                by=None,
                at=AT,
                organisation=kampen.organisation,
                body="Gemeenteraad",
                title="Minder woningen",
                number="2026-12",
                decided_on=TODAY,
            ),
        )
        for name in ("reeve", "reeve_two", "kanaalzone"):
            restrict(plans[name])

        told = {item.code for item in ask(account=secretary).remarks}
        own = {item.code for item in ask(account=official_kampen).remarks}

        assert own - told == {"agreed_still_hard", "unphased", "outside_period"}

    def test_the_bridge_leaves_it_out_on_both_sides(self, region, reeve, secretary):
        found = bridge_between(
            account=secretary,
            region=region,
            start=Question(on=date(2020, 1, 1), period=(2026, 2036)),
            end=Question(on=TODAY),
            today=TODAY,
        )

        assert (found.bridge.start, found.bridge.end) == (0, 1500)
        assert sum(line.plans for line in found.bridge.lines) == 1

    def test_the_statement_names_no_source_of_it(self, region, kampen, secretary):
        told = Source.objects.create(
            key="verklapt", publisher="Kampen", title="Brief", certainty=Certainty.PUBLISHED
        )
        secret = services.create_plan(
            by=None,
            at=AT,
            municipality=kampen,
            valid_on=date(2025, 1, 1),
            values=PlanValues(name="Station", planning_status="1A"),
            cells=homes({2028: 90}),
            source=told,
        )
        restrict(secret)

        said = [
            statement(account=reader, region=region, question=Question(TODAY), today=TODAY)
            for reader in (None, secretary)
        ]

        assert [told in one.sources for one in said] == [True, False]
