"""`woonregie forecast ACT`: forecast from tables, try forecasts on the past, measure."""

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import CommandParser
from django.utils import timezone

from woonregie.foundation.pages.commands import HouseCommand
from woonregie.foundation.pages.errors import RefusedError
from woonregie.subjects.forecast.delivering import write_outcome
from woonregie.subjects.forecast.forecasting import projected, simulated
from woonregie.subjects.forecast.formats.past import (
    adds_to_folder,
    national_borders,
    write_past,
)
from woonregie.subjects.forecast.measuring import measured
from woonregie.subjects.forecast.recording import keep_folder
from woonregie.subjects.forecast.trying import MODELS, tried

MOST_WINDOW = 15
GAPS = {
    "gap": "een jaar ontbreekt",
    "empty": "er woont niemand",
    "jump": "meer dan 8 % verschil in één jaar: een grens die verschoof",
}


class Command(HouseCommand):
    """What can be done with forecasts from the command line."""

    help = (
        "Rekent met het huishoudensmodel. Met project: maakt een prognose van een map met "
        "tabellen. Met simulate: doet dat veel keer met toeval, en geeft marges. Met bench: meet "
        "hoe lang het op deze computer duurt, op een verzonnen land, en hoeveel langer de "
        "vergelijkingen zelf (NumPy) duren. Met backtest: laat zien hoe prognoses uit een eerder "
        "jaar waren uitgekomen. Met import-cbs: maakt van een StatLine-tabel een map voor "
        "backtest, project en simulate."
    )
    prints_figures = True

    def arguments(self, parser: CommandParser) -> None:
        """Ask what to do, and with what."""
        parser.add_argument("act", choices=list(ACTS), help="wat te doen")
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            help="import-cbs: StatLine-tabel 37259, 71488 of 71486 (csv)",
        )
        parser.add_argument("--regions", type=int, default=30, help="aantal regio's; anders 30")
        parser.add_argument("--years", type=int, default=40, help="aantal jaren; anders 40")
        parser.add_argument(
            "--seed", type=int, default=1, help="simulate: ander getal, ander toeval"
        )
        parser.add_argument(
            "--lever",
            action="append",
            default=[],
            metavar="KNOP=WAARDE",
            help="project, simulate: een knop, zoals immigration=120; mag vaker",
        )
        parser.add_argument(
            "--begin", type=int, help="project, simulate: beginjaar; anders het laatste"
        )
        parser.add_argument(
            "--window",
            type=int,
            default=5,
            help="project, simulate: jaren om op te ijken; anders 5",
        )
        parser.add_argument(
            "--assumed", type=Path, help="project, simulate: eigen aannamen (csv); anders de onze"
        )
        parser.add_argument(
            "--trajectories", type=int, default=100, help="aantal doorrekeningen; anders 100"
        )
        parser.add_argument(
            "--workers", type=int, default=0, help="aantal werkers; anders een per kern"
        )
        parser.add_argument(
            "--data", type=Path, help="map met population.csv en eventueel andere tabellen"
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
            "--models",
            nargs="+",
            choices=MODELS,
            default=[],
            help="backtest: welke; anders alle die alleen inwoners vragen",
        )
        parser.add_argument(
            "--spreads",
            action="store_true",
            help="backtest: ijk hoe ver gemeenten uit elkaar lopen (zie --trajectories)",
        )
        parser.add_argument(
            "--keep",
            action="store_true",
            help="backtest: leg de uitkomst vast bij de regio van --region",
        )
        parser.add_argument(
            "--region",
            default="",
            help="backtest: naam van de regio in het adres; telt gemeenten die samengingen op",
        )
        parser.add_argument(
            "--source", default="", help="backtest --keep: waar de telling vandaan komt"
        )
        parser.add_argument(
            "--worst", type=int, default=10, help="hoeveel grootste missers; anders 10"
        )
        parser.add_argument(
            "--out", type=Path, help="import-cbs: map; project, simulate: csv-bestand"
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Do what was asked."""
        return {"act": options["act"], **ACTS[options["act"]].run(options)}

    def words(self, result: Mapping[str, Any]) -> str:
        """Return the figures in sentences."""
        return ACTS[result["act"]].words(result)


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
    asked: dict[str, Any] = {
        "origin": options["origin"],
        "horizon": options["horizon"],
        "models": options["models"],
        "national": options["national"] == "given",
    }
    told = tried(
        options["data"],
        worst=max(options["worst"], 0),
        fitted=max(options["trajectories"], 2) if options["spreads"] else 0,
        workers=options["workers"] or os.cpu_count() or 1,
        borders=national_borders() if options["region"] else None,
        **asked,
    )
    return {**told, **(_kept(options, asked) if options["keep"] else {})}


def _kept(options: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    if not options["region"]:
        raise RefusedError("Zeg met --region bij welke regio.", missing="region")
    record, fresh = keep_folder(
        options["data"],
        region=options["region"],
        source=options["source"],
        at=timezone.now(),
        **asked,
    )
    return {"kept": str(record.pk), "new": fresh, "region": options["region"]}


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
    if "kept" in result:
        lines.append(
            f"Vastgelegd bij {result['region']}."
            if result["new"]
            else f"Stond al zo bij {result['region']}; er is niets veranderd."
        )
    return "\n".join([*lines, *_spread_words(result.get("spreads")), *result["notes"]])


def _spread_words(found: Mapping[str, Any] | None) -> list[str]:
    if found is None:
        return []
    walks = found["fitted"]
    covered = ", ".join(f"{100 * share:.1f}" for share in found["covered"])
    used = ", ".join(f"{100 * share:.1f}" for share in found["covered_in_use"])
    return [
        "Geijkt op deze afwijkingen, spreiding per jaar van een gemeente van 20.000: vertrek "
        f"{walks['leaving']}, aantrekking {walks['pull']}; met de grootte tot de macht "
        f"-{walks['by_size']}; na een jaar is {walks['remembered']} over.",
        "Geijkt op de ene helft, beoordeeld op de andere: in een band van 80 % van de waaier lag "
        f"na 1, 2, ... jaar {covered} % van de gemeenten.",
        f"Met de waarden die Woonregie gebruikt: {used} %.",
    ]


def _import(options: Mapping[str, Any]) -> dict[str, Any]:
    if options["file"] is None or options["out"] is None:
        raise RefusedError(
            "Geef de StatLine-tabel (csv), en met --out een lege map.", missing="file, out"
        )
    if not options["file"].is_file():
        raise RefusedError(f"Het bestand {options['file']} is er niet.", file=options["file"])
    adds = adds_to_folder(options["file"])
    if adds is not None:
        added = adds(options["file"], options["out"])
        return {
            "folder": str(options["out"]),
            "file": added.file,
            "regions": added.regions,
            "year": added.year,
            "left_out": list(added.left_out),
        }
    written = write_past(options["file"], options["out"])
    return {
        "folder": str(options["out"]),
        "regions": written.regions,
        "first_year": written.years[0],
        "last_year": written.years[1],
        "new_borders": dict(written.new_borders),
    }


def _import_words(result: Mapping[str, Any]) -> str:
    if "file" in result:
        left = len(result["left_out"])
        return (
            f"{result['regions']} gemeenten, {result['year']}, in "
            f"{result['folder']}/{result['file']}. Weggelaten omdat zij niet in de map staan of "
            f"geen gemeente van dat jaar zijn: {left}."
        )
    return (
        f"{result['regions']} gemeenten, {result['first_year']} tot en met "
        f"{result['last_year']}, in {result['folder']}. Van {len(result['new_borders'])} "
        "gemeenten met een nieuwe grens tellen eerdere jaren niet mee."
    )


def _asked(options: Mapping[str, Any]) -> dict[str, Any]:
    if options["data"] is None:
        raise RefusedError("Zeg met --data welke map met tabellen.", missing="data")
    if not 1 <= options["window"] <= MOST_WINDOW:
        raise RefusedError(f"Een venster heeft 1 tot en met {MOST_WINDOW} jaren.", window="window")
    return {
        "years": options["years"],
        "levers": options["lever"],
        "begin": options["begin"],
        "window": options["window"],
        "assumed": options["assumed"],
    }


def _project(options: Mapping[str, Any]) -> dict[str, Any]:
    asked = _asked(options)
    return _written(projected(options["data"], **asked), options["out"])


def _simulate(options: Mapping[str, Any]) -> dict[str, Any]:
    asked = _asked(options)
    found = simulated(
        options["data"],
        trajectories=options["trajectories"],
        seed=options["seed"],
        workers=options["workers"] or os.cpu_count() or 1,
        **asked,
    )
    return _written(found, options["out"])


def _written(found: dict[str, Any], out: Path | None) -> dict[str, Any]:
    if out is not None:
        write_outcome(found, out)
        found["out"] = str(out)
    return found


def _project_words(result: Mapping[str, Any]) -> str:
    first, last = result["years"][0], result["years"][-1]
    lines = [
        f"Prognose van {first} tot {last}. Inwoners en huishoudens in beide jaren; daarna in "
        f"{last} de behoefte, de opgave van alle jaren samen, en het tekort:"
    ]
    tables = result["measures"]
    for at, region in enumerate(result["regions"]):
        figures = [
            tables["population"][0][at],
            tables["population"][-1][at],
            tables["households"][0][at],
            tables["households"][-1][at],
            tables["need"][-1][at],
            sum(year[at] for year in tables["task"]),
            tables["shortage"][-1][at],
        ]
        lines.append(f"  {region:24}" + "".join(f"{value:>11.0f}" for value in figures))
    lines += [
        f"Let op: {item['component']} is in {item['year']} met {item['factor']} vermenigvuldigd."
        for item in result["alarms"]
    ]
    if result["unmet"]:
        lines.append(f"Niet gehaald: {len(result['unmet'])} keer wat gevraagd is.")
    return "\n".join([*lines, *_remarks(result)])


def _simulate_words(result: Mapping[str, Any]) -> str:
    last = result["years"][-1]
    lines = [
        f"{result['trajectories']} doorrekeningen tot {last}. Onder deze getallen ligt 10, 50 en "
        "90 % ervan: inwoners, huishoudens, tekort."
    ]
    tables = result["measures"]
    for at, region in enumerate(result["regions"]):
        figures = [
            tables[measure][share][-1][at]
            for measure in ("population", "households", "shortage")
            for share in ("10", "50", "90")
        ]
        lines.append(f"  {region:24}" + "".join(f"{value:>10.0f}" for value in figures))
    return "\n".join([*lines, *_remarks(result)])


def _remarks(result: Mapping[str, Any]) -> list[str]:
    told = [f"Buiten wat aannemelijk is: {text}" for text in result["warnings"]]
    told += [f"- {note}" for note in result["notes"]]
    return [*told, *([f"Alles staat in {result['out']}."] if "out" in result else [])]


class _Act(NamedTuple):
    run: Callable[[Mapping[str, Any]], dict[str, Any]]
    words: Callable[[Mapping[str, Any]], str]


ACTS: Mapping[str, _Act] = {
    "project": _Act(_project, _project_words),
    "simulate": _Act(_simulate, _simulate_words),
    "bench": _Act(_bench, _bench_words),
    "backtest": _Act(_backtest, _backtest_words),
    "import-cbs": _Act(_import, _import_words),
}
"""What the command can do."""
