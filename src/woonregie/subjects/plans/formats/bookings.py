"""A list of bookings: what happened to the homes of plans, one movement per row (*boekingen*).

Rows that share a booking belong together: what one plan gives, another receives.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from woonregie.foundation.intake.cells import CellError, any_day, day, dwellings, text
from woonregie.foundation.intake.tables import Rows, Table
from woonregie.subjects.plans.formats.delivered import Context, Drawer, Issue, heading_at
from woonregie.subjects.plans.formats.rows import Teller, is_empty
from woonregie.subjects.plans.models import MovementKind

NAME = "bookings"
HEADINGS = (
    "Boeking",
    "Datum",
    "Plan",
    "Soort",
    "Woningen",
    "Reden",
    "Orgaan",
    "Besluit",
    "Nummer",
    "Besloten op",
)
COLUMNS = tuple(name.lower() for name in HEADINGS)
NEEDED = frozenset({"datum", "plan", "soort", "woningen"})
EVENTS: Mapping[str, MovementKind] = {
    "realisatie": MovementKind.REALISATION,
    "sloop": MovementKind.DEMOLITION,
    "onttrekking": MovementKind.WITHDRAWAL,
    "vervallen": MovementKind.EXPIRY,
}
GIVES: Mapping[str, MovementKind] = {
    "ruil uit": MovementKind.EXCHANGE_OUT,
    "overdracht uit": MovementKind.TRANSFER_OUT,
}
RECEIVES: Mapping[str, MovementKind] = {
    "ruil in": MovementKind.EXCHANGE_IN,
    "overdracht in": MovementKind.TRANSFER_IN,
}
KINDS: Mapping[str, MovementKind] = {**EVENTS, **GIVES, **RECEIVES}
SIDES = {
    MovementKind.EXCHANGE_OUT: MovementKind.EXCHANGE_IN,
    MovementKind.TRANSFER_OUT: MovementKind.TRANSFER_IN,
}
"""What must stand opposite what a plan gives."""


@dataclass(frozen=True, slots=True)
class BookingRow:
    """One row: homes of one plan, on what ground; `booking` ties rows together."""

    line: int
    booking: str
    on: date
    plan: str
    kind: MovementKind
    dwellings: int
    reason: str = ""
    body: str = ""
    title: str = ""
    number: str = ""
    decided_on: date | None = None

    @property
    def ground(self) -> tuple[str, str, str, date | None]:
        """What names the decision."""
        return self.body, self.title, self.number, self.decided_on


@dataclass(slots=True)
class BookingsResult:
    """The bookings of a list, each with its one or two rows, and the issues."""

    rows: list[BookingRow] = field(default_factory=list)
    bookings: list[tuple[BookingRow, ...]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def _plain(cell: Any) -> str:
    return " ".join(text(cell).lower().rstrip("*").split())


def _header_row(rows: Rows) -> int | None:
    return heading_at(rows, NEEDED, _plain)


def _read(table: Table, _context: Context) -> BookingsResult:
    result, at = BookingsResult(), _header_row(table.rows) or 0
    teller = Teller(result.issues)
    teller.remarks(table)
    names = teller.headings(table.rows[at], at + 1, _plain, COLUMNS)
    for line, row in enumerate(table.rows[at + 1 :], start=at + 2):
        if not is_empty(row):
            _row(result, teller, line, dict(zip(names, row, strict=False)))
    _tie(result, teller)
    return result


def _row(result: BookingsResult, teller: Teller, line: int, cells: Mapping[str, Any]) -> None:
    teller.row = line
    before = len(result.issues)

    def of(reader: Any, column: str, instead: Any) -> Any:
        return teller.read(reader, column, cells.get(column), instead)

    found = BookingRow(
        line=line,
        booking=teller.text("boeking", cells.get("boeking")),
        on=of(_day, "datum", date.min),
        plan=teller.text("plan", cells.get("plan")).upper(),
        kind=of(_kind, "soort", MovementKind.REALISATION),
        dwellings=of(_homes, "woningen", 0),
        reason=teller.text("reden", cells.get("reden"))[:300],
        body=teller.text("orgaan", cells.get("orgaan"))[:120],
        title=teller.text("besluit", cells.get("besluit"))[:250],
        number=teller.text("nummer", cells.get("nummer"))[:80],
        decided_on=of(day, "besloten op", None),
    )
    if any(found.ground) and not (found.body and found.decided_on):
        teller.tell("half_a_ground", "orgaan", found.body)
    if not any(item.severity == "error" for item in result.issues[before:]):
        result.rows.append(found)


def _tie(result: BookingsResult, teller: Teller) -> None:
    """Put the two sides of a move together; an issue where they do not fit."""
    sides: dict[tuple[str, date], list[BookingRow]] = {}
    for row in result.rows:
        if row.kind in EVENTS.values():
            result.bookings.append((row,))
        else:
            sides.setdefault((row.booking, row.on), []).append(row)
    for (booking, _on), rows in sides.items():
        givers = [row for row in rows if row.kind in SIDES]
        receivers = [row for row in rows if row.kind not in SIDES]
        teller.row = rows[0].line
        match givers, receivers:
            case [giver], [receiver] if booking and SIDES[giver.kind] == receiver.kind:
                if giver.dwellings == receiver.dwellings:
                    result.bookings.append((giver, receiver))
                else:
                    given, got = giver.dwellings, receiver.dwellings
                    teller.tell("not_balanced", "woningen", given, given=given, got=got)
            case _:
                teller.tell("half_a_move", "boeking", booking)


def _day(value: Any) -> date:
    found = any_day(value)
    if found is None:
        raise CellError("no_day")
    return found


def _kind(value: Any) -> MovementKind:
    found = KINDS.get(_plain(value))
    if found is None:
        raise CellError("unknown_booking")
    return found


def _homes(value: Any) -> int:
    found = dwellings(value)
    if found < 1:
        raise CellError("booked_nothing")
    return found


DRAWER = Drawer(NAME, "Boekingen", _header_row, _read)
