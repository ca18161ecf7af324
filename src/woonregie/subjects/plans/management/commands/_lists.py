"""One kind of command for lists that come in: look, then all of it or nothing, and a report."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.files.services import store
from woonregie.foundation.pages.commands import HouseCommand
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.region.models import Municipality, Region
from woonregie.subjects.plans.errors import PlanError
from woonregie.subjects.plans.services import Asked

# So many lines of what was found a person reads in a terminal; the report holds more.
MOST_LINES = 20
# What only this program needs.
INTERNAL = {"basis", "staged"}
SEVERITIES = {"error": "Fout", "warning": "Waarschuwing", "hint": "Tip"}


TO_DECIDE = "columns_undecided"


class ListRefusedError(PlanError):
    """A list with errors: nothing of it was recorded."""

    code = "list_has_errors"


class ListCommand(HouseCommand):
    """Takes a list in; a subclass says how it is looked at, taken in and told.

    The exit code is 0 when it is done, and 2 when the file is refused or has errors, also when we
    only look; in all cases the report is written.
    """

    prints_figures = True

    def arguments(self, parser: CommandParser) -> None:
        """Ask for the file, and whose it is."""
        parser.add_argument("file", type=Path, help="het bestand")
        parser.add_argument(
            "--municipality", default="", help="CBS-code; alleen regels van deze gemeente"
        )
        parser.add_argument("--region", default="", help="sleutel van de regio")
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            default=None,
            help="peildatum van de lijst (jjjj-mm-dd); anders vandaag",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="alleen kijken, niets vastleggen"
        )
        parser.add_argument(
            "--report", type=Path, default=None, help="waar het verslag komt (json)"
        )

    def look(self, asked: Asked, at: datetime) -> Any:
        """Return what was found: an object with `report` and `errors`."""
        raise NotImplementedError

    def take_in(self, look: Any, file: StoredFile, at: datetime) -> Mapping[str, Any]:
        """Record all of it, and return the report with what was done."""
        raise NotImplementedError

    def sentences(self, report: Mapping[str, Any]) -> list[str]:
        """Return what was found, in words."""
        raise NotImplementedError

    def run(self, **options: Any) -> dict[str, Any]:
        """Look, and take in unless told not to or stopped by errors."""
        place: Path | None = options["report"]
        if place is not None and not place.parent.is_dir():
            raise RefusedError(
                _("De map %(folder)s is er niet; het verslag kan daar niet staan.")
                % {"folder": place.parent}
            )
        told: dict[str, Any] = {"file": options["file"].name, "dry_run": options["dry_run"]}
        try:
            told |= {"state": "refused"}
            self._take(options, told)
        except RefusedError as error:
            told["refused"] = {"code": error.code, "text": str(error)}
            if error.code == TO_DECIDE:
                # In the form in which the answers come back.
                told["answers"] = dict(error.fields)
            raise
        finally:
            if place is not None:
                text = json.dumps(told, ensure_ascii=False, indent=2, default=str)
                place.write_text(text, encoding="utf-8")
        return told

    def _take(self, options: Mapping[str, Any], told: dict[str, Any]) -> None:
        path, at = options["file"], timezone.now()
        asked = Asked(
            _readable(path),
            path.name,
            _region(options["region"]),
            _municipality(options["municipality"]),
            options["on"] or localdate(at),
            options.get("mapping", ""),
            system=options.get("system", ""),
        )
        look = self.look(asked, at)
        told |= {"reference_date": asked.on, **_public(look.report)}
        if look.errors:
            text = "\n".join([*self.sentences(told), *_lines(told), self.stopped(told)])
            raise ListRefusedError(text, **told)
        if options["dry_run"]:
            told["state"] = "previewed"
            return
        with path.open("rb") as stream:
            kept = store(stream, name=path.name, at=at)
        told |= {**_public(self.take_in(look, kept, timezone.now())), "state": "applied"}

    def stopped(self, told: Mapping[str, Any]) -> str:
        """Return the last sentence of a list with errors."""
        errors = told["severities"]["error"]
        return _("Er is niets vastgelegd. Herstel eerst de fouten (%(count)s).") % {
            "count": errors
        }

    def words(self, result: Mapping[str, Any]) -> str:
        """Return what was found and done, for a person."""
        done = (
            _("Alleen bekeken. Er is niets vastgelegd.") if result["dry_run"] else _("Vastgelegd.")
        )
        return "\n".join([*self.sentences(result), *_lines(result), done])


def _public(report: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in report.items() if name not in INTERNAL}


def _lines(told: Mapping[str, Any]) -> list[str]:
    """Return the worst of what was found, one line each."""
    words = {code: _(label) for code, label in SEVERITIES.items()}
    shown = [
        _("%(severity)s, regel %(row)s, %(column)s (%(value)s): %(reason)s %(remedy)s")
        % {
            **item,
            "severity": words[item["severity"]],
            "column": item["column"] or "-",
            "value": item["value"] or "-",
        }
        for item in told["issues"][:MOST_LINES]
    ]
    more = len(told["issues"]) + told["not_shown"] - len(shown)
    if more > 0:
        shown.append(_("En nog %(count)s. Vraag het hele verslag met --report.") % {"count": more})
    return shown


def _readable(path: Path) -> Path:
    if not path.is_file():
        raise RefusedError(_("Het bestand %(path)s is er niet.") % {"path": path}, file=str(path))
    try:
        with path.open("rb"):
            return path
    except OSError:
        raise RefusedError(
            _("Het bestand %(path)s mag niet gelezen worden.") % {"path": path}, file=str(path)
        ) from None


def _region(slug: str) -> Region | None:
    if not slug:
        return None
    found = Region.objects.select_related("organisation").filter(organisation__slug=slug).first()
    if found is None:
        raise RefusedError(_("Regio %(slug)s bestaat niet.") % {"slug": slug}, region=slug)
    return found


def _municipality(code: str) -> Municipality | None:
    if not code:
        return None
    found = Municipality.objects.select_related("organisation").filter(code=code).first()
    if found is None:
        raise RefusedError(
            _("Gemeente %(code)s bestaat niet. Gebruik een CBS-code als GM0193.") % {"code": code},
            municipality=code,
        )
    return found
