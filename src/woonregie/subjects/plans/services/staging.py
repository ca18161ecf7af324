"""What was read of a delivery, kept until it is written: so what is written is what was seen.

It is a copy for convenience, beside the delivered file: a delivery of which it is lost, or was
made by another version of this program, is read again.
"""

import marshal
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from woonregie.subjects.plans.values import BulkRow, Cell, PlanValues

FORMAT = f"2 {sys.version_info[:2]}"
KEPT_FOR = timedelta(days=7)
_read_values = attrgetter(*PlanValues.__dataclass_fields__)
_read_row = attrgetter("system", "key", "number", "municipality_id.hex")


def stage(delivery_id: UUID, rows: Sequence[BulkRow]) -> str:
    """Keep the rows of a delivery, and return their fingerprint."""
    cells = {cell: at for at, cell in enumerate({cell: 0 for row in rows for cell in row.cells})}
    content = marshal.dumps(
        (
            FORMAT,
            [tuple(cell) for cell in cells],
            [(*_read_row(row), _plain(row.values), sorted(row.silent)) for row in rows],
            [[(cells[cell], dwellings) for cell, dwellings in row.cells.items()] for row in rows],
        )
    )
    _place(delivery_id).parent.mkdir(parents=True, exist_ok=True)
    _place(delivery_id).write_bytes(content)
    return sha256(content).hexdigest()


def staged(delivery_id: UUID, fingerprint: str) -> list[BulkRow] | None:
    """Return the rows as they were kept; None when they are not there any more."""
    place = _place(delivery_id)
    content = place.read_bytes() if fingerprint and place.is_file() else b""
    if not content or sha256(content).hexdigest() != fingerprint:
        return None
    # Nobody else wrote it: its fingerprint stands in the database.
    version, cells, heads, quantities = marshal.loads(content)  # noqa: S302  as above
    if version != FORMAT:
        return None
    known = [Cell(*cell) for cell in cells]
    places = {place: UUID(place) for *_key, place, _values, _silent in heads}
    return [
        BulkRow(
            system,
            key,
            number,
            places[place],
            _values(values),
            {known[at]: n for at, n in held},
            frozenset(silence),
        )
        for (system, key, number, place, values, silence), held in zip(
            heads, quantities, strict=True
        )
    ]


def forget(delivery_id: UUID) -> None:
    """Throw away what was kept of a delivery."""
    _place(delivery_id).unlink(missing_ok=True)


def tidy(at: datetime) -> None:
    """Throw away what nobody came back for."""
    oldest = (at - KEPT_FOR).timestamp()
    for place in _place(UUID(int=0)).parent.glob("*"):
        if place.stat().st_mtime < oldest:
            place.unlink(missing_ok=True)


def _place(delivery_id: UUID) -> Path:
    return Path(settings.FILES_DIR) / "staged" / delivery_id.hex


def _plain(values: PlanValues) -> tuple[Any, ...]:
    name, settlement_id, *rest = _read_values(values)
    return (name, settlement_id.hex if settlement_id else None, *rest)


def _values(plain: tuple[Any, ...]) -> PlanValues:
    name, settlement_id, *rest = plain
    return PlanValues(name, UUID(settlement_id) if settlement_id else None, *rest)
