"""The geodatabase "Planregistratie Wonen" of the province of Gelderland, in and out."""

from collections.abc import Sequence
from typing import Any

from woonregie.foundation.intake.cells import text
from woonregie.foundation.intake.tables import FileRefusedError, Rows, Table
from woonregie.subjects.plans.formats.delivered import Context, Drawer, ReadResult, heading_at
from woonregie.subjects.plans.formats.gelderland.echo import again
from woonregie.subjects.plans.formats.gelderland.reading import (
    DETAILS,
    LABELS,
    PLANS,
    no_plan_layer,
    read_layers,
)

NEEDED = frozenset({"globalid", "plannaam", "status_planologisch", "totaal_resterend"})


def _plain(cell: Any) -> str:
    return text(cell).lower()


def _header_row(rows: Rows) -> int | None:
    return heading_at(rows, NEEDED, _plain)


def _read(table: Table, context: Context) -> ReadResult:
    found = {PLANS: table}
    for layer in (DETAILS, LABELS):
        other = table.other(layer)
        if other is not None:
            found[layer] = other
    return read_layers(found, context)


def _incomplete(titles: Sequence[str]) -> FileRefusedError | None:
    """Return why a geodatabase with the years of the province cannot be read without its plans."""
    if DETAILS.lower() not in {title.lower() for title in titles}:
        return None
    return no_plan_layer(titles)


DRAWER = Drawer(
    "gelderland",
    "Planregistratie Wonen (Gelderland)",
    _header_row,
    _read,
    incomplete=_incomplete,
    again=again,
)
