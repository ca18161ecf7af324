"""Who asks gives parties more time; never less, and never in silence."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from woonregie.foundation.audit.models import Event
from woonregie.foundation.consents.errors import (
    AlreadyExtendedError,
    AskingError,
    MandateError,
    ThingChangedError,
    TooLateError,
    WithdrawnError,
)
from woonregie.foundation.consents.models import Extension
from woonregie.foundation.consents.queries import state_of
from woonregie.foundation.consents.services import Given, answer, extend, withdraw
from woonregie.foundation.consents.standing import Standing
from woonregie.foundation.consents.tests.conftest import LAST_DAY

pytestmark = pytest.mark.django_db

LATER = date(2027, 1, 15)
AFTER = 22
"""Days from the usual moment, 24 November, to the day after the last day."""


@pytest.fixture
def extended(request_of_region, secretary, moment):
    """Return a function that extends the question of the region."""

    def do(ends_on=LATER, *, by=secretary, days=0, asked=request_of_region, reason="Reces."):
        return extend(
            by=by, at=moment + timedelta(days=days), request=asked, ends_on=ends_on, reason=reason
        )

    return do


class TestExtend:
    def test_keeps_until_when_it_was_and_why(self, extended, request_of_region, secretary):
        given = extended()

        assert (given.ended_on, given.ends_on) == (LAST_DAY, LATER)
        assert (given.by, given.reason) == (secretary, "Reces.")
        request_of_region.refresh_from_db()
        assert request_of_region.answer_by == LAST_DAY
        assert request_of_region.last_day == LATER

    def test_writes_one_line(self, extended, region):
        extended()

        line = Event.objects.get(act="consents.extended")
        assert line.organisation_id == region.organisation_id
        assert line.payload == {"until": "2027-01-15", "until_was": "2026-12-15"}

    def test_each_begins_where_the_last_ended(self, extended, request_of_region):
        extended()
        extended(date(2027, 2, 1))

        days = Extension.objects.values_list("ended_on", "ends_on")
        assert list(days) == [(LAST_DAY, LATER), (LATER, date(2027, 2, 1))]

    def test_opens_again_what_was_over(self, extended, answered, request_of_region):
        with pytest.raises(TooLateError, match="verlengen"):
            answered(days=AFTER)

        extended(days=AFTER)

        assert answered(days=AFTER).number == 1

    def test_a_party_waits_until_the_new_day(
        self, extended, request_of_region, region, secretary, moment
    ):
        extended()

        def standing(day):
            state = state_of(secretary, region, request_of_region.pk, today=day)
            return {party.standing for party in state.parties}

        assert standing(LATER) == {Standing.ASKED}
        assert standing(LATER + timedelta(days=1)) == {Standing.NO_ANSWER}

    def test_what_was_answered_stays(self, extended, answered, request_of_region, region, moment):
        said = answered()

        extended()

        state = state_of(said.answered_by, region, request_of_region.pk, today=moment.date())
        assert dict(state.outcome.parties)["Kampen"] == Standing.AGREED

    @pytest.mark.parametrize("day", [LAST_DAY - timedelta(days=1), date(2026, 11, 24)])
    def test_never_gives_less_time(self, extended, day):
        with pytest.raises(AskingError, match="korter kan niet"):
            extended(day)

        assert not Extension.objects.exists()

    def test_the_same_day_again_is_said_to_be_so(self, extended):
        with pytest.raises(AlreadyExtendedError, match="al 15 december 2026"):
            extended(LAST_DAY)

    @pytest.mark.parametrize(
        ("day", "days"), [(date(2037, 1, 1), 0), (date(2026, 12, 16), AFTER + 1)]
    )
    def test_not_for_ever_and_not_until_yesterday(self, extended, day, days):
        with pytest.raises(AskingError, match="tien jaar"):
            extended(day, days=days)

    @pytest.mark.parametrize("reason", ["", "  ", "x" * 501, "a\x00b"])
    def test_not_without_a_reason_or_with_a_book(self, extended, reason):
        with pytest.raises(AskingError, match="waarom"):
            extended(reason=reason)

    @pytest.mark.parametrize("who", ["official_kampen", "reader", "stranger"])
    def test_only_by_who_asked(self, extended, request, who):
        with pytest.raises(MandateError):
            extended(by=request.getfixturevalue(who))

    def test_not_of_what_was_taken_back(self, extended, request_of_region, secretary, moment):
        withdraw(by=secretary, at=moment, request=request_of_region, reason="Vergissing.")

        with pytest.raises(WithdrawnError):
            extended()

    def test_not_when_the_thing_is_another_by_now(self, extended, a_source):
        a_source.title = "Andere cijfers"
        a_source.save()

        with pytest.raises(ThingChangedError):
            extended()

    def test_silence_that_became_a_yes_does_not_open_again(self, extended, asked):
        silent = asked(text="Hebt u bezwaar?", silence_agrees=True)

        assert extended(asked=silent, days=AFTER - 1).ends_on == LATER
        with pytest.raises(AskingError, match="geen bezwaar"):
            extended(date(2027, 3, 1), asked=silent, days=60)

    def test_the_database_keeps_what_was_given(self, extended):
        given = extended()

        with pytest.raises(Exception, match="append-only"), transaction.atomic():
            Extension.objects.filter(pk=given.pk).update(ends_on=date(2030, 1, 1))

    def test_of_two_at_once_one_gives(self, extended, request_of_region):
        given = extended()
        given.pk = None

        with pytest.raises(IntegrityError), transaction.atomic():
            given.save(force_insert=True)


class TestPage:
    @pytest.fixture
    def where(self, request_of_region):
        return f"/testregio/instemming/{request_of_region.pk}/"

    def test_leads_from_the_question_to_more_time(self, where, client_for, secretary):
        browser = client_for(secretary)

        assert f"{where}verlengen/" in browser.get(where).content.decode()
        done = browser.post(
            f"{where}verlengen/", {"ends_on": "15-01-2036", "reason": "Het reces viel ertussen."}
        )

        told = browser.get(done["Location"]).content.decode()
        assert "15 januari 2036" in told
        assert "Het reces viel ertussen." in told
        assert "termijn verlengd tot en met" in told

    def test_says_beside_the_form_that_less_cannot_be(self, where, client_for, secretary):
        told = client_for(secretary).post(
            f"{where}verlengen/", {"ends_on": "01-01-2020", "reason": "Haast."}
        )

        assert "korter kan niet" in told.content.decode()

    def test_is_not_for_who_was_asked(self, where, client_for, official_kampen):
        browser = client_for(official_kampen)

        assert f"{where}verlengen/" not in browser.get(where).content.decode()
        assert browser.get(f"{where}verlengen/").status_code == 403


def test_who_answered_in_the_time_that_was_given_stands(
    extended, request_of_region, official_zwolle, zwolle, moment
):
    extended()

    said = answer(
        by=official_zwolle,
        at=moment + timedelta(days=AFTER + 5),
        request=request_of_region,
        organisation=zwolle.organisation,
        given=Given("agreed"),
    )

    assert said.number == 1
