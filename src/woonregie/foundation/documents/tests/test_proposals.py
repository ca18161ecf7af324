"""Parties propose, whoever decides takes over or rejects, and what was said is kept."""

import pytest
from django.db import IntegrityError, transaction

from woonregie.foundation.audit.models import Event
from woonregie.foundation.documents.errors import ProposalError
from woonregie.foundation.documents.models import ChangeProposal, ClauseRevision
from woonregie.foundation.documents.queries import latest
from woonregie.foundation.documents.services import (
    accept,
    propose,
    reject,
    withdraw,
)
from woonregie.foundation.documents.tests.conftest import LATER
from woonregie.foundation.documents.values import LONGEST_TEXT, Change
from woonregie.foundation.pages.errors import ForbiddenError


class TestPropose:
    def test_changes_nothing_yet(self, agreement, ask, texts):
        before = texts(agreement)

        proposal = ask(agreement, "replace", "1.1", text="De corporatie bouwt 120 woningen.")

        assert proposal.open
        assert texts(agreement) == before

    @pytest.mark.parametrize(
        ("name", "organisation"),
        [
            ("official_kampen", "kampen"),
            ("executive_kampen", "kampen"),
            ("corporation_adviser", "corporation"),
            ("tenants_representative", "tenants"),
            ("secretary", "region"),
        ],
    )
    def test_is_for_the_parties_and_the_office(self, agreement, ask, request, name, organisation):
        whose = request.getfixturevalue(organisation)

        proposal = ask(
            agreement,
            "replace",
            "1.1",
            text="Anders",
            by=request.getfixturevalue(name),
            organisation=getattr(whose, "organisation", whose),
        )

        assert proposal.open

    @pytest.mark.parametrize("name", ["reader", "official_zwolle", "administrator", "guest"])
    def test_is_for_nobody_else(self, agreement, ask, request, kampen, name):
        with pytest.raises(ForbiddenError):
            ask(agreement, "replace", "1.1", text="Anders", by=request.getfixturevalue(name))

    def test_nobody_speaks_for_another_party(self, agreement, ask, corporation):
        with pytest.raises(ForbiddenError):
            ask(agreement, "replace", "1.1", text="Anders", organisation=corporation)

    @pytest.mark.parametrize("text", ["", "  ", "x" * (LONGEST_TEXT + 1)])
    def test_refuses_no_text_and_a_book(self, agreement, ask, text):
        with pytest.raises(ProposalError):
            ask(agreement, "replace", "1.1", text=text)

        assert not ChangeProposal.objects.exists()

    def test_refuses_a_clause_of_another_document(self, agreement, programme, ask, standing):
        with pytest.raises(ProposalError, match="niet in dit document"):
            ask(agreement, "replace", "1", base=standing(programme, "1"), text="Anders")

    def test_refuses_nothing_and_too_much(self, agreement, official_kampen, kampen, moment):
        for changes in ([], [Change("insert", text="a")] * 501):
            with pytest.raises(ProposalError):
                propose(
                    by=official_kampen,
                    at=moment,
                    work=agreement,
                    organisation=kampen.organisation,
                    changes=changes,
                )

    def test_tells_the_trail_no_words(self, agreement, ask):
        ask(agreement, "replace", "1.1", text="Bel mevrouw Jansen")

        assert "Jansen" not in str(Event.objects.get(act="documents.change_proposed").payload)


class TestAccept:
    def test_replaces_the_text_of_a_clause(self, agreement, ask, taken, standing):
        proposal = ask(
            agreement,
            "replace",
            "1.1",
            text="De corporatie bouwt 120 woningen.",
            plain="120 erbij.",
        )

        taken(proposal)

        now = standing(agreement, "1.1")
        assert (now.number, now.text, now.plain) == (
            2,
            "De corporatie bouwt 120 woningen.",
            "120 erbij.",
        )
        assert now.proposal == proposal

    def test_inserts_at_the_end_with_the_next_number(self, agreement, ask, taken, clause, texts):
        one, last = clause(agreement, "1"), clause(agreement, "1.2")

        taken(ask(agreement, "insert", text="Nieuw", parent=one, after=last))

        assert [number for number, _text in texts(agreement)] == [
            "1",
            "1.1",
            "1.2",
            "1.3",
            "2",
            "2.1",
        ]

    def test_inserts_in_between_with_a_letter(self, agreement, ask, taken, clause, texts):
        one, first = clause(agreement, "1"), clause(agreement, "1.1")

        taken(ask(agreement, "insert", text="Nieuw", parent=one, after=first))
        taken(ask(agreement, "insert", text="Nieuwer", parent=one, after=first))

        assert [number for number, _text in texts(agreement)] == [
            "1",
            "1.1",
            "1.1b",
            "1.1a",
            "1.2",
            "2",
            "2.1",
        ]

    def test_never_gives_a_number_twice(self, agreement, ask, taken, clause, texts):
        one, first = clause(agreement, "1"), clause(agreement, "1.1")
        taken(ask(agreement, "delete", "1.2"))

        taken(ask(agreement, "insert", text="Nieuw", parent=one, after=first))

        assert [number for number, _text in texts(agreement)] == ["1", "1.1", "1.3", "2", "2.1"]

    def test_moves_a_clause_with_all_that_stands_below_it(
        self, agreement, ask, taken, clause, texts
    ):
        taken(ask(agreement, "move", "1", parent=clause(agreement, "2")))

        assert [number for number, _text in texts(agreement)] == [
            "2",
            "1",
            "1.1",
            "1.2",
            "2.1",
        ]

    def test_opens_the_next_edition_when_none_is_open(self, adopted, ask, taken):
        edition = taken(ask(adopted, "replace", "1.1", text="Anders"))

        assert (edition.number, edition.open) == (2, True)

    def test_is_once(self, agreement, ask, taken):
        proposal = ask(agreement, "replace", "1.1", text="Anders")
        taken(proposal)

        with pytest.raises(ProposalError, match="al beslist"):
            taken(proposal)

    def test_is_for_who_decides(self, agreement, ask, executive_kampen, reader, moment):
        proposal = ask(agreement, "replace", "1.1", text="Anders")

        for somebody in (executive_kampen, reader):
            with pytest.raises(ForbiddenError):
                accept(by=somebody, at=moment, proposal=proposal)

    def test_what_a_clause_said_is_never_overwritten(self, agreement, ask, taken):
        taken(ask(agreement, "replace", "1.1", text="Anders"))

        rows = ClauseRevision.objects.filter(clause__number="1.1")
        assert rows.count() == 2
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(text="Weg")


class TestReject:
    def test_says_why_and_changes_nothing(self, agreement, ask, texts, official_kampen):
        before, proposal = texts(agreement), ask(agreement, "delete", "1.2")

        reject(by=official_kampen, at=LATER, proposal=proposal, answer="De locaties blijven.")

        kept = ChangeProposal.objects.get()
        assert (kept.outcome, kept.answer) == ("rejected", "De locaties blijven.")
        assert texts(agreement) == before

    def test_needs_a_word(self, agreement, ask, official_kampen):
        with pytest.raises(ProposalError, match="waarom"):
            reject(
                by=official_kampen,
                at=LATER,
                proposal=ask(agreement, "delete", "1.2"),
                answer=" ",
            )


class TestWithdraw:
    def test_is_for_the_party_that_proposed(
        self, agreement, ask, official_kampen, tenants, tenants_representative
    ):
        proposal = ask(agreement, "delete", "1.2", by=tenants_representative, organisation=tenants)

        with pytest.raises(ForbiddenError):
            withdraw(by=official_kampen, at=LATER, proposal=proposal)

        withdraw(by=tenants_representative, at=LATER, proposal=proposal)
        assert ChangeProposal.objects.get().outcome == "withdrawn"

    def test_is_not_for_who_left(self, agreement, ask, official_kampen):
        proposal = ask(agreement, "delete", "1.2")
        official_kampen.memberships.update(ends_before=LATER.date())

        with pytest.raises(ForbiddenError):
            withdraw(by=official_kampen, at=LATER, proposal=proposal)


class TestTheLastWord:
    def test_stands_in_the_edition_that_it_went_into(self, agreement, ask, taken):
        proposal = ask(agreement, "replace", "1.1", text="Anders")

        taken(proposal)

        assert ChangeProposal.objects.get().into == latest(agreement)
