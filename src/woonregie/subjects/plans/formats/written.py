"""Lists as files that people fill in and send back: xlsx, ods and csv, read back as they were."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from woonregie.foundation.intake.cells import text
from woonregie.foundation.intake.separated import guarded
from woonregie.foundation.pages.sheets import XLSX_TYPE

# More than this a cell of a spreadsheet does not hold.
LONGEST_CELL = 32_000
TYPES = {
    "xlsx": XLSX_TYPE,
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
}
WIDE = {"Naam", "Besluit", "Bron"}
CHOICES = 2000
"""In so many rows a list to choose from is offered."""


@dataclass(frozen=True, slots=True)
class Form:
    """A list to fill in.

    Args:
        title: name of its sheet.
        columns: headings.
        rows: values by heading; nothing for an empty cell.
        explanation: lines of the second sheet.
        choices: heading -> what may be chosen there.
        more: further sheets: title -> rows of texts.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Mapping[str, Any]]
    explanation: Sequence[str]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    more: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)


def as_file(form: Form, kind: str) -> bytes:
    """Return a list as a file.

    Args:
        form: the list.
        kind: "xlsx", "ods" or "csv"; a csv has no explanation and no choices.
    """
    return {"xlsx": _workbook, "ods": _open_document, "csv": _separated}[kind](form)


# ------------------------------------------------------------------ csv
def _separated(form: Form) -> bytes:
    place = io.StringIO()
    writer = csv.writer(place, delimiter=";")
    writer.writerow(form.columns)
    for row in form.rows:
        cells = (row.get(name) for name in form.columns)
        writer.writerow(["" if cell is None else guarded(cell) for cell in cells])
    # The mark in front tells Excel that this is UTF-8.
    return ("\ufeff" + place.getvalue()).encode()


# ------------------------------------------------------------------ xlsx
def _workbook(form: Form) -> bytes:
    import xlsxwriter  # noqa: PLC0415  only exports need it

    place = io.BytesIO()
    book = xlsxwriter.Workbook(
        place, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    head = book.add_format({"bold": True, "bg_color": "#E8EFF6", "text_wrap": True})
    sheet = book.add_worksheet(form.title)
    sheet.freeze_panes(1, 3)
    for at, name in enumerate(form.columns):
        sheet.write_string(0, at, name, head)
        sheet.set_column(at, at, 30 if name in WIDE else 14)
    _fill(sheet, form, {name: at for at, name in enumerate(form.columns)})
    explanation = book.add_worksheet("Uitleg")
    explanation.set_column(0, 0, 110)
    for at, line in enumerate(form.explanation):
        explanation.write_string(at, 0, line, head if at == 0 else None)
    _choices(book, sheet, form)
    for title, lines in form.more.items():
        _more(book.add_worksheet(title), lines)
    book.close()
    return place.getvalue()


def _fill(sheet: Any, form: Form, places: Mapping[str, int]) -> None:
    """Write the rows; most cells of a row are empty, and only what says something is looked at."""
    # A large list has a million cells: even to look up what writes them takes time.
    write_string, write_number = sheet.write_string, sheet.write_number
    for below, row in enumerate(form.rows, start=1):
        for name, value in row.items():
            at = places.get(name)
            if at is None or value is None or value == "":
                continue
            if isinstance(value, int | float):
                write_number(below, at, value)
            else:
                write_string(below, at, str(value))


def _more(sheet: Any, lines: Sequence[Sequence[str]]) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(3, 4, 60)
    for below, line in enumerate(lines):
        for at, value in enumerate(line):
            sheet.write_string(below, at, value)


def _choices(book: Any, sheet: Any, form: Form) -> None:
    lists = book.add_worksheet("Lijsten")
    for at, (name, labels) in enumerate(form.choices.items()):
        lists.write_column(0, at, [name, *labels])
        column, letter = form.columns.index(name), chr(ord("A") + at)
        source = f"=Lijsten!${letter}$2:${letter}${len(labels) + 1}"
        sheet.data_validation(1, column, CHOICES, column, {"validate": "list", "source": source})


# ------------------------------------------------------------------ ods
_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
)
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    'manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="'
    + TYPES["ods"]
    + '"/><manifest:file-entry manifest:full-path="content.xml" '
    'manifest:media-type="text/xml"/></manifest:manifest>'
)
_STYLES = (
    '<office:automatic-styles><style:style style:name="head" style:family="table-cell">'
    '<style:table-cell-properties fo:background-color="#E8EFF6"/>'
    '<style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>'
)
_XML = '<?xml version="1.0" encoding="UTF-8"?>'


def _open_document(form: Form) -> bytes:
    rows = [[row.get(name) for name in form.columns] for row in form.rows]
    explanation = [[line] for line in form.explanation]
    body = _table(form.title, [list(form.columns), *rows]) + _table("Uitleg", explanation)
    body += "".join(_table(title, lines) for title, lines in form.more.items())
    content = (
        f'{_XML}<office:document-content {_NAMES} office:version="1.2">{_STYLES}<office:body>'
        f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        # Not packed and in front, so that others know the kind of file by its first bytes.
        archive.writestr("mimetype", TYPES["ods"], zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", _XML + _MANIFEST)
    return place.getvalue()


def _table(title: str, rows: Sequence[Sequence[Any]]) -> str:
    lines = (
        "<table:table-row>"
        + "".join(_cell(value, head=at == 0) for value in row)
        + "</table:table-row>"
        for at, row in enumerate(rows)
    )
    return f"<table:table table:name={quoteattr(title)}>{''.join(lines)}</table:table>"


def _cell(value: Any, *, head: bool) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value!r}"/>'
    style = ' table:style-name="head"' if head else ""
    paragraphs = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in text(value).split("\n"))
    return f'<table:table-cell{style} office:value-type="string">{paragraphs}</table:table-cell>'


def _spaced(line: str) -> str:
    """Return a line in which a second space and a tab stay what they are."""
    return escape(line).replace("\t", "<text:tab/>").replace("  ", " <text:s/>")
