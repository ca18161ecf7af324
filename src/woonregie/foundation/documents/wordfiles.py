"""Text from a Word file, a PDF or a plain text: nothing of it is run, shown or trusted.

Word keeps old and new words side by side when changes are tracked: the new ones are read, and the
reader is told. Numbers that Word works out itself are counted (`wordnumbers`). Tables become
lines, pictures are left out, and both are told as well. A PDF is read in a process of its own
(docs/adr/0025).
"""

import lzma
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from lxml import etree

from woonregie.foundation.documents import pdfwords
from woonregie.foundation.documents.errors import TextFileError
from woonregie.foundation.documents.wordnumbers import Numbers
from woonregie.foundation.files.kinds import UNKNOWN

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT, NUMBERING, STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"
MAX_XML = 60 * 1024 * 1024
MAX_CHARACTERS = 3_000_000
MAX_MARKS = 2_000_000
"""So many signs that begin or end an element, or give it an attribute: each takes memory."""
MAX_LIST_MARKS = 300_000
"""So many in the parts that say how lists count and what styles there are."""
MAX_DEPTH = 10
"""So many tables stand in each other at most."""
PATIENCE = 120
"""Seconds, of a machine that does more than this; `pdfwords` counts its own."""
_REMOVED = {f"{W}del", f"{W}moveFrom"}
_TRACKED = {f"{W}del", f"{W}ins", f"{W}moveFrom", f"{W}moveTo"}
_PICTURES = {f"{W}drawing", f"{W}pict", f"{W}object"}
_WRAPPERS = {f"{W}sdt", f"{W}sdtContent", f"{W}customXml"}
_BLANKS = {f"{W}tab", f"{W}br"}
_HEADING = re.compile(r"(?:heading|kop)\s*(\d)", re.IGNORECASE)
_CHAPTER = re.compile(r"(?:hoofdstuk|artikel|art\.|paragraaf|thema)\s+\d", re.IGNORECASE)
_PDF = b"%PDF-"
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(RuntimeError, NotImplementedError, EOFError, OSError),
)
"""What a damaged, locked or cut off package may raise."""


@dataclass(slots=True)
class TextFile:
    """The text of a file in lines, and what a person should know about it."""

    text: str
    notes: list[str] = field(default_factory=list)


def read_text(place: Path, name: str) -> TextFile:
    """Return the text of a file.

    Args:
        place: where it lies.
        name: what the sender calls it; only for messages.

    Raises:
        TextFileError: no Word file, PDF or text; broken, protected, or far too large inside.
    """
    with place.open("rb") as stream:
        head = stream.read(8)
    if head.startswith(b"PK\x03\x04"):
        found = _word(place, name)
    elif head.startswith(_PDF):
        found = _pdf(place, name)
    else:
        found = TextFile(_plain(place.read_bytes(), name))
    if len(found.text) > MAX_CHARACTERS:
        raise _long(name)
    if not found.text.strip():
        raise TextFileError(
            _(
                "In %(name)s staat geen tekst die te lezen is. Is het een scan? Bewaar hem dan "
                "eerst als tekst."
            )
            % {"name": name}
        )
    return found


def _wrong(name: str) -> TextFileError:
    return TextFileError(
        _("%(name)s is geen Word-bestand (docx), pdf of tekst. Open het en bewaar het als docx.")
        % {"name": name},
        media_type=UNKNOWN,
    )


def _long(name: str) -> TextFileError:
    return TextFileError(
        _("In %(name)s staat te veel tekst om in één keer te lezen. Deel het bestand op.")
        % {"name": name}
    )


def _broken(name: str) -> TextFileError:
    return TextFileError(
        _("%(name)s is beschadigd of beveiligd. Open het, bewaar het opnieuw en lever dat aan.")
        % {"name": name}
    )


# ------------------------------------------------------------------ plain text
def _plain(content: bytes, name: str) -> str:
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _wrong(name)
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        if encoding == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _wrong(name)


# ------------------------------------------------------------------ PDF
def _pdf(place: Path, name: str) -> TextFile:
    """Return the words of a PDF, as a process of its own reads them."""
    program = [sys.executable, "-I", "-X", "utf8", pdfwords.__file__]
    try:
        done = subprocess.run(  # noqa: S603  our own program, and a name that we made ourselves
            [*program, str(place.resolve()), str(MAX_CHARACTERS)],
            env={},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _heavy(name) from None
    if done.returncode:
        raise _unread(done.returncode, name)
    return TextFile(
        done.stdout.decode("utf-8", "replace"),
        [_("Een pdf kent geen alinea's: kijk na waar regels bij elkaar horen.")],
    )


def _unread(code: int, name: str) -> TextFileError:
    """Return why the other process ended without words."""
    if code == pdfwords.PAGES:
        return TextFileError(
            _("%(name)s heeft meer dan %(most)s bladzijden. Deel het bestand op.")
            % {"name": name, "most": pdfwords.MAX_PAGES}
        )
    if code == pdfwords.LONG:
        return _long(name)
    # Below zero is a signal: it ran out of time.
    return _heavy(name) if code == pdfwords.HEAVY or code < 0 else _broken(name)


def _heavy(name: str) -> TextFileError:
    return TextFileError(
        _(
            "%(name)s is te zwaar om te lezen: de bladzijden bevatten te veel tekening of opmaak. "
            "Bewaar de tekst als docx, of deel het bestand op."
        )
        % {"name": name}
    )


# ------------------------------------------------------------------ Word
def _word(place: Path, name: str) -> TextFile:
    """Return the text of a Word file; its parts with text and numbers are unpacked, bounded."""
    try:
        with zipfile.ZipFile(place) as packed:
            if DOCUMENT not in packed.namelist():
                raise _wrong(name)
            document, numbering, styles = (
                _part(packed, part, name) for part in (DOCUMENT, NUMBERING, STYLES)
            )
    except BROKEN as error:
        raise _broken(name) from error
    body = document.find(f"{W}body") if document is not None else None
    if document is None or body is None:
        raise _broken(name)
    numbers = Numbers(numbering, styles)
    return TextFile(_joined(_lines(body, name, numbers), name), _notes(document))


def _part(packed: zipfile.ZipFile, part: str, name: str) -> etree._Element | None:
    """Return one part of a Word file; None where it has none."""
    if part not in packed.namelist():
        return None
    with packed.open(part) as stream:
        content = stream.read(MAX_XML + 1)
    marks = content.count(b"<") + content.count(b"=")
    if len(content) > MAX_XML or marks > (MAX_MARKS if part == DOCUMENT else MAX_LIST_MARKS):
        raise TextFileError(
            _("%(name)s wordt na het uitpakken veel te groot. Bewaar het opnieuw als docx.")
            % {"name": name}
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _broken(name) from error


def _joined(lines: Iterable[str], name: str) -> str:
    """Return lines as one text; what is too long is not read to its end."""
    found, room = [], MAX_CHARACTERS
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            raise _long(name)
        found.append(line)
    return "\n".join(found)


def _notes(root: etree._Element) -> list[str]:
    tags = {element.tag for element in root.iter()}
    notes = []
    if tags & _TRACKED:
        notes.append(_("In dit bestand zijn wijzigingen bijgehouden. Wij lazen de nieuwe tekst."))
    if f"{W}tbl" in tags:
        notes.append(_("Tabellen zijn regels geworden, met | tussen de cellen."))
    if tags & _PICTURES:
        notes.append(_("Afbeeldingen zijn niet overgenomen."))
    return notes


def _lines(body: etree._Element, name: str, numbers: Numbers) -> Iterator[str]:
    for block in _inside(body):
        if block.tag == f"{W}p":
            yield _paragraph(block, numbers)
        elif block.tag == f"{W}tbl":
            for row in _rows(block):
                yield " | ".join(_cell(cell, name, numbers, 1) for cell in row)


def _rows(table: etree._Element) -> Iterator[list[etree._Element]]:
    """Return the cells of each row of a table, without those of the tables in its cells."""
    for row in _inside(table):
        if row.tag == f"{W}tr":
            yield [cell for cell in _inside(row) if cell.tag == f"{W}tc"]


def _cell(cell: etree._Element, name: str, numbers: Numbers, depth: int) -> str:
    """Return the words of a cell in one line, with those of a table that stands in it."""
    if depth > MAX_DEPTH:
        raise TextFileError(
            _(
                "In %(name)s staan meer dan %(most)s tabellen in elkaar. Haal ze uit elkaar en "
                "bewaar het bestand opnieuw."
            )
            % {"name": name, "most": MAX_DEPTH}
        )
    found: list[str] = []
    for block in _inside(cell):
        if block.tag == f"{W}p":
            found.append(_numbered(block, numbers))
        elif block.tag == f"{W}tbl":
            found.extend(
                _cell(inner, name, numbers, depth + 1) for row in _rows(block) for inner in row
            )
    return " ".join(found).strip()


def _inside(block: etree._Element) -> Iterator[etree._Element]:
    """Return what stands directly in a block; a wrapper only stands around what it holds."""
    waiting = [iter(block)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif element.tag in _WRAPPERS:
            waiting.append(iter(element))
        else:
            yield element


def _paragraph(block: etree._Element, numbers: Numbers) -> str:
    line = _numbered(block, numbers)
    style = block.find(f"{W}pPr/{W}pStyle")
    named = style.get(f"{W}val", "") if style is not None else ""
    # A chapter or article says by itself that it is a heading.
    heading = line and _HEADING.match(named) and not _CHAPTER.match(line)
    return f"# {line}" if heading else line


def _numbered(block: etree._Element, numbers: Numbers) -> str:
    """Return the words of a paragraph, with the number that Word shows before them."""
    words = _words(block)
    gone = block.find(f"{W}pPr/{W}rPr/{W}del") is not None
    if not words and gone:
        # It went with its words, and counts no more.
        return ""
    label = numbers.label(block)
    return f"{label} {words}" if label and words else words


def _words(block: etree._Element) -> str:
    """Return the words of a paragraph as they read when all tracked changes are accepted."""
    found: list[str] = []
    waiting = [block]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{W}t":
            found.append(element.text or "")
        elif element.tag in _BLANKS:
            found.append(" ")
        elif element.tag not in _REMOVED:
            waiting.extend(reversed(element))
    return "".join(found).strip()
