"""`woonregie forecast import-cbs`: from a table of StatLine to a folder."""

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from woonregie.foundation.pages.errors import RefusedError
from woonregie.subjects.forecast.fetching import CATALOG, TIMEOUT, StatLine
from woonregie.subjects.forecast.formats.past import (
    adds_to_folder,
    fetch,
    has_ages,
    layout_of,
    write_ages,
    write_past,
)

_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")
MOST_YEARS = 60


def add_arguments(parser: CommandParser) -> None:
    """Ask how a table is fetched."""
    parser.add_argument(
        "--online", action="store_true", help="import-cbs: haal de tabel op bij het CBS"
    )
    parser.add_argument(
        "--table", help="import-cbs --online: 03759ned, 37259eng, 71488ned of 71486ned"
    )
    parser.add_argument(
        "--periods", default="", help="import-cbs --online: jaren, zoals 2019-2024 of 2019,2024"
    )
    parser.add_argument(
        "--catalog", default=CATALOG, help=f"import-cbs --online: adres; anders {CATALOG}"
    )
    parser.add_argument(
        "--timeout",
        type=float,
        default=TIMEOUT,
        help=f"import-cbs --online: seconden wachten op antwoord; anders {TIMEOUT:g}",
    )


def run(options: Mapping[str, Any]) -> dict[str, Any]:
    """Make a folder of a table, or add to it."""
    if options["out"] is None or (options["file"] is None and not options["online"]):
        raise RefusedError(
            "Geef de StatLine-tabel (csv), en met --out een lege map. Of vraag hem het CBS: "
            "--online --table 37259eng --out MAP.",
            missing="file, out",
        )
    if options["online"]:
        return _online(options)
    if not options["file"].is_file():
        raise RefusedError(f"Het bestand {options['file']} is er niet.", file=options["file"])
    return _taken_in(options["file"], options["out"])


def _online(options: Mapping[str, Any]) -> dict[str, Any]:
    if options["file"] is not None or not options["table"]:
        raise RefusedError(
            "Zeg met --table welke tabel; een bestand hoort niet bij --online.", missing="table"
        )
    layout = layout_of(options["table"])
    feed = StatLine(options["catalog"], timeout=options["timeout"])
    with tempfile.TemporaryDirectory(prefix="woonregie-statline-") as folder:
        path = Path(folder) / f"{layout.table}.csv"
        found = fetch(
            layout,
            path,
            feed=feed,
            years=years_of(options["periods"]),
            regions=_codes_of(options["regions"]),
        )
        return _taken_in(path, options["out"]) | {
            "table": found.table,
            "title": found.title,
            "modified": found.modified,
            "rows": found.rows,
        }


def years_of(text: str) -> list[int]:
    """Return the years of "2019-2021,2024".

    >>> years_of("2019-2021,2024")
    [2019, 2020, 2021, 2024]

    Raises:
        RefusedError: these are no years, or too many.
    """
    found: set[int] = set()
    for part in filter(None, (each.strip() for each in text.split(","))):
        match = _YEARS.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if not first <= last < first + MOST_YEARS:
            raise RefusedError(
                f"De jaren {text} zijn niet te lezen. Schrijf 2019-2024, of 2019,2024.",
                periods=text,
            )
        found.update(range(first, last + 1))
    return sorted(found)


def _codes_of(text: str | None) -> list[str]:
    return [code.strip().upper() for code in (text or "").split(",") if code.strip()]


def _taken_in(source: Path, out: Path) -> dict[str, Any]:
    adds = adds_to_folder(source)
    if adds is not None:
        added = adds(source, out)
        return {
            "folder": str(out),
            "file": added.file,
            "regions": added.regions,
            "year": added.year,
            "left_out": list(added.left_out),
        }
    if has_ages(source):
        people = write_ages(source, out)
        return {
            "folder": str(out),
            "regions": people.regions,
            "first_year": people.years[0],
            "last_year": people.years[1],
            "last_age": people.last_age,
            "new_borders": {},
        }
    written = write_past(source, out)
    return {
        "folder": str(out),
        "regions": written.regions,
        "first_year": written.years[0],
        "last_year": written.years[1],
        "new_borders": dict(written.new_borders),
    }


def words(result: Mapping[str, Any]) -> str:
    """Return what was written, in sentences."""
    return "\n".join([_written(result), *_fetched(result)])


def _written(result: Mapping[str, Any]) -> str:
    if "file" in result:
        left = len(result["left_out"])
        return (
            f"{result['regions']} gemeenten, {result['year']}, in "
            f"{result['folder']}/{result['file']}. Weggelaten omdat zij niet in de map staan of "
            f"geen gemeente van dat jaar zijn: {left}."
        )
    told = (
        f"{result['regions']} gemeenten, {result['first_year']} tot en met "
        f"{result['last_year']}, in {result['folder']}. "
    )
    if "last_age" in result:
        return f"{told}Iedereen van {result['last_age']} jaar en ouder is één groep."
    return (
        f"{told}Van {len(result['new_borders'])} gemeenten met een nieuwe grens tellen eerdere "
        "jaren niet mee."
    )


def _fetched(result: Mapping[str, Any]) -> list[str]:
    if "table" not in result:
        return []
    title = f" ({result['title']})" if result["title"] else ""
    changed = f", bij het CBS veranderd op {result['modified']}" if result["modified"] else ""
    return [f"Opgehaald: tabel {result['table']}{title}{changed}; {result['rows']} regels."]
