"""`woonregie bench-import DIR`: how well the reader does on files of strangers."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from woonregie.foundation.intake.delivery import asked_schema
from woonregie.foundation.intake.measuring import measure
from woonregie.foundation.pages.commands import HouseCommand


class Command(HouseCommand):
    """Reads a folder of registers and lays them beside what somebody else made of them."""

    help = (
        "Leest een map met registers van anderen en legt de uitkomst naast een bekende lezing: "
        "hoeveel registers helemaal goed zijn, en welk deel van de cellen gelijk is."
    )
    prints_figures = True

    def arguments(self, parser: CommandParser) -> None:
        """Ask for the folder and the schema."""
        parser.add_argument(
            "folder", type=Path, help="map met raw/, mapped/, harmonised/ en MANIFEST.csv"
        )
        parser.add_argument("--schema", default="brownfield", help="naam van het schema")

    def run(self, **options: Any) -> dict[str, Any]:
        """Measure."""
        registers = measure(options["folder"], asked_schema(options["schema"]))
        right = sum(not register.why for register in registers)
        cells = sum(register.cells for register in registers)
        return {
            "files": len(registers),
            "right": right,
            "share": round(right / len(registers), 4) if registers else None,
            "cells_equal": (
                round(sum(register.equal for register in registers) / cells, 4) if cells else None
            ),
            "not_right": [
                {"file": register.name, "why": list(register.why)}
                for register in registers
                if register.why
            ],
        }

    def words(self, result: Mapping[str, Any]) -> str:
        """Return the counts, and a line per register that is not right."""
        lines = [
            _("%(right)s van %(files)s registers goed; gelijke cellen: %(cells_equal)s.") % result,
            *(f"  {item['file']}: {'; '.join(item['why'])}" for item in result["not_right"]),
        ]
        return "\n".join(lines)
