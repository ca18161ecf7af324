"""Mergers: what a municipality had counts for the one that came of it."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from woonregie.foundation.accounts.models import Organisation, OrganisationKind
from woonregie.foundation.region.models import Municipality
from woonregie.foundation.region.queries import (
    lineage,
    municipalities_of,
    predecessors,
    reachable_municipalities,
)

MERGED_ON = date(2026, 1, 1)


@pytest.fixture
def merged() -> Callable[[Municipality, Municipality], None]:
    """Return a function that lets the first municipality go up in the second."""

    def merge(old: Municipality, new: Municipality) -> None:
        Organisation.objects.filter(pk=old.organisation_id).update(
            ends_before=MERGED_ON, successor=new.organisation
        )

    return merge


class TestLineage:
    def test_a_municipality_lives_on_in_itself(self, zwolle, kampen):
        living = lineage([zwolle.pk, kampen.pk])

        assert living == {zwolle.pk: zwolle.pk, kampen.pk: kampen.pk}

    def test_who_went_up_counts_for_the_one_that_came_of_it(self, raalte, zwolle, merged):
        merged(raalte, zwolle)

        assert lineage([zwolle.pk]) == {zwolle.pk: zwolle.pk, raalte.pk: zwolle.pk}

    def test_before_the_day_of_the_merger_she_stands_on_her_own(self, raalte, zwolle, merged):
        merged(raalte, zwolle)

        assert raalte.pk not in lineage([zwolle.pk], on=date(2025, 12, 31))
        assert lineage([zwolle.pk], on=MERGED_ON)[raalte.pk] == zwolle.pk

    def test_a_chain_of_mergers_is_followed_to_its_end(self, raalte, kampen, zwolle, merged):
        merged(raalte, kampen)
        merged(kampen, zwolle)

        living = lineage([zwolle.pk])

        assert living[raalte.pk] == living[kampen.pk] == zwolle.pk

    def test_the_nearest_asked_one_counts(self, raalte, kampen, zwolle, merged):
        merged(raalte, kampen)
        merged(kampen, zwolle)

        living = lineage([kampen.pk, zwolle.pk])

        assert living[raalte.pk] == kampen.pk
        assert living[kampen.pk] == kampen.pk

    def test_a_circle_in_the_list_ends(self, raalte, kampen, zwolle, merged):
        merged(raalte, kampen)
        merged(kampen, raalte)

        assert lineage([zwolle.pk]) == {zwolle.pk: zwolle.pk}

    def test_predecessors_are_direct_ones(self, raalte, kampen, zwolle, merged):
        merged(raalte, kampen)
        merged(kampen, zwolle)

        assert predecessors() == {kampen.pk: {raalte.pk}, zwolle.pk: {kampen.pk}}


class TestLineageIsAForest(TestCase):
    """Whatever mergers the list tells of, each old one counts at most once."""

    @given(successors=st.lists(st.integers(0, 7), min_size=8, max_size=8))
    def test_each_one_leads_to_an_asked_one(self, successors):
        places = [_place(number) for number in range(8)]
        for place, to in zip(places, successors, strict=True):
            if places[to] != place:
                Organisation.objects.filter(pk=place.organisation_id).update(
                    ends_before=MERGED_ON, successor=places[to].organisation
                )
        asked = {places[0].pk, places[1].pk}

        living = lineage(asked)

        assert set(living.values()) == asked
        for old in range(2, 8):
            assert living.get(places[old].pk) == _walked(old, successors, places, asked)


def _place(number: int) -> Municipality:
    organisation = Organisation.objects.create(
        kind=OrganisationKind.MUNICIPALITY, name=f"Dorp {number}", slug=f"dorp-{number}"
    )
    return Municipality.objects.create(
        organisation=organisation, code=f"GM80{number:02d}", province_code="PV23"
    )


def _walked(old, successors, places, asked):
    now = old
    for _step in range(9):
        if places[now].pk in asked:
            return places[now].pk
        now = successors[now]
    return None


class TestWhatAMergerChanges:
    def test_the_official_of_the_new_one_reaches_the_old_one(
        self, raalte, zwolle, official_zwolle, merged
    ):
        before = set(reachable_municipalities(official_zwolle, "plans.view", on=MERGED_ON))
        merged(raalte, zwolle)

        after = set(reachable_municipalities(official_zwolle, "plans.view", on=MERGED_ON))

        assert before == {zwolle}
        assert after == {zwolle, raalte}

    def test_the_region_has_the_old_one_until_the_day(self, region, raalte, zwolle, merged):
        merged(raalte, zwolle)

        assert set(municipalities_of(region, on=date(2025, 12, 31))) == {raalte, zwolle}
        assert set(municipalities_of(region, on=MERGED_ON)) == {zwolle}
