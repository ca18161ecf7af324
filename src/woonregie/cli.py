"""The console script `woonregie`.

Our commands by hyphenated name, in words a policy officer understands.
"""

import argparse
import difflib
import os
import sys
from collections.abc import Iterable
from typing import Any

HELP = """Woonregie: samen uitvoeren wat een woonregio heeft afgesproken.

Gebruik: woonregie OPDRACHT [opties]      woonregie OPDRACHT --help

Kijken
  balance          Behoefte naast plancapaciteit, per gemeente en voor de regio
  list-plans       Plannen met hun capaciteit, op een dag en zoals bekend op een dag
  read-table       Een tabel van een ander lezen volgens een schema (csv, xlsx, xls, ods, ...)
  compare-tables   Wat veranderde tussen twee rondes van een lijst
  statement        "Hoe het ervoor staat" als pdf en Excel, per gemeente en voor de regio

Inlezen
  import-plans     Een lijst met woningbouwplannen (xlsx, xls, ods, csv, GeoPackage)
  import-programme Het bouwprogramma: vastgestelde aantallen woningen (xlsx, xls, ods, csv)
  import-bookings  Boekingen op de rekening van plannen: ruil, overdracht (xlsx, xls, ods, csv)
  import-building-changes  Mutaties van gebouwen uit de BAG: voorstellen voor boekingen (csv)
  import-completions       Getelde woningen per gemeente en jaar, van het CBS (csv)
  import-forecast  Een prognose of gerealiseerde cijfers (csv)
  import-borders   Echte gemeentegrenzen (GeoPackage, GeoJSON)

Aanleveren aan anderen
  export-plans     Plannen als bestand voor provincie, Rijk of kaart, en wat verloren gaat

Een regio beginnen
  make-region      Een regio van gemeenten, met normen en definities
  add-party        Een corporatie, huurdersorganisatie of andere partij laten meedoen
  invite           Iemand uitnodigen: de eerste beheerder van een regio

Publiceren
  publish-totals   Totalen van een regio publiceren, voor een peildatum

Beheren
  load-demo        De voorbeeldregio West-Overijssel
  demo-accounts    De voorbeeldaccounts, een per rol
  index-search     De zoekindex opnieuw maken
  recompute-measures  Alle afspraken opnieuw doorrekenen
  send-digests     Iedereen vertellen wat op hem of haar wacht
  send-mail        De mail versturen die klaarstaat
  bench-import     Meten hoe goed het lezen gaat, op een map met bestanden van anderen
  forecast         Prognoses: import-cbs, calibrate, project, simulate, backtest, bench
  verify-audit     Het logboek narekenen: is er iets gewijzigd of weg?
  migrate          De database bijwerken
  db_worker        Lang werk op de achtergrond uitvoeren

Uitkomst: 0 gedaan, 1 fout van ons, 2 invoer geweigerd (het verslag zegt waarom).
"""
REFUSED = 2
ASKS_HELP = {"help", "--help", "-h"}
# What Django adds to every command; it still works, but a policy officer need not read it.
NOISE = {
    "settings",
    "pythonpath",
    "traceback",
    "no_color",
    "force_color",
    "skip_checks",
    "verbosity",
    "version",
}
HEADINGS = {"positional arguments": "Argumenten", "options": "Opties"}


class HouseHelp(argparse.HelpFormatter):
    """Help in Dutch, without the options that Django adds."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Any,
        prefix: str | None = None,
    ) -> None:
        """Write the first line."""
        super().add_usage(usage, _told(actions), groups, prefix or "Gebruik: ")

    def start_section(self, heading: str | None) -> None:
        """Write a heading."""
        super().start_section(HEADINGS.get(heading or "", heading))

    def add_argument(self, action: argparse.Action) -> None:
        """Write one option."""
        if action.dest == "help":
            action.help = "deze uitleg"
        if action.dest not in NOISE:
            super().add_argument(action)


def _told(actions: Iterable[argparse.Action]) -> list[argparse.Action]:
    return [action for action in actions if action.dest not in NOISE]


def main(arguments: list[str] | None = None) -> int:
    """Run a command; hyphens in its name are underscores for Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "woonregie.conf.development")
    given = sys.argv[1:] if arguments is None else arguments
    if not given or given[0] in ASKS_HELP:
        sys.stdout.write(HELP)
        return 0
    import django  # noqa: PLC0415  slow; help is quick
    from django.core.management import (  # noqa: PLC0415  as above
        execute_from_command_line,
        get_commands,
    )

    django.setup()
    name, known = given[0].replace("-", "_"), get_commands()
    if name not in known:
        sys.stderr.write(_unknown(given[0], known))
        return REFUSED
    if ASKS_HELP & set(given[1:]) and _ours(known[name]):
        _explain(name, known[name])
        return 0
    execute_from_command_line(["woonregie", name, *given[1:]])
    return 0


def _ours(room: Any) -> bool:
    return str(getattr(room, "name", room)).startswith("woonregie.")


def _explain(name: str, room: Any) -> None:
    from django.core.management import load_command_class  # noqa: PLC0415  as above

    command = load_command_class(str(room), name)
    parser = command.create_parser("woonregie", name.replace("_", "-"), formatter_class=HouseHelp)
    sys.stdout.write(parser.format_help())


def _unknown(asked: str, known: Iterable[str]) -> str:
    ours = [name.replace("_", "-") for name in known]
    near = difflib.get_close_matches(asked, ours, n=1)
    meant = f" Bedoelt u: woonregie {near[0]}?" if near else ""
    return f"De opdracht {asked} kennen wij niet.{meant}\nAlle opdrachten: woonregie --help\n"


if __name__ == "__main__":
    sys.exit(main())
