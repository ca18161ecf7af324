"""`woonregie import-plans FILE`: a list of plans, all of it or nothing."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.timezone import localdate

from woonregie.foundation.files.services import store
from woonregie.foundation.pages.commands import HouseCommand
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.region.models import Municipality, Region
from woonregie.subjects.plans.formats import DRAWERS
from woonregie.subjects.plans.services import apply_import, preview_import


class Command(HouseCommand):
    """Reads a list of plans."""

    help = "Leest een lijst met woningbouwplannen in (xlsx, ods, csv, GeoPackage). Alles of niets."
    prints_figures = True

    def arguments(self, parser: CommandParser) -> None:
        """Ask for the file, and whose it is."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--municipality", default="", help="CBS-code; alleen plannen van deze gemeente"
        )
        parser.add_argument("--region", default="", help="sleutel van de regio")
        parser.add_argument(
            "--mapping", default="", choices=["", *DRAWERS], help="formaat; anders zelf herkennen"
        )
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            default=None,
            help="peildatum van de lijst (jjjj-mm-dd)",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="alleen kijken, niets vastleggen"
        )
        parser.add_argument(
            "--report", type=Path, default=None, help="waar het verslag komt (json)"
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Preview, and apply unless told not to."""
        path: Path = options["file"]
        if not path.is_file():
            raise RefusedError(f"Het bestand {path} is er niet.", file=str(path))
        at = timezone.now()
        with path.open("rb") as stream:
            kept = store(stream, name=path.name, at=at)
        delivery = preview_import(
            by=None,
            at=at,
            file=kept,
            region=_region(options["region"]),
            municipality=_municipality(options["municipality"]),
            reference_date=options["on"] or localdate(at),
            format_name=options["mapping"],
        )
        report = {"file": path.name, "format": delivery.format_name, **delivery.report}
        try:
            if not options["dry_run"]:
                delivery = apply_import(by=None, at=timezone.now(), delivery=delivery)
                report["applied"] = delivery.report["applied"]
        finally:
            if options["report"]:
                options["report"].write_text(json.dumps(report, ensure_ascii=False, indent=2))
        return report if options["format"] == "json" else _short(report)


def _short(report: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in report.items() if key != "issues"}


def _region(slug: str) -> Region | None:
    if not slug:
        return None
    found = Region.objects.filter(organisation__slug=slug).first()
    if found is None:
        raise RefusedError(f"Regio {slug} bestaat niet.", region=slug)
    return found


def _municipality(code: str) -> Municipality | None:
    if not code:
        return None
    found = Municipality.objects.select_related("organisation").filter(code=code).first()
    if found is None:
        raise RefusedError(
            f"Gemeente {code} bestaat niet. Gebruik een CBS-code als GM0193.", municipality=code
        )
    return found
