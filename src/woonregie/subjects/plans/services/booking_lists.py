"""Taking in a list of bookings: first looked at, then all of it or nothing.

Each booking goes through the same services as on the screen, so that the same rules hold: nothing
below zero, two sides that balance, a decision where one is needed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.audit.services import record
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.consents.services import record_decision
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.intake.tables import FileRefusedError
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.sources.models import Source
from woonregie.foundation.sources.services import record_source
from woonregie.subjects.plans.formats import bookings
from woonregie.subjects.plans.formats.bookings import BookingRow, BookingsResult
from woonregie.subjects.plans.formats.delivered import Context
from woonregie.subjects.plans.formats.issues import issue
from woonregie.subjects.plans.formats.opening import find_table
from woonregie.subjects.plans.models import MovementKind, Plan
from woonregie.subjects.plans.services.deliveries import Look, has_errors, told_of
from woonregie.subjects.plans.services.ledger import book_event, move_homes
from woonregie.subjects.plans.services.reading import Asked, places_on


@dataclass(frozen=True, slots=True)
class BookingsLook(Look):
    """What was found in a list of bookings, with its plans by number and the key of its source."""

    result: BookingsResult
    plans: Mapping[str, Plan]
    key: str


def look_at_bookings(*, by: Person | None, at: datetime, asked: Asked) -> BookingsLook:
    """Read a list of bookings, try each, and say what would happen; nothing is kept.

    Args:
        by: who delivers; None is the system itself.
        at: the moment.
        asked: which list; with a municipality only its plans may be named.

    Raises:
        FileRefusedError: the file as a whole cannot be used.
    """
    _name, table = find_table(asked.path, asked.name, {bookings.NAME: bookings.DRAWER})
    result: BookingsResult = bookings.DRAWER.read(table, Context(places_on(asked.on)))
    if not result.rows and not result.issues:
        raise FileRefusedError(
            "no_rows", _("Onder de kolomnamen staat niets. Controleer of het bestand compleet is.")
        )
    plans = _plans(result.rows, asked)
    for row in result.rows:
        if row.plan not in plans:
            result.issues.append(issue("no_plan", row.line, "plan", row.plan))
    with asked.path.open("rb") as stream:
        key = f"boekingen-{file_digest(stream, 'sha256').hexdigest()[:16]}"
    known = Source.objects.filter(key=key).exists()
    if not known and not has_errors(result.issues):
        _try(by, at, result, plans)
    places = frozenset(plan.municipality_id for plan in plans.values())
    report = _report(result, known=known)
    return BookingsLook(asked, bookings.NAME, places, report, result, plans, key)


@transaction.atomic
def apply_bookings(
    *, by: Person | None, at: datetime, look: BookingsLook, file: StoredFile
) -> int:
    """Book everything of a list that was looked at, or nothing; a list is booked once.

    Returns:
        How many bookings were new.

    Raises:
        RefusedError: one of them cannot be booked any more.
    """
    if Source.objects.filter(key=look.key).exists():
        return 0
    source = record_source(
        by=by,
        at=at,
        key=look.key,
        publisher="Woonregie",
        title=file.name,
        dated_on=localdate(at),
        file=file,
    )
    for rows in look.result.bookings:
        _book(by, at, rows, look.plans, source)
    record(
        act="plans.bookings_taken_in",
        by=by,
        at=at,
        target=source,
        organisation_id=None,
        payload={"bookings": len(look.result.bookings), "sha256": file.sha256},
    )
    return len(look.result.bookings)


def _try(
    by: Person | None, at: datetime, result: BookingsResult, plans: Mapping[str, Plan]
) -> None:
    """Book each in turn and take all of it back: what cannot be is an issue of its row."""
    with transaction.atomic():
        for rows in result.bookings:
            try:
                with transaction.atomic():
                    _book(by, at, rows, plans, None)
            except RefusedError as error:
                line = rows[0].line
                result.issues.append(
                    issue("booking_refused", line, "woningen", rows[0].dwellings, why=str(error))
                )
        transaction.set_rollback(True)


def _book(
    by: Person | None,
    at: datetime,
    rows: Sequence[BookingRow],
    plans: Mapping[str, Plan],
    source: Source | None,
) -> None:
    row = rows[0]
    said: dict[str, Any] = {
        "by": by,
        "at": at,
        "on": row.on,
        "dwellings": row.dwellings,
        "reason": row.reason,
        "decision": _decision(by, at, row, plans[row.plan]),
    }
    if len(rows) == 1:
        book_event(**said, plan=plans[row.plan], kind=row.kind, source=source)
    else:
        move_homes(
            **said,
            giver=plans[row.plan],
            receiver=plans[rows[1].plan],
            exchange=row.kind == MovementKind.EXCHANGE_OUT,
        )


def _decision(by: Person | None, at: datetime, row: BookingRow, plan: Plan) -> Decision | None:
    if not row.body or row.decided_on is None:
        return None
    return record_decision(
        by=by,
        at=at,
        organisation=plan.municipality.organisation,
        body=row.body,
        title=row.title,
        number=row.number,
        decided_on=row.decided_on,
    )


def _plans(rows: Sequence[BookingRow], asked: Asked) -> dict[str, Plan]:
    found = Plan.objects.select_related("municipality__organisation")
    if asked.municipality is not None:
        found = found.filter(municipality=asked.municipality)
    wanted = sorted({row.plan for row in rows})
    return {plan.number: plan for plan in found.filter(number__in=wanted)}


def _report(result: BookingsResult, *, known: bool) -> dict[str, Any]:
    count = len(result.bookings)
    return {
        "format": bookings.NAME,
        "rows": len(result.rows),
        "bookings": count,
        "change": {"fresh": 0 if known else count, "known": count if known else 0},
        **told_of(result.issues),
    }
