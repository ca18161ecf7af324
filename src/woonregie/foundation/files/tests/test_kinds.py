"""A file is what stands in it, whatever it is called."""

import io
import sqlite3
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from woonregie.foundation.files.kinds import (
    CSV,
    GEOPACKAGE,
    SQLITE,
    UNKNOWN,
    XLSM,
    XLSX,
    media_type,
)
from woonregie.foundation.pages.sheets import Sheet, workbook
from woonregie.foundation.pages.tables import Column

ODS = "application/vnd.oasis.opendocument.spreadsheet"
SHEET = workbook([Sheet("Plannen", (Column("naam", "Naam"),), [{"naam": "Reeve"}])])


def _zip(**members):
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w") as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return place.getvalue()


def _found(tmp_path, content, name="lijst.dat"):
    place = tmp_path / "inhoud"
    place.write_bytes(content)
    return media_type(place, name)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (SHEET, XLSX),
        (_zip(xl__workbook_dot_xml="", xl__vbaProject_dot_bin=""), XLSM),
        (_zip(mimetype=ODS, content_dot_xml=""), ODS),
        (_zip(lijst_dot_txt="Reeve"), "application/zip"),
        (SHEET[:-40], UNKNOWN),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 30, "image/png"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "application/msword"),
        (b"<!DOCTYPE html><html><script>alert(1)</script>", "text/html"),
        (b'{"type": "FeatureCollection"}', "application/json"),
        (b"naam;woningen\nReeve;600\n", UNKNOWN),
        (b"\0\0\0", UNKNOWN),
    ],
)
@pytest.mark.parametrize("name", ["lijst.dat", "lijst.png", "lijst.exe", "lijst"])
def test_the_content_tells_the_kind(tmp_path, content, kind, name):
    assert _found(tmp_path, content, name) == kind


@pytest.mark.parametrize(
    "content", [b"naam;woningen\n", b"\xef\xbb\xbfnaam;woningen\n", "naam;x\n".encode("cp1252")]
)
def test_only_plain_text_is_a_csv_file_by_its_name(tmp_path, content):
    assert _found(tmp_path, content, "Plannen.CSV") == CSV


@pytest.mark.parametrize("content", [SHEET, b"%PDF-1.7\n", b"<!DOCTYPE html><html>"])
def test_a_name_makes_no_csv_file_of_another_kind(tmp_path, content):
    assert _found(tmp_path, content, "plannen.csv") != CSV


@pytest.mark.parametrize(("application_id", "kind"), [(0x47504B47, GEOPACKAGE), (0, SQLITE)])
def test_a_geopackage_is_told_from_another_database(tmp_path, application_id, kind):
    place = tmp_path / "grenzen"
    with sqlite3.connect(place) as database:
        database.execute(f"PRAGMA application_id = {application_id}")
        database.execute("CREATE TABLE places (code TEXT)")
    database.close()

    assert media_type(place, "grenzen") == kind


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    """A thousand times as big inside as outside: only the list of names is read."""
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"\0" * 20_000_000)

    assert _found(tmp_path, place.getvalue()) == XLSX


@given(
    start=st.sampled_from(
        [b"", b"PK\x03\x04", b"SQLite format 3\x00", b"%PDF", b"\xd0\xcf\x11\xe0", b"<"]
    ),
    rest=st.binary(max_size=300),
    name=st.sampled_from(["x.csv", "x.xlsx", ""]),
)
@settings(deadline=None)
def test_any_bytes_have_some_kind(tmp_path_factory, start, rest, name):
    place = tmp_path_factory.getbasetemp() / "iets"
    place.write_bytes(start + rest)

    assert "/" in media_type(place, name)
