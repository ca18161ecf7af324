"""Whose turn it is to answer, and what ends by which day."""

from datetime import date

import pytest

from woonregie.foundation.consents.services import extend, withdraw
from woonregie.foundation.consents.turns import deadlines, turns

pytestmark = pytest.mark.django_db


@pytest.fixture
def turns_of(region, moment):
    def of(account):
        return list(turns(account, region.organisation_id, moment.date()))

    return of


class TestTurns:
    def test_an_answer_is_due_of_each_party(self, turns_of, request_of_region, official_kampen):
        found = {
            turn.mine: turn for turn in turns_of(official_kampen) if "Zwolle" not in turn.text
        }

        mine = found[True]
        assert mine.text == "Antwoord namens Kampen: “Stemt u in met deze cijfers?”."
        assert mine.url == f"/testregio/instemming/{request_of_region.pk}/antwoord/kampen/"
        assert (mine.due, mine.risk) == (date(2026, 12, 15), False)
        assert found[False].text.startswith("Corporatie de IJssel antwoordt nog")

    def test_who_got_more_time_hears_it_as_something_new(
        self, turns_of, request_of_region, secretary, official_kampen, moment
    ):
        [before] = [turn for turn in turns_of(official_kampen) if turn.mine]

        extend(
            by=secretary,
            at=moment,
            request=request_of_region,
            ends_on=date(2027, 1, 15),
            reason="Het reces viel tussenbeide.",
        )

        [after] = [turn for turn in turns_of(official_kampen) if turn.mine]
        assert after.about != before.about
        assert after.text.endswith("De termijn is verlengd tot en met 15 januari 2027.")
        assert after.due == date(2027, 1, 15)

    def test_silence_that_counts_is_a_risk(self, turns_of, asked, official_kampen):
        asked(silence_agrees=True)

        assert {turn.mine: turn.risk for turn in turns_of(official_kampen)} == {
            True: True,
            False: False,
        }

    def test_a_reservation_waits_for_its_body(self, turns_of, answered, official_kampen):
        answered("reserved", body="council", body_decides_by=date(2027, 2, 1))

        [mine] = [turn for turn in turns_of(official_kampen) if turn.mine]
        assert "wat de gemeenteraad besloot" in mine.text
        assert mine.due == date(2027, 2, 1)
        assert mine.about.endswith(":1")

    def test_nothing_waits_when_it_was_taken_back(
        self, turns_of, request_of_region, secretary, official_kampen, moment
    ):
        withdraw(by=secretary, at=moment, request=request_of_region, reason="Vergissing.")

        assert turns_of(official_kampen) == []

    def test_nothing_waits_once_the_thing_changed(
        self, turns_of, request_of_region, a_source, official_kampen
    ):
        a_source.title = "Iets anders"
        a_source.save()

        assert turns_of(official_kampen) == []

    def test_who_may_not_read_it_hears_nothing(self, turns_of, request_of_region, stranger):
        assert turns_of(stranger) == []


class TestDeadlines:
    @pytest.mark.parametrize(
        ("until", "told"),
        [
            (date(2026, 12, 24), True),
            (date(2026, 12, 25), False),
            (date(2026, 11, 24), True),
        ],
    )
    def test_tells_of_a_yes_that_ends_within_thirty_days(
        self, region, answered, official_kampen, moment, until, told
    ):
        answered(valid_until=until)

        found = list(deadlines(official_kampen, region.organisation_id, moment.date()))

        ends = [item for item in found if "loopt af" in item.text]
        assert bool(ends) is told

    def test_tells_the_last_day_and_when_the_council_decides(
        self, region, answered, official_kampen, moment
    ):
        answered("reserved", body="council", body_decides_by=date(2027, 2, 1))

        found = deadlines(official_kampen, region.organisation_id, moment.date())

        assert {item.on for item in found} == {date(2026, 12, 15), date(2027, 2, 1)}
