"""Word, PDF and text come in; whatever is wrong with a file is said, and nothing is kept."""

import io
import re
import zipfile
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from docx.oxml import parse_xml
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from woonregie.foundation.documents.difference import difference
from woonregie.foundation.documents.errors import TextFileError
from woonregie.foundation.documents.exports.pdf import pdf_file
from woonregie.foundation.documents.exports.word import word_file
from woonregie.foundation.documents.models import ImportDraft, Work
from woonregie.foundation.documents.pdfwords import MAX_CONTENT, MAX_PAGES
from woonregie.foundation.documents.queries import contents, latest
from woonregie.foundation.documents.services import accept
from woonregie.foundation.documents.wordfiles import (
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_MARKS,
    MAX_XML,
    read_text,
)

NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BASE = "/testregio/documenten/"


def _word(*paragraphs, table=()):
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        made = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(made.add_row().cells, row, strict=True):
                cell.text = text
    return document


def _saved(document, place):
    document.save(place)
    return place


def _packed(place, body):
    """Write a Word file with this XML as its body."""
    xml = f'<w:document xmlns:w="{NS}"><w:body>{body}</w:body></w:document>'
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", xml)
    return place


def _paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _nested(depth, inside):
    opened, closed = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    return opened * depth + inside + closed * depth


def _sharing(place, pages, content):
    """Write a PDF of which all pages share one stream."""
    writer = PdfWriter()
    stream = DecodedStreamObject()
    stream.set_data(content)
    shared = writer._add_object(stream.flate_encode())
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): font})
    for _number in range(pages):
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        page[NameObject("/Contents")] = shared
    writer.write(place)
    return place


@pytest.fixture
def tracked(tmp_path):
    """Return a Word file with a tracked change, a table and a picture."""
    document = _word("1 Nieuwbouw", table=[("jaar", "woningen"), ("2027", "60")])
    paragraph = document.add_paragraph("1.1 De corporatie bouwt ")
    for xml in (
        f'<w:del xmlns:w="{NS}" w:id="1"><w:r><w:delText>100</w:delText></w:r></w:del>',
        f'<w:ins xmlns:w="{NS}" w:id="2"><w:r><w:t>220</w:t></w:r></w:ins>',
        f'<w:r xmlns:w="{NS}"><w:drawing/></w:r>',
    ):
        paragraph._p.append(parse_xml(xml))
    paragraph.add_run(" woningen.")
    return _saved(document, tmp_path / "afspraken.docx")


class TestReadText:
    def test_of_word_reads_the_new_words_the_tables_and_no_pictures(self, tracked):
        found = read_text(tracked, "afspraken.docx")

        assert "1.1 De corporatie bouwt 220 woningen." in found.text
        assert "100" not in found.text
        assert "2027 | 60" in found.text
        assert [note.split()[0] for note in found.notes] == ["In", "Tabellen", "Afbeeldingen"]

    def test_of_word_knows_headings(self, tmp_path):
        document = Document()
        document.add_heading("Wonen en zorg", level=1)

        found = read_text(_saved(document, tmp_path / "a.docx"), "a.docx")

        assert found.text.strip() == "# Wonen en zorg"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_of_text_knows_its_letters(self, tmp_path, encoding):
        place = tmp_path / "a.txt"
        place.write_bytes("1 Eén afspraak.".encode(encoding))

        assert read_text(place, "a.txt").text == "1 Eén afspraak."

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"PK\x03\x04 half a file", "beschadigd"),
            (b"%PDF-1.7 half a file", "beschadigd|geen tekst"),
            (b"\x89PNG\r\n\x1a\n\x00\x00", "geen Word-bestand"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", "geen Word-bestand"),
            (b"   \n ", "geen tekst"),
        ],
    )
    @pytest.mark.filterwarnings("ignore")
    def test_refuses_what_is_no_text_and_says_why(self, tmp_path, content, words):
        place = tmp_path / "bestand"
        place.write_bytes(content)

        with pytest.raises(TextFileError, match=words):
            read_text(place, "bestand")

    def test_refuses_a_part_that_was_damaged(self, tmp_path):
        place = _packed(tmp_path / "a.docx", _paragraph("1 Wonen in Kampen") * 200)
        content = bytearray(place.read_bytes())
        content[80:140] = b"\xff" * 60
        place.write_bytes(content)

        with pytest.raises(TextFileError, match="beschadigd"):
            read_text(place, "a.docx")

    def test_refuses_a_zip_that_holds_something_else(self, tmp_path):
        place = tmp_path / "a.docx"
        with zipfile.ZipFile(place, "w") as packed:
            packed.writestr("iets.txt", "1 Tekst")

        with pytest.raises(TextFileError, match="geen Word-bestand"):
            read_text(place, "a.docx")

    def test_refuses_a_bomb(self, tmp_path):
        place = tmp_path / "a.docx"
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("word/document.xml", b" " * (MAX_XML + 1))

        with pytest.raises(TextFileError, match="veel te groot"):
            read_text(place, "a.docx")

    def test_opens_no_entities(self, tmp_path):
        place = tmp_path / "a.docx"
        xml = (
            '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            f'<w:document xmlns:w="{NS}"><w:body><w:p><w:r><w:t>1 A &x;</w:t></w:r></w:p>'
            "</w:body></w:document>"
        )
        with zipfile.ZipFile(place, "w") as packed:
            packed.writestr("word/document.xml", xml)

        assert "root" not in read_text(place, "a.docx").text


class TestTablesInTables:
    def test_are_read_once_in_the_cell_where_they_stand(self, tmp_path):
        inner = _nested(1, _paragraph("60")) + _paragraph("woningen")
        place = _packed(tmp_path / "a.docx", _nested(1, _paragraph("2027") + inner))

        assert read_text(place, "a.docx").text == "2027 60 woningen"

    def test_that_stand_too_deep_are_refused(self, tmp_path):
        deepest = _packed(tmp_path / "a.docx", _nested(MAX_DEPTH, _paragraph("2027")))
        deeper = _packed(tmp_path / "b.docx", _nested(MAX_DEPTH + 1, _paragraph("2027")))

        assert read_text(deepest, "a.docx").text == "2027"
        with pytest.raises(TextFileError, match="staan meer dan 10 tabellen in elkaar"):
            read_text(deeper, "b.docx")

    def test_behind_a_content_control_are_read_as_others(self, tmp_path):
        row = f"<w:tr><w:tc>{_paragraph('2027')}</w:tc><w:tc>{_paragraph('60')}</w:tc></w:tr>"
        control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
        table = control.format(f"<w:tbl>{control.format(row)}</w:tbl>")
        place = _packed(tmp_path / "a.docx", control.format(_paragraph("1 Bouw")) + table)

        assert read_text(place, "a.docx").text == "1 Bouw\n2027 | 60"


class TestLargeWordFiles:
    def test_with_too_much_text_are_not_read_to_their_end(self, tmp_path, monkeypatch):
        monkeypatch.setattr("woonregie.foundation.documents.wordfiles.MAX_CHARACTERS", 20)
        broken_off = _nested(MAX_DEPTH + 1, "")
        place = _packed(tmp_path / "a.docx", _paragraph("1 Nieuwbouw ") * 2 + broken_off)

        with pytest.raises(TextFileError, match="te veel tekst"):
            read_text(place, "a.docx")

    def test_with_too_many_elements_are_refused(self, tmp_path):
        place = _packed(tmp_path / "a.docx", _paragraph("1 Bouw") + "<w:p/>" * MAX_MARKS)

        with pytest.raises(TextFileError, match="veel te groot"):
            read_text(place, "a.docx")


class TestPdf:
    def test_of_which_pages_share_their_content_is_read(self, tmp_path):
        words = b"BT /F1 12 Tf 50 700 Td (1 De gemeente wijst locaties aan.) Tj ET"
        place = _sharing(tmp_path / "a.pdf", 2, words)

        sentence = "1 De gemeente wijst locaties aan."
        assert read_text(place, "a.pdf").text.split("\n") == [sentence, sentence]

    def test_with_too_much_to_draw_is_refused_before_it_is_drawn(self, tmp_path):
        piece = b"0 0 m 1 1 l S\n"
        content = piece * (MAX_CONTENT // 100 // len(piece) + 1)
        place = _sharing(tmp_path / "a.pdf", 100, content)

        with pytest.raises(TextFileError, match="is te zwaar om te lezen"):
            read_text(place, "a.pdf")

    def test_with_too_many_pages_is_refused(self, tmp_path):
        place = _sharing(tmp_path / "a.pdf", MAX_PAGES + 1, b"")

        with pytest.raises(TextFileError, match="meer dan 500 bladzijden"):
            read_text(place, "a.pdf")

    def test_with_too_much_text_is_refused(self, tmp_path):
        words = b"BT /F1 12 Tf 50 700 Td (" + b"a" * (MAX_CHARACTERS // 100) + b") Tj ET"
        place = _sharing(tmp_path / "a.pdf", 100, words)

        with pytest.raises(TextFileError, match="te veel tekst"):
            read_text(place, "a.pdf")


class TestWordFile:
    @pytest.fixture
    def found(self, adopted, ask, moment):
        first = contents(latest(adopted))
        text = "De corporatie bouwt **220** woningen."
        accept(by=None, at=moment, proposal=ask(adopted, "replace", "1.1", text=text))
        return difference(first, contents(latest(adopted)))

    def _xml(self, content):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return packed.read("word/document.xml").decode()

    def test_keeps_what_changed_as_tracked_changes(self, found, tmp_path):
        at = datetime(2026, 11, 26, tzinfo=UTC)
        content = word_file("Afspraken", "editie 2", found, at=at, tracked=True)

        xml = self._xml(content)
        assert re.findall(r"<w:delText[^>]*>([^<]*)</w:delText>", xml) == ["100 "]
        assert re.findall(r"<w:ins [^>]*>.*?<w:t[^>]*>([^<]*)</w:t>", xml) == ["220 "]
        assert 'w:date="2026-11-26T00:00:00Z"' in xml
        place = tmp_path / "terug.docx"
        place.write_bytes(content)
        assert "1.1 De corporatie bouwt 220 woningen." in read_text(place, "terug.docx").text

    def test_without_changes_is_the_text_as_it_is(self, found):
        at = datetime(2026, 11, 26, tzinfo=UTC)
        xml = self._xml(word_file("Afspraken", "editie 2", found, at=at, tracked=False))

        assert "w:del" not in xml
        assert "100" not in xml

    @pytest.mark.parametrize("tracked", [True, False])
    def test_holds_no_marks_of_markdown(self, agreement, ask, moment, tracked):
        text = "De corporatie bouwt _120_ `woningen`:\n\n- **noord**\n- zuid"
        before = contents(latest(agreement))
        accept(by=None, at=moment, proposal=ask(agreement, "replace", "1.1", text=text))

        found = difference(before, contents(latest(agreement)))
        xml = self._xml(word_file("Afspraken", "", found, at=moment, tracked=tracked))

        said = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml))
        assert not set("*_`") & set(said)
        assert "noord" in said

    def test_of_pdf_is_one_that_can_be_read_again(self, found, tmp_path):
        place = tmp_path / "a.pdf"
        place.write_bytes(pdf_file("Afspraken", "editie 2", found, marked="Gemarkeerd"))

        text = read_text(place, "a.pdf").text
        assert "220" in text
        assert "100" in text


@pytest.fixture
def browser(client_for, official_kampen, settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return client_for(official_kampen)


class TestTakingIn:
    def _hand_in(self, browser, content, name="afspraken.txt"):
        return browser.post(f"{BASE}inlezen/", {"file": SimpleUploadedFile(name, content)})

    def test_keeps_nothing_before_somebody_looked(self, region, kampen, browser, texts):
        answer = self._hand_in(browser, b"# 1 Bouw\n1.1 De gemeente wijst locaties aan.")
        where = answer["Location"]
        assert not Work.objects.exists()
        assert "Wij vonden 2 bepalingen" in browser.get(where).content.decode()

        browser.post(where, {"versie": "1", "text": "# 1 Bouw\n1.1 De gemeente wijst aan.\n2 B."})
        browser.post(
            where,
            {
                "wat": "bewaren",
                "kind": "agreement",
                "code": "KAMPEN-IN",
                "title": "Ingelezen",
                "reach": "parties",
                "parties": [str(kampen.organisation.pk)],
            },
        )

        assert texts(Work.objects.get()) == [
            ("1", "Bouw"),
            ("1.1", "De gemeente wijst aan."),
            ("2", "B."),
        ]
        assert browser.get(where)["Location"] == f"{BASE}KAMPEN-IN/"

    def test_of_too_many_clauses_says_so_and_keeps_nothing(self, region, kampen, browser):
        answer = self._hand_in(browser, b"# a\n" * 10_001)

        assert "meer dan 10000 bepalingen" in answer.content.decode()
        assert not ImportDraft.objects.exists()

    def test_of_a_broken_file_says_so_and_keeps_nothing(self, region, kampen, browser):
        answer = self._hand_in(browser, b"PK\x03\x04 half", "afspraken.docx")

        assert "beschadigd of beveiligd" in answer.content.decode()
        assert not ImportDraft.objects.exists()

    def test_of_another_is_not_there(self, region, kampen, browser, client_for, official_zwolle):
        where = self._hand_in(browser, b"1 De gemeente wijst aan.")["Location"]

        assert client_for(official_zwolle).get(where).status_code == 404

    def test_of_two_windows_the_second_is_told(self, region, kampen, browser):
        where = self._hand_in(browser, b"1 De gemeente wijst aan.")["Location"]
        browser.post(where, {"versie": "1", "text": "1 Van het eerste venster."})

        answer = browser.post(
            where, {"versie": "1", "text": "1 Van het tweede venster."}, follow=True
        )

        assert "ander venster gewijzigd" in answer.content.decode()
        assert ImportDraft.objects.get().text == "1 Van het eerste venster."


class TestFiles:
    @pytest.mark.parametrize(("kind", "begins"), [("docx", b"PK"), ("pdf", b"%PDF")])
    def test_are_given_to_who_may_read(self, agreement, browser, kind, begins):
        answer = browser.get(f"{BASE}KAM-2027/bestand/{kind}/?editie=1")

        assert answer.content.startswith(begins)
        assert 'filename="KAM-2027-1.' in answer["Content-Disposition"]

    def test_of_another_kind_are_not_there(self, agreement, browser):
        assert browser.get(f"{BASE}KAM-2027/bestand/exe/").status_code == 404
