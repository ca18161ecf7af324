"""From a file to rows of cells: what kind of file it is, and whether it is safe to open."""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from woonregie.foundation.pages.errors import RefusedError

MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 200
SMALL = 10_000_000
MAX_ROWS = 100_000
MAX_LINE = 200_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
SQLITE = b"SQLite format 3\x00"


class FileRefusedError(RefusedError):
    """A file that cannot be used as a whole."""

    def __init__(self, code: str, text: str, **fields: Any) -> None:
        super().__init__(text, **fields)
        self.code = code


@dataclass(frozen=True, slots=True)
class RawTable:
    """Rows of cells as they stand; `geometries` holds WKB in RD per row of a geofile."""

    rows: Sequence[Sequence[Any]]
    geometries: Sequence[bytes | None] = field(default=())
    encoding: str = ""


def read_table(path: Path, name: str) -> RawTable:
    """Return the rows of a spreadsheet, csv file or GeoPackage.

    Raises:
        FileRefusedError: wrong kind, protected, with macros, empty, or made to exhaust the
            machine.
    """
    with path.open("rb") as stream:
        start = stream.read(16)
    if not start:
        raise FileRefusedError(
            "empty_file", _("Dit bestand is leeg. Controleer of u het juiste bestand koos.")
        )
    if start.startswith(SQLITE):
        return _geofile(path)
    if start.startswith(OLE):
        raise FileRefusedError(
            "protected_or_old",
            _(
                "Dit bestand is beveiligd met een wachtwoord, of het is een oud "
                "Excel-bestand. Sla het op als gewoon xlsx-bestand zonder wachtwoord."
            ),
        )
    if start.startswith(ZIP):
        _check_zip(path, name)
        return _workbook(path)
    return _text(path, name)


def _check_zip(path: Path, name: str) -> None:
    """Look at the list of contents before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        raise FileRefusedError(
            "damaged", _("Dit bestand is beschadigd. Open het in Excel en sla het opnieuw op.")
        ) from None
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    if unpacked > MAX_UNPACKED or (unpacked > SMALL and unpacked / packed > MAX_RATIO):
        raise FileRefusedError(
            "zip_bomb",
            _(
                "Dit bestand wordt uitgepakt veel te groot. Wij openen "
                "het niet. Lever alleen het blad met plannen aan."
            ),
        )
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefusedError(
            "protected_or_old",
            _("Dit bestand is beveiligd met een wachtwoord. Sla het op zonder wachtwoord."),
        )
    if "xl/vbaProject.bin" in names or name.lower().endswith(".xlsm"):
        raise FileRefusedError(
            "macros",
            _("Dit bestand bevat macro's. Sla het op als gewoon xlsx-bestand en lever dat aan."),
        )
    if not ({"xl/workbook.xml", "content.xml"} & names):
        raise FileRefusedError(
            "wrong_type",
            _("Dit is geen werkblad. Lever een xlsx-, ods- of csv-bestand of een GeoPackage aan."),
        )


def _workbook(path: Path) -> RawTable:
    import python_calamine  # noqa: PLC0415  only imports need it

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        sheets = [
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names[:40]
        ]
    except (python_calamine.CalamineError, OSError, ValueError, IndexError):
        raise FileRefusedError(
            "damaged",
            _("Dit werkblad is niet te openen. Open het in Excel en sla het opnieuw op."),
        ) from None
    filled = [
        sheet
        for sheet in sheets
        if any(any(cell not in {"", None} for cell in row) for row in sheet)
    ]
    if not filled:
        raise FileRefusedError(
            "empty_sheet",
            _("Alle bladen zijn leeg. Vul het blad met plannen en lever het opnieuw aan."),
        )
    rows = max(filled, key=len) if len(filled) > 1 else filled[0]
    return RawTable(_capped(rows))


def _text(path: Path, name: str) -> RawTable:
    content = path.read_bytes()
    if b"\x00" in content[:8192] or name.lower().endswith(
        (".pdf", ".doc", ".docx", ".png", ".jpg", ".zip")
    ):
        raise FileRefusedError(
            "wrong_type",
            _(
                "Dit soort bestand lezen wij niet. Lever een "
                "xlsx-, ods- of csv-bestand of een GeoPackage aan."
            ),
        )
    try:
        text, encoding = content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = content.decode("cp1252", errors="replace"), "cp1252"
    lines = text.splitlines()
    if any(len(line) > MAX_LINE for line in lines):
        raise FileRefusedError(
            "line_too_long",
            _("Een regel in dit bestand is ongewoon lang. Controleer of het een csv-bestand is."),
        )
    sample = lines[:30]
    delimiter = max(";,\t", key=lambda sign: sum(line.count(sign) for line in sample))
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    if not any(any(cell.strip() for cell in row) for row in rows):
        raise FileRefusedError("empty_sheet", _("Er staat niets in dit bestand."))
    return RawTable(_capped(rows), encoding=encoding)


def _geofile(path: Path) -> RawTable:
    import pyogrio  # noqa: PLC0415  100 MB of drivers that only imports need
    import shapely  # noqa: PLC0415

    from woonregie.foundation.region.geometry import RD, to_rd  # noqa: PLC0415

    try:
        meta, _fids, shapes, columns = pyogrio.raw.read(path)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError):
        raise FileRefusedError("wrong_type", _("Dit is geen GeoPackage met plannen.")) from None
    crs = int(str(meta["crs"] or "EPSG:28992").rsplit(":", 1)[-1])
    if shapes is None:
        shapes = [None] * (len(columns[0]) if columns else 0)
    if crs != RD:
        shapes = [
            None if shape is None else shapely.to_wkb(to_rd(shapely.from_wkb(shape), crs))
            for shape in shapes
        ]
    names = [str(name) for name in meta["fields"]]
    body = [[_plain_cell(column[at]) for column in columns] for at in range(len(shapes))]
    return RawTable(_capped([names, *body]), geometries=[None, *shapes])


def _plain_cell(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def _capped(rows: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
    if len(rows) > MAX_ROWS:
        raise FileRefusedError(
            "too_many_rows",
            _("Dit bestand heeft meer dan %(most)s regels. Splits het.") % {"most": MAX_ROWS},
        )
    return rows
