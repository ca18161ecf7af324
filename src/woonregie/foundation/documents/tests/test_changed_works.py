"""What a work is called, who take part, who reads it, and until when remarks are asked."""

from datetime import date
from uuid import UUID

import pytest

from woonregie.foundation.audit.models import Event
from woonregie.foundation.documents.errors import CircleError, EditionError, WorkError
from woonregie.foundation.documents.models import Work
from woonregie.foundation.documents.queries import (
    latest,
)
from woonregie.foundation.documents.services import (
    adopt,
    change_work,
    read_otherwise,
    remark,
)
from woonregie.foundation.documents.tests.conftest import FROM, LATER
from woonregie.foundation.documents.turns import deadlines, turns
from woonregie.foundation.pages.errors import ForbiddenError, StaleVersionError

TODAY = date(2026, 11, 26)


def change(work, moment, **values):
    """Change some of what a work is."""
    given = {
        "by": None,
        "at": moment,
        "work": work,
        "base_version": work.version,
        "title": work.title,
        "reach": work.reach,
        "parties": [item.organisation for item in work.parties.all()],
        "parent": work.parent,
    }
    return change_work(**{**given, **values})


class TestChangeWork:
    def test_changes_title_reach_and_parties(self, agreement, kampen, zwolle, moment):
        changed = change(
            agreement,
            moment,
            title="Afspraken",
            reach="region",
            parties=[kampen.organisation, zwolle.organisation],
        )

        names = sorted(str(party) for party in changed.parties.all())
        assert (changed.title, changed.reach, names) == (
            "Afspraken",
            "region",
            ["Kampen", "Zwolle"],
        )

    def test_of_two_editors_the_second_is_told(self, agreement, moment):
        change(agreement, moment, title="Van de eerste")

        with pytest.raises(StaleVersionError):
            change(agreement, moment, title="Van de tweede")

        assert Work.objects.get().title == "Van de eerste"

    def test_refuses_a_circle_of_works(self, agreement, programme, begin, moment):
        slice_ = begin(parent=agreement)
        change(agreement, moment, parent=programme)

        with pytest.raises(CircleError):
            change(programme, moment, parent=slice_)
        with pytest.raises(CircleError):
            change(programme, moment, parent=programme)

    def test_is_for_who_decides(self, programme, official_kampen, moment):
        with pytest.raises(ForbiddenError):
            change(programme, moment, by=official_kampen, title="Van Kampen")

    def test_of_parties_and_readers_stands_in_the_trail_with_what_it_was(
        self, agreement, kampen, zwolle, moment
    ):
        before = sorted(str(item.organisation_id) for item in agreement.parties.all())
        now = [kampen.organisation, zwolle.organisation]

        change(agreement, moment, reach="region", parties=now)

        payload = Event.objects.get(act="documents.work_changed").payload
        assert payload["fields"] == ["reach", "parties"]
        assert (payload["reach_was"], payload["reach"]) == ("parties", "region")
        assert payload["parties_was"] == before
        assert payload["parties"] == sorted(str(item.pk) for item in now)

    def test_of_a_title_leaves_no_words_in_the_trail(self, agreement, moment):
        change(agreement, moment, title="Geheime afspraken")

        payload = Event.objects.get(act="documents.work_changed").payload
        assert payload == {"version": 2, "fields": ["title"]}


class TestRemarksUntil:
    """Remarks are asked until a day: whoever did not react is told, and it ends that day."""

    UNTIL = date(2026, 12, 10)

    def asked(self, work, moment):
        return change(work, moment, remarks_until=self.UNTIL)

    def turned(self, account, region, today=TODAY):
        return [
            (turn.text, turn.due)
            for turn in turns(account, region.organisation_id, today)
            if turn.about.startswith("documents.react:")
        ]

    def test_is_a_turn_of_each_party_that_said_nothing(
        self, agreement, moment, region, official_kampen, corporation_adviser
    ):
        self.asked(agreement, moment)

        told = ("Reageer namens Kampen op Prestatieafspraken Kampen 2027.", self.UNTIL)
        assert self.turned(official_kampen, region) == [told]
        assert len(self.turned(corporation_adviser, region)) == 1

    def test_is_no_turn_of_who_takes_no_part_nor_of_the_office(
        self, agreement, moment, region, secretary, official_zwolle
    ):
        self.asked(agreement, moment)

        assert self.turned(secretary, region) == []
        assert self.turned(official_zwolle, region) == []

    @pytest.mark.parametrize("way", ["remark", "reading", "proposal", "none"])
    def test_is_no_turn_any_more_of_who_reacted(
        self, agreement, moment, region, official_kampen, kampen, clause, ask, way
    ):
        self.asked(agreement, moment)
        given = {
            "by": official_kampen,
            "at": LATER,
            "organisation": kampen.organisation,
            "owner_id": region.organisation_id,
        }
        target = clause(agreement, "1.1")

        if way == "remark":
            remark(**given, target=target, text="Is dit genoeg?")
        elif way == "none":
            remark(**given, target=agreement, text="Geen opmerkingen.")
        elif way == "reading":
            read_otherwise(**given, target=target, field="text", value=90, reason="Telling")
        else:
            ask(agreement, "replace", "1.1", text="Meer.")

        assert self.turned(official_kampen, region) == []

    def test_asks_again_of_who_reacted_before_it_was_asked(
        self, agreement, region, moment, official_kampen, kampen
    ):
        remark(
            by=official_kampen,
            at=moment,
            target=agreement,
            organisation=kampen.organisation,
            owner_id=region.organisation_id,
            text="Eerder gezegd.",
        )

        change(agreement, LATER, remarks_until=self.UNTIL)

        assert len(self.turned(official_kampen, region)) == 1

    def test_is_over_the_day_after(self, agreement, moment, region, official_kampen):
        self.asked(agreement, moment)

        assert len(self.turned(official_kampen, region, self.UNTIL)) == 1
        assert self.turned(official_kampen, region, date(2026, 12, 11)) == []

    def test_is_a_deadline_for_who_reads_the_work(
        self, agreement, moment, region, secretary, official_zwolle
    ):
        self.asked(agreement, moment)

        told = [
            (item.text, item.on) for item in deadlines(secretary, region.organisation_id, TODAY)
        ]
        assert told == [
            ("Laatste dag voor opmerkingen op Prestatieafspraken Kampen 2027", self.UNTIL)
        ]
        assert list(deadlines(official_zwolle, region.organisation_id, TODAY)) == []

    def test_cannot_be_over_already(self, agreement, moment):
        with pytest.raises(WorkError, match="al voorbij"):
            change(agreement, moment, remarks_until=date(2026, 11, 23))

    def test_is_a_day_that_people_live_to_see(self, agreement, moment):
        with pytest.raises(WorkError, match="binnen tien jaar"):
            change(agreement, moment, remarks_until=date.max)

    def test_moved_asks_nothing_new_of_who_reacted(
        self, agreement, moment, region, official_kampen, kampen
    ):
        self.asked(agreement, moment)
        remark(
            by=official_kampen,
            at=LATER,
            target=agreement,
            organisation=kampen.organisation,
            owner_id=region.organisation_id,
            text="Geen opmerkingen.",
        )
        agreement.refresh_from_db()

        change(agreement, LATER, remarks_until=date(2026, 12, 20))

        assert self.turned(official_kampen, region) == []


class TestCode:
    """A code that is taken by a work that she may not see tells nothing of that work."""

    def test_of_a_party_stands_in_a_heap_of_its_own(self, begin, official_kampen):
        assert begin(by=official_kampen, code="2028").code == "KAMPEN-2028"
        assert begin(by=official_kampen, code="kampen-2029").code == "KAMPEN-2029"

    def test_that_another_took_is_free_for_her(
        self, begin, official_kampen, official_zwolle, zwolle
    ):
        begin(code="2028")
        begin(by=official_zwolle, code="2028", parties=[zwolle.organisation])

        assert begin(by=official_kampen, code="2028").code == "KAMPEN-2028"

    def test_that_her_own_organisation_took_is_told(self, begin, official_kampen):
        begin(by=official_kampen, code="2028")

        with pytest.raises(WorkError, match="KAMPEN-2028 is al in gebruik"):
            begin(by=official_kampen, code="2028")

    @pytest.mark.parametrize("code", ["ZWOLLE-2028", "ZWOLLE-1"])
    def test_from_the_heap_of_another_is_refused_whether_it_is_taken_or_not(
        self, begin, secretary, region, zwolle, code
    ):
        begin(code="ZWOLLE-2028", parties=[zwolle.organisation])

        with pytest.raises(WorkError, match="met ZWOLLE- begint"):
            begin(by=secretary, code=code)

    def test_of_the_office_is_as_it_is_written(self, begin, secretary):
        assert begin(by=secretary, code="RAA-2028").code == "RAA-2028"

    def test_of_a_long_name_still_fits(self, begin, corporation_adviser, corporation):
        corporation.slug = "corporatie-aan-de-ijssel-en-het-zwarte-water"
        corporation.save()

        code = begin(by=corporation_adviser, code="2028").code

        assert code.startswith("CORPORATIE-AA")
        assert len(code) <= 40


class TestDecision:
    def test_stands_with_the_edition_for_good(self, agreement, programme, moment, secretary):
        pointer = ("documenten", programme.pk)

        edition = adopt(
            by=secretary,
            at=moment,
            work=agreement,
            starts_on=FROM,
            decided="College",
            decision=pointer,
        )

        assert (edition.decision_kind, edition.decision_id) == pointer
        payload = Event.objects.get(act="documents.edition_adopted").payload
        assert payload["decision"] == str(programme.pk)

    def test_that_she_may_not_read_is_as_one_that_is_not_there(
        self, begin, agreement, moment, official_kampen, zwolle
    ):
        hidden = begin(code="ZWL", parties=[zwolle.organisation])

        for key in (hidden.pk, UUID(int=7)):
            with pytest.raises(EditionError, match="is er niet, of u mag het niet lezen"):
                adopt(
                    by=official_kampen,
                    at=moment,
                    work=agreement,
                    starts_on=FROM,
                    decided="College",
                    decision=("documenten", key),
                )

        assert latest(agreement).adopted_at is None
