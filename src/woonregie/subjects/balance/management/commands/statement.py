"""`woonregie statement`: "Hoe het ervoor staat" as files."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from woonregie.foundation.pages.commands import HouseCommand
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.pages.sheets import workbook
from woonregie.subjects.balance.exports import statement_pdf, statement_sheets
from woonregie.subjects.balance.management.commands.balance import add_question, asked, region_of
from woonregie.subjects.balance.queries import balance, statement


def _folder(path: Path) -> Path:
    """Return the folder, made where it was not there.

    Raises:
        RefusedError: something else has this name, or we may not write there.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise RefusedError(
            f"In {path} kunnen geen bestanden komen. Kies een andere map.", out=str(path)
        ) from None
    return path


class Command(HouseCommand):
    """Writes the statements of a region and its municipalities."""

    help = 'Schrijft "Hoe het ervoor staat" als pdf en Excel, voor de regio en elke gemeente.'
    prints_figures = True

    def arguments(self, parser: CommandParser) -> None:
        """Ask for the region and the folder."""
        add_question(parser)
        parser.add_argument(
            "--out", type=Path, required=True, help="map waarin de bestanden komen"
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Write two files for the region and two for each municipality."""
        region, question, today = (
            region_of(options["region"]),
            asked(options),
            timezone.localdate(),
        )
        found = balance(account=None, region=region, question=question, today=today)
        folder = _folder(options["out"])
        written = []
        for code in ["", *(row.code for row in found.rows)]:
            one = statement(account=None, region=region, question=question, today=today, code=code)
            for suffix, content in (
                ("pdf", statement_pdf(one)),
                ("xlsx", workbook(statement_sheets(one))),
            ):
                path = folder / f"hoe-het-ervoor-staat-{code or region.slug}.{suffix}"
                path.write_bytes(content)
                written.append(str(path))
        answer: dict[str, Any] = {
            "region": region.slug,
            "reference_date": question.on.isoformat(),
            "files": written,
            "left_out": list(found.left_out),
        }
        if found.demonstration:
            answer["note"] = "voorbeeldgegevens"
        return answer

    def words(self, result: Mapping[str, Any]) -> str:
        """Return the names of the files, and who has none."""
        lines = list(result["files"])
        if result["left_out"]:
            lines.append(f"Zonder verslag (verzonnen): {', '.join(result['left_out'])}.")
        if "note" in result:
            lines.append("Voorbeeldgegevens.")
        return "\n".join(lines)
