"""What comes of a meeting: decisions of who organises it, actions of who works there."""

from datetime import date, timedelta

import pytest

from woonregie.foundation.accounts.models import Membership, Role
from woonregie.foundation.commitments.models import Commitment
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.documents.models import ChangeOp
from woonregie.foundation.documents.permissions import works_to_change
from woonregie.foundation.documents.services import open_work
from woonregie.foundation.documents.values import NewClause
from woonregie.foundation.meetings.errors import MeetingError, NotYoursError
from woonregie.foundation.meetings.models import ActionItem, Dealt, Outcome
from woonregie.foundation.meetings.queries import visible_actions
from woonregie.foundation.meetings.services import (
    Point,
    add_item,
    finish_action,
    keep_notes,
    plan_meeting,
    record_outcome,
)
from woonregie.foundation.meetings.tests.conftest import AT, BEGINS, ENDS
from woonregie.foundation.meetings.turns import turns

AFTER = ENDS + timedelta(hours=1)
LEFT = date(2026, 12, 20)


@pytest.fixture
def item(meeting, secretary):
    return add_item(by=secretary, at=AT, meeting=meeting, point=Point("Reeve"))


def decided(by, item, text="Reeve gaat door."):
    return record_outcome(by=by, at=AFTER, item=item, kind="decision", text=text)


class TestCommitment:
    def promised(self, by, item, debtor, text="Zwolle opent Reeve.\nVóór de zomer.", **fields):
        return record_outcome(
            by=by,
            at=AFTER,
            item=item,
            kind="commitment",
            text=text,
            fields={"debtor": debtor, "hardness": "effort", **fields},
        )

    def test_is_what_one_party_promises_the_others_from_that_day_on(
        self, item, secretary, region, kampen, zwolle
    ):
        outcome = self.promised(secretary, item, zwolle.organisation)

        made = Commitment.objects.get()
        assert (made.title, made.debtor, made.hardness, made.starts_on, made.reach) == (
            "Zwolle opent Reeve.",
            zwolle.organisation,
            "effort",
            BEGINS.date(),
            "parties",
        )
        owed = {item.organisation for item in made.creditors.all()}
        assert owed == {kampen.organisation, region.organisation}
        assert (outcome.thing_kind, outcome.thing_id) == ("afspraken", made.pk)

    def test_is_never_promised_for_another(self, region, details, official_kampen, kampen, zwolle):
        meeting = plan_meeting(
            by=official_kampen,
            at=AT,
            region=region,
            details=details(organiser=kampen.organisation),
            times=[(BEGINS, ENDS)],
        )
        item = add_item(by=official_kampen, at=AT, meeting=meeting, point=Point("Reeve"))

        with pytest.raises(MeetingError, match="U belooft niets namens Zwolle"):
            self.promised(official_kampen, item, zwolle.organisation)

        assert not Outcome.objects.exists()

    @pytest.mark.parametrize(
        ("text", "told"), [("x" * 201, "hoogstens 200 tekens"), (" ", "Schrijf wat er is")]
    )
    def test_has_a_title_of_one_line(self, item, secretary, zwolle, text, told):
        with pytest.raises(MeetingError, match=told):
            self.promised(secretary, item, zwolle.organisation, text)

        assert not Commitment.objects.exists()

    def test_is_of_a_party_that_took_part(self, item, secretary, corporation):
        with pytest.raises(MeetingError, match="Kies wie dit belooft"):
            self.promised(secretary, item, corporation)


class TestProposal:
    @pytest.fixture
    def programme(self, region, kampen, zwolle):
        return open_work(
            by=None,
            at=AT,
            region=region,
            kind="programme",
            code="AP",
            title="Actieprogramma",
            parties=[kampen.organisation, zwolle.organisation],
            clauses=[NewClause("1", "Kennis delen."), NewClause("1.1", "Elk jaar.", parent="1")],
        )

    def proposed(self, by, item, work, text="Leegstand aanpakken."):
        return record_outcome(
            by=by,
            at=AFTER,
            item=item,
            kind="proposal",
            text=text,
            fields={"work": work, "motive": "Zo besproken."},
        )

    def test_is_a_new_clause_behind_the_others(self, item, secretary, programme, region):
        outcome = self.proposed(secretary, item, programme)

        op = ChangeOp.objects.get()
        assert (op.op, op.text, op.parent, op.after.number) == (
            "insert",
            "Leegstand aanpakken.",
            None,
            "1",
        )
        assert (op.proposal.organisation, op.proposal.motive) == (
            region.organisation,
            "Zo besproken.",
        )
        assert (outcome.thing_kind, outcome.thing_id) == ("documenten", programme.pk)

    def test_is_not_offered_where_she_may_propose_nothing(
        self, item, programme, region, details, corporation_adviser, secretary, client_for
    ):
        found = client_for(secretary).get(f"/testregio/vergaderingen/{item.meeting.pk}/verslag/")
        offered = works_to_change(corporation_adviser, region, on=AT.date())

        assert "In welk document?" in found.content.decode()
        assert not offered.exists()
        with pytest.raises(MeetingError, match="Kies het document"):
            self.proposed(secretary, item, None)


class TestDecision:
    @pytest.fixture
    def own_item(self, region, details, kampen, official_kampen, secretary):
        """Return an item of a meeting that Kampen organises."""
        meeting = plan_meeting(
            by=official_kampen,
            at=AT,
            region=region,
            details=details(title="College van Kampen", organiser=kampen.organisation),
            times=[(BEGINS, ENDS)],
        )
        return add_item(by=official_kampen, at=AT, meeting=meeting, point=Point("Reeve"))

    def test_of_a_meeting_of_the_region_is_the_regions(self, item, secretary, region):
        decided(secretary, item)

        assert Decision.objects.get().organisation == region.organisation

    def test_of_a_meeting_of_a_municipality_is_hers(self, own_item, official_kampen, kampen):
        decided(official_kampen, own_item)

        assert Decision.objects.get().organisation == kampen.organisation

    @pytest.mark.parametrize("text", ["Reeve gaat door.", "x" * 250])
    def test_is_not_recorded_by_who_speaks_for_another(self, own_item, secretary, text):
        with pytest.raises(MeetingError, match=r"besluit van Kampen.*legt u geen besluiten vast"):
            decided(secretary, own_item, text)

        assert not Decision.objects.exists()
        assert not Outcome.objects.exists()

    def test_is_not_recorded_by_a_theme_lead(self, own_item, kampen, theme_lead):
        theme_lead.memberships.update(organisation=kampen.organisation)

        with pytest.raises(MeetingError, match="besluit van Kampen"):
            decided(theme_lead, own_item)

    def test_is_not_recorded_by_a_role_that_ended(self, own_item, official_kampen):
        official_kampen.memberships.update(ends_before=AFTER.date())

        with pytest.raises(NotYoursError, match="Alleen Kampen en de regiosecretaris"):
            decided(official_kampen, own_item)

    def test_is_recorded_by_the_system_itself(self, own_item, kampen):
        decided(None, own_item)

        assert Decision.objects.get().organisation == kampen.organisation

    def test_of_251_signs_goes_to_the_notes(self, item, secretary):
        with pytest.raises(MeetingError, match="hoogstens 250 tekens"):
            decided(secretary, item, "x" * 251)

        assert not Decision.objects.exists()

    @pytest.mark.parametrize("text", ["", " \n "])
    def test_says_something(self, item, secretary, text):
        with pytest.raises(MeetingError, match="Schrijf wat er is afgesproken"):
            decided(secretary, item, text)


class TestOwnerOfAnAction:
    @pytest.fixture
    def action(self, item, secretary, official_kampen, kampen):
        record_outcome(
            by=secretary,
            at=AFTER,
            item=item,
            kind="action",
            text="Reken de grond na.",
            fields={
                "owner": official_kampen,
                "organisation": kampen.organisation,
                "due_on": date(2027, 1, 15),
            },
        )
        return ActionItem.objects.get()

    @pytest.fixture
    def moved(self, action, official_kampen, corporation):
        """Return the owner, who went from Kampen to a corporation of the region."""
        official_kampen.memberships.update(ends_before=LEFT)
        Membership.objects.create(
            account=official_kampen,
            organisation=corporation,
            role=Role.READER,
            starts_on=LEFT,
        )
        return official_kampen

    def test_reads_it(self, action, official_kampen, region):
        assert list(visible_actions(official_kampen, region, today=AFTER.date())) == [action]

    def test_no_longer_reads_it_elsewhere(self, action, moved, region):
        assert not visible_actions(moved, region, today=LEFT).exists()

    def test_has_no_turn_elsewhere(self, action, moved, region):
        day_before = LEFT - timedelta(days=1)

        before = [turn.text for turn in turns(moved, region.organisation_id, day_before)]
        after = [turn.text for turn in turns(moved, region.organisation_id, LEFT)]

        assert "Reken de grond na." in before
        assert after == []

    def test_does_not_finish_it_elsewhere(self, action, moved):
        later = AFTER + timedelta(days=30)

        with pytest.raises(NotYoursError, match="Alleen Kampen"):
            finish_action(by=moved, at=later, action=action)

        action.refresh_from_db()
        assert action.done_at is None

    def test_finishes_it_without_speaking_for_kampen(self, action, official_kampen):
        official_kampen.memberships.update(role=Role.READER)

        finish_action(by=official_kampen, at=AFTER, action=action, note="Klopt")

        action.refresh_from_db()
        assert action.done_note == "Klopt"

    def test_without_any_membership_is_refused(self, item, secretary, official_kampen, kampen):
        official_kampen.memberships.all().delete()

        with pytest.raises(MeetingError, match="werkt niet bij Kampen"):
            record_outcome(
                by=secretary,
                at=AFTER,
                item=item,
                kind="action",
                text="Reken de grond na.",
                fields={
                    "owner": official_kampen,
                    "organisation": kampen.organisation,
                    "due_on": date(2027, 1, 15),
                },
            )

        assert not ActionItem.objects.exists()

    @pytest.mark.parametrize("missing", ["owner", "organisation"])
    def test_is_said_with_her_party(self, item, secretary, official_kampen, kampen, missing):
        fields = {
            "owner": official_kampen,
            "organisation": kampen.organisation,
            "due_on": date(2027, 1, 15),
        }

        with pytest.raises(MeetingError, match="Kies wie het doet, en namens welke partij"):
            record_outcome(
                by=secretary,
                at=AFTER,
                item=item,
                kind="action",
                text="Reken de grond na.",
                fields={**fields, missing: None},
            )

    def test_does_no_more_than_500_signs_say(self, item, secretary, official_kampen, kampen):
        with pytest.raises(MeetingError, match="hoogstens 500 tekens"):
            record_outcome(
                by=secretary,
                at=AFTER,
                item=item,
                kind="action",
                text="x" * 501,
                fields={
                    "owner": official_kampen,
                    "organisation": kampen.organisation,
                    "due_on": date(2027, 1, 15),
                },
            )

        assert not Outcome.objects.exists()


class TestNotes:
    def test_refuses_more_than_a_clause_holds(self, item, secretary):
        with pytest.raises(MeetingError, match="hoogstens 20000 tekens"):
            keep_notes(
                by=secretary,
                at=AFTER,
                item=item,
                notes="x" * 20_001,
                dealt=Dealt.OPEN,
                base_version=1,
            )

        item.refresh_from_db()
        assert item.notes == ""

    def test_the_same_again_writes_nothing(self, item, secretary):
        for _time in range(2):
            keep_notes(
                by=secretary,
                at=AFTER,
                item=item,
                notes="Kampen rekent.\r\n",
                dealt=Dealt.DEALT,
                base_version=1,
            )

        item.refresh_from_db()
        assert (item.notes, item.version) == ("Kampen rekent.", 2)
