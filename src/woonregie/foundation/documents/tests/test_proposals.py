"""A proposal knows on which text it was written; when that changed somebody chooses."""

import pytest
from django.db import IntegrityError, transaction

from woonregie.foundation.audit.models import Event
from woonregie.foundation.documents.errors import CircleError, ConflictError, ProposalError
from woonregie.foundation.documents.models import ChangeProposal, ClauseRevision
from woonregie.foundation.documents.queries import fit_of, latest
from woonregie.foundation.documents.services import (
    accept,
    propose,
    reject,
    resolve,
    withdraw,
)
from woonregie.foundation.documents.tests.conftest import LATER
from woonregie.foundation.documents.values import LONGEST_TEXT, Change
from woonregie.foundation.pages.errors import ForbiddenError, StaleVersionError


@pytest.fixture
def taken(moment):
    """Return a function that accepts a proposal."""
    return lambda proposal: accept(by=None, at=moment, proposal=proposal)


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


class TestConflict:
    def test_of_two_editors_in_one_clause_the_second_chooses(
        self, agreement, ask, taken, standing
    ):
        first = ask(agreement, "replace", "1.1", text="De corporatie bouwt 120 woningen.")
        second = ask(agreement, "replace", "1.1", text="De corporatie bouwt 150 woningen.")
        taken(first)

        with pytest.raises(ConflictError, match="1 wijziging past niet meer"):
            taken(second)

        fit = fit_of(second)
        conflict = next(iter(fit.conflicts.values()))
        assert conflict.reason == "text"
        assert (conflict.base.text, conflict.theirs.text, conflict.op.text) == (
            "De corporatie bouwt **100** woningen.",
            "De corporatie bouwt 120 woningen.",
            "De corporatie bouwt 150 woningen.",
        )
        assert standing(agreement, "1.1").text == "De corporatie bouwt 120 woningen."
        assert ChangeProposal.objects.get(pk=second.pk).open

    def test_the_same_twice_is_no_conflict(self, agreement, ask, taken, standing):
        first = ask(agreement, "replace", "1.1", text="Hetzelfde")
        second = ask(agreement, "replace", "1.1", text="Hetzelfde")
        taken(first)

        taken(second)

        assert standing(agreement, "1.1").number == 2

    def test_on_an_outdated_edition_fits_where_the_text_is_the_same(
        self, adopted, ask, taken, texts
    ):
        old = ask(adopted, "replace", "2.1", text="De huur stijgt niet.")
        taken(ask(adopted, "replace", "1.1", text="Anders"))

        fit = fit_of(old)

        assert (fit.outdated, fit.conflicts) == (True, {})
        assert taken(old).number == 2
        assert texts(adopted)[-1] == ("2.1", "De huur stijgt niet.")

    def test_on_a_clause_that_is_gone(self, agreement, ask, taken):
        old = ask(agreement, "replace", "2.1", text="De huur stijgt niet.")
        taken(ask(agreement, "delete", "2.1"))

        assert [item.reason for item in fit_of(old).conflicts.values()] == ["gone"]

    def test_a_heading_with_clauses_below_it_cannot_go(self, agreement, ask):
        proposal = ask(agreement, "delete", "1")

        assert [item.reason for item in fit_of(proposal).conflicts.values()] == ["children"]

    def test_nothing_is_put_beside_what_is_gone(self, agreement, ask, taken, clause):
        one, last = clause(agreement, "1"), clause(agreement, "1.2")
        new = ask(agreement, "insert", text="Nieuw", parent=one, after=last)
        taken(ask(agreement, "delete", "1.2"))

        assert [item.reason for item in fit_of(new).conflicts.values()] == ["place"]

    def test_two_moves_cannot_make_a_circle(self, agreement, ask, taken, clause, texts):
        one, two = clause(agreement, "1"), clause(agreement, "2")
        under_two = ask(agreement, "move", "1", parent=two)
        under_one = ask(agreement, "move", "2", parent=one)
        taken(under_two)

        with pytest.raises(ConflictError):
            taken(under_one)

        assert [item.reason for item in fit_of(under_one).conflicts.values()] == ["circle"]
        assert len(texts(agreement)) == 5

    def test_nobody_asks_for_a_circle(self, agreement, ask, clause):
        with pytest.raises(CircleError):
            ask(agreement, "move", "1", parent=clause(agreement, "1.1"))
        with pytest.raises(CircleError):
            ask(agreement, "move", "1", parent=clause(agreement, "1"))

    def test_leaves_out_nothing_of_a_proposal_that_fits_in_part(
        self, agreement, ask, taken, kampen, moment, standing
    ):
        both = propose(
            by=None,
            at=moment,
            work=agreement,
            organisation=kampen.organisation,
            changes=[
                Change(
                    "replace",
                    clause=standing(agreement, number).clause,
                    base=standing(agreement, number),
                    text="Van twee",
                )
                for number in ("1.1", "2.1")
            ],
        )
        taken(ask(agreement, "replace", "1.1", text="Van één"))

        with pytest.raises(ConflictError):
            taken(both)

        assert standing(agreement, "2.1").text != "Van twee"


class TestResolve:
    @pytest.fixture
    def conflict(self, agreement, ask, taken):
        """Return the change of the second editor, which does not fit any more."""
        second = ask(agreement, "replace", "1.1", text="De corporatie bouwt 150 woningen.")
        taken(ask(agreement, "replace", "1.1", text="De corporatie bouwt 120 woningen."))
        return next(iter(fit_of(second).conflicts.values()))

    def change(self, conflict, op="replace", text="De corporatie bouwt 135 woningen."):
        return Change(op, clause=conflict.theirs.clause, base=conflict.theirs, text=text)

    def test_with_a_text_of_both_the_proposal_fits(
        self, conflict, taken, official_kampen, agreement, standing
    ):
        resolve(
            by=official_kampen,
            at=LATER,
            op=conflict.op,
            change=self.change(conflict),
            seen=conflict.theirs.digest,
        )

        taken(conflict.op.proposal)
        assert standing(agreement, "1.1").text == "De corporatie bouwt 135 woningen."

    def test_what_stands_may_be_left(self, conflict, taken, official_kampen, agreement, standing):
        resolve(
            by=official_kampen,
            at=LATER,
            op=conflict.op,
            change=self.change(conflict, "leave"),
            seen=conflict.theirs.digest,
        )

        taken(conflict.op.proposal)
        assert standing(agreement, "1.1").text == "De corporatie bouwt 120 woningen."

    def test_a_clause_that_is_gone_can_be_put_back(self, agreement, ask, taken, texts):
        old = ask(agreement, "replace", "2.1", text="De huur stijgt niet.")
        taken(ask(agreement, "delete", "2.1"))
        found = next(iter(fit_of(old).conflicts.values()))

        resolve(
            by=None,
            at=LATER,
            op=found.op,
            change=self.change(found, text="De huur stijgt niet."),
            seen=found.theirs.digest,
        )
        taken(old)

        assert texts(agreement)[-1] == ("2.1", "De huur stijgt niet.")

    def test_sees_what_changed_while_she_chose(self, conflict, ask, taken, agreement):
        taken(ask(agreement, "replace", "1.1", text="De corporatie bouwt 140 woningen."))

        with pytest.raises(StaleVersionError):
            resolve(
                by=None,
                at=LATER,
                op=conflict.op,
                change=self.change(conflict),
                seen=conflict.theirs.digest,
            )

    def test_is_once(self, conflict):
        given = {
            "by": None,
            "at": LATER,
            "op": conflict.op,
            "change": self.change(conflict),
            "seen": conflict.theirs.digest,
        }
        resolve(**given)

        with pytest.raises(ProposalError, match="al op"):
            resolve(**given)

    def test_is_for_the_party_that_proposed_and_who_decides(
        self, conflict, executive_kampen, reader, corporation_adviser
    ):
        with pytest.raises(ForbiddenError):
            resolve(by=reader, at=LATER, op=conflict.op, change=self.change(conflict), seen="")

        made = resolve(
            by=corporation_adviser,
            at=LATER,
            op=conflict.op,
            change=self.change(conflict),
            seen="",
        )
        assert made.instead_of == conflict.op


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
