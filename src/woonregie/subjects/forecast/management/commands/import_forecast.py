"""`woonregie import-forecast FILE`: a forecast or counted figures, all of it or nothing."""

import json
from argparse import ArgumentTypeError
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.text import slugify

from woonregie.foundation.files.services import store
from woonregie.foundation.pages.commands import HouseCommand
from woonregie.foundation.pages.errors import RefusedError
from woonregie.subjects.forecast.errors import UnreadableCellsError
from woonregie.subjects.forecast.formats import ReadResult, read_figures, refuse_issues
from woonregie.subjects.forecast.models import VintageKind
from woonregie.subjects.forecast.services import LONGEST_KEY, Publication, import_forecast

ISSUES_SHOWN = 20


def day(text: str) -> date:
    """Return a day of the command line.

    Raises:
        ArgumentTypeError: not a day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is geen datum; schrijf jjjj-mm-dd") from None


class Command(HouseCommand):
    """Reads a vintage."""

    help = (
        "Leest een prognose of gerealiseerde cijfers in: eigen csv (gemeente, maat, "
        "scenario, jaar, waarde) of een StatLine-tabel van het CBS. Alles of niets."
    )
    prints_figures = True

    def arguments(self, parser: CommandParser) -> None:
        """Ask for the file, and what it is."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--slug", default="", help="sleutel van de prognose; anders de naam van het bestand"
        )
        parser.add_argument("--title", default="", help="titel op het scherm")
        parser.add_argument(
            "--kind",
            choices=VintageKind.values,
            default="",
            help="verwacht of geteld; anders wat bij het formaat hoort",
        )
        parser.add_argument("--publisher", default="", help="wie de cijfers uitgaf")
        parser.add_argument(
            "--published-on", type=day, default=None, help="dag van uitgave (jjjj-mm-dd)"
        )
        parser.add_argument("--licence", default="", help="licentie van de cijfers")
        parser.add_argument(
            "--dry-run", action="store_true", help="alleen kijken, niets vastleggen"
        )
        parser.add_argument(
            "--report", type=Path, default=None, help="waar het verslag komt (json)"
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Read, keep and count."""
        path: Path = options["file"]
        if not path.is_file():
            raise RefusedError(f"Het bestand {path} is er niet.", file=str(path))
        at = timezone.now()
        found = read_figures(path, kind=options["kind"])
        report = _report(found)
        if options["report"]:
            options["report"].write_text(
                json.dumps(report, ensure_ascii=False, indent=2, default=str)
            )
        try:
            refuse_issues(found)
        except UnreadableCellsError:
            self._tell(found)
            raise
        if options["dry_run"]:
            return {**report, "new": None, "vintage": None}
        with path.open("rb") as stream:
            kept = store(stream, name=path.name, at=at)
        vintage, fresh = import_forecast(
            by=None,
            at=at,
            about=_about(path, found, options, timezone.localdate(at)),
            figures=found.figures,
            file=kept,
        )
        return {**report, "vintage": vintage.slug, "new": fresh}

    def _tell(self, found: ReadResult) -> None:
        """Name the first cells that cannot be read, for whoever looks at the screen."""
        for item in found.errors[:ISSUES_SHOWN]:
            self.stderr.write(
                f"regel {item.row}, {item.column or 'regel'} {item.value!r}: "
                f"{item.reason} {item.remedy}"
            )

    def words(self, result: Mapping[str, Any]) -> str:
        """Return what was read in sentences."""
        kept = {
            None: "alleen bekeken, niets vastgelegd",
            True: f"vastgelegd als {result['vintage']}",
            False: f"{result['vintage']} was er al met dezelfde cijfers; niets veranderd",
        }
        lines = [f"{result['figures']} cijfers ({result['format']}): {kept[result['new']]}."]
        lines += [
            f"  {item['measure']:24}{item['scenario'] or '-':12}"
            f"{item['municipalities']:>5} gemeenten "
            f"{item['first_year']}-{item['last_year']}{item['figures']:>9} cijfers"
            for item in result["measures"]
        ]
        if result["empty"]:
            lines.append(f"{result['empty']} lege cellen tellen niet mee.")
        if result["without_figures"]:
            lines.append(f"Zonder enig cijfer: {len(result['without_figures'])} gemeenten.")
        return "\n".join(lines)


def _about(path: Path, found: ReadResult, options: Mapping[str, Any], today: date) -> Publication:
    counted = found.kind == VintageKind.REALISED and found.format_name.startswith("cbs-")
    return Publication(
        slug=options["slug"] or slugify(path.stem)[:LONGEST_KEY].strip("-_"),
        title=options["title"] or path.stem,
        kind=found.kind,
        published_on=options["published_on"] or today,
        publisher=options["publisher"] or ("CBS" if counted else "niet opgegeven"),
        licence=options["licence"],
    )


def _report(found: ReadResult) -> dict[str, Any]:
    return {
        "format": found.format_name,
        "kind": found.kind,
        "figures": len(found.figures),
        "measures": [
            {
                "measure": item.measure,
                "scenario": item.scenario,
                "municipalities": item.municipalities,
                "first_year": item.first_year,
                "last_year": item.last_year,
                "figures": item.figures,
                "total_last_year": float(item.total),
            }
            for item in found.summaries()
        ],
        "empty": found.empty,
        "without_figures": list(found.without_figures),
        "passed_over": found.passed_over,
        "issues": [item.as_row() for item in found.issues],
    }
