"""The backlog: who reads what waits, who takes it away, and what a meeting leaves in it."""

from datetime import date, timedelta

import pytest

from woonregie.foundation.accounts.models import Membership, Role
from woonregie.foundation.meetings.errors import MeetingError, NotYoursError
from woonregie.foundation.meetings.models import BacklogItem, Dealt, Reach
from woonregie.foundation.meetings.queries import backlog_for, visible_backlog
from woonregie.foundation.meetings.recurring import Every, Rule
from woonregie.foundation.meetings.services import (
    Point,
    add_item,
    add_to_backlog,
    close_meeting,
    keep_notes,
    plan_meeting,
    start_series,
    withdraw_from_backlog,
)
from woonregie.foundation.meetings.tests.conftest import AT, BEGINS, ENDS

AFTER = ENDS + timedelta(hours=1)
TODAY, LATER = AT.date(), AFTER.date()


@pytest.fixture
def vacancy(region, official_kampen, kampen):
    return add_to_backlog(
        by=official_kampen,
        at=AT,
        region=region,
        organisation=kampen.organisation,
        title="Leegstand",
        theme="Bouwen",
    )


def titles(account, region, today=LATER):
    return sorted(item.title for item in visible_backlog(account, region, today=today))


class TestWhatAMeetingLeaves:
    @pytest.fixture
    def held(self, meeting, secretary, reader, account_manager, corporation_adviser):
        """Return a meeting of Kampen and Zwolle that noted one thing, and left another."""
        noted = add_item(by=secretary, at=AT, meeting=meeting, point=Point("Reeve"))
        add_item(by=secretary, at=AT, meeting=meeting, point=Point("Aankoop van de haven"))
        keep_notes(
            by=secretary,
            at=AFTER,
            item=noted,
            notes="Kampen rekent.",
            dealt=Dealt.DEALT,
            base_version=1,
        )
        return close_meeting(by=secretary, at=AFTER, meeting=meeting)

    @pytest.mark.parametrize("who", ["official_kampen", "official_zwolle", "reader", "secretary"])
    def test_is_read_by_the_parties_and_the_office(self, held, region, request, who):
        assert titles(request.getfixturevalue(who), region) == [
            "Aankoop van de haven",
            "Vaststellen: Verslag van Portefeuillehoudersoverleg, 10 december 2026",
        ]

    @pytest.mark.parametrize("who", ["account_manager", "corporation_adviser", "guest"])
    def test_is_kept_from_all_others(self, held, region, request, who):
        assert titles(request.getfixturevalue(who), region) == []

    def test_is_for_the_region_when_the_meeting_was(self, meeting, secretary, region, request):
        meeting.reach = Reach.REGION
        meeting.save()
        add_item(by=secretary, at=AT, meeting=meeting, point=Point("Kleine kernen"))
        close_meeting(by=secretary, at=AFTER, meeting=meeting)

        assert titles(request.getfixturevalue("account_manager"), region) == ["Kleine kernen"]

    def test_is_no_longer_read_when_a_role_ended(self, held, region, official_zwolle):
        official_zwolle.memberships.update(ends_before=AFTER.date())

        assert titles(official_zwolle, region) == []

    @pytest.fixture
    def elsewhere(self, held, region, theme_lead, raalte, details):
        """Return a meeting of Raalte, with its own planner."""
        theme_lead.memberships.update(organisation=raalte.organisation)
        week = timedelta(days=7)
        return plan_meeting(
            by=theme_lead,
            at=AFTER,
            region=region,
            details=details(organiser=raalte.organisation, parties=[]),
            times=[(BEGINS + week, ENDS + week)],
        )

    def test_is_not_offered_to_who_may_not_read_it(self, elsewhere, theme_lead, secretary):
        assert not backlog_for(elsewhere, theme_lead, today=LATER).exists()
        assert backlog_for(elsewhere, secretary, today=LATER).count() == 2

    def test_is_not_put_on_an_agenda_by_who_may_not_read_it(self, elsewhere, theme_lead):
        left = BacklogItem.objects.get(title="Aankoop van de haven")

        with pytest.raises(MeetingError, match="staat al op een agenda, of is al behandeld"):
            add_item(
                by=theme_lead, at=AFTER, meeting=elsewhere, point=Point("Haven"), backlog=left
            )

        assert not elsewhere.items.exists()

    def test_a_point_of_the_region_that_goes_to_a_closed_series_goes_there_with_its_readers(
        self,
        region,
        secretary,
        official_kampen,
        official_zwolle,
        account_manager,
        vacancy,
        details,
    ):
        series = start_series(
            by=secretary,
            at=AT,
            region=region,
            details=details(),
            first=(BEGINS, ENDS),
            rule=Rule(Every.MONTH, 2, 2),
        )
        first = series.meetings.earliest("starts_at")
        add_item(by=secretary, at=AT, meeting=first, point=Point("Leegstand"), backlog=vacancy)

        close_meeting(by=secretary, at=AFTER, meeting=first)

        assert titles(account_manager, region) == []
        assert titles(official_kampen, region) == ["Leegstand"]
        assert titles(official_zwolle, region) == ["Leegstand"]


class TestAddToBacklog:
    def test_is_read_by_all_who_work_in_the_region(self, vacancy, region, account_manager):
        assert titles(account_manager, region) == ["Leegstand"]

    @pytest.mark.parametrize("who", ["guest", "market_expert"])
    def test_is_not_read_by_who_has_a_narrow_role(self, vacancy, region, request, who):
        assert titles(request.getfixturevalue(who), region) == []

    def test_refuses_who_does_not_speak_for_that_organisation(
        self, region, official_zwolle, kampen
    ):
        with pytest.raises(NotYoursError, match="U spreekt niet namens Kampen"):
            add_to_backlog(
                by=official_zwolle,
                at=AT,
                region=region,
                organisation=kampen.organisation,
                title="Leegstand",
            )

        assert not BacklogItem.objects.exists()

    def test_refuses_a_role_that_ended_yesterday(self, region, official_kampen, kampen):
        official_kampen.memberships.update(ends_before=TODAY)

        with pytest.raises(NotYoursError, match="U spreekt niet namens Kampen"):
            add_to_backlog(
                by=official_kampen,
                at=AT,
                region=region,
                organisation=kampen.organisation,
                title="Leegstand",
            )

    def test_refuses_nothing_but_spaces(self, region, official_kampen, kampen):
        with pytest.raises(MeetingError, match="Vul in waarover het gaat"):
            add_to_backlog(
                by=official_kampen,
                at=AT,
                region=region,
                organisation=kampen.organisation,
                title="  ",
            )

        assert not BacklogItem.objects.exists()


class TestWithdrawFromBacklog:
    @pytest.mark.parametrize("who", ["official_kampen", "executive_kampen", "secretary"])
    def test_is_for_its_organisation_and_the_office(self, vacancy, region, request, who):
        withdraw_from_backlog(by=request.getfixturevalue(who), at=AFTER, item=vacancy)

        assert titles(request.getfixturevalue("official_kampen"), region) == []

    @pytest.mark.parametrize("who", ["official_zwolle", "reader"])
    def test_is_for_nobody_else(self, vacancy, request, who):
        with pytest.raises(NotYoursError, match="Alleen Kampen en de regiosecretaris"):
            withdraw_from_backlog(by=request.getfixturevalue(who), at=AFTER, item=vacancy)

        vacancy.refresh_from_db()
        assert vacancy.withdrawn_at is None

    def test_again_is_once(self, vacancy, official_kampen):
        withdraw_from_backlog(by=official_kampen, at=AT, item=vacancy)

        withdraw_from_backlog(by=official_kampen, at=AFTER, item=vacancy)

        vacancy.refresh_from_db()
        assert vacancy.withdrawn_at == AT


class TestBacklogFor:
    def test_offers_what_is_of_no_series(self, vacancy, meeting, secretary):
        assert list(backlog_for(meeting, secretary, today=TODAY)) == [vacancy]

    def test_keeps_what_another_series_left_out(self, meeting, region, secretary, details):
        series = start_series(
            by=secretary,
            at=AT,
            region=region,
            details=details(title="Ambtelijk overleg"),
            first=(BEGINS, ENDS),
            rule=Rule(Every.WEEK, 1, 2),
        )
        first, second = series.meetings.order_by("starts_at")
        add_item(by=secretary, at=AT, meeting=first, point=Point("Rondvraag"))
        close_meeting(by=secretary, at=AFTER, meeting=first)

        assert not backlog_for(meeting, secretary, today=AFTER.date()).exists()
        assert backlog_for(second, secretary, today=AFTER.date()).get().title == "Rondvraag"

    def test_what_was_dealt_with_waits_no_longer(self, vacancy, meeting, secretary, region):
        item = add_item(
            by=secretary, at=AT, meeting=meeting, point=Point("Leegstand"), backlog=vacancy
        )
        keep_notes(by=secretary, at=AFTER, item=item, notes="", dealt=Dealt.DEALT, base_version=1)

        close_meeting(by=secretary, at=AFTER, meeting=meeting)

        assert titles(secretary, region) == []

    def test_of_two_organisations_she_speaks_for_each(
        self, vacancy, region, official_kampen, zwolle
    ):
        Membership.objects.create(
            account=official_kampen,
            organisation=zwolle.organisation,
            role=Role.OFFICIAL,
            starts_on=date(2026, 1, 1),
        )

        other = add_to_backlog(
            by=official_kampen,
            at=AT,
            region=region,
            organisation=zwolle.organisation,
            title="Stadshagen",
        )

        assert (other.organisation, other.reach) == (zwolle.organisation, Reach.REGION)
