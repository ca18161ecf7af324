"""Text with separators (csv): whatever the encoding, the separator and the line ends."""

import csv
import io
import re
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _

from woonregie.foundation.intake.oldsigns import likeliest
from woonregie.foundation.intake.tables import (
    HEAD,
    FileRefusedError,
    Sheet,
    Table,
    check_size,
    wrong_type,
)

MAX_LINE = 1_000_000
QUOTES = "quotes"
SEPARATORS = ";,\t|"
ENDINGS_OF_OTHERS = (".pdf", ".doc", ".docx", ".png", ".jpg", ".jpeg", ".zip", ".exe", ".pptx")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
_START, _MOSTLY = 2000, 0.7
# A spreadsheet takes text with such a sign in front for a formula, so our own files have an
# apostrophe before it.
_GUARDED = re.compile(r"^'+[=+\-@\t\r\n]")
_RISKY = re.compile(r"^'*[=+\-@\t\r\n]")


def open_text(path: Path, name: str, *, forgiving: bool = False) -> list[Sheet]:
    """Return the text as a table, once per separator that it may have, likeliest first.

    Args:
        path: where the file lies.
        name: what the sender calls it.
        forgiving: whether text behind a closing quotation mark is taken for what it looks like.

    Raises:
        FileRefusedError: no text, or a line that no list has.
    """
    content = path.read_bytes()
    text, remarks = decoded(content, name)
    if not text.strip(SEPARATORS + " \r\n"):
        return []
    if text.lstrip()[:1] == "<":
        raise _markup()
    lines = io.StringIO(text, newline="").readlines()
    if any(len(line) > MAX_LINE for line in lines):
        raise FileRefusedError(
            "line_too_long",
            _("Een regel in dit bestand is ongewoon lang. Controleer of het een csv-bestand is."),
        )
    counts = {
        sign: max((line.count(sign) for line in lines[:HEAD]), default=0) for sign in SEPARATORS
    }
    sheets = []
    for sign in sorted(SEPARATORS, key=lambda sign: -counts[sign]):
        head = _head(lines, sign)
        if any(any(cell.strip() for cell in row) for row in head):
            sheets.append(Sheet("", head, partial(_table, text, sign, remarks, forgiving)))
    return sheets


def guarded(value: object) -> object:
    """Return a value so that a spreadsheet never takes it for a formula.

    >>> guarded("=1+1"), guarded("'-x"), guarded("'t Hof"), guarded(-3)
    ("'=1+1", "''-x", "'t Hof", -3)
    """
    return f"'{value}" if isinstance(value, str) and _RISKY.match(value) else value


def decoded(content: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text, and what to remark about its encoding.

    Args:
        content: the whole file.
        name: what the sender calls it.

    Raises:
        FileRefusedError: no text.
    """
    remarks: tuple[str, ...] = ()
    if content.startswith(UTF16):
        text = content.decode("utf-16", errors="replace")
    elif wide := _wide(content):
        text = content.decode(wide, errors="replace")
    elif b"\x00" in content or name.lower().endswith(ENDINGS_OF_OTHERS):
        raise wrong_type()
    else:
        text, remarks = _one_byte_each(content)
    if "\x00" in text:
        raise wrong_type()
    return text, (*remarks, *(("lost_signs",) if "\ufffd" in text else ()))


def _one_byte_each(content: bytes) -> tuple[str, tuple[str, ...]]:
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return content.decode(likeliest(content), errors="replace"), ("old_encoding",)


def _wide(content: bytes) -> str:
    """Return which UTF-16 a text is that does not say so; empty when it is none."""
    start = content[:_START]
    half = len(start) // 2
    if start[1::2].count(0) > half * _MOSTLY and not start[::2].count(0):
        return "utf-16-le"
    if start[::2].count(0) > half * _MOSTLY and not start[1::2].count(0):
        return "utf-16-be"
    return ""


def _markup() -> FileRefusedError:
    return FileRefusedError(
        "wrong_type",
        _(
            "Dit is een webpagina of ander opgemaakt bestand, geen werkblad. "
            "Open het in Excel en sla het op als xlsx."
        ),
    )


def _head(lines: list[str], separator: str) -> list[list[str]]:
    csv.field_size_limit(MAX_LINE)
    try:
        return list(csv.reader(lines[:HEAD], delimiter=separator))
    except csv.Error:
        return []


def _table(text: str, separator: str, remarks: tuple[str, ...], forgiving: bool) -> Table:
    csv.field_size_limit(MAX_LINE)
    try:
        return Table(_rows(text, separator, strict=True), remarks=remarks)
    except FileRefusedError as refusal:
        if not forgiving or refusal.code != QUOTES:
            raise
        rows = _rows(text, separator, strict=False)
        if any(_swallowed(row, separator) for row in rows):
            raise
        return Table(rows, remarks=(*remarks, "loose_quotes"))


def _rows(text: str, separator: str, *, strict: bool) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append([cell[1:] if _GUARDED.match(cell) else cell for cell in row])
            check_size(len(rows), len(row))
    except csv.Error:
        # Without this stop, a quotation mark that is not closed swallows all plans after it.
        raise FileRefusedError(
            QUOTES,
            _(
                'Rond regel %(line)s staat een aanhalingsteken (") dat niet wordt afgesloten, of '
                "er staat tekst achter. Zet twee aanhalingstekens waar er een in de tekst hoort."
            )
            % {"line": reader.line_num},
            row=reader.line_num,
        ) from None
    return rows


def _swallowed(row: list[str], separator: str) -> bool:
    """Return whether a cell holds what look like whole rows: its quotation mark was not closed."""
    return any(
        2 * line.count(separator) > len(row)
        for cell in row
        if "\n" in cell or "\r" in cell
        for line in cell.splitlines()[1:]
    )
