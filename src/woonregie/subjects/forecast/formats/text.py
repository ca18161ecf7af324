"""From a file to rows of text."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from woonregie.subjects.forecast.errors import UnreadableFileError

ZIP, OLE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
MAX_LINE = 100_000
MAX_ROWS = 1_000_000


def rows_of(path: Path, most: int = MAX_ROWS) -> Iterator[tuple[int, list[str]]]:
    """Give each row with its line number; rows without any text are left out.

    Args:
        path: the file.
        most: rows that are read at most.

    Raises:
        UnreadableFileError: a spreadsheet, another kind of file, nothing, or no rows of text.
    """
    text = _decoded(path.read_bytes())
    if any(len(line) > MAX_LINE for line in text.split("\n")):
        raise UnreadableFileError(
            _("Een regel in dit bestand is ongewoon lang. Controleer of het een csv-bestand is.")
        )
    if not text.strip():
        raise UnreadableFileError(_("Er staat niets in dit bestand."))
    sample = text.splitlines()[:10]
    delimiter = max(";,\t", key=lambda sign: max(line.count(sign) for line in sample))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
            if reader.line_num > most:
                raise UnreadableFileError(
                    _("Dit bestand heeft meer dan %(most)s regels. Splits het.") % {"most": most}
                )
    except csv.Error:
        raise UnreadableFileError(
            _(
                "In dit bestand sluit een aanhalingsteken niet. "
                "Herstel dat, of sla de tabel opnieuw op als csv."
            )
        ) from None


def _decoded(content: bytes) -> str:
    if content.startswith((ZIP, OLE)):
        raise UnreadableFileError(
            _("Dit is een werkblad van Excel of LibreOffice. Sla de tabel op als csv.")
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content or content.startswith(PDF):
        raise UnreadableFileError(_("Dit is geen csv-bestand. Sla de tabel op als csv."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
