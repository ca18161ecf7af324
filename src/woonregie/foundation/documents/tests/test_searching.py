"""Documents and clauses are found by their words, by who may read them; turns follow proposals."""

from datetime import date
from unittest.mock import ANY

import pytest

from woonregie.foundation.documents.services import accept, freeze
from woonregie.foundation.documents.turns import MOST_OTHERS, turns
from woonregie.foundation.search.pointing import things
from woonregie.foundation.search.queries import find
from woonregie.foundation.search.services import rebuild

TODAY = date(2026, 11, 26)


@pytest.fixture
def found(region):
    """Return a function that gives the titles of what somebody finds, by kind."""

    def asked(account, text):
        rebuild(today=TODAY)
        groups = find(text, account=account, region=region, today=TODAY).groups
        return {group.item.name: [hit.row.title for hit in group.hits] for group in groups}

    return asked


class TestFinding:
    def test_a_clause_by_the_parts_of_its_words(self, agreement, found, official_kampen):
        assert found(official_kampen, "locatie") == {
            "bepalingen": ["1.2 De gemeente wijst twee locaties aan."]
        }

    def test_a_document_by_its_title(self, agreement, found, official_kampen):
        assert found(official_kampen, "prestatieafspraken")["documenten"] == [
            "Prestatieafspraken Kampen 2027"
        ]

    def test_gives_nothing_of_documents_of_others(self, agreement, found, official_zwolle):
        assert found(official_zwolle, "locatie") == {}

    def test_gives_nothing_of_what_was_deleted(
        self, agreement, ask, moment, found, official_kampen
    ):
        accept(by=None, at=moment, proposal=ask(agreement, "delete", "1.2"))

        assert found(official_kampen, "locatie") == {}


class TestPointing:
    def test_names_a_document_for_who_may_read_it(
        self, agreement, region, official_kampen, official_zwolle
    ):
        pointer = ("documenten", agreement.pk)

        hers = things([pointer], account=official_kampen, region=region, today=TODAY)
        others = things([pointer], account=official_zwolle, region=region, today=TODAY)

        assert hers[pointer].url == "/testregio/documenten/KAM-2027/"
        assert others == {}


class TestTurns:
    def asked(self, account, region):
        return [(turn.mine, turn.text) for turn in turns(account, region.organisation_id, TODAY)]

    def test_are_of_who_decides_and_of_who_proposed(
        self, agreement, ask, region, corporation_adviser, executive_kampen, official_zwolle
    ):
        ask(agreement, "delete", "1.2")

        title = "Prestatieafspraken Kampen 2027"
        assert self.asked(corporation_adviser, region) == [
            (True, f"Beslis over het voorstel van Kampen voor {title}.")
        ]
        assert self.asked(executive_kampen, region) == [
            (False, f"Uw voorstel voor {title} wacht op een beslissing.")
        ]
        assert self.asked(official_zwolle, region) == []

    def test_end_with_the_decision(self, agreement, ask, moment, region, corporation_adviser):
        accept(by=None, at=moment, proposal=ask(agreement, "delete", "1.2"))

        assert self.asked(corporation_adviser, region) == []

    def test_are_all_told_to_who_decides(self, agreement, ask, region, corporation_adviser):
        for _number in range(MOST_OTHERS + 2):
            ask(agreement, "delete", "1.2")

        mine = [one for one in self.asked(corporation_adviser, region) if one[0]]

        assert len(mine) == MOST_OTHERS + 2

    def test_that_wait_for_others_are_told_of_at_most(
        self, agreement, ask, region, executive_kampen
    ):
        for _number in range(MOST_OTHERS + 2):
            ask(agreement, "delete", "1.2")

        assert self.asked(executive_kampen, region) == [(False, ANY)] * MOST_OTHERS


class TestWhatIsPointedTo:
    @pytest.fixture
    def digest(self, agreement, region, secretary):
        """Return a function that gives what a consent keeps of the agreement."""
        pointer = ("documenten", agreement.pk)

        def now():
            return things([pointer], account=secretary, region=region, today=TODAY)[pointer].digest

        return now

    def test_is_another_thing_when_its_text_changed(self, agreement, ask, digest, moment):
        before = digest()

        proposal = ask(agreement, "delete", "1.2")
        waiting = digest()
        accept(by=None, at=moment, proposal=proposal)

        assert waiting == before
        assert digest() != before

    def test_stays_what_it_was_when_only_its_name_changed(self, agreement, digest):
        before = digest()

        type(agreement).objects.update(title="Afspraken van Kampen")

        assert digest() == before

    def test_is_the_frozen_edition_whatever_is_worked_on(self, agreement, ask, digest, moment):
        freeze(by=None, at=moment, work=agreement)
        frozen = digest()

        accept(by=None, at=moment, proposal=ask(agreement, "delete", "1.2"))

        assert digest() == frozen
