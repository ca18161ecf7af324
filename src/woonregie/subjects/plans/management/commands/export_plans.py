"""`woonregie export-plans`: plans as a file for a province, the nation, or another program."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.pages.commands import HouseCommand
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.region.queries import municipalities_of
from woonregie.subjects.plans.formats.outlets import Outlet
from woonregie.subjects.plans.management.commands._lists import _municipality, _region
from woonregie.subjects.plans.services.delivering import Ask, deliver, outlet_for


class Command(HouseCommand):
    """Makes a file, and says what it cannot hold."""

    help = "Maakt een bestand met plannen voor een ontvanger, en zegt wat verloren gaat."
    prints_figures = True

    def arguments(self, parser: CommandParser) -> None:
        """Ask for the format, the file and whose plans."""
        parser.add_argument(
            "--format-name",
            required=True,
            help="gelderland, zuid-holland, bzk, national, template, gpkg of geojson; met "
            "--region ook een indeling van die regio",
        )
        parser.add_argument("--out", type=Path, required=True, help="waar het bestand komt")
        parser.add_argument("--region", default="", help="sleutel van de regio; anders alle")
        parser.add_argument(
            "--municipality", default="", help="CBS-code; alleen plannen van deze gemeente"
        )
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="peildatum")
        parser.add_argument(
            "--known-on", type=date.fromisoformat, default=None, help="zoals bekend op deze dag"
        )
        parser.add_argument(
            "--account", default="", help="e-mailadres; alleen wat diegene mag zien"
        )
        parser.add_argument(
            "--report", type=Path, default=None, help="waar het verslag komt (json)"
        )
        parser.add_argument(
            "--overwrite", action="store_true", help="een bestand dat er al staat, vervangen"
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Make the file."""
        out, at = options["out"], timezone.now()
        region, municipality = _region(options["region"]), _municipality(options["municipality"])
        outlet = outlet_for(options["format_name"], region, on=timezone.localdate(at))
        _check_places(out, options["report"], overwrite=options["overwrite"])
        known: date | None = options["known_on"]
        on = options["on"] or timezone.localdate(at)
        if region is not None and not municipalities_of(region, on=on).exists():
            raise RefusedError(
                _("Regio %(name)s heeft geen gemeenten op %(day)s.")
                % {"name": region, "day": on.strftime("%d-%m-%Y")}
            )
        ask = Ask(
            outlet=outlet,
            on=on,
            kind=kind_of(outlet, out),
            region=region,
            municipality=municipality,
            known_on=timezone.make_aware(datetime.combine(known, time.max)) if known else None,
        )
        done = deliver(by=_person(options["account"]), at=at, ask=ask, place=out)
        told = {"file": str(out), **done.as_json()}
        readme_of(out).write_text(
            "\n".join("; ".join(line) for line in done.report.lines()) + "\n", encoding="utf-8"
        )
        if options["report"] is not None:
            text = json.dumps(told, ensure_ascii=False, indent=2, default=str)
            options["report"].write_text(text, encoding="utf-8")
        return told

    def words(self, result: Mapping[str, Any]) -> str:
        """Return what was made and what it lost, as lines."""
        written = result["in_file"]
        lines = [
            _(
                "%(file)s: %(plans)s plannen, %(build)s woningen te bouwen, "
                "%(demolition)s te slopen."
            )
            % {"file": result["file"], **written}
        ]
        lost = [*result["left_out"], *result["fields"], *result["asked"]]
        lines += [
            _("%(title)s (%(plans)s plannen, %(dwellings)s woningen): %(reason)s") % item
            for item in lost
            if item["plans"]
        ]
        return "\n".join(lines)


def kind_of(outlet: Outlet, out: Path) -> str:
    """Return the kind of file that a name asks for, the longest that fits; empty is the usual one.

    A name may say less than the kind: .zip is a .gdb.zip, and .json a .geojson.
    """
    ending = out.suffix.removeprefix(".").lower()
    named = [kind for kind in outlet.kinds if out.name.lower().endswith(f".{kind}")]
    like = [kind for kind in outlet.kinds if kind.endswith(ending)] if ending else []
    return max(named or like, key=len, default=ending)


def readme_of(out: Path) -> Path:
    """Return where the report in words comes: beside the file."""
    return out.with_name(f"{out.name}.leesmij.txt")


def _check_places(out: Path, report: Path | None, *, overwrite: bool) -> None:
    for place in (out, report):
        if place is not None and not place.parent.is_dir():
            raise RefusedError(
                _("De map %(folder)s is er niet; het bestand kan daar niet staan.")
                % {"folder": place.parent}
            )
    if out.is_dir():
        raise RefusedError(_("%(path)s is een map. Geef een bestand op.") % {"path": out})
    if out.exists() and not overwrite:
        raise RefusedError(
            _("%(path)s is er al. Kies een andere naam, of geef --overwrite.") % {"path": out}
        )


def _person(email: str) -> Account | None:
    if not email:
        return None
    found = Account.objects.filter(email__iexact=email).first()
    if found is None:
        raise RefusedError(_("Er is geen account met dit e-mailadres."))
    return found
