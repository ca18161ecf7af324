"""Who counts, of when: dated and overlapping regions, as known before, and secrecy."""

from datetime import date, timedelta

import pytest

from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import RegionMember
from woonregie.subjects.balance.errors import NobodyCountsError
from woonregie.subjects.balance.queries import Question, balance, statement
from woonregie.subjects.balance.tests.factories import (
    AT,
    TODAY,
    adopt,
    make_municipality,
    make_region,
)
from woonregie.subjects.forecast.errors import NoReferenceError, NotKnownYetError
from woonregie.subjects.forecast.services import choose_reference
from woonregie.subjects.forecast.tests.factories import households, record_vintage
from woonregie.subjects.plans.tests.factories import change, record_plan

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


def names(found):
    return [row.name for row in found.rows]


@pytest.mark.usefixtures("small")
class TestRegions:
    def test_a_municipality_counts_from_the_day_on_which_it_joins(
        self, ask, region, kampen, primos
    ):
        RegionMember.objects.filter(organisation=kampen.organisation).update(
            starts_on=date(2024, 1, 1)
        )

        before, after = (ask(on=date(year, 12, 31), period=(2026, 2036)) for year in (2023, 2024))

        assert names(before) == ["Zwolle"]
        assert names(after) == ["Kampen", "Zwolle"]

    def test_a_municipality_that_left_does_not_count_any_more(self, ask, kampen):
        RegionMember.objects.filter(organisation=kampen.organisation).update(
            ends_before=date(2026, 6, 1)
        )

        assert names(ask(on=date(2026, 5, 31))) == ["Kampen", "Zwolle"]
        assert names(ask(on=date(2026, 6, 1))) == ["Zwolle"]

    def test_overlapping_regions_each_count_their_own(self, ask, region, kampen, zwolle, primos):
        north = make_region("Noord", kampen, parent=region)
        deal = make_region("Woondeal", kampen, zwolle, kind="woondeal")
        for part in (north, deal):
            choose_reference(
                by=None,
                at=AT,
                region=part,
                vintage=primos,
                scenario="midden",
                valid_on=date(2021, 1, 1),
            )

        assert ask(of=north).total.need == 1000
        assert ask(of=deal).total.need == ask(of=region).total.need == 3000

    def test_a_region_may_cross_a_province(self, ask, kampen, a_source, legal_hard, vacancy):
        oldebroek = make_municipality("GM0269", "Oldebroek", province="PV25")
        across = make_region("IJsseldelta", kampen, oldebroek, kind="allocation")
        given = households(kampen, {2026: 22_000, 2036: 22_980})
        given += households(oldebroek, {2026: 9_000, 2036: 9_098})
        record_vintage(a_source, given, slug="over-de-grens", title="Over de grens")
        record_plan(oldebroek, "Wezep Noord", {2030: 60})

        found = ask(of=across, vintage="over-de-grens")

        assert [(row.name, row.need, row.hard) for row in found.rows] == [
            ("Kampen", 1000, 600),
            ("Oldebroek", 100, 60),
        ]

    def test_a_region_of_nobody_is_refused_in_words(self, ask):
        empty = make_region("Leeg")

        with pytest.raises(NobodyCountsError, match="geen gemeente die meetelt"):
            ask(of=empty)


@pytest.mark.usefixtures("small")
class TestFictitiousMunicipality:
    def test_is_left_out_of_every_total_and_named(self, ask, sallandermark):
        record_plan(sallandermark, "Sallanderveld Noord", {2030: 999})

        found = ask()

        assert names(found) == ["Kampen", "Zwolle"]
        assert found.total.hard == 2100
        assert list(found.left_out) == ["Sallandermark"]

    def test_alone_it_makes_no_balance(self, ask, sallandermark):
        alone = make_region("Verzonnen", sallandermark)

        with pytest.raises(NobodyCountsError):
            ask(of=alone)


@pytest.mark.usefixtures("small")
class TestAsKnownBefore:
    """What comes in later does not move a balance as it was known before."""

    def test_a_plan_that_came_in_later_does_not_count(self, ask, kampen):
        record_plan(kampen, "Molenweide", {2030: 120}, at=LATER)

        assert ask(known_on=AT).row("GM0166").hard == 600
        assert ask(known_on=LATER).row("GM0166").hard == 720
        assert ask().row("GM0166").hard == 720

    def test_a_change_that_came_in_later_does_not_count(self, ask, plans):
        change(plans["reeve"], on=TODAY, at=LATER, planning_status="3")

        assert ask(known_on=AT).row("GM0166").hard == 600
        assert ask(known_on=LATER).row("GM0166").hard == 0

    def test_a_programme_that_came_in_later_does_not_count(self, ask, kampen, a_source):
        adopt(kampen, a_source, 900, at=LATER)

        assert ask(known_on=AT).row("GM0166").programme is None
        assert ask(known_on=LATER).row("GM0166").programme == 900

    def test_a_reference_that_was_chosen_later_does_not_count(
        self, ask, region, a_source, kampen, zwolle
    ):
        given = households(kampen, {2026: 22_000, 2036: 23_960})
        given += households(zwolle, {2026: 60_000, 2036: 61_960})
        newer = record_vintage(a_source, given, slug="primos-2026", title="Nieuw", at=LATER)
        choose_reference(
            by=None,
            at=LATER,
            region=region,
            vintage=newer,
            scenario="midden",
            valid_on=date(2021, 1, 1),
        )

        assert ask(known_on=AT).row("GM0166").need == 1000
        assert ask(known_on=LATER).row("GM0166").need == 2000

    def test_a_forecast_that_was_not_there_yet_is_refused(self, ask, a_source, kampen, zwolle):
        given = households(kampen, {2026: 1, 2036: 2}) + households(zwolle, {2026: 1, 2036: 2})
        record_vintage(a_source, given, slug="primos-2026", title="Nieuw", at=LATER)

        with pytest.raises(NotKnownYetError):
            ask(vintage="primos-2026", known_on=AT)

    def test_before_anything_was_known_there_is_no_reference(self, ask):
        with pytest.raises(NoReferenceError):
            ask(known_on=AT - timedelta(seconds=1))


@pytest.mark.usefixtures("small")
class TestSecrecy:
    """Totals are for who works in the region; plans themselves never leave through here."""

    @pytest.mark.parametrize(
        "role",
        [
            "secretary",
            "official_kampen",
            "official_zwolle",
            "executive_kampen",
            "theme_lead",
            "account_manager",
            "corporation_adviser",
            "tenants_representative",
            "reader",
            "administrator",
        ],
    )
    def test_whoever_works_here_sees_the_totals_of_all(self, ask, request, role):
        found = ask(account=request.getfixturevalue(role))

        assert (found.total.need, found.total.hard) == (3000, 2100)

    @pytest.mark.parametrize("role", ["guest", "market_expert", "stranger"])
    def test_others_see_nothing(self, ask, region, request, role):
        account = request.getfixturevalue(role)

        with pytest.raises(ForbiddenError, match="geen totalen"):
            ask(account=account)
        with pytest.raises(ForbiddenError):
            statement(
                account=account,
                region=region,
                question=Question(on=TODAY),
                today=TODAY,
                code="GM0166",
            )

    def test_a_role_that_has_ended_opens_nothing(self, ask, official_kampen):
        official_kampen.memberships.update(ends_before=TODAY)

        with pytest.raises(ForbiddenError):
            ask(account=official_kampen)

    def test_a_role_is_asked_for_on_the_day_itself_not_on_the_reference_date(
        self, region, official_kampen
    ):
        # On this day she did not work here yet; what counts is whether she does now.
        question = Question(on=date(2019, 12, 31), vintage="primos-2025", period=(2026, 2036))

        found = balance(account=official_kampen, region=region, question=question, today=TODAY)

        assert found.total.need == 3000

    def test_no_answer_names_a_plan(self, ask, official_zwolle):
        answer = str(ask(account=official_zwolle).as_json())

        for name in ("Reeve", "Kanaalzone", "Oude werf", "Stadshagen"):
            assert name not in answer
