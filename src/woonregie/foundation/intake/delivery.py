"""What was read, as files for others: the table with its values put right, and the report."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from woonregie.foundation.intake.harmonise import Harmonised, harmonise, written
from woonregie.foundation.intake.reading import Issue, ReadTable, read
from woonregie.foundation.intake.schema import Schema, schema_named, schema_names
from woonregie.foundation.pages.errors import RefusedError

MOST_ISSUES = 2000
"""So many issues a report holds; it counts them all."""


class UnknownSchemaError(RefusedError):
    """Nobody told us of such a schema."""

    code = "unknown_schema"


def asked_schema(name: str) -> Schema:
    """Return the schema of a name that somebody typed.

    Raises:
        UnknownSchemaError: there is none.
    """
    try:
        return schema_named(name)
    except KeyError:
        known = ", ".join(schema_names())
        raise UnknownSchemaError(
            _("Het schema %(name)s kennen wij niet. Kies uit: %(known)s.")
            % {"name": name, "known": known},
            schema=name,
            known=schema_names(),
        ) from None


def read_file(path: Path, schema: Schema) -> tuple[ReadTable, Harmonised]:
    """Return the rows of a file, as they stand and with their values put right.

    Raises:
        RefusedError: the file is not there, or cannot be read.
    """
    if not path.is_file():
        raise RefusedError(_("Het bestand %(path)s is er niet.") % {"path": path}, file=str(path))
    try:
        table = read(path, path.name, schema, forgiving=True)
    except OSError:
        raise RefusedError(
            _("Het bestand %(path)s mag niet gelezen worden.") % {"path": path}, file=str(path)
        ) from None
    return table, harmonise(table, schema)


def lines_of(told: Harmonised, schema: Schema) -> Iterable[list[str]]:
    """Yield the table as lines of a csv file, its heading first."""
    known = {item.name for item in schema.fields}
    # Fields that only a heading made ("Bouw 2031") come behind those that the schema names.
    made = dict.fromkeys(name for row in told.rows for name in row if name not in known)
    names = [*(item.name for item in schema.shown), *made]
    yield names
    for row in told.rows:
        # One way of ending lines in the whole file, also within cells.
        yield [_ended(written(row.get(name))) for name in names]


def _ended(cell: str) -> str:
    return "\r\n".join(cell.splitlines()) if "\n" in cell or "\r" in cell else cell


def write_table(place: Path, told: Harmonised, schema: Schema) -> None:
    """Write the table as a csv file."""
    with place.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(lines_of(told, schema))


def report_of(table: ReadTable, told: Harmonised, schema: Schema) -> dict[str, Any]:
    """Return what was found, which column is what, and what could not be read; ready for JSON."""
    found = table.found
    issues = sorted([*table.issues, *told.issues], key=lambda item: (item.line, item.field))
    return {
        "schema": schema.name,
        "sheet": found.sheet.title,
        "header_rows": list(found.header_rows),
        "transposed": found.transposed,
        "other_sheets": list(found.rivals),
        "columns": [
            {
                "column": column.index + 1,
                "heading": column.heading,
                "field": column.field,
                "how": column.how or None,
                "score": round(column.score, 3),
                "spare": column.spare,
            }
            for column in found.columns
        ],
        "rows": len(table.rows),
        "filled_from_other_fields": told.filled,
        "issue_counts": counts_of(issues),
        "issues": [_shown(item) for item in issues[:MOST_ISSUES]],
        "issues_not_shown": max(len(issues) - MOST_ISSUES, 0),
        "left_out_counts": dict(Counter(item.reason for item in table.left_out)),
        "left_out": [
            {"line": item.line, "reason": item.reason, "text": item.text}
            for item in table.left_out
            if item.reason != "empty"
        ][:MOST_ISSUES],
    }


def counts_of(issues: Iterable[Issue]) -> dict[str, int]:
    """Return how often each kind of issue was found in each field, most first."""
    counted = Counter(f"{item.field or 'file'}: {item.code}" for item in issues)
    return dict(counted.most_common())


def _shown(item: Issue) -> dict[str, Any]:
    return {
        "line": item.line,
        "field": item.field,
        "heading": item.heading,
        "code": item.code,
        "value": item.value,
    }


def write_report(place: Path, told: Mapping[str, Any]) -> None:
    """Write a report as JSON."""
    text = json.dumps(told, ensure_ascii=False, indent=2, default=str)
    place.write_text(text, encoding="utf-8")


def check_folder(*places: Path | None) -> None:
    """Refuse a place to write in of which the folder is not there, before the work begins.

    Raises:
        RefusedError: a folder is not there.
    """
    for place in places:
        if place is not None and not place.parent.is_dir():
            raise RefusedError(
                _("De map %(folder)s is er niet; het bestand kan daar niet staan.")
                % {"folder": place.parent}
            )
