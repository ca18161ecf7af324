"""Text from a Word file, a PDF or a plain text: nothing of it is run, shown or trusted.

Word keeps old and new words side by side when changes are tracked: the new ones are read, and the
reader is told. Tables become lines, pictures are left out, and both are told as well.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from lxml import etree

from woonregie.foundation.documents.errors import TextFileError
from woonregie.foundation.files.kinds import UNKNOWN

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"
MAX_XML = 60 * 1024 * 1024
MAX_CHARACTERS = 3_000_000
MAX_PAGES = 500
_REMOVED = {f"{W}del", f"{W}moveFrom"}
_TRACKED = {f"{W}del", f"{W}ins", f"{W}moveFrom", f"{W}moveTo"}
_PICTURES = {f"{W}drawing", f"{W}pict", f"{W}object"}
_HEADING = re.compile(r"(?:heading|kop)\s*(\d)", re.IGNORECASE)
_PDF = b"%PDF-"


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
        raise TextFileError(
            _("In %(name)s staat te veel tekst om in één keer te lezen. Deel het bestand op.")
            % {"name": name}
        )
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
    from pypdf import PdfReader  # noqa: PLC0415  only who delivers a PDF pays for it
    from pypdf.errors import PyPdfError  # noqa: PLC0415  as above

    wrong = (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
    )
    try:
        reader = PdfReader(place)
        count = len(reader.pages)
        pages = reader.pages if count <= MAX_PAGES else ()
        text = "\n".join(page.extract_text() for page in pages)
    except wrong as error:
        raise _broken(name) from error
    if count > MAX_PAGES:
        raise TextFileError(
            _("%(name)s heeft meer dan %(most)s bladzijden. Deel het bestand op.")
            % {"name": name, "most": MAX_PAGES}
        )
    return TextFile(text, [_("Een pdf kent geen alinea's: kijk na waar regels bij elkaar horen.")])


# ------------------------------------------------------------------ Word
def _word(place: Path, name: str) -> TextFile:
    """Return the text of a Word file; its one part that holds text is unpacked, bounded."""
    try:
        with zipfile.ZipFile(place) as packed:
            if DOCUMENT not in packed.namelist():
                raise _wrong(name)
            with packed.open(DOCUMENT) as part:
                content = part.read(MAX_XML + 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise _broken(name) from error
    if len(content) > MAX_XML:
        raise TextFileError(
            _("%(name)s wordt na het uitpakken veel te groot. Bewaar het opnieuw als docx.")
            % {"name": name}
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _broken(name) from error
    body = root.find(f"{W}body")
    if body is None:
        raise _broken(name)
    return TextFile("\n".join(_lines(body)), _notes(root))


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


def _lines(body: etree._Element) -> Iterator[str]:
    for block in body:
        if block.tag == f"{W}p":
            yield _paragraph(block)
        elif block.tag == f"{W}tbl":
            for row in block.iter(f"{W}tr"):
                cells = (
                    " ".join(_words(inside) for inside in cell.iter(f"{W}p")).strip()
                    for cell in row.iter(f"{W}tc")
                )
                yield " | ".join(cells)
        elif block.tag == f"{W}sdt":
            for inside in block.iter(f"{W}p"):
                yield _paragraph(inside)


def _paragraph(block: etree._Element) -> str:
    words = _words(block)
    style = block.find(f"{W}pPr/{W}pStyle")
    named = style.get(f"{W}val", "") if style is not None else ""
    if words and _HEADING.match(named):
        return f"# {words}"
    listed = block.find(f"{W}pPr/{W}numPr") is not None
    return f"- {words}" if listed and words else words


def _words(block: etree._Element) -> str:
    """Return the words of a paragraph as they read when all tracked changes are accepted."""
    found: list[str] = []
    for element in block.iter(f"{W}t", f"{W}tab", f"{W}br"):
        if any(above.tag in _REMOVED for above in element.iterancestors()):
            continue
        found.append((element.text or "") if element.tag == f"{W}t" else " ")
    return "".join(found).strip()
