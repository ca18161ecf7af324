"""Layouts of plan lists, one drawer each; a drawer never raises for a cell."""

from pathlib import Path

from django.utils.translation import gettext as _

from woonregie.subjects.plans.formats import eib, template
from woonregie.subjects.plans.formats.delivered import Context, Drawer, ReadResult
from woonregie.subjects.plans.formats.tables import FileRefusedError, RawTable, read_table

DRAWERS: dict[str, Drawer] = {"template": template.DRAWER, "eib": eib.DRAWER}


def read_plans(
    path: Path, name: str, context: Context, format_name: str = ""
) -> tuple[str, ReadResult]:
    """Read a list in the layout that it has.

    Args:
        path: where the file lies.
        name: what the sender calls it; its ending tells the kind of file.
        context: whose list it is and what the register knows.
        format_name: name of a drawer; empty is the one that recognises the columns.

    Returns:
        The name of the drawer, and what it read.

    Raises:
        FileRefusedError: the file as a whole cannot be used; the text says why and what to do.
    """
    table = read_table(path, name)
    if format_name and format_name not in DRAWERS:
        raise FileRefusedError(
            "unknown_format",
            _("Formaat %(name)s bestaat niet. Kies uit: %(all)s.")
            % {"name": format_name, "all": ", ".join(DRAWERS)},
        )
    chosen = format_name or _recognised(table)
    return chosen, DRAWERS[chosen].read(table, context)


def _recognised(table: RawTable) -> str:
    for name, drawer in DRAWERS.items():
        if drawer.header_row(table) is not None:
            return name
    raise FileRefusedError(
        "header_not_found",
        _(
            "Wij vinden geen regel met kolomnamen die wij kennen. Zet de "
            "kolomnamen in de eerste dertig regels, of gebruik ons sjabloon."
        ),
    )
