"""The agenda, the minutes, and what comes of them."""

from datetime import date, timedelta

import pytest

from woonregie.foundation.accounts.models import Membership, Role
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.documents.models import Work
from woonregie.foundation.meetings.errors import MeetingError, NotYoursError
from woonregie.foundation.meetings.models import (
    ActionItem,
    AgendaItem,
    BacklogItem,
    Dealt,
    MeetingState,
    Outcome,
)
from woonregie.foundation.meetings.queries import agenda_of, backlog_for, visible_meetings
from woonregie.foundation.meetings.recurring import Every, Rule
from woonregie.foundation.meetings.services import (
    Point,
    add_item,
    add_to_backlog,
    close_meeting,
    finish_action,
    keep_notes,
    move_item,
    record_outcome,
    remove_item,
    start_series,
)
from woonregie.foundation.meetings.tests.conftest import AT, BEGINS, ENDS
from woonregie.foundation.meetings.turns import turns
from woonregie.foundation.pages.errors import StaleVersionError
from woonregie.foundation.region.models import Region

AFTER = ENDS + timedelta(hours=1)
TODAY = AT.date()


@pytest.fixture
def item(meeting, secretary):
    return add_item(by=secretary, at=AT, meeting=meeting, point=Point("Reeve", minutes=30))


def texts(account, region, today=TODAY, *, mine=True):
    found = turns(account, region.organisation_id, today)
    return [turn.text for turn in found if turn.mine is mine]


class TestAgenda:
    def test_tells_when_each_item_begins(self, meeting, item, secretary, region):
        add_item(by=secretary, at=AT, meeting=meeting, point=Point("Rondvraag"))

        shown = agenda_of(meeting, account=secretary, region=region, today=TODAY)

        assert [(one.item.title, one.starts) for one in shown] == [
            ("Reeve", "14:00"),
            ("Rondvraag", "14:30"),
        ]

    def test_an_item_changes_places(self, meeting, item, secretary):
        other = add_item(by=secretary, at=AT, meeting=meeting, point=Point("Rondvraag"))

        move_item(by=secretary, at=AT, item=other, up=True)
        move_item(by=secretary, at=AT, item=other, up=True)

        assert [one.title for one in meeting.items.all()] == ["Rondvraag", "Reeve"]

    @pytest.mark.parametrize("minutes", [0, 481])
    def test_refuses_a_length_that_no_item_has(self, meeting, secretary, minutes):
        with pytest.raises(MeetingError, match="1 tot en met 480 minuten"):
            add_item(by=secretary, at=AT, meeting=meeting, point=Point("Reeve", minutes=minutes))

    def test_is_made_by_who_leads(self, meeting, official_kampen):
        with pytest.raises(NotYoursError, match="Alleen Testregio en de regiosecretaris"):
            add_item(by=official_kampen, at=AT, meeting=meeting, point=Point("Reeve"))

    def test_something_of_the_backlog_stands_on_one_agenda(
        self, meeting, poll, secretary, official_kampen, region, kampen
    ):
        waiting = add_to_backlog(
            by=official_kampen,
            at=AT,
            region=region,
            organisation=kampen.organisation,
            title="Leegstand",
        )
        taken = add_item(
            by=secretary, at=AT, meeting=meeting, point=Point("Leegstand"), backlog=waiting
        )

        with pytest.raises(MeetingError, match="staat al op een agenda"):
            add_item(by=secretary, at=AT, meeting=poll, point=Point("Leegstand"), backlog=waiting)

        remove_item(by=secretary, at=AT, item=taken)
        assert list(backlog_for(poll, secretary, today=TODAY)) == [waiting]

    def test_a_document_that_is_not_there_is_somebodys_turn(
        self, meeting, secretary, official_kampen, official_zwolle, kampen, region
    ):
        add_item(
            by=secretary,
            at=AT,
            meeting=meeting,
            point=Point("Reeve", prepared_by=kampen.organisation),
        )

        (turn,) = turns(official_kampen, region.organisation_id, TODAY)
        late = list(turns(official_kampen, region.organisation_id, date(2026, 12, 4)))

        # Seven days before 10 December.
        assert turn.due == date(2026, 12, 3)
        assert turn.mine
        assert not turn.risk
        assert late[0].risk
        assert texts(official_zwolle, region, mine=False) == [
            "Kampen levert het stuk voor Reeve (Portefeuillehoudersoverleg)."
        ]


class TestNotes:
    def test_are_kept_as_text_and_shown_as_text(self, meeting, item, secretary, client_for):
        keep_notes(
            by=secretary,
            at=AFTER,
            item=item,
            notes="<script>alert(1)</script>\r\nKampen & Zwolle",
            dealt=Dealt.DEALT,
            base_version=1,
        )

        page = client_for(secretary).get(f"/testregio/vergaderingen/{meeting.pk}/")

        text = page.content.decode()
        assert "<script>alert(1)" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>Kampen &amp; Zwolle" in text

    def test_two_who_write_along_do_not_undo_each_other(self, item, secretary):
        keep_notes(by=secretary, at=AT, item=item, notes="Een", dealt=Dealt.OPEN, base_version=1)

        with pytest.raises(StaleVersionError):
            keep_notes(
                by=secretary, at=AT, item=item, notes="Twee", dealt=Dealt.OPEN, base_version=1
            )

        assert AgendaItem.objects.get().notes == "Een"


class TestOutcome:
    def test_a_decision_is_recorded_on_the_day_of_the_meeting(self, item, secretary, region):
        outcome = record_outcome(
            by=secretary, at=AFTER, item=item, kind="decision", text="Reeve gaat door."
        )

        decision = Decision.objects.get()
        assert (decision.title, decision.body) == (
            "Reeve gaat door.",
            "Portefeuillehoudersoverleg",
        )
        assert decision.decided_on == date(2026, 12, 10)
        assert (outcome.thing_kind, outcome.thing_id) == ("besluiten", decision.pk)
        item.refresh_from_db()
        assert item.dealt == Dealt.DEALT

    def test_a_decision_before_the_meeting_leaves_nothing(self, item, secretary):
        with pytest.raises(Exception, match="nog niet geweest"):
            record_outcome(
                by=secretary, at=AT, item=item, kind="decision", text="Reeve gaat door."
            )

        assert not Outcome.objects.exists()
        assert not Decision.objects.exists()

    def test_an_unknown_kind_is_refused_with_those_there_are(self, item, secretary):
        kinds = "Besluit, Actiepunt, Afspraak, Voorstel, Verslag vastgesteld"
        with pytest.raises(MeetingError, match=f"Kies uit: {kinds}"):
            record_outcome(by=secretary, at=AFTER, item=item, kind="wens", text="Meer")


def agreed(item, by, owner, organisation, due_on=date(2027, 1, 15), at=AFTER):
    record_outcome(
        by=by,
        at=at,
        item=item,
        kind="action",
        text="Reken de grond na.",
        fields={"owner": owner, "organisation": organisation, "due_on": due_on},
    )
    return ActionItem.objects.get()


class TestAction:
    def test_waits_for_its_owner(self, item, secretary, official_kampen, kampen, region):
        agreed(item, secretary, official_kampen, kampen.organisation)

        assert texts(official_kampen, region, AFTER.date()) == ["Reken de grond na."]

    def test_is_at_risk_when_its_day_is_past(
        self, item, secretary, official_kampen, kampen, region
    ):
        agreed(item, secretary, official_kampen, kampen.organisation)

        found = turns(official_kampen, region.organisation_id, date(2027, 1, 16))

        assert [turn.risk for turn in found if turn.about.startswith("meetings.action")] == [True]

    def test_an_owner_who_does_not_work_there_is_refused(
        self, item, secretary, official_kampen, zwolle
    ):
        with pytest.raises(MeetingError, match="Adviseur-kampen werkt niet bij Zwolle"):
            agreed(item, secretary, official_kampen, zwolle.organisation)

        assert not Outcome.objects.exists()

    @pytest.mark.parametrize("due_on", [None, date(2026, 12, 9)])
    def test_a_day_before_the_meeting_is_refused(
        self, item, secretary, official_kampen, kampen, due_on
    ):
        with pytest.raises(MeetingError, match="Kies een dag na de vergadering"):
            agreed(item, secretary, official_kampen, kampen.organisation, due_on)

    def test_falls_to_her_organisation_when_its_owner_leaves(
        self, item, secretary, official_kampen, executive_kampen, kampen, region
    ):
        agreed(item, secretary, official_kampen, kampen.organisation)
        before = texts(executive_kampen, region, AFTER.date())
        official_kampen.memberships.update(ends_before=date(2026, 12, 20))

        after = texts(executive_kampen, region, date(2026, 12, 20))

        assert before == []
        assert after == ["Reken de grond na."]

    def test_is_done_by_its_organisation_and_nobody_else(
        self, item, secretary, official_kampen, official_zwolle, executive_kampen, kampen
    ):
        action = agreed(item, secretary, official_kampen, kampen.organisation)

        with pytest.raises(NotYoursError, match="Alleen Kampen"):
            finish_action(by=official_zwolle, at=AFTER, action=action)
        finish_action(by=executive_kampen, at=AFTER, action=action, note="Klopt")

        action.refresh_from_db()
        assert (action.done_at, action.done_note) == (AFTER, "Klopt")
        with pytest.raises(MeetingError, match="al klaar"):
            finish_action(by=official_kampen, at=AFTER, action=action)


class TestClose:
    def test_what_was_not_dealt_with_returns_to_the_backlog_of_its_series(
        self, region, secretary, details
    ):
        series = start_series(
            by=secretary,
            at=AT,
            region=region,
            details=details(theme="Betaalbaarheid"),
            first=(BEGINS, ENDS),
            rule=Rule(Every.MONTH, 2, 2),
        )
        first, second = series.meetings.order_by("starts_at")
        dealt = add_item(by=secretary, at=AT, meeting=first, point=Point("Reeve"))
        add_item(by=secretary, at=AT, meeting=first, point=Point("Rondvraag"))
        keep_notes(by=secretary, at=AFTER, item=dealt, notes="", dealt=Dealt.DEALT, base_version=1)

        closed = close_meeting(by=secretary, at=AFTER, meeting=first)

        left = BacklogItem.objects.get()
        assert closed.state == MeetingState.HELD
        assert (left.title, left.theme, left.series) == ("Rondvraag", "Betaalbaarheid", series)
        assert list(backlog_for(second, secretary, today=AFTER.date())) == [left]

    def test_not_before_it_began(self, meeting, secretary):
        with pytest.raises(MeetingError, match="nog niet begonnen"):
            close_meeting(by=secretary, at=AT, meeting=meeting)

    def test_nothing_is_written_along_afterwards(self, meeting, item, secretary):
        close_meeting(by=secretary, at=AFTER, meeting=meeting)

        with pytest.raises(MeetingError, match="gehouden"):
            keep_notes(
                by=secretary, at=AFTER, item=item, notes="x", dealt=Dealt.DEALT, base_version=1
            )

    def test_a_meeting_of_yesterday_is_its_leaders_turn(self, meeting, secretary, region):
        assert texts(secretary, region, date(2026, 12, 11)) == [
            "Leg de uitkomsten vast van Portefeuillehoudersoverleg en sluit af."
        ]


class TestMinutes:
    def test_are_a_document_that_a_next_meeting_adopts(
        self, region, secretary, details, official_kampen
    ):
        series = start_series(
            by=secretary,
            at=AT,
            region=region,
            details=details(),
            first=(BEGINS, ENDS),
            rule=Rule(Every.MONTH, 2, 2),
        )
        first, second = series.meetings.order_by("starts_at")
        item = add_item(by=secretary, at=AT, meeting=first, point=Point("Reeve"))
        add_item(by=secretary, at=AT, meeting=first, point=Point("Rondvraag"))
        keep_notes(
            by=secretary,
            at=AFTER,
            item=item,
            notes="<b>Kampen</b> rekent.",
            dealt=Dealt.DEALT,
            base_version=1,
        )
        record_outcome(by=secretary, at=AFTER, item=item, kind="decision", text="Het gaat door.")
        close_meeting(by=secretary, at=AFTER, meeting=first)
        work = Work.objects.get()
        waiting = backlog_for(second, secretary, today=AFTER.date()).get(thing_id=work.pk)
        point = Point(waiting.title, thing_kind="documenten", thing_id=work.pk)
        later = second.starts_at + timedelta(hours=3)
        adopting = add_item(by=secretary, at=AFTER, meeting=second, point=point, backlog=waiting)

        outcome = record_outcome(
            by=secretary, at=later, item=adopting, kind="minutes", text="Zonder wijzigingen."
        )

        edition = work.editions.get()
        texts = [row.text for row in edition.revisions.order_by("rank")]
        assert work.title == "Verslag van Portefeuillehoudersoverleg, 10 december 2026"
        assert sorted(texts) == ["<b>Kampen</b> rekent.", "Het gaat door.", "Reeve"]
        assert edition.decided == "Portefeuillehoudersoverleg, 11 februari 2027"
        assert edition.starts_on == date(2027, 2, 11)
        assert (outcome.thing_kind, outcome.thing_id) == ("documenten", work.pk)

    def test_are_not_adopted_where_there_are_none(self, item, secretary):
        with pytest.raises(MeetingError, match="hoort geen verslag"):
            record_outcome(by=secretary, at=AFTER, item=item, kind="minutes", text="Akkoord")

    def test_are_not_made_when_nothing_was_said(self, meeting, item, secretary):
        closed = close_meeting(by=secretary, at=AFTER, meeting=meeting)

        assert closed.minutes_id is None
        assert not Work.objects.exists()


class TestReading:
    @pytest.mark.parametrize(
        ("who", "sees"),
        [
            ("official_kampen", True),
            ("reader", True),
            ("guest", True),
            ("account_manager", False),
            ("corporation_adviser", False),
            ("market_expert", False),
        ],
    )
    def test_is_for_the_parties(self, meeting, region, request, who, sees):
        account = request.getfixturevalue(who)

        assert visible_meetings(account, region, today=TODAY).exists() is sees

    @pytest.mark.parametrize(
        ("who", "sees"), [("account_manager", True), ("market_expert", False)]
    )
    def test_is_for_all_who_work_here_when_it_was_said(self, meeting, region, request, who, sees):
        meeting.reach = "region"
        meeting.save()

        found = visible_meetings(request.getfixturevalue(who), region, today=TODAY)

        assert found.exists() is sees

    def test_is_over_when_a_role_ended(self, meeting, region, official_kampen):
        official_kampen.memberships.update(ends_before=TODAY)

        assert not visible_meetings(official_kampen, region, today=TODAY).exists()

    def test_somebody_of_another_region_sees_nothing(self, meeting, region, stranger):
        other = Region.objects.get(pk=region.pk)
        Membership.objects.create(
            account=stranger,
            organisation=stranger.memberships.get().organisation,
            role=Role.REGION_SECRETARY,
            starts_on=date(2020, 1, 1),
        )

        assert not visible_meetings(stranger, other, today=TODAY).exists()
