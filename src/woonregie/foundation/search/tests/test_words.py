"""The words under which a text is found."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from woonregie.foundation.search.words import (
    LONGEST_QUESTION,
    MOST_WORDS,
    STOP_WORDS,
    Term,
    asked,
    folded,
    index_words,
    lexicon,
    marked,
    snippet,
    split,
    stem,
)

TEXTS = st.text(max_size=60)
DUTCH = st.lists(
    st.sampled_from(
        [
            *("Reeve", "huurwoningen", "ideeën", "1A", "GM0193-2026-0042", "West-Overijssel"),
            *("de", "afgeboekt", "ÇA", "مرحبا", "東京", "foto's"),
        ]
    ),
    min_size=1,
    max_size=8,
)


def finds(question: str, text: str) -> bool:
    """Tell whether a text holds all words of a question, as both databases would."""
    words = index_words(text)
    return all(
        term.stem in words
        or bool(term.beginning and any(word.startswith(term.beginning) for word in words))
        for term in asked(question).terms
    )


class TestStems:
    @pytest.mark.parametrize("word", ["afgeboekt", "afboeken", "afboeking"])
    def test_one_act_in_all_its_forms(self, word):
        assert stem(word) == "afboek"

    def test_a_code_is_no_word(self):
        assert stem("2a") == "2a"

    def test_accents_and_capitals_do_not_matter(self):
        assert folded("IDEEËN Ĳssel") == "ideeen ijssel"


class TestCompounds:
    @pytest.mark.parametrize(
        ("word", "parts"),
        [
            ("huurwoningen", ("huur", "woningen")),
            ("gezinswoning", ("gezin", "woning")),
            ("seniorenwoningen", ("senior", "woningen")),
            ("nieuwbouwlocaties", ("nieuw", "bouw", "locaties")),
            ("woningbouwplannen", ("woning", "bouw", "plannen")),
            ("bestemmingsplan", ("bestemming", "plan")),
        ],
    )
    def test_are_split_into_words_of_the_field(self, word, parts):
        assert split(word) == parts

    @pytest.mark.parametrize("word", ["woning", "kampen", "zwolle", "reeve", "raalte", "of", "1a"])
    def test_words_and_names_are_left_whole(self, word):
        assert split(word) == ()

    def test_every_word_of_the_lexicon_is_long_enough_to_be_a_part(self):
        assert [word for word in lexicon().words if len(word) < 3] == []

    def test_also_neighbouring_parts_together(self):
        assert finds("woningmarkt", "huurwoningmarkt")


class TestQuestions:
    @pytest.mark.parametrize(
        ("question", "text"),
        [
            ("woning", "Veertig huurwoningen aan de dijk"),
            ("afgeboekt", "De afboeking van Reeve"),
            ("GM0193-2026-0042", "GM0193-2026-0042, Zwolle"),
            ("0042", "GM0193-2026-0042, Zwolle"),
            ("gm0193-2026", "GM0193-2026-0042, Zwolle"),
            ("1a", "status 1A"),
            ("midden-huur", "middenhuur"),
            ("middenhuur", "midden-huur"),
            ("1389", "1.389 woningen"),
            ("west overijssel", "West-Overijssel"),
            ("ree", "Plan Reeve"),
            ("ideeen", "ideeën"),
            ("de", "de dijk"),
        ],
    )
    def test_find(self, question, text):
        assert finds(question, text)

    @pytest.mark.parametrize(
        ("question", "text"),
        [
            ("huurwoning", "Veertig koopwoningen"),
            ("huurwoning", "Een woning te huur"),
            ("reeve zwolle", "Reeve in Kampen"),
            ("2A", "status 1A"),
            ("r", "Reeve"),
        ],
    )
    def test_do_not_find(self, question, text):
        assert not finds(question, text)

    def test_a_stop_word_is_left_out_unless_it_is_all_there_is(self):
        assert asked("de woningen van").terms == (Term("woon"),)
        assert asked("de").terms == (Term("de", "de"),)

    @pytest.mark.parametrize("text", ["", "   ", '"', "*:()", "\x00", "-", "🏠", "\u0301"])
    def test_without_a_word_ask_nothing(self, text):
        assert not asked(text)

    def test_operators_are_words(self):
        assert [term.stem for term in asked("NEAR(AND) OR* title:x").terms] == [
            stem(word) for word in ("near", "and", "or", "title", "x")
        ]

    def test_of_ten_thousand_letters_are_cut(self):
        long = asked("reeve " * 2_000)

        assert (long.cut, long.terms) == (True, (Term("reeve"),))
        assert asked("a" * 10_000).cut
        assert len(asked(" ".join(map(str, range(100, 140)))).terms) == MOST_WORDS
        assert not asked("reeve" + " " * LONGEST_QUESTION).cut

    def test_other_scripts_are_written_in_ours(self):
        assert all(term.stem.isascii() for term in asked("مرحبا 東京").terms)

    def test_a_phrase_is_kept(self):
        assert asked('"Sociale huur" dijk "een"').phrases == ("sociale huur",)


class TestLaws:
    @given(TEXTS)
    def test_the_same_text_has_the_same_words(self, text):
        assert index_words(text) == index_words(text)

    @given(TEXTS)
    def test_every_word_is_letters_and_digits(self, text):
        assert all(word.isascii() and word.isalnum() for word in index_words(text))

    @given(DUTCH, st.randoms(use_true_random=False))
    def test_the_order_of_words_does_not_matter(self, words, random):
        shuffled = list(words)
        random.shuffle(shuffled)

        assert finds(" ".join(shuffled), " ".join(words))

    @given(TEXTS)
    def test_a_word_finds_the_text_in_which_it_stands(self, text):
        assume(len(text) < LONGEST_QUESTION)

        assert all(finds(word, text) for word in text.split())

    def test_stop_words_are_few(self):
        assert len(STOP_WORDS) < 20


class TestMarks:
    def test_the_words_that_were_asked(self):
        assert marked("Huurwoningen in Reeve", asked("woning reev")) == [
            ("Huurwoningen", True),
            (" in ", False),
            ("Reeve", True),
        ]

    def test_a_long_text_is_cut_around_the_first(self):
        text = f"{'lang ' * 100}Reeve{' lang' * 100}"

        shown = snippet(text, asked("reeve"))

        assert shown.startswith("… ")
        assert shown.endswith(" …")
        assert "Reeve" in shown
        assert len(shown) == 2 * 90 + len("Reeve") + 4

    def test_without_a_hit_there_is_nothing_to_show(self):
        assert snippet("Kampen", asked("zwolle")) == ""
