"""Documents and clauses are found by their words, by who may read them; turns follow proposals."""

from datetime import date

import pytest

from woonregie.foundation.documents.services import accept
from woonregie.foundation.documents.turns import turns
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
