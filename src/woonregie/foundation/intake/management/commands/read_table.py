"""`woonregie read-table --schema NAME FILE`: a table of somebody else, by a schema."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woonregie.foundation.intake.delivery import (
    asked_schema,
    check_folder,
    read_file,
    report_of,
    write_report,
    write_table,
)
from woonregie.foundation.pages.commands import HouseCommand
from woonregie.foundation.pages.errors import RefusedError


class Command(HouseCommand):
    """Reads a table and writes it down with its values put right; nothing is recorded."""

    help = (
        "Leest een tabel uit een bestand van een ander volgens een schema, en schrijft hem op met "
        "de kolommen van dat schema. Er wordt niets vastgelegd."
    )
    prints_figures = True

    def arguments(self, parser: CommandParser) -> None:
        """Ask for the file, the schema and where the outcome goes."""
        parser.add_argument("file", type=Path, help="het bestand")
        parser.add_argument("--schema", required=True, help="naam van het schema")
        parser.add_argument("--out", type=Path, default=None, help="waar de tabel komt (csv)")
        parser.add_argument(
            "--report", type=Path, default=None, help="waar het verslag komt (json)"
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Read, put right, write down."""
        path, out, place = options["file"], options["out"], options["report"]
        check_folder(out, place)
        told: dict[str, Any] = {"file": path.name, "state": "refused"}
        try:
            schema = asked_schema(options["schema"])
            table, right = read_file(path, schema)
            if out is not None:
                write_table(out, right, schema)
            told |= {**report_of(table, right, schema), "state": "read"}
        except RefusedError as error:
            told["refused"] = {
                "code": error.code,
                "text": str(error),
                "fields": dict(error.fields),
            }
            raise
        finally:
            if place is not None:
                write_report(place, told)
        return told

    def words(self, result: Mapping[str, Any]) -> str:
        """Return what was found, for a person."""
        named = [column for column in result["columns"] if column["field"]]
        issues = sum(result["issue_counts"].values())
        lines = [
            ngettext("%(count)s regel gelezen.", "%(count)s regels gelezen.", result["rows"])
            % {"count": result["rows"]},
            *(f"  {column['heading']} -> {column['field']} ({column['how']})" for column in named),
        ]
        if issues:
            lines.append(
                ngettext(
                    "%(count)s opmerking; zie het verslag met --report.",
                    "%(count)s opmerkingen; zie het verslag met --report.",
                    issues,
                )
                % {"count": issues}
            )
        lines.append(_("Er is niets vastgelegd."))
        return "\n".join(lines)
