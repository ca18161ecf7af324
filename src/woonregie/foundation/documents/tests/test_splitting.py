"""A text is cut where a number begins a sentence, and what is kept can be cut again."""

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from woonregie.foundation.documents.errors import WorkError
from woonregie.foundation.documents.services import check_clauses
from woonregie.foundation.documents.splitting import as_text, split

AGREEMENT = """Prestatieafspraken Voorbeeldstad 2027

Overwegende dat
de woningnood groot is,

Hoofdstuk 1 Begrippen
1.1 Sociale huur: een huur tot de grens.
Artikel 2: Nieuwbouw
2.1. De corporatie bouwt 100 woningen,
waarvan 40 in 2027.
10.30 uur is geen bepaling.
2.2 De gemeente wijst locaties aan:
- noord
- zuid
2.2.1 Dat doet zij vóór 1 mei.
3 Slot
3.1 Partijen evalueren elk jaar.
"""


def _cut(text):
    return [(item.number, item.kind, item.parent) for item in split(text).clauses]


def _calls(text):
    """Return how many functions are called to cut a text."""
    calls = 0

    def count(_frame, event, _argument):
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        split(text)
    finally:
        sys.setprofile(before)
    return calls


class TestSplit:
    def test_finds_headings_agreements_and_what_stands_under_them(self):
        assert _cut(AGREEMENT) == [
            ("0", "consideration", ""),
            ("1", "heading", ""),
            ("1.1", "definition", "1"),
            ("2", "heading", ""),
            ("2.1", "agreement", "2"),
            ("2.2", "agreement", "2"),
            ("2.2.1", "agreement", "2.2"),
            ("3", "heading", ""),
            ("3.1", "agreement", "3"),
        ]

    def test_keeps_lines_with_the_clause_they_follow(self):
        by_number = {item.number: item.text for item in split(AGREEMENT).clauses}

        assert by_number["2.1"] == (
            "De corporatie bouwt 100 woningen,\nwaarvan 40 in 2027.\n10.30 uur is geen bepaling."
        )
        assert by_number["2.2"] == "De gemeente wijst locaties aan:\n- noord\n- zuid"

    def test_a_line_with_a_backslash_begins_nothing(self):
        assert _cut("1 Bouwen doen wij samen.\n\\2 Kampen telt mee.") == [("1", "agreement", "")]

    def test_a_line_with_a_hash_is_a_heading(self):
        assert _cut("# Wonen en zorg.\n# 4 Slot") == [("1", "heading", ""), ("4", "heading", "")]

    def test_a_number_that_stands_twice_gets_a_letter_and_is_told(self):
        found = split("1 Eerste zin.\n1 Tweede zin.")

        assert [item.number for item in found.clauses] == ["1", "1a"]
        assert "twee keer" in found.notes[0]

    def test_without_numbers_says_so(self):
        found = split("Een brief zonder nummers.")

        assert [item.number for item in found.clauses] == ["0"]
        assert "geen nummers" in found.notes[0]

    @pytest.mark.parametrize("line", ["# Wonen", "1 Wij bouwen.", "1.1 Wij bouwen."])
    def test_of_twice_the_text_is_twice_the_work(self, line):
        split(line)

        assert _calls(f"{line}\n" * 800) < 2.2 * _calls(f"{line}\n" * 400)

    def test_numbers_5000_headings_one_behind_the_other(self):
        found = split("# Wonen\n" * 5000).clauses

        assert [item.number for item in found] == [str(number) for number in range(1, 5001)]

    def test_of_more_clauses_than_a_work_holds_is_refused(self):
        assert len(split("# Wonen\n" * 10_000).clauses) == 10_000

        with pytest.raises(WorkError, match="meer dan 10000 bepalingen"):
            split("# Wonen\n" * 10_001)

    def test_a_number_of_more_than_ten_levels_begins_nothing(self):
        ten, eleven = ".".join("1" * 10), ".".join("1" * 11)

        assert [item.number for item in split(f"{ten} Wij bouwen.").clauses] == [ten]
        assert [item.number for item in split(f"{eleven} Wij bouwen.").clauses] == ["0"]

    @pytest.mark.parametrize("line", ["Artikel 2026 van de wet", "artikel 1.123 geldt"])
    def test_a_number_is_never_cut_in_two(self, line):
        assert [(item.number, item.text) for item in split(line).clauses] == [("0", line)]

    @pytest.mark.parametrize("text", ["", "\n\n", "\x00", "#"])
    def test_of_nothing_is_nothing(self, text):
        assert not split(text).clauses


class TestKnown:
    def test_numbers_begin_a_clause_whatever_comes_behind_them(self):
        text = "1.1 deltaWonen bouwt.\n10.30 uur is het.\n1.2. 40 woningen komen in Reeve."

        found = split(text, known={"1.1", "1.2"}).clauses

        assert [(item.number, item.text) for item in found] == [
            ("1.1", "deltaWonen bouwt.\n10.30 uur is het."),
            ("1.2", "40 woningen komen in Reeve."),
        ]


class TestAsText:
    def test_of_an_agreement_can_be_cut_again(self):
        found = split(AGREEMENT).clauses

        assert [(i.number, i.text, i.parent) for i in split(as_text(found)).clauses] == [
            (i.number, i.text, i.parent) for i in found
        ]

    LINES = st.lists(st.text(st.sampled_from("12.9aAZ #\\-:é"), max_size=12), max_size=12).map(
        "\n".join
    )

    @given(LINES)
    @example("1a A\n1a A")
    @example("1 A\n" * 30)
    @example("# A\n" * 120)
    @example("1 A\n" * 200)
    def test_of_any_text_keeps_numbers_and_words(self, text):
        found = split(text).clauses

        check_clauses(found)
        again = split(as_text(found)).clauses
        assert [(i.number, i.text) for i in again] == [(i.number, i.text) for i in found]
