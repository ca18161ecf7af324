"""StatLine tables as their online catalogue tells them, into the csv that we read offline.

Whoever asks the catalogue (`Feed`) is handed in. What comes is the same table as the csv with
codes that people can download, so from there one way of reading serves both.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext as _

from woonregie.subjects.forecast.errors import ForecastError
from woonregie.subjects.forecast.formats.cbs import BOTH_SEXES, POSITION_TOTAL
from woonregie.subjects.forecast.formats.past.ages import PEOPLE
from woonregie.subjects.forecast.formats.past.seats import HOUSEHOLDS_BY_CODE, SEATS
from woonregie.subjects.forecast.formats.past.statline import ABROAD, NUMBERS
from woonregie.subjects.forecast.formats.past.writing import write_table

MUNICIPALITY, WHOLE_YEAR = "GM", "JJ00"
MOST_NAMED = 5
MOST_REGIONS = 40
"""So many regions fit in the address of one question."""
MOST_ROWS = 5_000_000
DIMENSIONS = frozenset({"Dimension", "TimeDimension", "GeoDimension", "GeoDetail"})
Row = Mapping[str, object]


class Feed(Protocol):
    """The online catalogue of tables."""

    def rows(
        self,
        table: str,
        part: str,
        *,
        select: Sequence[str] = (),
        where: str = "",
    ) -> Sequence[Row]:
        """Return the rows of a part of a table."""


class TableError(ForecastError):
    """A table that cannot be asked like this, or is no longer what we know."""

    code = "statline_table"


@dataclass(frozen=True, slots=True)
class Layout:
    """What we ask of a table.

    Args:
        table: its key in the catalogue.
        place: the dimension of regions.
        period: the dimension of years.
        kept: dimension -> the codes that are asked; none is all of them.
        figures: columns with numbers.
        optional: columns that are taken along where they are there.
        large: too large to be asked without years.
    """

    table: str
    place: str
    period: str
    kept: Mapping[str, Sequence[str]]
    figures: Sequence[str]
    optional: Sequence[str] = ()
    large: bool = False


_MEN, _WOMEN, _EVERY_AGE, _EVERY_STATUS = "3000", "4000", "10000", "T001019"
LAYOUTS: Mapping[str, Layout] = {
    layout.table: layout
    for layout in (
        Layout(
            "03759ned",
            "RegioS",
            "Perioden",
            {
                "Geslacht": (BOTH_SEXES, _MEN, _WOMEN),
                "Leeftijd": (),
                "BurgerlijkeStaat": (_EVERY_STATUS,),
            },
            (PEOPLE,),
            large=True,
        ),
        Layout(
            "37259eng",
            "Regions",
            "Periods",
            {"Sex": (BOTH_SEXES,)},
            tuple(NUMBERS),
            tuple(ABROAD),
        ),
        Layout(
            "71488ned",
            "RegioS",
            "Perioden",
            {"Geslacht": (BOTH_SEXES,), "Leeftijd": ()},
            (POSITION_TOTAL, *(name for names in SEATS.values() for name in names)),
            large=True,
        ),
        Layout(
            "71486ned",
            "RegioS",
            "Perioden",
            {"LeeftijdReferentiepersoon": (_EVERY_AGE,)},
            (HOUSEHOLDS_BY_CODE,),
        ),
    )
}
MAY_LACK = frozenset({"BurgerlijkeStaat"})
"""Dimensions that a table may lose without telling something else."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came from the catalogue.

    Args:
        table: its key.
        title: its name.
        modified: when the office last changed it, in its own words.
        rows: how many were written.
    """

    table: str
    title: str
    modified: str
    rows: int


def layout_of(table: str) -> Layout:
    """Return what we ask of a table, by its key or the number of it.

    Raises:
        TableError: a table that we do not read.
    """
    number = table.strip().lower()
    found = next((each for key, each in LAYOUTS.items() if number in {key, key[:5]}), None)
    if found is None:
        raise TableError(
            _("Tabel %(table)s lezen wij niet. Wij lezen: %(known)s.")
            % {"table": table, "known": ", ".join(LAYOUTS)},
            table=table,
        )
    return found


def fetch(
    layout: Layout,
    out: Path,
    *,
    feed: Feed,
    years: Sequence[int] = (),
    regions: Sequence[str] = (),
) -> Fetched:
    """Write a table of the catalogue as csv with codes.

    Args:
        layout: of which table.
        out: the csv file.
        feed: the catalogue.
        years: which; none is all of them.
        regions: codes of municipalities; none is all of them.

    Raises:
        TableError: too much is asked, a year or region is not there, or the table was changed.
    """
    if layout.large and not years:
        raise TableError(
            _("Tabel %(table)s is groot. Zeg met --periods welke jaren, zoals 2019-2024.")
            % {"table": layout.table},
            table=layout.table,
        )
    if len(regions) > MOST_REGIONS:
        raise TableError(
            _("Vraag hoogstens %(most)s gemeenten tegelijk, of alle.") % {"most": MOST_REGIONS},
            regions=len(regions),
        )
    dimensions, figures = _columns(layout, feed)
    always = [
        _either(name, _keys(layout, feed, name, codes))
        for name, codes in layout.kept.items()
        if codes and name in dimensions
    ]
    always.append(_places(layout, feed, regions))
    periods = _periods(layout, feed, years)
    columns = [*dimensions, *figures]
    lines = list(_lines(layout, feed, columns, [[*always, *period] for period in periods]))
    if not lines:
        raise TableError(
            _("Tabel %(table)s heeft niets voor deze jaren en gemeenten.")
            % {"table": layout.table},
            table=layout.table,
        )
    write_table(out, columns, lines)
    about = next(iter(feed.rows(layout.table, "TableInfos")), {})
    return Fetched(
        layout.table,
        _text(about.get("ShortTitle") or about.get("Title")),
        _text(about.get("Modified")),
        len(lines),
    )


def _columns(layout: Layout, feed: Feed) -> tuple[list[str], list[str]]:
    """Return the dimensions and figures to ask, when the table is still what we know."""
    properties = feed.rows(layout.table, "DataProperties")
    there = {_text(row.get("Key")) for row in properties}
    cut = [_text(row.get("Key")) for row in properties if row.get("Type") in DIMENSIONS]
    known = [*layout.kept, layout.place, layout.period]
    needed = [name for name in (*known, *layout.figures) if name not in MAY_LACK]
    missing = [name for name in needed if name not in there]
    if missing:
        raise TableError(
            _(
                "Het CBS heeft tabel %(table)s veranderd: %(column)s staat er niet meer in. Deze "
                "versie van Woonregie kan haar niet lezen; meld het ons."
            )
            % {"table": layout.table, "column": missing[0]},
            table=layout.table,
            missing=missing,
            there=sorted(there),
        )
    new = [name for name in cut if name not in known]
    if new:
        raise TableError(
            _(
                "Het CBS heeft tabel %(table)s veranderd: zij is nu ook verdeeld naar %(column)s. "
                "Wij zouden dubbel tellen; meld het ons."
            )
            % {"table": layout.table, "column": new[0]},
            table=layout.table,
            new=new,
        )
    figures = [*layout.figures, *(name for name in layout.optional if name in there)]
    return [name for name in known if name in there], figures


def _keys(layout: Layout, feed: Feed, dimension: str, codes: Collection[str]) -> list[str]:
    """Return codes as the catalogue writes them: with blanks behind them."""
    found = {
        key.strip(): key
        for row in feed.rows(layout.table, dimension)
        if isinstance(key := row.get("Key"), str)
    }
    missing = [code for code in codes if code not in found]
    if missing:
        raise TableError(
            _("In tabel %(table)s staat geen %(codes)s (%(dimension)s).")
            % {
                "table": layout.table,
                "codes": ", ".join(missing[:MOST_NAMED]),
                "dimension": dimension,
            },
            table=layout.table,
            dimension=dimension,
            missing=missing,
        )
    return [found[code] for code in codes]


def _places(layout: Layout, feed: Feed, regions: Sequence[str]) -> str:
    if not regions:
        return f"substringof('{MUNICIPALITY}',{layout.place})"
    return _either(layout.place, _keys(layout, feed, layout.place, regions))


def _periods(layout: Layout, feed: Feed, years: Sequence[int]) -> list[list[str]]:
    """Return what each question asks of the year: one question a year keeps them small."""
    if not years:
        return [[f"substringof('{WHOLE_YEAR}',{layout.period})"]]
    wanted = [f"{year}{WHOLE_YEAR}" for year in years]
    return [[_either(layout.period, [key])] for key in _keys(layout, feed, layout.period, wanted)]


def _either(dimension: str, keys: Sequence[str]) -> str:
    return "(" + " or ".join(f"{dimension} eq '{key}'" for key in keys) + ")"


def _lines(
    layout: Layout, feed: Feed, columns: Sequence[str], questions: Sequence[Sequence[str]]
) -> Iterator[list[str]]:
    asked = 0
    for question in questions:
        found = feed.rows(
            layout.table, "UntypedDataSet", select=columns, where=" and ".join(question)
        )
        asked += len(found)
        if asked > MOST_ROWS:
            raise TableError(
                _("Dit zijn meer dan %(most)s regels. Vraag minder jaren of gemeenten.")
                % {"most": MOST_ROWS},
                table=layout.table,
            )
        for row in found:
            yield [_text(row.get(name)) for name in columns]


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
