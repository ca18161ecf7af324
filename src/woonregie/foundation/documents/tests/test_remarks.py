"""Remarks and readings: kept, answered, withdrawn, never lost."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from woonregie.foundation.audit.queries import events_of
from woonregie.foundation.documents.errors import RemarkError
from woonregie.foundation.documents.queries import open_counts, readings_of, remarks_on
from woonregie.foundation.documents.services import (
    read_otherwise,
    remark,
    settle,
    withdraw_reading,
)

LATER = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def say(kampen, province, account_manager, moment):
    """Return a function by which the province remarks on Kampen."""

    def remarked(text, **more):
        return remark(
            by=account_manager,
            at=moment,
            target=kampen,
            organisation=province.organisation,
            owner_id=kampen.organisation_id,
            text=text,
            **more,
        )

    return remarked


@pytest.fixture
def dispute(kampen, province, account_manager, moment):
    """Return a function by which the province reads a figure of Kampen otherwise."""

    def disputed(value, reason="Er is minder ruimte", at=moment):
        return read_otherwise(
            by=account_manager,
            at=at,
            target=kampen,
            organisation=province.organisation,
            owner_id=kampen.organisation_id,
            field="build",
            value=Decimal(value),
            reason=reason,
        )

    return disputed


class TestRemark:
    def test_is_open_until_it_is_answered(self, kampen, official_kampen, say):
        asked = say("  Waarom 600 woningen?  ", field="build")

        assert open_counts("region.municipality", [kampen.pk]) == {kampen.pk: 1}
        settle(
            by=official_kampen,
            at=LATER,
            target=kampen,
            owner_id=kampen.organisation_id,
            remark=asked,
            answer="Het zijn er 450.",
        )

        kept = remarks_on(kampen).get()
        assert (kept.text, kept.settlement) == ("Waarom 600 woningen?", "Het zijn er 450.")
        assert open_counts("region.municipality", [kampen.pk]) == {}

    def test_is_answered_once(self, kampen, official_kampen, say):
        asked = say("Waarom?")
        answer = {
            "by": official_kampen,
            "at": LATER,
            "target": kampen,
            "owner_id": kampen.organisation_id,
            "remark": asked,
        }
        settle(**answer, answer="Daarom.")

        with pytest.raises(RemarkError, match="al afgehandeld"):
            settle(**answer, answer="Toch niet.")

    @pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
    def test_of_nothing_or_of_a_book_is_refused(self, say, text):
        with pytest.raises(RemarkError):
            say(text)

    def test_the_trail_holds_no_words(self, kampen, say):
        say("Bel mij even over de familie op nummer 12")

        line = events_of(kampen.pk).get()
        assert line.organisation_id == kampen.organisation_id
        assert "familie" not in str(line.payload)


class TestReading:
    def test_stands_beside_the_figure(self, kampen, dispute):
        dispute(450)

        assert [(item.field, item.value) for item in readings_of(kampen)] == [("build", 450)]

    def test_a_new_one_of_the_same_party_takes_its_place(self, kampen, dispute):
        dispute(450)
        dispute(500, at=LATER)

        assert [item.value for item in readings_of(kampen)] == [500]

    def test_what_was_read_before_stays_askable(self, kampen, dispute, moment):
        dispute(450)
        dispute(500, at=LATER)

        assert [item.value for item in readings_of(kampen, known_on=moment)] == [450]

    def test_the_same_again_writes_nothing(self, dispute):
        assert dispute(450) == dispute(450, at=LATER)

    def test_the_owner_changes_her_figure_instead(self, kampen, official_kampen, moment):
        with pytest.raises(RemarkError, match="uw eigen cijfer"):
            read_otherwise(
                by=official_kampen,
                at=moment,
                target=kampen,
                organisation=kampen.organisation,
                owner_id=kampen.organisation_id,
                field="build",
                value=Decimal(1),
                reason="Anders",
            )

    def test_withdrawn_it_is_gone_from_now_on(self, kampen, account_manager, dispute):
        reading = dispute(450)

        withdraw_reading(
            by=account_manager,
            at=LATER,
            target=kampen,
            owner_id=kampen.organisation_id,
            reading=reading,
        )

        assert not readings_of(kampen)
        with pytest.raises(RemarkError):
            withdraw_reading(
                by=account_manager,
                at=LATER,
                target=kampen,
                owner_id=kampen.organisation_id,
                reading=reading,
            )
