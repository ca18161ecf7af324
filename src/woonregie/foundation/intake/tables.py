"""What every kind of file becomes: tables of cells as they stand, and the refusal of a file."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from woonregie.foundation.pages.errors import RefusedError

MAX_ROWS = 100_000
# Rows times columns: what a list of plans may need at most, and memory can hold.
MAX_CELLS = 6_000_000
HEAD = 30
"""In so many rows a heading must stand."""
Rows = Sequence[Sequence[Any]]


class FileRefusedError(RefusedError):
    """A file that cannot be used as a whole."""

    def __init__(self, code: str, text: str, **fields: Any) -> None:
        super().__init__(text, **fields)
        self.code = code


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a sheet, csv file or layer.

    Args:
        rows: cells as they stand.
        geometries: per row of a geofile a geometry in RD metres, or None.
        remarks: codes of what the reader noticed about the file as a whole.
        others: the other sheets of the file, for a format that needs more than one (`other`).
    """

    rows: Rows
    geometries: Sequence[Any] = ()
    remarks: Sequence[str] = ()
    others: Sequence["Sheet"] = ()

    def other(self, title: str) -> "Table | None":
        """Return another sheet, layer or table of the same file, or None when it is not there.

        Args:
            title: its name; capitals do not matter.

        >>> years = Sheet("DetailPlanning", [["jaartal"]], lambda: Table([["jaartal"], [2027]]))
        >>> Table([["plannaam"]], others=[years]).other("detailplanning").rows
        [['jaartal'], [2027]]
        """
        wanted = title.casefold()
        found = (sheet for sheet in self.others if sheet.title.casefold() == wanted)
        return next((sheet.load() for sheet in found), None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table that a file holds, with its first rows; the rest is read when it is wanted.

    Args:
        title: name of the sheet or layer; empty where a file holds one table.
        head: the first rows.
        load: reads all rows.
        hidden: whether people do not see this sheet in their program.
    """

    title: str
    head: Rows
    load: Callable[[], Table]
    hidden: bool = False


def too_many_rows() -> FileRefusedError:
    """Return the refusal of a list that is too long."""
    return FileRefusedError(
        "too_many_rows",
        _("Dit bestand heeft meer dan %(most)s regels. Splits het.") % {"most": MAX_ROWS},
        most=MAX_ROWS,
    )


def too_many_cells() -> FileRefusedError:
    """Return the refusal of a sheet that is far wider than any list of plans."""
    return FileRefusedError(
        "too_many_cells",
        _(
            "Dit blad heeft veel meer cellen dan een lijst met plannen nodig heeft. "
            "Kopieer alleen de plannen naar een nieuw bestand."
        ),
        most=MAX_CELLS,
    )


def damaged() -> FileRefusedError:
    """Return the refusal of a file that cannot be read to its end."""
    return FileRefusedError(
        "damaged",
        _(
            "Dit bestand is beschadigd. Open het in het programma waarmee het gemaakt is en "
            "sla het opnieuw op."
        ),
    )


@contextmanager
def as_damaged() -> Iterator[None]:
    """Turn whatever a damaged file makes its reader raise into a refusal."""
    try:
        yield
    except FileRefusedError:
        raise
    except Exception as error:
        raise damaged() from error


def wrong_type() -> FileRefusedError:
    """Return the refusal of a file that is no list."""
    return FileRefusedError(
        "wrong_type",
        _(
            "Dit soort bestand lezen wij niet. Lever een "
            "xlsx-, xls-, ods- of csv-bestand aan, een GeoPackage of GeoJSON, of een "
            "shapefile of geodatabase (gdb) in een zip-bestand."
        ),
    )


def no_layer() -> FileRefusedError:
    """Return the refusal of a file for layers that holds none."""
    return FileRefusedError(
        "no_layer",
        _("Er is geen laag in dit bestand. Bewaar de laag met plannen en probeer het opnieuw."),
    )


def protected() -> FileRefusedError:
    """Return the refusal of a file with a password."""
    return FileRefusedError(
        "protected",
        _("Dit bestand is beveiligd met een wachtwoord. Sla het op zonder wachtwoord."),
    )


def empty_sheet() -> FileRefusedError:
    """Return the refusal of a file in which nothing stands."""
    return FileRefusedError(
        "empty_sheet",
        _("Er staat niets in dit bestand. Controleer of u het juiste bestand koos."),
    )


def check_size(rows: int, columns: int) -> None:
    """Refuse a table that is too large.

    Raises:
        FileRefusedError: too_many_rows or too_many_cells.
    """
    # A title and a heading above the longest list do not make it too long.
    if rows > MAX_ROWS + HEAD:
        raise too_many_rows()
    if rows * columns > MAX_CELLS:
        raise too_many_cells()
