"""Plans are found by who may see all of them, and by nobody else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from woonregie.foundation.disclosure.circles import Circle
from woonregie.foundation.disclosure.models import Ground
from woonregie.foundation.disclosure.services import Wanted, say_audience
from woonregie.foundation.documents.services import remark, settle
from woonregie.foundation.region.models import Settlement
from woonregie.foundation.search.queries import find
from woonregie.foundation.search.services import rebuild
from woonregie.subjects.plans.groups import GEOMETRY
from woonregie.subjects.plans.tests.factories import AT, TODAY, change, record_plan

OWN_ONLY = Wanted(
    circles=Circle.OWN,
    ground=Ground.COMPETITION,
    decided_by="college",
    decided_on=TODAY,
    review_on=date(2027, 6, 1),
)
LATER = AT + timedelta(hours=1)


@pytest.fixture
def found(region):
    """Return a function that gives the names of the plans that somebody finds."""

    def names(text, account, today=TODAY):
        answer = find(text, account=account, region=region, today=today, kind="plannen")
        return [hit.row.title for group in answer.groups for hit in group.hits]

    return names


@pytest.fixture
def follow(django_capture_on_commit_callbacks):
    """Return what lets the index hear of what is done within it."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def reeve(kampen, follow):
    with follow():
        return record_plan(
            kampen,
            "Reeve",
            {2027: 600},
            settlement_id=Settlement.objects.get(name="Kampen").pk,
            note="Drijvende huurwoningen in de plas.",
        )


class TestFinding:
    @pytest.mark.parametrize(
        "text", ["reeve", "GM0166-2026-0001", "0001", "kampen", "woning", "drijvend", "plas reev"]
    )
    def test_by_number_name_place_and_note(self, reeve, official_kampen, found, text):
        assert found(text, official_kampen) == ["Reeve"]

    def test_an_act_is_followed_at_once(self, reeve, official_kampen, found, follow):
        with follow():
            change(reeve, name="Waterwijk", at=LATER, by=official_kampen)

        assert found("waterwijk", official_kampen) == ["Waterwijk"]
        assert found("reeve", official_kampen) == []

    def test_what_a_plan_will_be_called_is_found_under_its_name_of_today(
        self, reeve, official_kampen, found, follow
    ):
        with follow():
            change(reeve, name="Waterwijk", on=date(2030, 1, 1), at=LATER, by=official_kampen)

        assert found("waterwijk", official_kampen) == ["Reeve"]
        rebuild(today=date(2030, 1, 1))
        assert found("waterwijk", official_kampen, date(2030, 1, 1)) == ["Waterwijk"]
        assert found("reeve", official_kampen, date(2030, 1, 1)) == []

    def test_remarks_and_their_answers(self, reeve, official_kampen, kampen, found, follow):
        about = {"target": reeve, "owner_id": kampen.organisation_id}
        with follow():
            said = remark(
                by=official_kampen,
                at=LATER,
                organisation=kampen.organisation,
                text="Is de sluis al klaar?",
                **about,
            )
            settle(by=official_kampen, at=LATER, remark=said, answer="De brug wel.", **about)

        assert found("sluis", official_kampen) == ["Reeve"]
        assert found("brug", official_kampen) == ["Reeve"]


class TestWhoSees:
    def test_a_neighbour_finds_nothing(self, reeve, official_zwolle, guest, secretary, found):
        assert found("reeve", official_zwolle) == []
        assert found("reeve", guest) == []
        assert found("reeve", secretary) == ["Reeve"]

    @pytest.mark.parametrize("group", ["", GEOMETRY])
    @pytest.mark.parametrize(
        "text", ["reeve", "drijvend", "plas", '"drijvende huurwoningen"', "GM0166-2026-0001", "dr"]
    )
    def test_a_restricted_plan_is_not_found_by_any_word(
        self, reeve, kampen, official_kampen, secretary, found, group, text
    ):
        # Of a plan of which a part is kept nothing is found: its note may speak of that part.
        say_audience(
            by=None, at=AT, target=reeve, owner=kampen.organisation, wanted=OWN_ONLY, group=group
        )

        assert found(text, secretary) == []
        assert found(text, official_kampen) == ["Reeve"]

    def test_who_is_shown_a_plan_besides_finds_it(
        self, reeve, kampen, corporation, corporation_adviser, found
    ):
        assert found("reeve", corporation_adviser) == []

        say_audience(
            by=None,
            at=AT,
            target=reeve,
            owner=kampen.organisation,
            wanted=replace(OWN_ONLY, partners=[corporation.pk]),
        )

        assert found("reeve", corporation_adviser) == ["Reeve"]
