"""`woonregie forecast project`, `simulate` and `calibrate`: of a folder, or of a region."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.pages.errors import RefusedError
from woonregie.subjects.forecast.delivering import require_writable, write_outcome
from woonregie.subjects.forecast.forecasting import (
    USUAL_TRAJECTORIES,
    USUAL_YEARS,
    Started,
    projected,
    simulated,
    started,
    started_in,
)
from woonregie.subjects.forecast.recording import begin_region, region_of

MOST_WINDOW, USUAL_WINDOW = 15, 5
OF_FOLDERS = ("data", "begin", "window", "assumed")
OF_REGIONS = ("scenario", "account")


def add_arguments(parser: CommandParser) -> None:
    """Ask of what a forecast is made."""
    parser.add_argument(
        "--scenario",
        default="",
        help="project, simulate: naam of sleutel van een bewaard scenario van die regio",
    )
    parser.add_argument(
        "--account",
        default="",
        help="project, simulate: e-mailadres; alleen wat diegene mag zien. calibrate: namens wie",
    )
    parser.add_argument(
        "--title", default="", help="calibrate: hoe het uitgangspunt heet; anders jaar en venster"
    )
    parser.add_argument("--seed", type=int, default=1, help="simulate: ander getal, ander toeval")
    parser.add_argument(
        "--lever",
        action="append",
        default=[],
        metavar="KNOP=WAARDE",
        help="project, simulate: een knop, zoals immigration=120; mag vaker",
    )
    parser.add_argument(
        "--begin", type=int, help="project, simulate, calibrate: beginjaar; anders het laatste"
    )
    parser.add_argument(
        "--window",
        type=int,
        help=f"project, simulate, calibrate: jaren om op te ijken; anders {USUAL_WINDOW}",
    )
    parser.add_argument(
        "--assumed",
        type=Path,
        help="project, simulate, calibrate: eigen aannamen (csv); anders de onze",
    )
    parser.add_argument(
        "--apart",
        action="store_true",
        help="calibrate: houd gemeenten buiten de regio apart; anders zijn zij samen één gebied",
    )


def project(options: Mapping[str, Any]) -> dict[str, Any]:
    """Make a forecast without chance."""
    return _written(projected(_started(options)), options["out"])


def simulate(options: Mapping[str, Any]) -> dict[str, Any]:
    """Make many trajectories."""
    found = simulated(
        _started(options),
        trajectories=USUAL_TRAJECTORIES
        if options["trajectories"] is None
        else options["trajectories"],
        seed=options["seed"],
        workers=options["workers"] or os.cpu_count() or 1,
    )
    return _written(found, options["out"])


def calibrate(options: Mapping[str, Any]) -> dict[str, Any]:
    """Record where the forecasts of a region begin."""
    if options["data"] is None or not options["region"]:
        raise RefusedError(
            "Zeg met --data welke map met tabellen, en met --region voor welke regio.",
            missing="data, region",
        )
    point, fresh = begin_region(
        options["data"],
        region=options["region"],
        account=_person(options["account"]),
        at=timezone.now(),
        title=options["title"],
        source=options["source"],
        begin=options["begin"],
        window=_window(options),
        assumed=options["assumed"],
        apart=options["apart"],
    )
    return {
        "region": options["region"],
        "key": str(point.pk),
        "title": point.title,
        "year": point.year,
        "window": point.window,
        "new": fresh,
        "notes": [str(note) for note in point.notes],
    }


def _started(options: Mapping[str, Any]) -> Started:
    if options["out"] is not None:
        require_writable(options["out"])
    of_region = bool(options["region"])
    others = OF_FOLDERS if of_region else OF_REGIONS
    given = [f"--{name}" for name in others if options[name] not in {None, ""}]
    if given:
        raise RefusedError(
            f"{', '.join(given)} hoort niet bij --region."
            if of_region
            else f"{', '.join(given)} hoort bij --region: zeg ook welke regio.",
            given=given,
        )
    return _in_region(options) if of_region else _of_folder(options)


def _of_folder(options: Mapping[str, Any]) -> Started:
    if options["data"] is None:
        raise RefusedError(
            "Zeg met --data welke map met tabellen, of met --region welke regio.", missing="data"
        )
    return started(
        options["data"],
        years=USUAL_YEARS if options["years"] is None else options["years"],
        levers=options["lever"],
        begin=options["begin"],
        window=_window(options),
        assumed=options["assumed"],
    )


def _window(options: Mapping[str, Any]) -> int:
    window = USUAL_WINDOW if options["window"] is None else int(options["window"])
    if not 1 <= window <= MOST_WINDOW:
        raise RefusedError(f"Een venster heeft 1 tot en met {MOST_WINDOW} jaren.", window="window")
    return window


def _in_region(options: Mapping[str, Any]) -> Started:
    return started_in(
        region_of(options["region"]),
        account=_person(options["account"]),
        today=timezone.localdate(),
        years=options["years"],
        levers=options["lever"],
        scenario=options["scenario"],
    )


def _person(email: str) -> Account | None:
    if not email:
        return None
    found = Account.objects.filter(email__iexact=email).first()
    if found is None:
        raise RefusedError("Er is geen account met dit e-mailadres.")
    return found


def _written(found: dict[str, Any], out: Path | None) -> dict[str, Any]:
    if out is not None:
        write_outcome(found, out)
        found["out"] = str(out)
    return found


def calibrate_words(result: Mapping[str, Any]) -> str:
    """Return what was recorded."""
    stands = (
        f"Vastgelegd bij {result['region']}: {result['title']}."
        if result["new"]
        else f"{result['title']} stond al zo bij {result['region']}; er is niets veranderd."
    )
    return "\n".join([stands, *(f"- {note}" for note in result["notes"])])


def project_words(result: Mapping[str, Any]) -> str:
    """Return a forecast in sentences and figures."""
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


def simulate_words(result: Mapping[str, Any]) -> str:
    """Return trajectories in sentences and figures."""
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
