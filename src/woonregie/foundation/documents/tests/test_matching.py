"""A file for a work that is there: which clause is which, what it asks, and who may."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from woonregie.foundation.documents.errors import ProposalError, TextFileError
from woonregie.foundation.documents.matching import How, changes, fingerprint, match
from woonregie.foundation.documents.models import (
    ChangeProposal,
    Clause,
    ClauseKind,
    ClauseRevision,
    ImportDraft,
    OpKind,
)
from woonregie.foundation.documents.queries import contents, fit_of, latest
from woonregie.foundation.documents.services import accept
from woonregie.foundation.documents.services.taking_in import correct, stage
from woonregie.foundation.documents.services.text_proposals import choose, propose_text
from woonregie.foundation.documents.splitting import split
from woonregie.foundation.documents.tree import Line
from woonregie.foundation.documents.values import HERE, NewClause
from woonregie.foundation.files.services import store
from woonregie.foundation.pages.errors import ForbiddenError, StaleVersionError

SAME = """# 1 Nieuwbouw
1.1 De corporatie bouwt 100 woningen.
1.2 De gemeente wijst twee locaties aan.
# 2 Betaalbaarheid
2.1 De huur stijgt ten hoogste 4,5 procent.
"""


def _lines(*texts):
    """Return clauses at the top of a work, with the numbers 1, 2, 3."""
    return [
        Line(
            ClauseRevision(clause=Clause(number=str(at), kind=ClauseKind.AGREEMENT), text=text),
            0,
        )
        for at, text in enumerate(texts, start=1)
    ]


def _pairs(lines, clauses, choices=None):
    found = match(lines, clauses, choices or {})
    return [
        (item.new.number, item.line.clause.number if item.line else None, item.how)
        for item in found.matches
    ]


@pytest.fixture
def draft(agreement, official_kampen, moment, settings, tmp_path):
    """Return a function by which Kampen takes a text in for its agreement."""
    settings.FILES_DIR = tmp_path / "files"

    def made(text, by=official_kampen):
        upload = SimpleUploadedFile("afspraken.txt", text.encode())
        return stage(
            by=by,
            at=moment,
            region=agreement.region,
            file=store(upload, name=upload.name, at=moment),
            work=agreement,
        )

    return made


@pytest.fixture
def asked(agreement, official_kampen, kampen, moment):
    """Return a function by which Kampen proposes what a text says."""

    def proposed(draft, *, remove=False, seen=None, by=official_kampen, organisation=None):
        draft.refresh_from_db()
        return propose_text(
            by=by,
            at=moment,
            draft=draft,
            organisation=organisation or kampen.organisation,
            motive="Onze tekst",
            remove=remove,
            base_version=draft.version,
            seen=seen or fingerprint(contents(latest(agreement))),
        )

    return proposed


class TestMatch:
    def test_by_number_where_the_words_are_alike(self):
        lines = _lines("De corporatie bouwt 100 woningen.", "De gemeente wijst locaties aan.")
        clauses = [
            NewClause("1", "De corporatie bouwt 220 woningen."),
            NewClause("2", "De gemeente wijst drie locaties aan."),
        ]

        assert _pairs(lines, clauses) == [("1", "1", How.ALIKE), ("2", "2", How.ALIKE)]

    def test_by_words_when_all_was_numbered_again(self):
        lines = _lines("De corporatie bouwt 100 woningen.", "De gemeente wijst locaties aan.")
        clauses = [
            NewClause("1", "Vooraf: partijen kennen elkaar."),
            NewClause("2", "De corporatie bouwt 220 woningen."),
            NewClause("3", "De gemeente wijst locaties aan."),
        ]

        assert _pairs(lines, clauses) == [
            ("1", None, How.NEW),
            ("2", "1", How.ALIKE),
            ("3", "2", How.ALIKE),
        ]

    def test_by_number_alone_last_so_that_somebody_looks(self):
        found = _pairs(_lines("De huur stijgt niet."), [NewClause("1", "Wij bouwen duurzaam.")])

        assert found == [("1", "1", How.NUMBER)]

    def test_by_what_somebody_chose_first(self):
        lines = _lines("De huur stijgt.", "De huur daalt.")
        clauses = [NewClause("1", "De huur stijgt."), NewClause("2", "Iets anders.")]

        assert _pairs(lines, clauses, {"1": "2", "2": ""}) == [
            ("1", "2", How.CHOSEN),
            ("2", None, How.CHOSEN),
        ]

    def test_does_not_see_marks_that_word_lost(self):
        found = match(
            _lines("De corporatie bouwt **100** woningen."),
            [NewClause("1", "De corporatie bouwt 100 woningen.")],
            {},
        )

        assert found.matches[0].same

    def test_tells_what_stands_elsewhere_in_the_text(self):
        lines = _lines("Een eerste zin.", "Iets over huur.", "Nog wat over bouwen.")
        clauses = [
            NewClause("2", "Iets over huur."),
            NewClause("3", "Nog wat over bouwen."),
            NewClause("1", "Een eerste zin."),
        ]

        assert match(lines, clauses, {}).elsewhere == ["1"]

    @given(
        st.lists(st.text("ab c1", min_size=1), max_size=8),
        st.lists(st.text("ab c1", min_size=1), max_size=8),
    )
    def test_uses_each_clause_once_and_loses_none(self, before, after):
        lines = _lines(*before)
        clauses = [NewClause(str(at), text) for at, text in enumerate(after, start=1)]

        found = match(lines, clauses, {})

        used = [item.line.clause.pk for item in found.matches if item.line]
        assert [item.new for item in found.matches] == clauses
        assert len(set(used)) == len(used)
        assert {*used, *(line.clause.pk for line in found.missing)} == {
            line.clause.pk for line in lines
        }


class TestChanges:
    def _asked(self, agreement, text, *, remove=False):
        lines = contents(latest(agreement))
        found = match(lines, split(text).clauses, {})
        return changes(found, lines, remove=remove, origin=HERE)

    def test_are_none_for_the_same_text(self, agreement):
        assert self._asked(agreement, SAME, remove=True) == []

    def test_hold_the_text_on_which_they_are_written(self, agreement, standing):
        text = SAME.replace("100", "220")

        (one,) = self._asked(agreement, text)

        assert (one.op, one.clause.number) == (OpKind.REPLACE, "1.1")
        assert one.base == standing(agreement, "1.1")

    def test_leave_a_heading_under_which_something_stays(self, agreement):
        text = "2.1 De huur stijgt ten hoogste 4,5 procent."

        gone = [item.clause.number for item in self._asked(agreement, text, remove=True)]

        assert gone == ["1.2", "1.1", "1"]


class TestProposeText:
    def test_becomes_the_text_when_it_is_taken_over(self, agreement, draft, asked, moment, texts):
        text = SAME.replace("100", "220").replace(
            "# 2 Bet",
            "1.3 De huurders praten mee.\n1.3.1 Twee keer per jaar.\n# 4 Slot\n4.1 Klaar is Kees."
            "\n# 2 Bet",
        )
        accept(by=None, at=moment, proposal=asked(draft(text)))

        assert texts(agreement) == [
            ("1", "Nieuwbouw"),
            ("1.1", "De corporatie bouwt 220 woningen."),
            ("1.2", "De gemeente wijst twee locaties aan."),
            ("1.3", "De huurders praten mee."),
            ("1.3.1", "Twee keer per jaar."),
            ("4", "Slot"),
            ("4.1", "Klaar is Kees."),
            ("2", "Betaalbaarheid"),
            ("2.1", "De huur stijgt ten hoogste 4,5 procent."),
        ]

    def test_gives_a_number_that_was_used_to_nothing_else(
        self, agreement, draft, asked, moment, texts
    ):
        text = SAME.replace(
            "1.2 De gemeente wijst twee locaties aan.",
            "1.2 De provincie kijkt mee op afstand.\n1.3 De gemeente wijst twee locaties aan.",
        )
        accept(by=None, at=moment, proposal=asked(draft(text)))

        assert texts(agreement)[1:4] == [
            ("1.1", "De corporatie bouwt **100** woningen."),
            ("1.1a", "De provincie kijkt mee op afstand."),
            ("1.2", "De gemeente wijst twee locaties aan."),
        ]

    def test_leaves_what_the_file_does_not_have_unless_that_is_asked(
        self, agreement, draft, asked, moment, texts
    ):
        text = SAME.partition("# 2")[0].replace("twee", "drie")
        accept(by=None, at=moment, proposal=asked(draft(text)))
        kept = [number for number, _text in texts(agreement)]

        accept(by=None, at=moment, proposal=asked(draft(text), remove=True))

        assert kept == ["1", "1.1", "1.2", "2", "2.1"]
        assert [number for number, _text in texts(agreement)] == ["1", "1.1", "1.2"]

    def test_tells_a_conflict_when_the_text_changes_after_it(
        self, agreement, draft, asked, ask, moment
    ):
        proposal = asked(draft(SAME.replace("100", "220")))
        other = ask(agreement, "replace", "1.1", text="De corporatie bouwt 150 woningen.")
        accept(by=None, at=moment, proposal=other)

        conflicts = fit_of(proposal).conflicts.values()

        assert [item.reason.value for item in conflicts] == ["text"]

    def test_puts_what_stands_below_a_new_clause_below_it(self, agreement, draft, asked):
        proposal = asked(draft(SAME + "# 3 Slot\n3.1 Klaar is Kees.\n"))

        first, second = proposal.ops.order_by("position")

        assert (first.number, second.number) == ("3", "3.1")
        assert (first.after.number, second.below_op) == ("2", first)

    def test_is_refused_when_the_work_changed_while_she_looked(self, agreement, draft, asked):
        with pytest.raises(StaleVersionError, match="gewijzigd terwijl u keek"):
            asked(draft(SAME.replace("100", "220")), seen="something else")

        assert not ChangeProposal.objects.exists()

    def test_is_refused_when_nothing_is_asked(self, agreement, draft, asked):
        with pytest.raises(ProposalError, match="U wijzigde niets"):
            asked(draft(SAME))

    def test_is_refused_when_it_asks_too_much(self, agreement, draft, asked):
        text = "\n".join(f"7.{at // 90 + 1}.{at % 90 + 1} Punt over wonen." for at in range(501))

        with pytest.raises(ProposalError, match="ten hoogste 500 wijzigingen"):
            asked(draft(text))

        assert ImportDraft.objects.get().proposed_as is None

    def test_is_once(self, agreement, draft, asked):
        one = draft(SAME.replace("100", "220"))
        asked(one)

        with pytest.raises(TextFileError, match="al een voorstel"):
            asked(one)

    def test_is_for_who_took_it_in(self, agreement, draft, asked, corporation_adviser):
        with pytest.raises(ForbiddenError, match="Iemand anders"):
            asked(draft(SAME.replace("100", "220")), by=corporation_adviser)

    def test_nobody_speaks_for_another_party(self, agreement, draft, asked, corporation):
        with pytest.raises(ForbiddenError, match="niet namens deze organisatie"):
            asked(draft(SAME.replace("100", "220")), organisation=corporation)


class TestChoose:
    def test_keeps_only_what_was_not_seen_already(self, agreement, draft, official_kampen, moment):
        one = draft(SAME.replace("100", "220"))

        kept = choose(
            by=official_kampen,
            at=moment,
            draft=one,
            choices={"1.1": "", "2.1": "2.1"},
            base_version=1,
        )

        assert (kept.choices, kept.version) == ({"1.1": ""}, 2)

    @pytest.mark.parametrize(
        ("choices", "told"),
        [
            ({"1.1": "9"}, "Er is geen bepaling 9"),
            ({"1.1": "2.1", "1.2": "2.1"}, "bepaling 2.1 twee keer"),
        ],
    )
    def test_refuses_what_cannot_be(
        self, agreement, draft, official_kampen, moment, choices, told
    ):
        one = draft(SAME)

        with pytest.raises(ProposalError, match=told):
            choose(by=official_kampen, at=moment, draft=one, choices=choices, base_version=1)

    def test_is_forgotten_with_the_text_it_was_made_for(
        self, agreement, draft, official_kampen, moment
    ):
        by = {"by": official_kampen, "at": moment}
        one = draft(SAME + "1.3 De huurders praten mee.\n1.4 Iedereen praat mee.\n")
        one = choose(**by, draft=one, choices={"1.3": "1.2", "1.4": "", "1.2": ""}, base_version=1)

        one = correct(**by, draft=one, text=one.text.replace("De huurders", "Zij"), base_version=2)
        one = choose(**by, draft=one, choices={"1.4": "1.2"}, base_version=3)

        assert one.choices == {"1.2": "", "1.4": "1.2"}

    def test_is_told_of_another_window(self, agreement, draft, official_kampen, moment):
        one = draft(SAME)
        correct(by=official_kampen, at=moment, draft=one, text="1 Anders.", base_version=1)

        with pytest.raises(StaleVersionError):
            choose(by=official_kampen, at=moment, draft=one, choices={}, base_version=1)
