"""`woonregie import-borders FILE`: real borders instead of schematic ones."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction
from django.utils import timezone

from woonregie.foundation.files.services import store
from woonregie.foundation.pages.commands import HouseCommand
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.region.borderfile import MOST_BYTES
from woonregie.foundation.region.services import import_borders
from woonregie.foundation.sources.services import record_source


class Command(HouseCommand):
    """Reads borders of municipalities."""

    help = (
        "Leest echte gemeentegrenzen in "
        "(GeoPackage of GeoJSON, met een kolom gemeentecode of statcode)."
    )
    prints_figures = True

    def arguments(self, parser: CommandParser) -> None:
        """Ask for the file and its source."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--publisher", default="Kadaster", help="wie het bestand uitgaf")
        parser.add_argument("--title", default="Bestuurlijke gebieden", help="titel van de bron")
        parser.add_argument(
            "--dated-on", type=date.fromisoformat, help="van welke dag, bijvoorbeeld 2026-01-01"
        )
        parser.add_argument("--licence", default="", help="licentie, bijvoorbeeld CC BY 4.0")
        parser.add_argument(
            "--skip-unknown", action="store_true", help="sla onbekende gemeenten over"
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Read, keep and count."""
        path: Path = options["file"]
        if not path.is_file():
            raise RefusedError(f"Het bestand {path} is er niet.", file=str(path))
        at = timezone.now()
        # A file that is refused leaves no source either.
        with transaction.atomic(), path.open("rb") as stream:
            kept = store(stream, name=path.name, at=at, max_bytes=MOST_BYTES)
            source = record_source(
                key=f"gemeentegrenzen-{kept.sha256[:12]}",
                publisher=options["publisher"],
                title=options["title"],
                dated_on=options["dated_on"],
                licence=options["licence"],
                file=kept,
                by=None,
                at=at,
            )
            return import_borders(
                by=None,
                at=at,
                path=path,
                source=source,
                skip_unknown=options["skip_unknown"],
            )
