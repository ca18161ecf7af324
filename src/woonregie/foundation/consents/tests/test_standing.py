"""Silence is never a yes, a reservation is none yet, and what was changed counts for nobody."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from woonregie.foundation.consents.models import Reply
from woonregie.foundation.consents.standing import (
    YES,
    Outcome,
    Said,
    Standing,
    Term,
    standing_of,
)

LAST = date(2026, 12, 15)
BEFORE, AFTER = date(2026, 12, 15), date(2026, 12, 16)

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
standings = st.sampled_from(Standing)
parties = st.lists(st.tuples(st.sampled_from(["Kampen", "Raalte", "Zwolle"]), standings))


class TestSilence:
    def test_waits_until_the_last_day(self):
        assert standing_of(Term(LAST), None, on=BEFORE) == Standing.ASKED

    def test_is_no_answer_after_it(self):
        assert standing_of(Term(LAST), None, on=AFTER) == Standing.NO_ANSWER

    def test_is_no_objection_where_the_question_said_so(self):
        assert standing_of(Term(LAST, silence_agrees=True), None, on=AFTER) in YES
        assert standing_of(Term(LAST, silence_agrees=True), None, on=BEFORE) == Standing.ASKED

    @given(days, days)
    def test_is_never_a_yes_unless_that_was_said(self, answer_by, on):
        assert standing_of(Term(answer_by), None, on=on) not in YES


class TestReservation:
    def test_is_no_yes_before_the_body_decides(self):
        assert standing_of(Term(LAST), Said(Reply.RESERVED), on=AFTER) == Standing.RESERVED

    def test_is_a_yes_once_it_is_lifted(self):
        said = Said(Reply.RESERVED, lifted=True)

        assert standing_of(Term(LAST), said, on=AFTER) == Standing.AGREED

    def test_is_an_objection_when_the_body_says_no(self):
        said = Said(Reply.RESERVED, lifted=False)

        assert standing_of(Term(LAST), said, on=AFTER) == Standing.OBJECTION


class TestValidity:
    def test_holds_through_its_last_day(self):
        said = Said(Reply.AGREED, valid_until=date(2027, 12, 31))

        assert standing_of(Term(LAST), said, on=date(2027, 12, 31)) == Standing.AGREED
        assert standing_of(Term(LAST), said, on=date(2028, 1, 1)) == Standing.EXPIRED

    @given(days, days, st.integers(0, 4000))
    def test_what_expired_stays_expired(self, until, on, later):
        said = Said(Reply.AGREED, valid_until=until)
        after = on + timedelta(days=later)

        if standing_of(Term(LAST), said, on=on) == Standing.EXPIRED:
            assert standing_of(Term(LAST), said, on=after) == Standing.EXPIRED

    @given(days)
    def test_an_objection_has_no_end(self, on):
        assert standing_of(Term(LAST), Said(Reply.OBJECTION), on=on) == Standing.OBJECTION


class TestOutcome:
    def test_tells_who_did_not_say_yes(self):
        outcome = Outcome(
            [
                ("Dalfsen", Standing.AGREED),
                ("Kampen", Standing.RESERVED),
                ("Ommen", Standing.OBJECTION),
                ("Raalte", Standing.ASKED),
                ("Zwolle", Standing.AGREED),
            ]
        )

        assert outcome.text == (
            "2 van de 5 partijen akkoord; onder voorbehoud: Kampen; bezwaar: Ommen; "
            "wij wachten op Raalte."
        )
        assert not outcome.all_agreed

    def test_is_whole_when_all_agreed(self):
        outcome = Outcome([("Kampen", Standing.AGREED), ("Zwolle", Standing.NO_OBJECTION)])

        assert outcome.all_agreed
        assert outcome.text == "Alle 2 partijen zijn akkoord."

    def test_of_nobody_is_no_agreement(self):
        assert not Outcome([]).all_agreed

    @pytest.mark.parametrize("lost", [{"changed": True}, {"withdrawn": True}])
    def test_counts_no_longer_when_the_thing_changed_or_the_question_is_gone(self, lost):
        outcome = Outcome([("Kampen", Standing.AGREED)], **lost)

        assert not outcome.counts
        assert not outcome.all_agreed
        assert "tellen niet" in outcome.text

    @given(parties)
    def test_names_every_party_in_one_place(self, asked):
        outcome = Outcome(asked)

        assert sum(len(outcome.named(standing)) for standing in Standing) == len(asked)

    @given(parties, standings.filter(lambda at: at not in YES))
    def test_one_who_did_not_say_yes_is_enough(self, asked, other):
        assert not Outcome([*asked, ("Deventer", other)]).all_agreed
