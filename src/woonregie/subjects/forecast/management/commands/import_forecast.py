"""`woonregie import-forecast FILE`: a forecast or counted figures."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.text import slugify
from django.utils.timezone import localdate

from woonregie.foundation.files.services import store
from woonregie.foundation.pages.commands import HouseCommand
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.sources.services import record_source
from woonregie.subjects.forecast.formats import read_figures
from woonregie.subjects.forecast.services import import_vintage


class Command(HouseCommand):
    """Reads a vintage."""

    help = (
        "Leest een prognose of gerealiseerde cijfers in: "
        "eigen csv of een StatLine-tabel van het CBS."
    )
    prints_figures = True

    def arguments(self, parser: CommandParser) -> None:
        """Ask for the file, and what it is."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--slug", default="", help="sleutel van de prognose; anders de naam van het bestand"
        )
        parser.add_argument("--title", default="", help="titel op het scherm")
        parser.add_argument("--kind", choices=["forecast", "realised"], default="forecast")
        parser.add_argument("--publisher", default="CBS", help="wie de cijfers uitgaf")
        parser.add_argument(
            "--published-on",
            type=date.fromisoformat,
            default=None,
            help="dag van uitgave (jjjj-mm-dd)",
        )
        parser.add_argument("--licence", default="", help="licentie van de cijfers")

    def run(self, **options: Any) -> dict[str, Any]:
        """Read, keep and count."""
        path: Path = options["file"]
        if not path.is_file():
            raise RefusedError(f"Het bestand {path} is er niet.", file=str(path))
        at = timezone.now()
        slug = options["slug"] or slugify(path.stem)
        found = read_figures(path)
        with path.open("rb") as stream:
            kept = store(stream, name=path.name, at=at)
        published = options["published_on"] or localdate(at)
        source = record_source(
            by=None,
            at=at,
            key=f"prognose-{slug}"[:120],
            publisher=options["publisher"],
            title=options["title"] or path.stem,
            dated_on=published,
            licence=options["licence"],
            file=kept,
        )
        vintage, fresh = import_vintage(
            by=None,
            at=at,
            slug=slug,
            title=options["title"] or path.stem,
            kind=options["kind"],
            published_on=published,
            source=source,
            figures=found.figures,
        )
        return {
            "vintage": vintage.slug,
            "new": fresh,
            "format": found.format_name,
            "figures": len(found.figures),
            "skipped": found.skipped,
            "issues": found.issues,
        }
