"""The difference between editions: on words and numbers, whatever moved, came or went."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from woonregie.foundation.documents.difference import Change, difference, tally
from woonregie.foundation.documents.queries import contents, latest
from woonregie.foundation.documents.services import accept, copied, open_work
from woonregie.foundation.documents.values import NewClause
from woonregie.foundation.documents.words import Mark, changes_in, compare

TEXTS = st.text(st.sampled_from("ab1 9.,-\n'"), max_size=40)


def _changes(before, after):
    return [(p.mark.value, p.text) for p in compare(before, after) if p.mark is not Mark.SAME]


class TestCompare:
    def test_of_100_and_220_is_one_change(self):
        pieces = compare("De corporatie bouwt 100 woningen.", "De corporatie bouwt 220 woningen.")

        assert changes_in(pieces) == 1
        assert [(p.mark.value, p.text) for p in pieces] == [
            ("same", "De corporatie bouwt "),
            ("removed", "100 "),
            ("added", "220 "),
            ("same", "woningen."),
        ]

    @pytest.mark.parametrize(
        ("before", "after", "changes"),
        [
            ("1.389 woningen", "1.398 woningen", [("removed", "1.389 "), ("added", "1.398 ")]),
            ("4,5 procent", "4,8 procent", [("removed", "4,5 "), ("added", "4,8 ")]),
            ("huur-koop", "huur-huur", [("removed", "huur-koop"), ("added", "huur-huur")]),
            ("vóór 1 mei", "vóór 1 juni", [("removed", "mei"), ("added", "juni")]),
            ("twee locaties", "twee  locaties\n", []),
            ("twee locaties", "twee grote locaties", [("added", "grote ")]),
            ("twee grote locaties", "twee locaties", [("removed", "grote ")]),
            ("1 1", "1", [("removed", "1 ")]),
            ("", "nieuw", [("added", "nieuw")]),
            ("oud", "", [("removed", "oud")]),
            ("", "", []),
        ],
    )
    def test_is_on_words_and_numbers(self, before, after, changes):
        assert _changes(before, after) == changes

    def test_of_texts_that_have_nothing_in_common_is_one_after_the_other(self):
        before = "De gemeente wijst twee locaties aan."
        after = "Huurders beslissen mee over sloop."

        assert _changes(before, after) == [("removed", before), ("added", after)]

    @given(TEXTS, TEXTS)
    @example("1 1", "1")
    @example("1", "1 1")
    def test_gives_both_texts_back(self, before, after):
        pieces = compare(before, after)

        old = "".join(p.text for p in pieces if not p.added)
        new = "".join(p.text for p in pieces if not p.removed)
        assert "".join(old.split()) == "".join(before.split())
        assert "".join(new.split()) == "".join(after.split())

    @given(TEXTS)
    def test_of_a_text_with_itself_is_nothing(self, text):
        assert changes_in(compare(text, text)) == 0


class TestDifference:
    def test_of_two_editions_tells_what_changed_came_went_and_moved(
        self, adopted, ask, clause, moment
    ):
        first = contents(latest(adopted))
        one, two = clause(adopted, "1"), clause(adopted, "2")
        for proposal in (
            ask(adopted, "replace", "1.1", text="De corporatie bouwt **220** woningen."),
            ask(adopted, "insert", text="De huurders praten mee.", parent=two),
            ask(adopted, "move", "2.1", parent=one),
            ask(adopted, "delete", "1.2"),
        ):
            accept(by=None, at=moment, proposal=proposal)

        found = difference(first, contents(latest(adopted)))

        assert [(item.line.clause.number, item.change) for item in found] == [
            ("1", Change.SAME),
            ("2.1", Change.MOVED),
            ("1.1", Change.CHANGED),
            ("1.2", Change.REMOVED),
            ("2", Change.SAME),
            ("2.2", Change.ADDED),
        ]
        told = tally(found)
        assert (told.changed, told.added, told.removed, told.moved) == (1, 1, 1, 1)
        assert found[2].count == 1

    def test_of_an_edition_with_itself_is_nothing(self, agreement):
        lines = contents(latest(agreement))

        assert not tally(difference(lines, lines)).any

    def test_of_two_years_follows_what_was_taken_over(
        self, agreement, region, kampen, moment, ask
    ):
        lines = contents(latest(agreement))
        kept = [item for item in copied(lines) if not item.number.startswith("1.1")]
        year = open_work(
            by=None,
            at=moment,
            region=region,
            kind="agreement",
            code="KAM-2028",
            title="Prestatieafspraken Kampen 2028",
            parties=[kampen.organisation],
            clauses=kept,
        )
        text = "De huur stijgt ten hoogste 3,2 procent."
        accept(by=None, at=moment, proposal=ask(year, "replace", "2.1", text=text))

        found = difference(lines, contents(latest(year)))

        assert [(item.line.clause.number, item.change.value) for item in found] == [
            ("1", "same"),
            ("1.1", "removed"),
            ("1.2", "same"),
            ("2", "same"),
            ("2.1", "changed"),
        ]

    def test_of_two_organisations_pairs_what_says_the_same(
        self, agreement, region, raalte, moment
    ):
        other = open_work(
            by=None,
            at=moment,
            region=region,
            kind="agreement",
            code="RAA-2027",
            title="Prestatieafspraken Raalte 2027",
            parties=[raalte.organisation],
            clauses=[
                NewClause("1", "De huur stijgt ten hoogste 4,5 procent."),
                NewClause("1.1", "De corporatie bouwt **60** woningen.", parent="1"),
                NewClause("1.2", "Huurders beslissen mee over sloop.", parent="1"),
            ],
        )

        found = difference(contents(latest(agreement)), contents(latest(other)))

        after = {item.after.clause.number: item for item in found if item.after}
        assert after["1"].before.clause.number == "2.1"
        assert (after["1.1"].change, after["1.1"].count) == (Change.CHANGED, 1)
        assert after["1.2"].change is Change.ADDED


class TestMarks:
    """Bold and lists are no words: what changed in them is told apart, and never as signs."""

    def _compared(self, agreement, ask, moment, text):
        before = contents(latest(agreement))
        accept(by=None, at=moment, proposal=ask(agreement, "replace", "1.1", text=text))
        return difference(before, contents(latest(agreement)))

    @pytest.mark.parametrize(
        "text",
        [
            "De corporatie bouwt 100 woningen.",
            "De corporatie **bouwt** 100 _woningen._",
            "De corporatie\n\n- bouwt 100\n- woningen.",
        ],
    )
    def test_alone_are_no_change_of_words(self, agreement, ask, moment, text):
        found = self._compared(agreement, ask, moment, text)

        told = tally(found)
        assert (told.changed, told.marked, told.any) == (0, 1, True)
        assert found[1].change is Change.MARKED
        assert [piece.mark for piece in found[1].pieces] == [Mark.SAME]

    def test_are_not_in_the_words_that_changed(self, agreement, ask, moment):
        text = "De corporatie bouwt **220** `woningen`.\n\n- noord\n\n1. zuid"

        found = self._compared(agreement, ask, moment, text)

        said = "".join(piece.text for piece in found[1].pieces)
        assert found[1].change is Change.CHANGED
        assert not set("*`-") & set(said)
        assert "1. zuid" in said

    def test_of_a_link_tell_where_it_leads(self, agreement, ask, moment):
        text = "De corporatie bouwt **100** [woningen](https://kampen.nl)."

        found = self._compared(agreement, ask, moment, text)

        assert "(https://kampen.nl)" in "".join(piece.text for piece in found[1].pieces)
        assert found[1].change is Change.CHANGED
