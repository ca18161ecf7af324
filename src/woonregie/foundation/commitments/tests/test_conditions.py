from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from woonregie.foundation.commitments.errors import CircleError, CommitmentError
from woonregie.foundation.commitments.services import (
    add_condition,
    judge,
    meet_condition,
    observe,
    withdraw_condition,
)
from woonregie.foundation.commitments.tests.factories import AT, TODAY, by_hand, make, result_of
from woonregie.foundation.pages.errors import ForbiddenError


@pytest.fixture
def homes(region, zwolle, corporation):
    """Return what the corporation promised Zwolle: 40 homes, counted by hand and on course."""
    made = make(
        region,
        corporation,
        zwolle.organisation,
        title="Veertig sociale huurwoningen",
        measures=[by_hand(target=Decimal(40), unit="dwellings", lasting=True)],
    )
    count(made, corporation, 3)
    return made


def count(commitment, organisation, value, *, at=AT):
    observe(
        by=None,
        at=at,
        measure=commitment.measures.get(),
        organisation=organisation,
        as_of=TODAY,
        value=Decimal(value),
    )


class TestWaiting:
    def test_for_another_commitment_suspends_and_does_not_fail(self, homes, sites):
        before = result_of(homes)

        add_condition(by=None, at=AT, commitment=homes, depends_on=sites)

        assert (before, result_of(homes)) == ("on_course", "suspended")
        assert homes.assessments.filter(measure__isnull=False).latest("pk").result == "suspended"

    def test_ends_when_the_other_is_met(self, homes, sites, zwolle):
        add_condition(by=None, at=AT, commitment=homes, depends_on=sites)

        # Sites are met on their day: 1 July 2027.
        later = AT.replace(year=2027, month=7, day=1)
        count(sites, zwolle.organisation, 2, at=later)

        assert result_of(sites) == "met"
        # On that day the forty had to be there, and there are three.
        assert result_of(homes) == "behind"

    def test_for_something_outside_ends_when_it_happened(self, homes, corporation_adviser):
        waiting = add_condition(
            by=None,
            at=AT,
            commitment=homes,
            event="De provincie geeft subsidie",
            deadline=date(2027, 3, 1),
        )
        suspended = result_of(homes)

        meet_condition(
            by=corporation_adviser, at=AT, condition=waiting, met_on=TODAY, why="Beschikking 12"
        )

        assert (suspended, result_of(homes)) == ("suspended", "on_course")

    def test_does_not_take_away_what_was_reached(self, homes, sites, corporation):
        count(homes, corporation, 40)

        add_condition(by=None, at=AT, commitment=homes, depends_on=sites)

        assert result_of(homes) == "met"

    def test_goes_on_through_what_waits_itself(self, homes, sites, region, zwolle, corporation):
        park = make(
            region, zwolle.organisation, corporation, title="Een park", measures=[by_hand()]
        )
        count(park, zwolle.organisation, 1)

        add_condition(by=None, at=AT, commitment=park, depends_on=homes)
        add_condition(by=None, at=AT, commitment=homes, depends_on=sites)

        assert result_of(homes) == "suspended"
        assert result_of(park) == "suspended"

    def test_for_what_is_not_measured_ends_by_who_was_promised(
        self, homes, region, zwolle, corporation
    ):
        vision = make(region, zwolle.organisation, corporation, title="Een woonvisie")
        add_condition(by=None, at=AT, commitment=homes, depends_on=vision)

        said = {"by": None, "commitment": vision, "result": "met", "reason": "De visie is er"}
        judge(at=AT, organisation=zwolle.organisation, **said)
        by_the_debtor = result_of(homes)
        judge(at=AT + timedelta(hours=1), organisation=corporation, **said)

        assert (by_the_debtor, result_of(homes)) == ("suspended", "on_course")

    def test_ends_when_it_is_withdrawn(self, homes, sites):
        waiting = add_condition(by=None, at=AT, commitment=homes, depends_on=sites)

        withdraw_condition(by=None, at=AT, condition=waiting, why="Niet meer nodig")

        assert result_of(homes) == "on_course"


class TestWhatIsRefused:
    def test_a_commitment_that_waits_for_itself(self, homes):
        with pytest.raises(CircleError, match="Veertig sociale huurwoningen → Veertig"):
            add_condition(by=None, at=AT, commitment=homes, depends_on=homes)

    def test_two_that_wait_for_each_other(self, homes, sites):
        add_condition(by=None, at=AT, commitment=homes, depends_on=sites)

        with pytest.raises(CircleError) as refused:
            add_condition(by=None, at=AT, commitment=sites, depends_on=homes)

        assert refused.value.fields["circle"] == [
            "Twee locaties aanwijzen",
            "Veertig sociale huurwoningen",
            "Twee locaties aanwijzen",
        ]

    def test_a_circle_through_several_names_all_of_them(
        self, homes, sites, region, zwolle, corporation
    ):
        park = make(region, zwolle.organisation, corporation, title="Een park")
        road = make(region, zwolle.organisation, corporation, title="Een weg")
        add_condition(by=None, at=AT, commitment=sites, depends_on=road)
        add_condition(by=None, at=AT, commitment=road, depends_on=park)
        add_condition(by=None, at=AT, commitment=road, depends_on=homes)

        with pytest.raises(CircleError) as refused:
            add_condition(by=None, at=AT, commitment=park, depends_on=sites)

        assert refused.value.fields["circle"] == [
            "Een park",
            "Twee locaties aanwijzen",
            "Een weg",
            "Een park",
        ]

    def test_a_circle_does_not_tell_what_she_may_not_read(
        self, sites, region, zwolle, kampen, raalte, corporation, official_zwolle
    ):
        hidden = make(
            region, kampen.organisation, raalte.organisation, title="Geheim", reach="parties"
        )
        park = make(region, zwolle.organisation, corporation, title="Een park")
        add_condition(by=None, at=AT, commitment=hidden, depends_on=sites)
        add_condition(by=None, at=AT, commitment=park, depends_on=hidden)

        with pytest.raises(CircleError) as refused:
            add_condition(by=official_zwolle, at=AT, commitment=sites, depends_on=park)

        assert "Geheim" not in str(refused.value)
        assert "een afspraak die u niet mag zien" in str(refused.value)

    def test_a_withdrawn_condition_closes_no_circle(self, homes, sites):
        waiting = add_condition(by=None, at=AT, commitment=homes, depends_on=sites)
        withdraw_condition(by=None, at=AT, condition=waiting, why="Vergissing")

        add_condition(by=None, at=AT, commitment=sites, depends_on=homes)

        assert result_of(sites) == "suspended"

    def test_what_she_may_not_read(self, sites, region, kampen, raalte, official_zwolle):
        hidden = make(region, kampen.organisation, raalte.organisation, reach="parties")

        with pytest.raises(CommitmentError, match="kennen wij niet"):
            add_condition(by=official_zwolle, at=AT, commitment=sites, depends_on=hidden)

    def test_another_municipality(self, homes, sites, official_kampen):
        with pytest.raises(ForbiddenError):
            add_condition(by=official_kampen, at=AT, commitment=homes, depends_on=sites)

    def test_both_kinds_and_none(self, homes, sites):
        for asked in ({}, {"depends_on": sites, "event": "Subsidie"}):
            with pytest.raises(CommitmentError, match="Kies een afspraak"):
                add_condition(by=None, at=AT, commitment=homes, **asked)

    def test_saying_by_hand_that_another_commitment_is_met(self, homes, sites):
        waiting = add_condition(by=None, at=AT, commitment=homes, depends_on=sites)

        with pytest.raises(CommitmentError, match="volgt uit de afspraak"):
            meet_condition(by=None, at=AT, condition=waiting, met_on=TODAY, why="Klaar")

    def test_what_happens_tomorrow_or_twice(self, homes):
        waiting = add_condition(by=None, at=AT, commitment=homes, event="Subsidie")

        with pytest.raises(CommitmentError, match="nog niet geweest"):
            meet_condition(
                by=None, at=AT, condition=waiting, met_on=TODAY + timedelta(days=1), why="Brief"
            )
        meet_condition(by=None, at=AT, condition=waiting, met_on=TODAY, why="Brief")
        with pytest.raises(CommitmentError, match="al vervuld"):
            meet_condition(by=None, at=AT, condition=waiting, met_on=TODAY, why="Brief")


class TestALongRow:
    def test_of_commitments_that_wait_is_no_trouble(self, region, zwolle, corporation):
        row = [
            make(region, zwolle.organisation, corporation, title=f"Schakel {at}")
            for at in range(30)
        ]
        for one, other in pairwise(row):
            add_condition(by=None, at=AT, commitment=one, depends_on=other)

        with pytest.raises(CircleError):
            add_condition(by=None, at=AT, commitment=row[-1], depends_on=row[0])

        assert result_of(row[0]) == "suspended"
        assert result_of(row[-1]) == "not_measurable"
