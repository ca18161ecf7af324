"""What was read of a delivery: until it is written, so that what is written is what was seen.

After that it stays for a while as what the sender said last (docs/adr/0026). It is a copy for
convenience, beside the delivered file: a delivery of which it is lost, or was made by another
version of this program, is read again.
"""

import marshal
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings

from woonregie.subjects.plans.values import BulkRow, Cell, PlanValues

FORMAT = f"5 {sys.version_info[:2]}"
KEPT_FOR = timedelta(days=7)
_read_values = attrgetter(*PlanValues.__dataclass_fields__)
_sets_of = attrgetter("silent", "leads", "yearless")
_read_row = attrgetter("system", "key", "number", "municipality_id.hex")


class Staged(NamedTuple):
    """The rows of a delivery, and the line of its file in which each stands."""

    rows: list[BulkRow]
    lines: list[int]


def stage(delivery_id: UUID, rows: Sequence[BulkRow], lines: Sequence[int]) -> str:
    """Keep the rows of a delivery, and return their fingerprint."""
    cells = {cell: at for at, cell in enumerate({cell: 0 for row in rows for cell in row.cells})}
    content = marshal.dumps(
        (
            FORMAT,
            [tuple(cell) for cell in cells],
            [(*_read_row(row), _plain(row.values), *map(sorted, _sets_of(row))) for row in rows],
            [[(cells[cell], dwellings) for cell, dwellings in row.cells.items()] for row in rows],
            list(lines),
        )
    )
    _place(delivery_id).parent.mkdir(parents=True, exist_ok=True)
    _place(delivery_id).write_bytes(content)
    return sha256(content).hexdigest()


def staged(delivery_id: UUID, fingerprint: str) -> Staged | None:
    """Return the rows as they were kept; None when they are not there any more."""
    place = next((item for item in _places(delivery_id) if item.is_file()), _place(delivery_id))
    content = place.read_bytes() if fingerprint and place.is_file() else b""
    if not content or sha256(content).hexdigest() != fingerprint:
        return None
    # Nobody else wrote it: its fingerprint stands in the database.
    version, *parts = marshal.loads(content)  # noqa: S302  as above
    if version != FORMAT:
        return None
    cells, heads, quantities, lines = parts
    known = [Cell(*cell) for cell in cells]
    places = {place: UUID(place) for *_key, place, _values, _silent, _leads, _yearless in heads}
    rows = [
        BulkRow(
            system,
            key,
            number,
            places[place],
            _values(values),
            {known[at]: n for at, n in held},
            *map(frozenset, sets),
        )
        for (system, key, number, place, values, *sets), held in zip(
            heads, quantities, strict=True
        )
    ]
    return Staged(rows, lines)


def put_by(delivery_id: UUID) -> None:
    """Keep what was staged of a delivery for longer: it was written, and the next one asks it."""
    place, later = _places(delivery_id)
    if place.is_file():
        later.parent.mkdir(parents=True, exist_ok=True)
        place.replace(later)


def forget(delivery_id: UUID) -> None:
    """Throw away what was kept of a delivery."""
    for place in _places(delivery_id):
        place.unlink(missing_ok=True)


def tidy(at: datetime) -> None:
    """Throw away what nobody came back for."""
    oldest = (at - KEPT_FOR).timestamp()
    for place in _place(UUID(int=0)).parent.glob("*"):
        if place.stat().st_mtime < oldest:
            place.unlink(missing_ok=True)


def _places(delivery_id: UUID) -> tuple[Path, Path]:
    """Return where a delivery that waits is kept, and one that was written."""
    waiting = _place(delivery_id)
    return waiting, waiting.parent.parent / "delivered" / waiting.name


def _place(delivery_id: UUID) -> Path:
    return Path(settings.FILES_DIR) / "staged" / delivery_id.hex


def _plain(values: PlanValues) -> tuple[Any, ...]:
    name, settlement_id, *rest = _read_values(values)
    return (name, settlement_id.hex if settlement_id else None, *rest)


def _values(plain: tuple[Any, ...]) -> PlanValues:
    name, settlement_id, *rest = plain
    return PlanValues(name, UUID(settlement_id) if settlement_id else None, *rest)
