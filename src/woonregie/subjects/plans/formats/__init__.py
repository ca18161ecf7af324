"""Layouts of plan lists, one drawer each, in and out; a drawer never raises for a cell.

A drawer is a folder here: with `DRAWER` in its `__init__` when it reads plans, with `OUTLET` in
its module `outlet` when plans are delivered in it. Adding one is adding one folder.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from django.utils.translation import gettext as _

from woonregie.foundation.intake.opening import open_file
from woonregie.foundation.intake.tables import FileRefusedError, Sheet
from woonregie.foundation.pages.errors import RefusedError
from woonregie.subjects.plans.formats import own
from woonregie.subjects.plans.formats.delivered import PLANS, Context, Drawer, ReadResult
from woonregie.subjects.plans.formats.opening import (
    HEADER_NOT_FOUND,
    find_sheet,
    header_not_found,
    loaded,
)
from woonregie.subjects.plans.formats.outlets import Outlet
from woonregie.subjects.plans.formats.own import UndecidedError
from woonregie.subjects.plans.formats.own.mapping import read_meanings
from woonregie.subjects.plans.meanings import Meanings

__all__ = [
    "DRAWERS",
    "OWN",
    "TITLES",
    "Context",
    "FileRefusedError",
    "Meanings",
    "ReadResult",
    "UndecidedError",
    "outlets",
    "read_meanings",
    "read_plans",
]


def _folders() -> Iterator[str]:
    """Yield the names of the drawers; our own comes first."""
    names = sorted(item.name for item in iter_modules(__path__) if item.ispkg)
    yield from sorted(names, key=lambda name: name != "template")


def _drawers_found() -> dict[str, Drawer[ReadResult]]:
    found: dict[str, Drawer[ReadResult]] = {}
    for name in _folders():
        drawer: Drawer[Any] | None = getattr(import_module(f"{__name__}.{name}"), "DRAWER", None)
        if drawer is not None and drawer.of == PLANS:
            found[drawer.name] = drawer
    return found


DRAWERS: Mapping[str, Drawer[ReadResult]] = _drawers_found()
OWN = own.NAME
TITLES = {**{name: drawer.title for name, drawer in DRAWERS.items()}, OWN: own.TITLE}
"""What the layouts are called that can be chosen."""


class UnknownOutletError(RefusedError):
    """A format in which nothing is delivered."""

    code = "unknown_format"


@cache
def outlets() -> Mapping[str, Outlet]:
    """Return the formats in which plans are delivered, by name; loaded when first asked."""
    found: dict[str, Outlet] = {}
    for name in _folders():
        package = import_module(f"{__name__}.{name}")
        if any(item.name == "outlet" for item in iter_modules(package.__path__)):
            outlet: Outlet = import_module(f"{__name__}.{name}.outlet").OUTLET
            found[outlet.name] = outlet
    return found


def outlet_named(name: str, among: Mapping[str, Outlet] | None = None) -> Outlet:
    """Return the format with a name.

    Args:
        name: as typed behind `--format-name`.
        among: the formats to choose from; None is those that everybody has.

    Raises:
        UnknownOutletError: there is none; the text names those that there are.
    """
    found = outlets() if among is None else among
    if name not in found:
        raise UnknownOutletError(
            _("Formaat %(name)s bestaat niet. Kies uit: %(all)s.")
            % {"name": name or "-", "all": ", ".join(found)},
            format_name=name,
        )
    return found[name]


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
    return drawer, DRAWERS[drawer].read(loaded(sheet, sheets), context)


def _own(sheets: Sequence[Sheet], context: Context) -> ReadResult:
    found = own.asked_of(sheets, context)
    if found is None:
        raise header_not_found([sheet.title for sheet in sheets if sheet.title])
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
