"""What a file is, by what stands in it: its name may say anything."""

import zipfile
from pathlib import Path

import puremagic

UNKNOWN, CSV = "application/octet-stream", "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSM = "application/vnd.ms-excel.sheet.macroenabled.12"
GEOPACKAGE, SQLITE = "application/geopackage+sqlite3", "application/vnd.sqlite3"
_HEAD, _GEOPACKAGE_ID = 72, slice(68, 72)


def media_type(place: Path, name: str) -> str:
    """Return the media type of a file.

    Args:
        place: where the content lies.
        name: what the sender calls it; only tells a csv file from any other plain text.
    """
    with place.open("rb") as stream:
        head = stream.read(_HEAD)
    if head.startswith(b"PK\x03\x04"):
        return _packed(place)
    if head.startswith(b"SQLite format 3\x00"):
        return GEOPACKAGE if head[_GEOPACKAGE_ID] == b"GPKG" else SQLITE
    try:
        found = puremagic.from_file(str(place), mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    plain = not found or found == "text/plain"
    return CSV if plain and name.lower().endswith(".csv") else found or UNKNOWN


def _packed(place: Path) -> str:
    """Return what a zip file holds; only its list of names is read, nothing is unpacked."""
    try:
        with zipfile.ZipFile(place) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return UNKNOWN
    if "xl/workbook.xml" in names:
        return XLSM if "xl/vbaProject.bin" in names else XLSX
    if "word/document.xml" in names:
        return DOCX
    return _open_document(place) or "application/zip"


def _open_document(place: Path) -> str:
    """Return what an OpenDocument file calls itself: stored as it is, right at the beginning."""
    with place.open("rb") as stream:
        head = stream.read(200)
    said = head.partition(b"mimetype")[2].partition(b"PK")[0]
    known = b"application/vnd.oasis.opendocument."
    return said.decode("ascii", "ignore").strip() if said.startswith(known) else ""
