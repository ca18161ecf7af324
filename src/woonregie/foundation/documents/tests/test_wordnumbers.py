"""Word works the numbers of its lists out itself; we come to the same ones, whatever is asked."""

import zipfile

import pytest
from docx import Document

from woonregie.foundation.documents.errors import TextFileError
from woonregie.foundation.documents.splitting import split
from woonregie.foundation.documents.wordfiles import MAX_LIST_MARKS, read_text
from woonregie.foundation.documents.wordnumbers import HIGHEST, numeral

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def level(at, written, sort="decimal", start=1, more=""):
    """Return how one level of a list counts."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{sort}"/>{more}'
        f'<w:lvlText w:val="{written}"/></w:lvl>'
    )


def kind(*levels, name=0, more=""):
    """Return a list with its levels."""
    return f'<w:abstractNum w:abstractNumId="{name}">{more}{"".join(levels)}</w:abstractNum>'


def use(name, of=0, more=""):
    """Return the name by which paragraphs use a list."""
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def item(text, at=0, name=1, style="", gone=False):
    """Return a paragraph of a list."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    listed = (
        ""
        if name is None
        else (f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{name}"/></w:numPr>')
    )
    removed = "<w:rPr><w:del/></w:rPr>" if gone else ""
    run = f"<w:r><w:t>{text}</w:t></w:r>"
    run = f"<w:del>{run}</w:del>" if gone else run
    return f"<w:p><w:pPr>{styled}{listed}{removed}</w:pPr>{run}</w:p>"


@pytest.fixture
def read(tmp_path):
    """Return a function that reads a Word file with these lists, paragraphs and styles."""

    def found(lists, *paragraphs, styles=""):
        place = tmp_path / "lijst.docx"
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as packed:
            body = "".join(paragraphs)
            packed.writestr(
                "word/document.xml", f"<w:document {NS}><w:body>{body}</w:body></w:document>"
            )
            packed.writestr("word/numbering.xml", f"<w:numbering {NS}>{lists}</w:numbering>")
            packed.writestr("word/styles.xml", f"<w:styles {NS}>{styles}</w:styles>")
        return read_text(place, "lijst.docx").text.split("\n")

    return found


LEVELS = kind(level(0, "%1."), level(1, "%1.%2"), level(2, "%3)", "lowerLetter"))


class TestNumbers:
    def test_of_several_levels_count_on_and_begin_again(self, read):
        lines = read(
            LEVELS + use(1),
            item("Bouw"),
            item("Huur", 1),
            item("noord", 2),
            item("zuid", 2),
            item("Koop", 1),
            item("oost", 2),
            item("Slot"),
            item("Klaar", 1),
        )

        assert lines == [
            "1. Bouw",
            "1.1 Huur",
            "a) noord",
            "b) zuid",
            "1.2 Koop",
            "a) oost",
            "2. Slot",
            "2.1 Klaar",
        ]

    @pytest.mark.parametrize(
        ("sort", "told"),
        [
            ("decimal", "28. A"),
            ("decimalZero", "28. A"),
            ("lowerLetter", "bb. A"),
            ("upperLetter", "BB. A"),
            ("lowerRoman", "xxviii. A"),
            ("upperRoman", "XXVIII. A"),
            ("bullet", "- A"),
            ("none", "A"),
            ("chicago", "28. A"),
        ],
    )
    def test_are_written_as_the_list_says(self, read, sort, told):
        assert read(kind(level(0, "%1.", sort, start=28)) + use(1), item("A")) == [told]

    def test_begin_again_where_another_use_of_the_list_says_so(self, read):
        over = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'

        lines = read(
            LEVELS + use(1) + use(2, more=over) + use(3),
            item("A"),
            item("B"),
            item("C", name=2),
            item("D", name=2),
            item("E", name=3),
        )

        assert lines == ["1. A", "2. B", "1. C", "2. D", "3. E"]

    def test_do_not_begin_again_where_the_level_says_never(self, read):
        never = level(1, "Vraag %2:", more='<w:lvlRestart w:val="0"/>')

        lines = read(
            kind(level(0, "%1."), never) + use(1),
            item("A"),
            item("wat", 1),
            item("B"),
            item("wie", 1),
        )

        assert lines == ["1. A", "Vraag 1: wat", "2. B", "Vraag 2: wie"]

    def test_are_digits_on_every_level_of_a_legal_list(self, read):
        legal = level(1, "%1.%2", more="<w:isLgl/>")

        lines = read(kind(level(0, "%1", "upperRoman"), legal) + use(1), item("A"), item("wat", 1))

        assert lines == ["I A", "1.1 wat"]

    def test_come_from_the_style_of_a_heading_or_the_style_below_it(self, read):
        styles = (
            '<w:style w:styleId="Kop1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
            '</w:style><w:style w:styleId="Kop1bis"><w:basedOn w:val="Kop1"/></w:style>'
        )

        lines = read(
            LEVELS + use(1),
            item("Bouw", name=None, style="Kop1"),
            item("Huur", 1, style="Kop1bis"),
            item("Zonder", name=0, style="Kop1"),
            item("Slot", name=None, style="Kop1bis"),
            styles=styles,
        )

        assert lines == ["# 1. Bouw", "# 1.1 Huur", "# Zonder", "# 2. Slot"]

    def test_of_articles_make_headings(self, read):
        lines = read(
            kind(level(0, "Artikel %1")) + use(1), item("Bouw", style="Heading1"), item("Huur")
        )

        assert lines == ["Artikel 1 Bouw", "Artikel 2 Huur"]
        assert [clause.number for clause in split("\n".join(lines)).clauses] == ["1", "2"]

    def test_skip_what_a_tracked_change_took_out(self, read):
        lines = read(LEVELS + use(1), item("A"), item("B", gone=True), item("C"))

        assert lines == ["1. A", "", "2. C"]

    def test_of_a_list_through_a_style_are_those_of_that_list(self, read):
        styles = (
            '<w:style w:styleId="Lijst"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>'
            "</w:style>"
        )
        linked = kind(name=1, more='<w:numStyleLink w:val="Lijst"/>')

        lines = read(LEVELS + linked + use(1, of=1) + use(2), item("A"), styles=styles)

        assert lines == ["1. A"]

    def test_become_the_numbers_of_clauses(self, tmp_path):
        document = Document()
        for text in ("De gemeente wijst aan.", "De corporatie bouwt."):
            document.add_paragraph(text, style="List Number")
        document.save(tmp_path / "a.docx")

        found = split(read_text(tmp_path / "a.docx", "a.docx").text)

        assert [clause.number for clause in found.clauses] == ["1", "2"]


class TestHostile:
    @pytest.mark.parametrize(
        "paragraph",
        [
            item("A", at=8),
            item("A", at=9),
            item("A", at=-1),
            item("A", at="x"),
            item("A", at="9" * 50),
            item("A", name="9" * 50),
            item("A", name=""),
            item("A", at="²"),
        ],
    )
    def test_levels_and_names_are_read_as_plain_items(self, read, paragraph):
        (line,) = read(LEVELS + use(1), paragraph)

        assert line in {"- A", "1. A", "A"}

    @pytest.mark.parametrize("sort", ["lowerLetter", "upperRoman", "decimal"])
    def test_starts_never_make_an_endless_number(self, read, sort):
        written = "%1" * 200

        (line,) = read(kind(level(0, written, sort, start="9" * 4)) + use(1), item("A"))

        assert len(line) <= 42

    def test_counting_stops_somewhere(self):
        assert numeral(HIGHEST, "lowerRoman") == str(HIGHEST)
        assert numeral(131, "lowerLetter") == "131"
        assert numeral(0, "upperLetter") == "0"

    def test_styles_that_rest_on_each_other_end(self, read):
        styles = (
            '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style>'
            '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
        )

        assert read(LEVELS + use(1), item("X", name=None, style="A"), styles=styles) == ["X"]

    def test_lists_without_end_are_refused(self, read):
        with pytest.raises(TextFileError, match="veel te groot"):
            read("<w:num/>" * (MAX_LIST_MARKS + 1), item("A"))

    def test_lists_that_are_broken_are_refused(self, read):
        with pytest.raises(TextFileError, match="beschadigd"):
            read("<w:num>", item("A"))
