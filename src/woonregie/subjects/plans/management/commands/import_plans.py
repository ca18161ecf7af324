"""`woonregie import-plans FILE`: a list of plans, all of it or nothing."""

import json
from argparse import ArgumentTypeError
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.pages.errors import RefusedError
from woonregie.subjects.plans.errors import PlanError
from woonregie.subjects.plans.formats import (
    TITLES,
    FileRefusedError,
    UndecidedError,
    read_meanings,
)
from woonregie.subjects.plans.management.commands._lists import MOST_LINES, ListCommand
from woonregie.subjects.plans.meanings import Meanings
from woonregie.subjects.plans.models import PlanImport
from woonregie.subjects.plans.services import (
    CHOICES,
    Asked,
    Given,
    apply_import,
    keep_look,
    look_at_list,
    open_questions,
    settle_import,
)


class QuestionsOpenError(PlanError):
    """A list that asks something to which the call has no answer: nothing was recorded."""

    code = "questions_open"


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
            "--columns",
            type=Path,
            default=None,
            help="wat kolommen en woorden van een eigen lijst betekenen (json)",
        )
        parser.add_argument(
            "--system",
            default="",
            help="uit welk systeem de lijst komt, als dat leidend is voor velden",
        )
        parser.add_argument(
            "--accept-matches",
            type=_share,
            default=None,
            metavar="GELIJKENIS",
            help="regels die vanaf deze gelijkenis (0-1) op een bekend plan lijken, zijn dat plan",
        )
        parser.add_argument(
            "--conflicts",
            default="",
            choices=["", *CHOICES],
            help="wat geldt als lijst en register allebei veranderden: list of register",
        )
        parser.add_argument(
            "--accept-missing",
            action="store_true",
            help="het klopt dat plannen uit de vorige lijst ontbreken",
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Look, answer what is asked as the call says, and take in."""
        self._meanings = _read(options["columns"]) if options["columns"] else Meanings()
        self.given = Given(
            accept_from=options["accept_matches"],
            rest=options["conflicts"],
            missing=True if options["accept_missing"] else None,
        )
        return super().run(**options)

    def look(self, asked: Asked, at: datetime) -> Any:
        """Return what was found in the list."""
        try:
            look = look_at_list(by=None, at=at, asked=replace(asked, meanings=self._meanings))
        except UndecidedError as error:
            hint = _("Zeg het in een bestand, met --columns.")
            raise FileRefusedError(error.code, f"{error}\n{hint}", **error.fields) from error
        look.report["format"] = look.format_name
        return look

    def take_in(self, look: Any, file: StoredFile, at: datetime) -> Mapping[str, Any]:
        """Record all plans of the list; nothing while a question is open."""
        delivery = self._settled(look, file, at)
        report: Mapping[str, Any] = apply_import(by=None, at=at, delivery=delivery).report
        return report

    def _settled(self, look: Any, file: StoredFile, at: datetime) -> PlanImport:
        """Keep the list with the answers that the call gives.

        Raises:
            QuestionsOpenError: something is asked to which the call has no answer.
        """
        with transaction.atomic():
            delivery = keep_look(by=None, at=at, look=look, file=file)
            if open_questions(delivery.report):
                settle_import(by=None, at=at, delivery=delivery, given=self.given)
            if open_questions(delivery.report):
                raise QuestionsOpenError(
                    "\n".join([*self.sentences(delivery.report), *_asked(delivery.report)]),
                    questions=delivery.report["open"],
                )
        return delivery

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
        sides = report.get("sides")
        if sides and sides["kept"]["count"]:
            found.append(
                ngettext(
                    "In %(count)s plan blijft staan wat in Woonregie is gewijzigd.",
                    "In %(count)s plannen blijft staan wat in Woonregie is gewijzigd.",
                    sides["kept"]["count"],
                )
                % sides["kept"]
            )
        if sides and sides["missing"]["count"]:
            found.append(
                _("Van de %(of)s plannen uit de vorige lijst ontbreken er %(count)s.")
                % sides["missing"]
            )
        return found


def _read(path: Path) -> Meanings:
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise RefusedError(
            _("Het bestand bij --columns is niet te lezen. Wij verwachten json: %(path)s.")
            % {"path": path}
        ) from error
    return read_meanings(told)


def _share(given: str) -> float:
    """Return a likeness between 0 and 1."""
    try:
        found = float(given.replace(",", "."))
    except ValueError:
        found = -1
    if not 0 < found <= 1:
        raise ArgumentTypeError(_("Geef een getal tussen 0 en 1, bijvoorbeeld 0.9."))
    return found


def _asked(report: Mapping[str, Any]) -> list[str]:
    """Return what is asked, one line each, and how to answer it."""
    sides, waiting = report["sides"], report["open"]
    asked = [item for item in sides["matches"] if item["answer"] is None][:MOST_LINES]
    lines = [
        _("Regel %(line)s, %(name)s: is dit %(number)s %(plan_name)s? Gelijkenis %(score)s %%.")
        % item
        for item in asked
    ]
    lines += [
        _("%(number)s %(name)s: lijst en register veranderden allebei.") % item
        for item in [one for one in sides["conflicts"] if not one["choice"]][:MOST_LINES]
    ]
    how = {
        "matches": _("Kies met --accept-matches, of beantwoord de vragen op de pagina."),
        "conflicts": _("Kies met --conflicts list of --conflicts register."),
        "missing": _("Klopt het dat er plannen ontbreken? Geef dan --accept-missing."),
    }
    lines += [text for name, text in how.items() if waiting[name]]
    return [*lines, _("Er is niets vastgelegd.")]
