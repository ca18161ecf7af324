"""Makers of the files that people deliver, and readers of what came of them."""

import sqlite3
import struct
import zipfile
from contextlib import closing
from datetime import date
from uuid import UUID

import numpy as np
import pyogrio
import pytest
import shapely
import xlsxwriter

from woonregie.subjects.plans.formats import Context, FileRefusedError, read_plans
from woonregie.subjects.plans.formats.checks import check_whole
from woonregie.subjects.plans.formats.places import Gone, Place, Places

ZWOLLE, KAMPEN, RAALTE = UUID(int=193), UUID(int=166), UUID(int=177)
HEADING = ["Gemeente", "Naam", "Planologische status", "Bouw 2027"]
REEVE = ["Kampen", "Reeve", "1A onherroepelijk", 600]
PLACES = Places(
    [
        Place(ZWOLLE, "GM0193", "Zwolle"),
        Place(KAMPEN, "GM0166", "Kampen"),
        Place(RAALTE, "GM0177", "Raalte"),
    ],
    {
        "IJsselham": Gone("IJsselham", date(2001, 1, 1), "Steenwijkerland"),
        "GM1700": Gone("Twenterand", None, ""),
    },
)
SQUARE = shapely.box(191_000, 507_000, 191_100, 507_100)
EMPTY_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{}</sheetData></worksheet>"
)
CONTEXT = Context(PLACES, settlements={(KAMPEN, "reeve"): UUID(int=1)})


def context(**known):
    """Return what a drawer knows: Zwolle, Kampen and Raalte, and the settlement Reeve."""
    return Context(**{"places": PLACES, "settlements": CONTEXT.settlements, **known})


def sheet(path, *sheets, **options):
    """Write an xlsx file; each sheet is a list of rows, or (title, rows)."""
    book = xlsxwriter.Workbook(path, options)
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    for at, rows in enumerate(sheets):
        title, cells = rows if isinstance(rows, tuple) else (f"Blad{at + 1}", rows)
        page = book.add_worksheet(title)
        for down, row in enumerate(cells):
            for across, value in enumerate(row):
                _write(page, down, across, value, day)
    book.close()
    return path


def _write(page, down, across, value, day):
    if isinstance(value, date):
        page.write_datetime(down, across, value, day)
    elif isinstance(value, Formula):
        page.write_formula(down, across, value.text, None, value.shown)
    elif value is not None:
        page.write(down, across, value)


class Formula:
    """A formula with the value that a program worked out for it."""

    def __init__(self, text, shown):
        self.text, self.shown = text, shown


def text_file(path, content, encoding="utf-8"):
    """Write a text file."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def lines(*rows, separator=";"):
    """Return rows as the text of a csv file."""
    return "".join(separator.join(str(cell) for cell in row) + "\r\n" for row in rows)


def plans(*rows, heading=HEADING, separator=";"):
    """Return a csv text: our heading and these rows."""
    return lines(heading, *rows, separator=separator)


def geopackage(path, shapes, *, layer="plannen", crs="EPSG:28992", kind="Unknown", **columns):
    """Write a GeoPackage layer; columns are lists of values by name."""
    pyogrio.raw.write(
        path,
        geometry=np.array(
            [None if s is None else shapely.to_wkb(s) for s in shapes], dtype=object
        ),
        field_data=[np.array(values) for values in columns.values()],
        fields=[name.replace("_", " ") for name in columns],
        layer=layer,
        driver="GPKG",
        geometry_type=kind,
        crs=crs,
        append=path.exists(),
    )
    return path


def zipped(path, parts, method=zipfile.ZIP_DEFLATED):
    """Write a zip file of parts by name."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def read(path, name=None, known=CONTEXT, format_name=""):
    """Read a list as a delivery does."""
    _drawer, result = read_plans(path, name or path.name, known, format_name)
    check_whole(result)
    return result


def refusal(path, name=None, **options):
    """Return why a file is refused as a whole; it has to be."""
    with pytest.raises(FileRefusedError) as told:
        read(path, name, **options)
    assert str(told.value).strip()
    return told.value.code


def issues_of(result, code):
    """Return (row, column, value, severity) of all issues of a kind."""
    found = [item for item in result.issues if item.code == code]
    assert all(item.reason and item.remedy for item in found)
    return [(item.row, item.column, item.value, item.severity) for item in found]


def codes(result):
    """Return the kinds of all issues."""
    return {item.code for item in result.issues}


def rewritten(source, target, parts):
    """Copy a zip file with other contents for some parts."""
    changed = dict(parts)
    with zipfile.ZipFile(source) as old:
        kept = {name: changed.pop(name, None) or old.read(name) for name in old.namelist()}
    return zipped(target, {**kept, **changed})


def ods(path, *rows, style=""):
    """Write an ods file by hand, with white space between the cells."""
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text", "style")
    )
    content = (
        f'<?xml version="1.0"?>\n<office:document-content {names} xmlns:calcext="urn:x">{style}'
        '<office:body><office:spreadsheet><table:table table:name="Plannen" '
        'table:style-name="ta1">\n'
        + "\n".join(rows)
        + "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(path, {"mimetype": "application/x-ods", "content.xml": content})


def ods_row(*cells):
    """Return a row of an ods file; texts as they stand, numbers as numbers."""
    return "<table:table-row>\n" + "\n".join(map(ods_cell, cells)) + "\n</table:table-row>"


def ods_cell(value):
    """Return a cell of an ods file; what is a cell already stays as it is."""
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    if value.startswith("<"):
        return value
    text = f"<text:p>{value}</text:p>"
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'


def lying_zip(path, name, packed, says):
    """Write a zip file of one part, of which all headers say that it becomes small."""
    head = struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 0, 0, len(packed), says, len(name), 0)
    local = b"PK\x03\x04" + head + name + packed
    listed = (
        b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + name
    )
    end = struct.pack("<HHHHLLH", 0, 0, 1, 1, len(listed), len(local), 0)
    path.write_bytes(local + listed + b"PK\x05\x06" + end)


def altered(path, *statements):
    """Run statements on a database file."""
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()
    return path
