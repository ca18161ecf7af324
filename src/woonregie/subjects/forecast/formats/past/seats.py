"""From StatLine tables of positions (71488) and households (71486) to a folder of tables."""

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from woonregie.foundation.region.national import LIST
from woonregie.subjects.forecast.errors import FolderError
from woonregie.subjects.forecast.formats.cbs import (
    BOTH_SEXES,
    HOUSEHOLD_NAME,
    HOUSEHOLD_TOTAL,
    POSITION_TOTAL,
)
from woonregie.subjects.forecast.formats.past import words
from woonregie.subjects.forecast.formats.past.borders import POPULATION
from woonregie.subjects.forecast.formats.past.folder import HOUSEHOLDS
from woonregie.subjects.forecast.formats.past.tables import Reader, region, rows, titles_of
from woonregie.subjects.forecast.formats.past.writing import require_new, write_table

POSITIONS = "positions.csv"
HOUSEHOLDS_BY_CODE = "TotaalParticuliereHuishoudens_1"
REFERENCE_AGE = "leeftijdreferentiepersoon"
OLDEST, OLDEST_CODE = 95, "22000"
_GROUP_CODE = re.compile(r"7(0[1-9]|1\d)00")
_GROUP = re.compile(r"(\d{1,2}) (?:(?:-|tot) (\d{1,2}) jaar|jaar of ouder)")
SEATS: Mapping[str, Sequence[str]] = {
    "child": ("ThuiswonendKind_3",),
    "alone": ("Alleenstaand_4",),
    "couple": ("PartnerInNietGehuwdPaarZonderKi_6", "PartnerInGehuwdPaarZonderKinderen_7"),
    "couple_with_children": (
        "PartnerInNietGehuwdPaarMetKinderen_8",
        "PartnerInGehuwdPaarMetKinderen_9",
    ),
    "lone_parent": ("OuderInEenouderhuishouden_10",),
    "other": ("OverigLidHuishouden_11",),
}


@dataclass(frozen=True, slots=True)
class Added:
    """What was added to a folder.

    Args:
        file: its name.
        regions: municipalities in it.
        year: of 1 January on which they were counted; the last one.
        left_out: places in the table that are no municipality of that year, or of the folder.
    """

    file: str
    regions: int
    year: int
    left_out: tuple[str, ...]


def adds_to_folder(source: Path) -> Callable[[Path, Path], Added] | None:
    """Return what writes a table of positions or households; None where it is another one."""
    titles = set(titles_of(source))
    if POSITION_TOTAL.lower() in titles:
        return _positions
    if {HOUSEHOLD_NAME.lower(), HOUSEHOLD_TOTAL.lower()} <= titles:
        return _households
    if {REFERENCE_AGE, "regios", HOUSEHOLDS_BY_CODE.lower()} <= titles:
        return _households_by_code
    return None


def _positions(source: Path, folder: Path) -> Added:
    columns: dict[str, Reader] = {
        "geslacht": str.strip,
        "leeftijd": str.strip,
        "regios": region,
        "perioden": words.year,
        POSITION_TOTAL.lower(): words.count,
    }
    cells = [name for names in SEATS.values() for name in names]
    known, found, unknown = _regions_of(folder), [], set()
    for _line, (sex, age, code, year, total, *numbers) in rows(
        source, columns | {name.lower(): words.count for name in cells}
    ):
        start = _start(age)
        if sex != BOTH_SEXES or total is None or start is None:
            continue
        if known and code not in known:
            unknown.add(code)
            continue
        counted = dict(zip(cells, (number or 0 for number in numbers), strict=True))
        seats = (sum(counted[name] for name in names) for names in SEATS.values())
        found.append((code, year, start, *seats))
    return _written(folder, POSITIONS, ("region", "year", "age", *SEATS), found, unknown)


def _start(age: str) -> int | None:
    """Return the first age of a group of five years, or 95 of the open one; None for others."""
    code = _GROUP_CODE.fullmatch(age)
    if code or age == OLDEST_CODE:
        return 5 * (int(code[1]) - 1) if code else OLDEST
    named = _GROUP.fullmatch(age)
    if named is None:
        return None
    first = int(named[1])
    last = OLDEST + 5 if named[2] is None else int(named[2])
    # A group of another width overlaps those of five years.
    return first if first % 5 == 0 and last - first == 5 else None  # noqa: PLR2004


def _households_by_code(source: Path, folder: Path) -> Added:
    columns: dict[str, Reader] = {
        REFERENCE_AGE: str.strip,
        "regios": region,
        "perioden": words.year,
        HOUSEHOLDS_BY_CODE.lower(): words.count,
    }
    known, found, unknown = _regions_of(folder), [], set()
    for _line, (age, code, year, households) in rows(source, columns):
        if households is None or age.lower() not in words.EVERY_AGE:
            continue
        if not code.startswith("GM") or (known and code not in known):
            unknown.add(code)
        else:
            found.append((code, year, households))
    return _written(folder, HOUSEHOLDS, ("region", "year", "households"), found, unknown)


def _households(source: Path, folder: Path) -> Added:
    columns: dict[str, Reader] = {
        HOUSEHOLD_NAME.lower(): region,
        "perioden": words.year,
        HOUSEHOLD_TOTAL.lower(): words.count,
    }
    known, found, unknown = _regions_of(folder), [], set()
    for _line, (name, year, households) in rows(source, columns):
        if households is None:
            continue
        # The table has names and no codes.
        code = _codes(year).get(_plain(name), name)
        if (known and code not in known) or code == name:
            unknown.add(name)
        else:
            found.append((code, year, households))
    return _written(folder, HOUSEHOLDS, ("region", "year", "households"), found, unknown)


def _written(
    folder: Path,
    name: str,
    titles: Sequence[str],
    found: Sequence[tuple[object, ...]],
    unknown: set[str],
) -> Added:
    require_new(folder, name)
    if not found:
        raise FolderError(_("In deze tabel staat geen gemeente met inwoners."), file=name)
    write_table(folder / name, titles, sorted(found, key=str))
    years = [int(str(row[1])) for row in found]
    return Added(name, len({row[0] for row in found}), max(years), tuple(sorted(unknown)))


def _regions_of(folder: Path) -> set[str]:
    """Return the regions of the people in a folder; nobody's where it has none yet."""
    path = folder / POPULATION
    if not path.is_file():
        return set()
    return {name for _line, (name,) in rows(path, {"region": region})}


@cache
def _codes(year: int) -> Mapping[str, str]:
    """Return the code of each name on 1 January of a year."""
    day = f"{year}-01-01"
    with LIST.open(encoding="utf-8", newline="") as stream:
        return {
            _plain(row["name"]): row["code"]
            for row in csv.DictReader(stream)
            if row["starts_on"] <= day and (not row["ends_before"] or row["ends_before"] > day)
        }


def _plain(name: str) -> str:
    return name.lower().replace("(gemeente)", "").strip()
