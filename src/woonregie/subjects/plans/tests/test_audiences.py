"""Who sees what: sets of circles, partners by name, embargoes, groups of fields."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from woonregie.foundation.disclosure.circles import EVERYBODY, SYSTEM, USUAL, Circle, Reader
from woonregie.foundation.disclosure.errors import AudienceError
from woonregie.foundation.disclosure.models import Audience, Ground
from woonregie.foundation.disclosure.queries import (
    history_of,
    kept_from,
    restricted,
    said_of,
    seen_by,
    to_review,
)
from woonregie.foundation.disclosure.services import Wanted, lift_audience, say_audience
from woonregie.foundation.region.queries import reader_of
from woonregie.subjects.plans.groups import GEOMETRY, NUMBERS, PLAN
from woonregie.subjects.plans.tests.factories import record_plan

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
ON = date(2026, 11, 24)


def own_only(**also):
    return Wanted(
        **{
            "circles": Circle.OWN,
            "ground": Ground.COMPETITION,
            "decided_by": "college",
            "decided_on": ON,
            "review_on": date(2027, 6, 1),
            **also,
        }
    )


@pytest.fixture
def plan(zwolle):
    return record_plan(zwolle, "Kloosterhof", {2027: 40})


def say(plan, wanted, group="", by=None):
    owner = plan.municipality.organisation
    return say_audience(by=by, at=AT, target=plan, owner=owner, wanted=wanted, group=group)


class TestWhoStandsWhere:
    def test_each_role_has_its_circle(
        self, zwolle, kampen, official_zwolle, official_kampen, executive_kampen, secretary,
        account_manager, corporation_adviser,
    ):  # fmt: skip
        owner = zwolle.organisation_id
        stands = {
            one.display_name: reader_of(one, on=ON).circles.get(owner, Circle(0))
            for one in (
                official_zwolle,
                official_kampen,
                executive_kampen,
                secretary,
                account_manager,
                corporation_adviser,
            )
        }

        assert list(stands.values()) == [
            Circle.OWN | Circle.OFFICIALS,
            Circle.OFFICIALS,
            Circle.ALDERMEN,
            Circle.OFFICE,
            Circle.PROVINCE,
            Circle(0),
        ]

    def test_the_system_sees_all_and_nobody_is_everybody(self):
        assert reader_of(None, on=ON) is SYSTEM


class TestAudiences:
    def test_only_the_own_organisation(self, plan, official_zwolle, secretary):
        say(plan, own_only())

        assert seen_by(reader_of(secretary, on=ON), PLAN, on=ON).hidden == {plan.pk}
        assert not seen_by(reader_of(official_zwolle, on=ON), PLAN, on=ON).hidden
        assert not seen_by(SYSTEM, PLAN, on=ON).hidden

    def test_a_corporation_may_know_what_the_province_may_not(
        self, plan, corporation, corporation_adviser, account_manager
    ):
        say(plan, own_only(partners=[corporation.pk]))

        assert seen_by(reader_of(corporation_adviser, on=ON), PLAN, on=ON).shown == {plan.pk}
        assert seen_by(reader_of(account_manager, on=ON), PLAN, on=ON).hidden == {plan.pk}

    def test_one_group_of_fields(self, plan, secretary):
        say(plan, own_only(), GEOMETRY)

        seen = seen_by(reader_of(secretary, on=ON), PLAN, on=ON)

        assert (seen.hidden, seen.partly) == (frozenset(), {plan.pk: {GEOMETRY}})

    def test_everybody(self, plan):
        say(plan, Wanted(USUAL | Circle.PUBLIC, "college", ON))

        assert seen_by(EVERYBODY, PLAN, on=ON).shown == {plan.pk}

    def test_an_embargo_ends_by_itself(self, plan, secretary):
        say(plan, own_only(embargo_until=date(2027, 1, 1)))
        reader = reader_of(secretary, on=ON)

        assert seen_by(reader, PLAN, on=date(2026, 12, 31)).hidden
        assert not seen_by(reader, PLAN, on=date(2027, 1, 1)).hidden

    def test_saying_anew_closes_what_was_said_and_lifting_brings_back_the_usual(
        self, plan, secretary
    ):
        say(plan, own_only())
        say(plan, own_only(circles=Circle.OFFICE))
        assert said_of(PLAN, plan.pk, on=ON)[""].circle_set == Circle.OWN | Circle.OFFICE
        lift_audience(by=None, at=AT, target=plan, owner=plan.municipality.organisation)

        assert not seen_by(reader_of(secretary, on=ON), PLAN, on=ON).hidden
        assert len(history_of(PLAN, plan.pk)) == 2
        with pytest.raises(AudienceError):
            lift_audience(by=None, at=AT, target=plan, owner=plan.municipality.organisation)

    def test_what_has_to_be_looked_at_again(self, plan, zwolle):
        said = say(plan, own_only())

        assert list(to_review([zwolle.organisation_id], on=date(2027, 6, 1))) == [said]
        assert not to_review([zwolle.organisation_id], on=date(2027, 5, 31))


class TestSecretsOfTotals:
    def test_are_those_of_which_the_usual_readers_do_not_see_the_numbers(self, plan, kampen):
        other = record_plan(kampen, "Reeve", {2027: 10})
        third = record_plan(kampen, "Station", {2027: 10})
        say(plan, own_only(counts_in_totals=False))
        say(other, own_only(), NUMBERS)
        say(third, own_only(), GEOMETRY)

        assert restricted(PLAN, [NUMBERS], on=ON) == {plan.pk: False, other.pk: True}

    def test_what_is_opened_is_no_secret(self, plan):
        say(plan, Wanted(USUAL | Circle.OFFICIALS, "college", ON))

        assert not restricted(PLAN, [NUMBERS], on=ON)

    def test_kept_from_a_reader(self, plan, secretary, official_zwolle):
        say(plan, own_only(), NUMBERS)
        readers = [reader_of(one, on=ON) for one in (secretary, official_zwolle)]

        assert kept_from(readers[:1], PLAN, [NUMBERS], on=ON) == {plan.pk: True}
        assert not kept_from(readers[1:], PLAN, [NUMBERS], on=ON)


class TestRefusals:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"ground": Ground.OPEN},
            {"review_on": None},
            {"review_on": ON},
            {"embargo_until": ON},
            {"decided_on": ON + timedelta(1)},
        ],
    )
    def test_say_why(self, plan, wrong):
        with pytest.raises(AudienceError):
            say(plan, own_only(**wrong))

        assert not Audience.objects.exists()

    def test_a_group_that_is_not_there(self, plan):
        with pytest.raises(AudienceError):
            say(plan, own_only(), "colour")

    def test_the_database_keeps_one_audience_per_group(self, plan):
        said = say(plan, own_only())
        said.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            Audience.objects.create(
                kind=PLAN, target_id=plan.pk, owner=said.owner, circles=1, ground=Ground.HARM,
                decided_by="college", decided_on=ON, review_on=ON, recorded_at=AT,
            )  # fmt: skip


# Some set of the six circles.
SETS = st.builds(Circle, st.integers(0, 63))


@given(SETS, SETS)
def test_more_circles_never_show_less(circles, more):
    owner = ON  # any key does
    for stands in Circle:
        reader = Reader({owner: stands})
        assert not reader.meets(owner, circles, ()) or reader.meets(owner, circles | more, ())
