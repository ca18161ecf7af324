"""From a StatLine table of people by age (03759) to the counted people of a folder.

The table has ages apart, groups of them, and open ages that overlap: "95 jaar of ouder" stands
beside 95 to 104 and "105 jaar of ouder", and in earlier years only the first is filled. We keep
the finest line of ages that is whole, and add up all others against it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from woonregie.subjects.forecast.errors import FolderError
from woonregie.subjects.forecast.formats.cells import CellError
from woonregie.subjects.forecast.formats.past import words
from woonregie.subjects.forecast.formats.past.borders import POPULATION
from woonregie.subjects.forecast.formats.past.tables import Reader, region, rows, titles_of
from woonregie.subjects.forecast.formats.past.writing import require_new, write_table

PEOPLE = "BevolkingOp1Januari_1"
MARITAL, MARITAL_TOTAL = "burgerlijkestaat", frozenset({"t001019", "totaal burgerlijke staat"})
ALL = "total"
_CODE = re.compile(r"\d{5}")
_SINGLE = re.compile(r"1(\d\d)00")
_BEYOND = re.compile(r"199(0[1-5])")
NEWBORN, CENTENARIAN = "10010", 99
OPEN = {"22000": 95, "22300": 105}
Key = int | str
"""An age by itself, "95+" for an open one, or all together."""
Found = dict[tuple[str, int], dict[str, dict[Key, int]]]


@dataclass(frozen=True, slots=True)
class People:
    """What was written.

    Args:
        regions: municipalities with people.
        years: first and last year.
        last_age: everybody of this age and older is one group in some of them.
    """

    regions: int
    years: tuple[int, int]
    last_age: int


def has_ages(source: Path) -> bool:
    """Return whether a file is a table of people by age."""
    return {PEOPLE.lower(), "leeftijd", "geslacht", "regios"} <= set(titles_of(source))


def write_ages(source: Path, folder: Path) -> People:
    """Write population.csv of a StatLine table of people by sex and age (03759).

    Args:
        source: the table as csv, with codes or with titles.
        folder: where it comes; it is made.

    Raises:
        FolderError: there is such a file already, no municipality in the table, an age is not
            there, or ages do not add up.
        UnreadableCellsError: cells cannot be read.
    """
    require_new(folder, POPULATION)
    found = _counts(source)
    if not found:
        raise FolderError(_("In deze tabel staat geen gemeente met inwoners."), file=source.name)
    lines: list[tuple[object, ...]] = []
    lasts = set()
    for (code, year), by_sex in sorted(found.items()):
        for sex, people in _sexes(code, year, by_sex).items():
            kept = _line(code, year, people)
            lines += [(code, year, sex, age, number) for age, number in kept.items()]
            lasts.add(_first_of(list(kept)[-1]))
    write_table(folder / POPULATION, ("region", "year", "sex", "age", "population"), lines)
    years = [year for _code, year in found]
    return People(len({code for code, _year in found}), (min(years), max(years)), min(lasts))


def _counts(source: Path) -> Found:
    columns: dict[str, Reader] = {
        "geslacht": words.sex,
        "leeftijd": _age,
        "regios": region,
        "perioden": words.year,
        PEOPLE.lower(): words.count,
    }
    if MARITAL in titles_of(source):
        columns[MARITAL] = lambda text: text.strip().lower() in MARITAL_TOTAL
    found: Found = {}
    for _at, (sex, age, code, year, people, *everybody) in rows(source, columns):
        if people is None or age is None or not code.startswith("GM") or False in everybody:
            continue
        by_sex = found.setdefault((code, year), {}).setdefault(sex, {})
        if by_sex.setdefault(age, people) != people:
            raise FolderError(
                _(
                    "Van %(region)s in %(year)s staat leeftijd %(age)s er twee keer, met andere "
                    "aantallen. Haal de tabel opnieuw op."
                )
                % {"region": code, "year": year, "age": age},
                region=code,
                year=year,
            )
    return found


def _age(text: str) -> Key | None:
    """Return an age, an open one as "95+", all of them, or None for a group of ages.

    Raises:
        CellError: unknown_age.
    """
    written = text.strip().lower()
    if written in words.EVERY_AGE:
        return ALL
    if _CODE.fullmatch(written):
        return _of_code(written)
    try:
        found = words.age(written)
    except CellError as error:
        if error.code == "age_group":
            return None
        raise
    if found is None:
        return ALL
    return f"{found[0]}+" if found[1] else found[0]


def _of_code(code: str) -> Key | None:
    if code == NEWBORN:
        return 0
    if code in OPEN:
        return f"{OPEN[code]}+"
    single, beyond = _SINGLE.fullmatch(code), _BEYOND.fullmatch(code)
    if single:
        return int(single[1])
    return CENTENARIAN + int(beyond[1]) if beyond else None


def _sexes(
    code: str, year: int, by_sex: Mapping[str, dict[Key, int]]
) -> Mapping[str, dict[Key, int]]:
    """Return men and women, or both together where they do not stand apart."""
    apart = {sex: people for sex, people in by_sex.items() if sex != words.TOGETHER}
    if not apart:
        return by_sex
    if len(apart) == 1:
        raise FolderError(
            _("Van %(region)s in %(year)s staan alleen mannen of alleen vrouwen. Neem beide op.")
            % {"region": code, "year": year},
            region=code,
            year=year,
        )
    for age, together in by_sex.get(words.TOGETHER, {}).items():
        parts = [people[age] for people in apart.values() if age in people]
        if len(parts) == len(apart):
            _same(code, year, str(age), together, parts)
    return apart


def _line(code: str, year: int, people: Mapping[Key, int]) -> dict[Key, int]:
    """Return the finest ages from 0 up to an open one that are all there."""
    singles = {age: number for age, number in people.items() if isinstance(age, int)}
    opened = sorted((_first_of(age) for age in people if str(age).endswith("+")), reverse=True)
    whole = next((age for age in range(words.OLDEST + 1) if age not in singles), 0)
    last = next((age for age in opened if age <= whole), None)
    if last is None and (opened or ALL not in people):
        raise FolderError(
            _(
                "Van %(region)s in %(year)s ontbreekt leeftijd %(age)s. Neem alle leeftijden van "
                "één jaar op, en de laatste: 95 of 105 jaar of ouder."
            )
            % {"region": code, "year": year, "age": whole},
            region=code,
            year=year,
            age=whole,
        )
    kept: dict[Key, int] = {age: singles[age] for age in range(whole if last is None else last)}
    if last is not None:
        kept[f"{last}+"] = people[f"{last}+"]
    for age in opened:
        older = (number for at, number in kept.items() if _first_of(at) >= age)
        _same(code, year, f"{age}+", people[f"{age}+"], older)
    if ALL in people:
        _same(code, year, _("alle leeftijden"), people[ALL], kept.values())
    return kept


def _first_of(age: Key) -> int:
    return int(str(age).removesuffix("+"))


def _same(code: str, year: int, what: str, total: int, parts: Iterable[int]) -> None:
    together = sum(parts)
    if total != together:
        raise FolderError(
            _(
                "Van %(region)s in %(year)s is %(what)s %(total)s, maar de delen zijn samen "
                "%(parts)s. Controleer of alle leeftijden en geslachten er één keer staan."
            )
            % {"region": code, "year": year, "what": what, "total": total, "parts": together},
            region=code,
            year=year,
            total=total,
            parts=together,
        )
