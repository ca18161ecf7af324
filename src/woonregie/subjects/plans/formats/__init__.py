"""Layouts of plan lists, one drawer each; a drawer never raises for a cell."""

from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from woonregie.foundation.intake.tables import FileRefusedError
from woonregie.subjects.plans.formats import eib, template
from woonregie.subjects.plans.formats.delivered import Context, Drawer, ReadResult
from woonregie.subjects.plans.formats.opening import find_table

DRAWERS: dict[str, Drawer[ReadResult]] = {"template": template.DRAWER, "eib": eib.DRAWER}
__all__ = ["DRAWERS", "Context", "FileRefusedError", "ReadResult", "read_plans"]


def read_plans(
    path: Path, name: str, context: Context, format_name: str = ""
) -> tuple[str, ReadResult]:
    """Read a list in the layout that it has.

    Args:
        path: where the file lies.
        name: what the sender calls it; its ending tells something about the kind of file.
        context: whose list it is and what the register knows.
        format_name: name of a drawer; empty is the one that recognises the columns.

    Returns:
        The name of the drawer, and what it read.

    Raises:
        FileRefusedError: the file as a whole cannot be used; the text says why and what to do.
    """
    drawer, table = find_table(path, name, _drawers(format_name))
    result = DRAWERS[drawer].read(table, context)
    if not result.rows and not result.issues and not result.skipped:
        raise FileRefusedError(
            "no_plans", _("Onder de kolomnamen staat niets. Vul de plannen in, een per regel.")
        )
    return drawer, result


def _drawers(format_name: str) -> Mapping[str, Drawer[ReadResult]]:
    if not format_name:
        return DRAWERS
    if format_name not in DRAWERS:
        raise FileRefusedError(
            "unknown_format",
            _("Formaat %(name)s bestaat niet. Kies uit: %(all)s.")
            % {"name": format_name, "all": ", ".join(DRAWERS)},
        )
    return {format_name: DRAWERS[format_name]}
