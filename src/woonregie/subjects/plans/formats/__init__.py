"""Layouts of plan lists, one drawer each; a drawer never raises for a cell."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from woonregie.foundation.intake.opening import open_file
from woonregie.foundation.intake.tables import FileRefusedError, Sheet
from woonregie.subjects.plans.answers import Answers
from woonregie.subjects.plans.formats import eib, own, template
from woonregie.subjects.plans.formats.delivered import Context, Drawer, ReadResult
from woonregie.subjects.plans.formats.opening import HEADER_NOT_FOUND, find_sheet, header_not_found
from woonregie.subjects.plans.formats.own import UndecidedError
from woonregie.subjects.plans.formats.own.mapping import read_answers

DRAWERS: dict[str, Drawer[ReadResult]] = {"template": template.DRAWER, "eib": eib.DRAWER}
OWN = own.NAME
TITLES = {**{name: drawer.title for name, drawer in DRAWERS.items()}, OWN: own.TITLE}
"""What the layouts are called that can be chosen."""
__all__ = [
    "DRAWERS",
    "OWN",
    "TITLES",
    "Answers",
    "Context",
    "FileRefusedError",
    "ReadResult",
    "UndecidedError",
    "read_answers",
    "read_plans",
]


def read_plans(
    path: Path, name: str, context: Context, format_name: str = ""
) -> tuple[str, ReadResult]:
    """Read a list in the layout that it has.

    Args:
        path: where the file lies.
        name: what the sender calls it; its ending tells something about the kind of file.
        context: whose list it is and what the register knows.
        format_name: name of a drawer; empty is the one that recognises the columns, and the list
            of the sender's own where none does.

    Returns:
        The name of the drawer, and what it read.

    Raises:
        FileRefusedError: the file as a whole cannot be used; the text says why and what to do.
        UndecidedError: a list of the sender's own, of which it must first be told how to read it.
    """
    drawer, result = _read(open_file(path, name), context, format_name)
    if not result.rows and not result.issues and not result.skipped:
        raise FileRefusedError(
            "no_plans", _("Onder de kolomnamen staat niets. Vul de plannen in, een per regel.")
        )
    return drawer, result


def _read(sheets: Sequence[Sheet], context: Context, format_name: str) -> tuple[str, ReadResult]:
    if format_name == OWN:
        return OWN, _own(sheets, context)
    try:
        drawer, sheet = find_sheet(sheets, _drawers(format_name))
    except FileRefusedError as error:
        if format_name or error.code != HEADER_NOT_FOUND:
            raise
        return OWN, _own(sheets, context)
    if not format_name and drawer == "template" and own.tells_more(sheet, context):
        return OWN, _own([sheet], context)
    return drawer, DRAWERS[drawer].read(sheet.load(), context)


def _own(sheets: Sequence[Sheet], context: Context) -> ReadResult:
    found = own.asked_of(sheets, context)
    if found is None:
        raise header_not_found()
    return own.read_own(*found, context)


def _drawers(format_name: str) -> Mapping[str, Drawer[ReadResult]]:
    if not format_name:
        return DRAWERS
    if format_name not in DRAWERS:
        raise FileRefusedError(
            "unknown_format",
            _("Formaat %(name)s bestaat niet. Kies uit: %(all)s.")
            % {"name": format_name, "all": ", ".join(TITLES)},
        )
    return {format_name: DRAWERS[format_name]}
