"""Planning, series, dates, invitations."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from woonregie.foundation.accounts.models import Membership, Organisation, Role
from woonregie.foundation.meetings.errors import MeetingError, NotYoursError
from woonregie.foundation.meetings.models import Meeting, MeetingState, PollAnswer, Suits
from woonregie.foundation.meetings.queries import best_of, poll_of, visible_meetings
from woonregie.foundation.meetings.recurring import WALL, Every, Rule, occurrences, rule_text
from woonregie.foundation.meetings.services import (
    answer_poll,
    cancel_meeting,
    change_meeting,
    choose_date,
    invite,
    plan_meeting,
    start_series,
)
from woonregie.foundation.meetings.tests.conftest import AT, BEGINS, ENDS
from woonregie.foundation.meetings.turns import occasions
from woonregie.foundation.notices.models import Mail
from woonregie.foundation.pages.errors import StaleVersionError
from woonregie.foundation.region.models import RegionMember


class TestPlanMeeting:
    def test_the_organiser_takes_part(self, meeting, region):
        assert region.organisation in meeting.parties.all()

    def test_refuses_a_time_that_ends_before_it_begins(self, region, secretary, details):
        with pytest.raises(MeetingError, match="eindigt voordat zij begint"):
            plan_meeting(
                by=secretary, at=AT, region=region, details=details(), times=[(ENDS, BEGINS)]
            )

        assert not Meeting.objects.exists()

    def test_refuses_a_meeting_of_four_days(self, region, secretary, details):
        times = [(BEGINS, BEGINS + timedelta(days=4))]

        with pytest.raises(MeetingError, match="niet langer dan 72 uur"):
            plan_meeting(by=secretary, at=AT, region=region, details=details(), times=times)

    def test_refuses_a_party_that_does_not_work_here(
        self, region, secretary, details, hellendoorn
    ):
        asked = details(parties=[hellendoorn.organisation])

        with pytest.raises(MeetingError, match="Hellendoorn werkt niet in deze regio"):
            plan_meeting(by=secretary, at=AT, region=region, details=asked, times=[(BEGINS, ENDS)])

    @pytest.mark.parametrize("who", ["guest", "reader", "executive_kampen", "administrator"])
    def test_is_for_who_plans(self, region, details, request, who):
        with pytest.raises(NotYoursError, match="U plant geen vergaderingen"):
            plan_meeting(
                by=request.getfixturevalue(who),
                at=AT,
                region=region,
                details=details(),
                times=[(BEGINS, ENDS)],
            )

    def test_an_official_plans_for_her_own_municipality_only(
        self, region, details, official_kampen, kampen, zwolle
    ):
        own = details(organiser=kampen.organisation)

        meeting = plan_meeting(
            by=official_kampen, at=AT, region=region, details=own, times=[(BEGINS, ENDS)]
        )

        assert meeting.organiser == kampen.organisation
        with pytest.raises(NotYoursError):
            plan_meeting(
                by=official_kampen,
                at=AT,
                region=region,
                details=details(organiser=zwolle.organisation),
                times=[(BEGINS, ENDS)],
            )


class TestAMergedParty:
    def test_is_followed_by_the_one_it_went_up_in(
        self, region, secretary, details, kampen, official_zwolle, request
    ):
        found = plan_meeting(
            by=secretary,
            at=AT,
            region=region,
            details=details(parties=[kampen.organisation]),
            times=[(BEGINS, ENDS)],
        )
        before = visible_meetings(official_zwolle, region, today=AT.date()).exists()

        request.getfixturevalue("kampen_merged")

        assert not before
        assert visible_meetings(official_zwolle, region, today=AT.date()).get() == found


class TestSeries:
    def test_stays_at_two_o_clock_in_summer_and_in_winter(self, region, secretary, details):
        # The second Thursday of every second month, 14:00 in Zwolle: in winter that is 13:00 UTC,
        # in summer 12:00.
        series = start_series(
            by=secretary,
            at=AT,
            region=region,
            details=details(),
            first=(BEGINS, ENDS),
            rule=Rule(Every.MONTH, 2, 4),
        )

        assert [item.starts_at for item in series.meetings.order_by("starts_at")] == [
            datetime(2026, 12, 10, 13, tzinfo=UTC),
            datetime(2027, 2, 11, 13, tzinfo=UTC),
            datetime(2027, 4, 8, 12, tzinfo=UTC),
            datetime(2027, 6, 10, 12, tzinfo=UTC),
        ]

    def test_the_hour_that_is_skipped_in_spring_comes_later(self):
        # On 28 March 2027 the clock goes from 02:00 to 03:00.
        first = datetime(2027, 3, 21, 2, 30, tzinfo=WALL)

        times = occurrences("FREQ=WEEKLY;COUNT=2", first, first + timedelta(hours=1))

        assert [begin.astimezone(WALL).strftime("%d %H:%M") for begin, _end in times] == [
            "21 02:30",
            "28 03:30",
        ]
        assert all(begin < end for begin, end in times)

    @given(
        st.integers(0, 4 * 365 * 24),
        st.integers(1, 8),
        st.sampled_from(Every),
        st.integers(1, 12),
    )
    def test_every_meeting_begins_before_it_ends(self, after, hours, every, interval):
        begin = BEGINS + timedelta(hours=after)
        rule = rule_text(Rule(every, interval, 12), begin)

        times = occurrences(rule, begin, begin + timedelta(hours=hours))

        assert 1 <= len(times) <= 12
        assert all(start < end for start, end in times)
        assert times == sorted(times)

    @pytest.mark.parametrize("rule", [Rule(Every.WEEK, 0, 5), Rule(Every.WEEK, 1, 1000)])
    def test_refuses_what_is_no_series(self, region, secretary, details, rule):
        with pytest.raises(MeetingError, match="Kies om de hoeveel weken"):
            start_series(
                by=secretary,
                at=AT,
                region=region,
                details=details(),
                first=(BEGINS, ENDS),
                rule=rule,
            )


class TestPoll:
    def test_finds_the_date_that_suits_most(self, poll, official_kampen, official_zwolle):
        first, second = poll.options.order_by("starts_at")
        answer_poll(
            by=official_kampen,
            at=AT,
            meeting=poll,
            answers={first.pk: Suits.NO, second.pk: Suits.YES},
        )
        answer_poll(
            by=official_zwolle,
            at=AT,
            meeting=poll,
            answers={first.pk: Suits.YES, second.pk: Suits.MAYBE},
        )

        standing = poll_of(poll)

        assert [(one.yes, one.maybe, one.no) for one in standing] == [(1, 0, 1), (1, 1, 0)]
        assert best_of(standing).option == second

    def test_is_not_for_who_is_no_party(self, poll, account_manager):
        option = poll.options.first()

        with pytest.raises(NotYoursError, match="namens een partij"):
            answer_poll(by=account_manager, at=AT, meeting=poll, answers={option.pk: Suits.YES})

        assert not PollAnswer.objects.exists()

    def test_refuses_a_date_of_another_poll(self, poll, meeting, official_kampen, kampen):
        with pytest.raises(MeetingError, match="Kies bij elke datum"):
            answer_poll(by=official_kampen, at=AT, meeting=poll, answers={kampen.pk: Suits.YES})

    def test_is_over_when_a_date_is_chosen(self, poll, secretary, official_kampen):
        option = poll.options.first()

        chosen = choose_date(by=secretary, at=AT, option=option)

        assert (chosen.state, chosen.starts_at) == (MeetingState.PLANNED, option.starts_at)
        with pytest.raises(MeetingError, match="zoekt geen datum meer"):
            answer_poll(by=official_kampen, at=AT, meeting=poll, answers={option.pk: Suits.YES})

    def test_nobody_is_invited_before_there_is_a_date(self, poll, secretary):
        with pytest.raises(MeetingError, match="Kies eerst een datum"):
            invite(by=secretary, at=AT, meeting=poll)


def event_of(mail):
    calendar = Calendar.from_ical(mail.calendar)
    (event,) = calendar.walk("VEVENT")
    return str(calendar["method"]), event


class TestInvite:
    def test_puts_an_invitation_in_everybodys_mail(
        self, meeting, secretary, official_kampen, official_zwolle
    ):
        count = invite(by=secretary, at=AT, meeting=meeting)

        mails = Mail.objects.all()
        assert count == 3
        assert {mail.account for mail in mails} == {secretary, official_kampen, official_zwolle}
        method, event = event_of(mails.get(account=official_kampen))
        assert (method, event["sequence"], event["dtstart"].dt) == ("REQUEST", 0, BEGINS)
        assert str(event["attendee"]) == "mailto:adviseur-kampen@voorbeeld.example"
        assert str(event["uid"]) == f"meetings.meeting:{meeting.pk}@woonregie"

    def test_a_change_reaches_the_calendar_with_a_higher_number(
        self, meeting, secretary, official_kampen, details
    ):
        invite(by=secretary, at=AT, meeting=meeting)
        later = (BEGINS + timedelta(days=1), ENDS + timedelta(days=1))

        change_meeting(
            by=secretary, at=AT, meeting=meeting, details=details(), times=later, base_version=1
        )

        mail = Mail.objects.filter(account=official_kampen).latest("pk")
        method, event = event_of(mail)
        assert mail.subject == "Gewijzigd: Portefeuillehoudersoverleg"
        assert (method, event["sequence"], event["dtstart"].dt) == ("REQUEST", 1, later[0])

    def test_what_no_calendar_shows_is_not_mailed(self, meeting, secretary, details):
        invite(by=secretary, at=AT, meeting=meeting)

        change_meeting(
            by=secretary,
            at=AT,
            meeting=meeting,
            details=details(theme="Wonen en zorg"),
            times=(BEGINS, ENDS),
            base_version=1,
        )

        assert Mail.objects.count() == 3

    def test_who_no_longer_takes_part_loses_it(
        self, meeting, secretary, official_zwolle, details, kampen
    ):
        invite(by=secretary, at=AT, meeting=meeting)

        change_meeting(
            by=secretary,
            at=AT,
            meeting=meeting,
            details=details(parties=[kampen.organisation]),
            times=(BEGINS, ENDS),
            base_version=1,
        )

        method, _event = event_of(Mail.objects.filter(account=official_zwolle).latest("pk"))
        assert method == "CANCEL"

    def test_a_cancellation_takes_it_from_the_calendars(self, meeting, secretary, official_kampen):
        invite(by=secretary, at=AT, meeting=meeting)

        cancel_meeting(by=secretary, at=AT, meeting=meeting, because="Geen quorum")

        method, event = event_of(Mail.objects.filter(account=official_kampen).latest("pk"))
        assert (method, str(event["status"]), event["sequence"]) == ("CANCEL", "CANCELLED", 1)

    def test_a_cancelled_meeting_is_not_changed(self, meeting, secretary, details):
        cancel_meeting(by=secretary, at=AT, meeting=meeting, because="Geen quorum")

        with pytest.raises(MeetingError, match="afgezegd"):
            invite(by=secretary, at=AT, meeting=meeting)

    def test_two_who_change_at_once_do_not_undo_each_other(self, meeting, secretary, details):
        asked = {"by": secretary, "at": AT, "meeting": meeting, "times": (BEGINS, ENDS)}
        change_meeting(details=details(place="Kampen"), base_version=1, **asked)

        with pytest.raises(StaleVersionError):
            change_meeting(details=details(place="Raalte"), base_version=1, **asked)

        meeting.refresh_from_db()
        assert meeting.place == "Kampen"


class TestHerCalendar:
    def test_holds_the_meetings_of_the_party_she_works_for(
        self, meeting, region, official_kampen, tenants_representative
    ):
        def titles(account):
            return [one.title for one in occasions(account, region.organisation_id, AT.date())]

        assert titles(official_kampen) == [meeting.title]
        assert titles(tenants_representative) == []

    def test_loses_them_with_her_role_there(self, meeting, region, official_kampen):
        Meeting.objects.update(reach="region")
        official_kampen.memberships.update(ends_before=AT.date())
        elsewhere = Organisation.objects.create(kind="corporation", name="De Brug", slug="de-brug")
        RegionMember.objects.create(region=region, organisation=elsewhere)
        Membership.objects.create(
            account=official_kampen,
            organisation=elsewhere,
            role=Role.CORPORATION_ADVISER,
            starts_on=AT.date(),
        )

        assert visible_meetings(official_kampen, region, today=AT.date()).exists()
        assert not list(occasions(official_kampen, region.organisation_id, AT.date()))
