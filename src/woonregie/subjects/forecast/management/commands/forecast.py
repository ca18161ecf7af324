"""`woonregie forecast ACT`: measure the household model, try forecasts on the past."""

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from woonregie.foundation.pages.commands import HouseCommand
from woonregie.foundation.pages.errors import RefusedError
from woonregie.subjects.forecast.formats.past import write_past
from woonregie.subjects.forecast.measuring import measured
from woonregie.subjects.forecast.trying import MODELS, tried

GAPS = {
    "gap": "een jaar ontbreekt",
    "empty": "er woont niemand",
    "jump": "meer dan 8 % verschil in één jaar: een grens die verschoof",
}


class Command(HouseCommand):
    """What can be done with forecasts from the command line."""

    help = (
        "Rekent met het huishoudensmodel. Met bench: meet hoe lang het op deze computer duurt, op "
        "een verzonnen land, en hoeveel langer de vergelijkingen zelf (NumPy) duren. Met "
        "backtest: laat zien hoe prognoses uit een eerder jaar waren uitgekomen. Met import-cbs: "
        "maakt van een StatLine-tabel een map voor backtest."
    )
    prints_figures = True

    def arguments(self, parser: CommandParser) -> None:
        """Ask what to do, and with what."""
        parser.add_argument("act", choices=["bench", "backtest", "import-cbs"], help="wat te doen")
        parser.add_argument(
            "file", nargs="?", type=Path, help="import-cbs: StatLine-tabel 37259 (csv)"
        )
        parser.add_argument("--regions", type=int, default=30, help="aantal regio's; anders 30")
        parser.add_argument("--years", type=int, default=40, help="aantal jaren; anders 40")
        parser.add_argument(
            "--trajectories", type=int, default=100, help="aantal doorrekeningen; anders 100"
        )
        parser.add_argument(
            "--workers", type=int, default=0, help="aantal werkers; anders een per kern"
        )
        parser.add_argument(
            "--data", type=Path, help="backtest: map met population.csv en eventueel andere"
        )
        parser.add_argument(
            "--origin", type=int, help="backtest: laatste jaar dat een prognose mag zien"
        )
        parser.add_argument("--horizon", type=int, default=5, help="jaren vooruit; anders 5")
        parser.add_argument(
            "--national",
            choices=["given", "own"],
            default="given",
            help="landelijk totaal van het doeljaar gegeven, of zelf geraamd",
        )
        parser.add_argument(
            "--models", nargs="+", choices=MODELS, default=[], help="welke; anders alle"
        )
        parser.add_argument(
            "--worst", type=int, default=10, help="hoeveel grootste missers; anders 10"
        )
        parser.add_argument("--out", type=Path, help="import-cbs: lege map waar het komt")

    def run(self, **options: Any) -> dict[str, Any]:
        """Do what was asked."""
        acts = {"bench": _bench, "backtest": _backtest, "import-cbs": _import}
        return {"act": options["act"], **acts[options["act"]](options)}

    def words(self, result: Mapping[str, Any]) -> str:
        """Return the figures in sentences."""
        told = {"bench": _bench_words, "backtest": _backtest_words, "import-cbs": _import_words}
        return told[result["act"]](result)


def _bench(options: Mapping[str, Any]) -> dict[str, Any]:
    return measured(
        regions=options["regions"],
        years=options["years"],
        trajectories=options["trajectories"],
        workers=options["workers"] or os.cpu_count() or 1,
        clocks=(time.process_time, time.perf_counter),
    )


def _bench_words(result: Mapping[str, Any]) -> str:
    return (
        f"{result['trajectories']} doorrekeningen van {result['years']} jaar voor "
        f"{result['regions']} regio's: {result['wall_seconds']:.2f} s, "
        f"{result['cpu_seconds']:.2f} s rekentijd, hoogstens {result['peak_mb']:.0f} MB. "
        f"De vergelijkingen zelf duren {result['reference_ratio']:.0f} keer zo lang."
    )


def _backtest(options: Mapping[str, Any]) -> dict[str, Any]:
    if options["data"] is None or options["origin"] is None:
        raise RefusedError(
            "Zeg met --data welke map en met --origin vanaf welk jaar.", missing="data, origin"
        )
    return tried(
        options["data"],
        origin=options["origin"],
        horizon=options["horizon"],
        models=options["models"],
        national=options["national"] == "given",
        worst=max(options["worst"], 0),
    )


def _backtest_words(result: Mapping[str, Any]) -> str:
    given = "gegeven" if result["national_total"] == "given" else "zelf geraamd"
    lines = [
        f"{result['regions']} gemeenten, {result['origin']} naar {result['target']}, landelijk "
        f"totaal {given}. Gemiddelde afwijking in procenten, van alle en van de "
        f"{result['large_regions']} met 20.000 inwoners of meer:"
    ]
    for name, told in result["models"].items():
        large = "-" if told["mape_large"] is None else f"{told['mape_large']:.2f}"
        lines.append(f"  {name:16}{told['mape']:>7.2f}{large:>7}")
        if told["worst"]:
            missed = ", ".join(
                f"{item['region']} {item['error_percent']:+.1f}" for item in told["worst"][:5]
            )
            lines.append(f"    verst ernaast: {missed}")
    for why, sentence in GAPS.items():
        count = sum(reason == why for reason in result["left_out"].values())
        if count:
            lines.append(f"Niet meegeteld: {count} ({sentence}).")
    return "\n".join([*lines, *result["notes"]])


def _import(options: Mapping[str, Any]) -> dict[str, Any]:
    if options["file"] is None or options["out"] is None:
        raise RefusedError(
            "Geef de StatLine-tabel (csv), en met --out een lege map.", missing="file, out"
        )
    if not options["file"].is_file():
        raise RefusedError(f"Het bestand {options['file']} is er niet.", file=options["file"])
    written = write_past(options["file"], options["out"])
    return {
        "folder": str(options["out"]),
        "regions": written.regions,
        "first_year": written.years[0],
        "last_year": written.years[1],
        "new_borders": dict(written.new_borders),
    }


def _import_words(result: Mapping[str, Any]) -> str:
    return (
        f"{result['regions']} gemeenten, {result['first_year']} tot en met "
        f"{result['last_year']}, in {result['folder']}. Van {len(result['new_borders'])} "
        "gemeenten met een nieuwe grens tellen eerdere jaren niet mee."
    )
