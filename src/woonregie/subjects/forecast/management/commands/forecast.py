"""`woonregie forecast ACT`: forecast from tables, try forecasts on the past, measure."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import CommandParser
from django.utils import timezone

from woonregie.engines.household import Backtest
from woonregie.foundation.pages.commands import HouseCommand
from woonregie.foundation.pages.errors import RefusedError
from woonregie.subjects.forecast.forecasting import USUAL_TRAJECTORIES, USUAL_YEARS
from woonregie.subjects.forecast.formats.past import national_borders
from woonregie.subjects.forecast.judging import TRAJECTORIES as FITTED
from woonregie.subjects.forecast.management.commands import _making, _statline
from woonregie.subjects.forecast.measuring import measured
from woonregie.subjects.forecast.pictures.record import OURS
from woonregie.subjects.forecast.recording import keep_folder, region_of
from woonregie.subjects.forecast.trying import MODELS, tried

FEW_REGIONS = 30
KEPT_MODELS = ("household", "linear", "share")
"""What is kept where nobody says: ours, and what anybody could do without it."""
GAPS = {
    "gap": "een jaar ontbreekt",
    "empty": "er woont niemand",
    "jump": "meer dan 8 % verschil in één jaar: een grens die verschoof",
}


class Command(HouseCommand):
    """What can be done with forecasts from the command line."""

    help = (
        "Rekent met het huishoudensmodel. Met project: maakt een prognose van een map met "
        "tabellen, of van een regio. Met simulate: doet dat veel keer met toeval, en geeft "
        "marges. Met calibrate: ijkt op een map met tabellen, en legt dat vast als uitgangspunt "
        "van een regio. Met bench: meet hoe lang het op deze computer duurt, op een verzonnen "
        "land, en hoeveel langer de vergelijkingen zelf (NumPy) duren. Met backtest: laat zien "
        "hoe prognoses uit een eerder jaar waren uitgekomen. Met import-cbs: maakt van een "
        "StatLine-tabel een map voor backtest, project en simulate."
    )
    prints_figures = True

    def arguments(self, parser: CommandParser) -> None:
        """Ask what to do, and with what."""
        parser.add_argument("act", choices=list(ACTS), help="wat te doen")
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            help="import-cbs: StatLine-tabel 03759, 37259, 71488 of 71486 (csv)",
        )
        parser.add_argument(
            "--regions",
            help="bench: aantal regio's, anders 30; import-cbs --online: codes, zoals "
            "GM0193,GM0166",
        )
        parser.add_argument("--years", type=int, help="aantal jaren; anders 40")
        parser.add_argument(
            "--trajectories",
            type=int,
            help=f"aantal doorrekeningen; anders {USUAL_TRAJECTORIES}, en met --spreads {FITTED}",
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
            help="backtest: welke; anders alle die alleen inwoners vragen, en met --keep "
            "household, linear en share",
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
            help="sleutel van de regio; project en simulate beginnen bij haar uitgangspunt in "
            "plaats van bij --data, backtest telt gemeenten op die samengingen",
        )
        parser.add_argument(
            "--source",
            default="",
            help="calibrate, backtest --keep: waar de tellingen vandaan komen",
        )
        parser.add_argument(
            "--worst", type=int, default=10, help="hoeveel grootste missers; anders 10"
        )
        parser.add_argument(
            "--out",
            type=Path,
            help="import-cbs: map; project, simulate: bestand (.csv, .parquet of .json)",
        )
        _making.add_arguments(parser)
        _statline.add_arguments(parser)

    def run(self, **options: Any) -> dict[str, Any]:
        """Do what was asked."""
        return {"act": options["act"], **ACTS[options["act"]].run(options)}

    def words(self, result: Mapping[str, Any]) -> str:
        """Return the figures in sentences."""
        return ACTS[result["act"]].words(result)


def _bench(options: Mapping[str, Any]) -> dict[str, Any]:
    return measured(
        regions=_number(options["regions"] or FEW_REGIONS),
        years=USUAL_YEARS if options["years"] is None else options["years"],
        trajectories=_trajectories(options),
        workers=options["workers"] or os.cpu_count() or 1,
        clocks=(time.process_time, time.perf_counter),
    )


def _trajectories(options: Mapping[str, Any], usual: int = USUAL_TRAJECTORIES) -> int:
    return usual if options["trajectories"] is None else int(options["trajectories"])


def _number(given: str | int) -> int:
    try:
        return int(given)
    except ValueError:
        raise RefusedError(
            f"Het aantal regio's is een getal, niet {given}.", regions=given
        ) from None


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
    found, told = tried(
        options["data"],
        origin=options["origin"],
        horizon=options["horizon"],
        models=_to_keep(options) if options["keep"] else options["models"],
        national=options["national"] == "given",
        worst=max(options["worst"], 0),
        fitted=max(_trajectories(options, FITTED), 2) if options["spreads"] else 0,
        workers=options["workers"] or os.cpu_count() or 1,
        borders=national_borders() if options["region"] else None,
    )
    return {**told, **(_kept(options, found) if options["keep"] else {})}


def _to_keep(options: Mapping[str, Any]) -> Sequence[str]:
    """Return the models of what is to be kept; what cannot be is refused before any work."""
    if not options["region"]:
        raise RefusedError("Zeg met --region bij welke regio.", missing="region")
    region_of(options["region"])
    models: Sequence[str] = options["models"] or KEPT_MODELS
    if not set(OURS) & set(models):
        raise RefusedError(
            "Houdbaarheid gaat over ons eigen model: neem household of ours op in --models.",
            models=list(models),
        )
    return models


def _kept(options: Mapping[str, Any], found: Backtest) -> dict[str, Any]:
    record, fresh = keep_folder(
        options["data"],
        found,
        region=options["region"],
        source=options["source"],
        at=timezone.now(),
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


class _Act(NamedTuple):
    run: Callable[[Mapping[str, Any]], dict[str, Any]]
    words: Callable[[Mapping[str, Any]], str]


ACTS: Mapping[str, _Act] = {
    "project": _Act(_making.project, _making.project_words),
    "simulate": _Act(_making.simulate, _making.simulate_words),
    "calibrate": _Act(_making.calibrate, _making.calibrate_words),
    "bench": _Act(_bench, _bench_words),
    "backtest": _Act(_backtest, _backtest_words),
    "import-cbs": _Act(_statline.run, _statline.words),
}
"""What the command can do."""
