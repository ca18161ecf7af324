"""A change on a text that changed meanwhile does not fit: nothing is lost, somebody chooses."""

import pytest

from woonregie.foundation.documents.errors import CircleError, ConflictError, ProposalError
from woonregie.foundation.documents.models import ChangeProposal
from woonregie.foundation.documents.queries import fit_of
from woonregie.foundation.documents.services import (
    propose,
    resolve,
)
from woonregie.foundation.documents.tests.conftest import LATER
from woonregie.foundation.documents.values import Change
from woonregie.foundation.pages.errors import ForbiddenError, StaleVersionError


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
