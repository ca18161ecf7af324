"""`woonregie import-plans FILE`: a list of plans, all of it or nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woonregie.foundation.files.models import StoredFile
from woonregie.subjects.plans.formats import DRAWERS
from woonregie.subjects.plans.management.commands._lists import ListCommand
from woonregie.subjects.plans.services import Asked, apply_import, keep_look, look_at_list


class Command(ListCommand):
    """Reads a list of plans."""

    help = (
        "Leest een lijst met woningbouwplannen in (xlsx, xls, ods, csv, GeoPackage). "
        "Alles of niets."
    )

    def arguments(self, parser: CommandParser) -> None:
        """Ask for the layout too."""
        super().arguments(parser)
        parser.add_argument(
            "--mapping", default="", choices=["", *DRAWERS], help="formaat; anders zelf herkennen"
        )
        parser.add_argument(
            "--system",
            default="",
            help="uit welk systeem de lijst komt, als dat leidend is voor velden",
        )

    def look(self, asked: Asked, at: datetime) -> Any:
        """Return what was found in the list."""
        look = look_at_list(by=None, at=at, asked=asked)
        look.report["format"] = look.format_name
        return look

    def take_in(self, look: Any, file: StoredFile, at: datetime) -> Mapping[str, Any]:
        """Record all plans of the list."""
        delivery = keep_look(by=None, at=at, look=look, file=file)
        report: Mapping[str, Any] = apply_import(by=None, at=at, delivery=delivery).report
        return report

    def sentences(self, report: Mapping[str, Any]) -> list[str]:
        """Return how many plans there are and what changes."""
        found = [
            ngettext(
                "%(plans)s plan: %(build)s woningen te bouwen, %(demolition)s te slopen.",
                "%(plans)s plannen: %(build)s woningen te bouwen, %(demolition)s te slopen.",
                report["plans"],
            )
            % report
        ]
        if report["change"]:
            found.append(
                _("%(created)s nieuw, %(changed)s veranderd, %(unchanged)s gelijk gebleven.")
                % report["change"]
            )
        return found
