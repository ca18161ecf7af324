"""`woonregie import-plans FILE`: a list of plans, all of it or nothing."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.pages.errors import RefusedError
from woonregie.subjects.plans.formats import (
    TITLES,
    Answers,
    FileRefusedError,
    UndecidedError,
    read_answers,
)
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
            "--mapping", default="", choices=["", *TITLES], help="formaat; anders zelf herkennen"
        )
        parser.add_argument(
            "--answers",
            type=Path,
            default=None,
            help="antwoorden over de kolommen en woorden van een eigen lijst (json)",
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Read the answers first: a file that does not fit is told before anything else."""
        self._answers = _read(options["answers"]) if options["answers"] else Answers()
        return super().run(**options)

    def look(self, asked: Asked, at: datetime) -> Any:
        """Return what was found in the list."""
        try:
            look = look_at_list(by=None, at=at, asked=replace(asked, answers=self._answers))
        except UndecidedError as error:
            hint = _("Geef uw antwoorden in een bestand, met --answers.")
            raise FileRefusedError(error.code, f"{error}\n{hint}", **error.fields) from error
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


def _read(path: Path) -> Answers:
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise RefusedError(
            _("Het bestand met antwoorden is niet te lezen. Wij verwachten json: %(path)s.")
            % {"path": path}
        ) from error
    return read_answers(told)
