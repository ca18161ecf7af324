"""The one table in a file that a drawer knows.

Of all sheets, layers and separators that a file may be read with, the one counts in which a
drawer finds its heading.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from woonregie.foundation.intake.opening import open_file
from woonregie.foundation.intake.tables import FileRefusedError, Sheet, Table
from woonregie.subjects.plans.formats.delivered import Drawer

HEADER_NOT_FOUND = "header_not_found"
MOST_NAMES = 5


def find_table(path: Path, name: str, drawers: Mapping[str, Drawer[Any]]) -> tuple[str, Table]:
    """Return the name of the drawer that knows this file, and the table that it knows.

    Args:
        path: where the file lies.
        name: what the sender calls it.
        drawers: layouts to look for, by name.

    Returns:
        The name and the table; the other sheets and layers of the file are its `others`, so that
        a format that is spread over two of them asks for the second one with `other`.

    Raises:
        FileRefusedError: no such table, more than one, or a file that cannot be opened.
    """
    sheets = open_file(path, name)
    drawer, sheet = find_sheet(sheets, drawers)
    return drawer, loaded(sheet, sheets)


def loaded(sheet: Sheet, sheets: Sequence[Sheet]) -> Table:
    """Return the table of a sheet, with the others of its file."""
    others = [other for other in sheets if other.title and other is not sheet]
    return replace(sheet.load(), others=others)


def find_sheet(sheets: Sequence[Sheet], drawers: Mapping[str, Drawer[Any]]) -> tuple[str, Sheet]:
    """Return the name of the drawer that knows one of the sheets, and that sheet.

    Raises:
        FileRefusedError: no such sheet, or more than one.
    """
    found = [
        (drawer, sheet)
        for sheet in sheets
        for drawer in drawers
        if drawers[drawer].header_row(sheet.head) is not None
    ]
    if not found:
        _refuse_incomplete([sheet.title for sheet in sheets], drawers)
        raise header_not_found([sheet.title for sheet in sheets if sheet.title])
    return _chosen(found)


def header_not_found(titles: Sequence[str] = ()) -> FileRefusedError:
    """Return the refusal of a file in which no list stands; it says where we looked.

    Args:
        titles: names of its sheets or layers.
    """
    if len(titles) > 1:
        return FileRefusedError(
            HEADER_NOT_FOUND,
            _(
                "Wij vinden geen regel met kolomnamen die wij kennen. Wij keken in: %(names)s. "
                "Zet de kolomnamen in de eerste dertig regels, of gebruik ons sjabloon."
            )
            % {"names": _some(titles)},
            sheets=list(titles),
        )
    return FileRefusedError(
        HEADER_NOT_FOUND,
        _(
            "Wij vinden geen regel met kolomnamen die wij kennen. Zet de "
            "kolomnamen in de eerste dertig regels, of gebruik ons sjabloon."
        ),
    )


def _refuse_incomplete(titles: Sequence[str], drawers: Mapping[str, Drawer[Any]]) -> None:
    """Refuse a file that lacks what one of the drawers needs.

    Raises:
        FileRefusedError: it does.
    """
    for drawer in drawers.values():
        error = drawer.incomplete(titles) if drawer.incomplete else None
        if error is not None:
            raise error


def _some(titles: Sequence[str]) -> str:
    """Return the first names, and how many there are more.

    >>> _some(["2024", "2025"]), _some(list("abcdefg"))
    ('2024, 2025', 'a, b, c, d, e, +2')
    """
    more = len(titles) - MOST_NAMES
    return ", ".join([*titles[:MOST_NAMES], *([f"+{more}"] if more > 0 else [])])


def _chosen(found: Sequence[tuple[str, Sheet]]) -> tuple[str, Sheet]:
    """Return the only table that can be meant.

    Raises:
        FileRefusedError: more than one, or one that nobody sees.
    """
    seen = [item for item in found if not item[1].hidden]
    if not seen:
        raise FileRefusedError(
            "hidden_sheet",
            _("De lijst staat op een verborgen blad: %(name)s. Maak het blad zichtbaar.")
            % {"name": found[0][1].title},
        )
    titles = list(dict.fromkeys(sheet.title for _drawer, sheet in seen))
    if len(titles) > 1:
        raise FileRefusedError(
            "more_lists",
            _("Er staan lijsten op meer dan één blad: %(names)s. Lever ze apart aan.")
            % {"names": _some(titles)},
            sheets=titles,
        )
    return seen[0]
