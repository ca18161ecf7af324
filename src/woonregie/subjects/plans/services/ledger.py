"""Booking what happened to the homes of a plan: built, demolished, exchanged, lapsed, corrected.

Events hold from their day on. A list that was delivered later may have them in its numbers
already; whoever books says so with `included_from`, and the mirror image is booked on that day.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.audit.services import record
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.sources.models import Source
from woonregie.subjects.plans.errors import (
    AlreadyCorrectedError,
    BeforePlanError,
    DecisionNeededError,
    NotBalancedError,
    OfAListError,
    RelationError,
    TooManyTakenError,
)
from woonregie.subjects.plans.models import (
    SAYING,
    Account,
    Breakdown,
    Movement,
    MovementKind,
    Plan,
    Posting,
)
from woonregie.subjects.plans.permissions import require
from woonregie.subjects.plans.quantities import taken
from woonregie.subjects.plans.queries.holdings import holdings
from woonregie.subjects.plans.services.following import follow
from woonregie.subjects.plans.services.record import check_day
from woonregie.subjects.plans.values import Cell, Cells

SIDE = {
    MovementKind.REALISATION: Account.BUILD,
    MovementKind.EXPIRY: Account.BUILD,
    MovementKind.DEMOLITION: Account.DEMOLITION,
    MovementKind.WITHDRAWAL: Account.DEMOLITION,
}
"""Which account an event takes from."""


@dataclass(frozen=True, slots=True)
class About:
    """Who books, when, for which day and on what ground: the head of a posting."""

    by: Person | None
    at: datetime
    on: date
    reason: str = ""
    source: Source | None = None
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What moves in one plan: dwellings by cell, with their sign."""

    plan: Plan
    kind: str
    moves: Cells


@transaction.atomic
def book_event(
    *,
    by: Person | None,
    at: datetime,
    plan: Plan,
    kind: str,
    on: date,
    dwellings: int,
    reason: str = "",
    source: Source | None = None,
    decision: Decision | None = None,
    included_from: date | None = None,
) -> Posting:
    """Book that homes of a plan were built, demolished, withdrawn otherwise, or lapsed.

    Args:
        by: who books; None is the system itself.
        at: the moment of recording.
        plan: which plan.
        kind: realisation, demolition, withdrawal or expiry.
        on: the day on which it happened.
        dwellings: how many, a positive number.
        reason: why, for the statement.
        source: where it comes from.
        decision: the decision it rests on; an expiry needs one or a reason.
        included_from: a later list that has it in its numbers already.

    Raises:
        ForbiddenError: the person may not edit this plan.
        TooManyTakenError: the plan has fewer homes left, on that day or later.
        DecisionNeededError: an expiry without decision and without reason.
        BeforePlanError: homes that would be built or demolished after today.
    """
    require(by, "plans.edit", plan.municipality, on=localdate(at))
    if kind != MovementKind.EXPIRY and on > localdate(at):
        raise BeforePlanError(
            _("%(day)s is nog niet geweest. Boek wat klaar is, op de dag dat het klaar was.")
            % {"day": on.strftime("%d-%m-%Y")},
            on=on.isoformat(),
        )
    if kind == MovementKind.EXPIRY and decision is None and not reason:
        raise DecisionNeededError(
            _("Noem het besluit of de reden waarom deze woningen vervallen.")
        )
    account = SIDE[MovementKind(kind)]
    lock_plans([plan])
    mirrors = included_from is not None and included_from > on
    cells = taken_from(plan, account, dwellings, on, whatever_followed=mirrors)
    if included_from is not None and included_from > on:
        # First the mirror image: without it the event would take the same homes twice.
        mirrored = About(by, at, included_from, _("Al verwerkt in de opgave van die dag"), source)
        post(mirrored, [Line(plan, MovementKind.CORRECTION, cells)])
    about = About(by, at, on, reason, source, decision)
    posting = post(about, [Line(plan, kind, negative(cells))])
    record(
        act="plans.event_booked",
        by=by,
        at=at,
        target=plan,
        organisation_id=plan.municipality.organisation_id,
        payload={"number": plan.number, "kind": kind, "dwellings": dwellings, "on": on},
    )
    return posting


@transaction.atomic
def move_homes(
    *,
    by: Person | None,
    at: datetime,
    giver: Plan,
    receiver: Plan,
    on: date,
    dwellings: int,
    account: str = Account.BUILD,
    exchange: bool = False,
    received: Cells | None = None,
    reason: str = "",
    decision: Decision | None = None,
) -> Posting:
    """Move homes from one plan to another in one posting of which the sides are equal.

    Args:
        by: who books; None is the system itself.
        at: the moment of recording.
        giver: the plan that gives.
        receiver: the plan that receives.
        on: from this day.
        dwellings: how many, a positive number.
        account: of which account.
        exchange: an exchange (*ruil*), which needs a decision; else a transfer (*overdracht*).
        received: what the receiver gets, by cell; None is what the giver gives.
        reason: why, for the statement.
        decision: the decision or agreement it rests on.

    Raises:
        ForbiddenError: the person may not edit both plans.
        TooManyTakenError: the giver has fewer homes left, on that day or later.
        NotBalancedError: `received` adds up to another number.
        DecisionNeededError: an exchange, or a move over a municipal border, without a decision.
        RelationError: a plan that would give to itself.
    """
    if giver.pk == receiver.pk:
        raise RelationError(_("Kies een ander plan: dit is het plan zelf."), plan=giver.number)
    permission = "plans.exchange" if exchange or _over_border(giver, receiver) else "plans.edit"
    for plan in (giver, receiver):
        require(by, permission, plan.municipality, on=localdate(at))
    if decision is None and (exchange or _over_border(giver, receiver)):
        raise DecisionNeededError(
            _(
                "Een ruil, of een overdracht aan een andere gemeente, "
                "rust op een besluit. Noem het."
            )
        )
    lock_plans([giver, receiver])
    given = taken_from(giver, account, dwellings, on)
    got = given if received is None else received
    if total(got) != dwellings:
        raise NotBalancedError(
            _("Het ene plan geeft %(given)s woningen, het andere krijgt er %(got)s.")
            % {"given": dwellings, "got": total(got)},
            given=dwellings,
            received=total(got),
        )
    out, into = (
        (MovementKind.EXCHANGE_OUT, MovementKind.EXCHANGE_IN)
        if exchange
        else (MovementKind.TRANSFER_OUT, MovementKind.TRANSFER_IN)
    )
    about = About(by, at, on, reason, None, decision)
    posting = post(about, [Line(giver, out, negative(given)), Line(receiver, into, got)])
    for plan in (giver, receiver):
        record(
            act="plans.homes_exchanged" if exchange else "plans.homes_moved",
            by=by,
            at=at,
            target=plan,
            organisation_id=plan.municipality.organisation_id,
            payload={
                "from": giver.number,
                "to": receiver.number,
                "dwellings": dwellings,
                "on": on,
            },
        )
    return posting


@transaction.atomic
def correct_posting(*, by: Person | None, at: datetime, posting: Posting, reason: str) -> Posting:
    """Undo a posting by its mirror image on the same day; both stay on the statement.

    Raises:
        ForbiddenError: the person may not edit every plan of the posting.
        AlreadyCorrectedError: it was corrected, or is a correction: book the event itself anew.
        TooManyTakenError: later postings need the homes that this one brought.
        OfAListError: it says of several plans how many homes they have.
    """
    movements = list(posting.movements.select_related("plan__municipality__organisation"))
    plans = {movement.plan_id: movement.plan for movement in movements}
    for plan in plans.values():
        require(by, "plans.edit", plan.municipality, on=localdate(at))
    lock_plans(list(plans.values()))
    if posting.corrects_id is not None or Posting.objects.filter(corrects=posting).exists():
        raise AlreadyCorrectedError(
            _("Deze boeking is al hersteld, of is zelf een herstel. Boek de mutatie opnieuw."),
            posting=str(posting.pk),
        )
    if len(plans) > 1 and any(movement.kind in SAYING for movement in movements):
        raise OfAListError(
            _(
                "Deze boeking hoort bij een lijst met meer plannen. "
                "Wijzig het plan zelf, of lever een verbeterde lijst aan."
            ),
            posting=str(posting.pk),
        )
    moves: dict[UUID, dict[Cell, int]] = defaultdict(dict)
    for movement in movements:
        moves[movement.plan_id][cell_of(movement)] = -movement.dwellings
    about = About(by, at, posting.booked_on, reason, posting.source, posting.decision)
    lines = [Line(plans[key], MovementKind.CORRECTION, found) for key, found in moves.items()]
    mirror = post(about, lines, corrects=posting)
    for plan in plans.values():
        record(
            act="plans.posting_corrected",
            by=by,
            at=at,
            target=plan,
            organisation_id=plan.municipality.organisation_id,
            payload={"number": plan.number, "posting": posting.pk, "correction": mirror.pk},
        )
    return mirror


# ------------------------------------------------------------------ what all bookings share
def post(about: About, lines: Sequence[Line], *, corrects: Posting | None = None) -> Posting:
    """Write one posting with its movements; call it with the plans locked.

    Raises:
        TooManyTakenError: a cell would go below zero, on that day or on a later one.
        BeforePlanError: a day outside the calendar of the register.
    """
    check_day(about.on)
    for line in lines:
        _stays_above_zero(line, about.on)
    posting = Posting.objects.create(
        booked_on=about.on,
        recorded_at=about.at,
        recorded_by=about.by,
        reason=about.reason,
        source=about.source,
        decision=about.decision,
        corrects=corrects,
    )
    Movement.objects.bulk_create(
        Movement(
            posting=posting,
            plan=line.plan,
            kind=line.kind,
            dwellings=dwellings,
            booked_on=about.on,
            recorded_at=about.at,
            **cell._asdict(),
        )
        for line in lines
        for cell, dwellings in line.moves.items()
        if dwellings
    )
    for line in lines:
        reason = about.reason or str(MovementKind(line.kind).label).capitalize()
        follow(line.plan, about.on, about.by, about.at, reason)
    return posting


def lock_plans(plans: Sequence[Plan]) -> None:
    """Hold the rows of plans, always in one order: who comes second waits, nobody is stuck."""
    keys = sorted(plan.pk for plan in plans)
    list(Plan.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def taken_from(
    plan: Plan, account: str, dwellings: int, on: date, *, whatever_followed: bool = False
) -> dict[Cell, int]:
    """Return which cells give, so many homes of a plan, on a day.

    What later bookings took is no longer there to take, unless `whatever_followed`: then the
    caller gives it back on a later day.

    Raises:
        TooManyTakenError: the plan has fewer homes on this account, or the number is not positive.
    """
    held = holdings([plan.pk], on=on)[plan.pk]
    left = held.total(account)
    if not 0 < dwellings <= left:
        raise TooManyTakenError(
            _(
                "Plan %(number)s heeft op %(day)s nog %(left)s woningen %(account)s; "
                "er kunnen er niet %(asked)s af."
            )
            % {
                "number": plan.number,
                "day": on.strftime("%d-%m-%Y"),
                "left": left,
                "account": Account(account).label,
                "asked": dwellings,
            },
            plan=plan.number,
            left=left,
            asked=dwellings,
        )
    first = taken(held.cells, account, dwellings)
    lowest = _lowest_from(plan, on)
    if whatever_followed or all(homes <= lowest[cell] for cell, homes in first.items()):
        return first
    # The next periods give.
    spare = {cell: min(homes, max(lowest[cell], 0)) for cell, homes in held.cells.items()}
    left = sum(
        homes
        for cell, homes in spare.items()
        if cell.account == account and cell.breakdown == Breakdown.TOTAL
    )
    if dwellings > left:
        raise _later_bookings(plan, left, dwellings)
    return taken(spare, account, dwellings)


def _stays_above_zero(line: Line, on: date) -> None:
    """Follow each cell that gives through all later days."""
    giving = {cell: homes for cell, homes in line.moves.items() if homes < 0}
    if not giving:
        return
    lowest = _lowest_from(line.plan, on)
    for cell, homes in giving.items():
        if lowest[cell] + homes < 0:
            raise _later_bookings(line.plan, max(lowest[cell], 0), -homes)


def _lowest_from(plan: Plan, on: date) -> dict[Cell, int]:
    """Return the least that each cell of a plan holds, on a day and on all later ones."""
    booked: dict[Cell, list[tuple[date, int]]] = defaultdict(list)
    rows = (
        Movement.objects.filter(plan=plan)
        .values_list(*Cell._fields, "booked_on")
        .annotate(sum=Sum("dwellings"))
        .order_by("booked_on")
    )
    for *cell, day, homes in rows:
        booked[Cell(*cell)].append((day, homes))
    found: dict[Cell, int] = defaultdict(int)
    for cell, moves in booked.items():
        level, lowest = 0, None
        for day, moved in moves:
            if day > on:
                lowest = level if lowest is None else min(lowest, level)
            level += moved
        found[cell] = level if lowest is None else min(lowest, level)
    return found


def _later_bookings(plan: Plan, left: int, asked: int) -> TooManyTakenError:
    return TooManyTakenError(
        _(
            "Plan %(number)s zou onder nul komen: latere boekingen "
            "laten %(left)s woningen over, gevraagd zijn er %(asked)s."
        )
        % {"number": plan.number, "left": left, "asked": asked},
        plan=plan.number,
        left=left,
        asked=asked,
    )


def negative(cells: Cells) -> dict[Cell, int]:
    """Return cells with their sign turned."""
    return {cell: -homes for cell, homes in cells.items()}


def total(cells: Cells) -> int:
    """Return the dwellings on the line of totals."""
    return sum(homes for cell, homes in cells.items() if cell.breakdown == Breakdown.TOTAL)


def cell_of(movement: Movement) -> Cell:
    """Return the cell that a movement moves in."""
    values: Mapping[str, Any] = {name: getattr(movement, name) for name in Cell._fields}
    return Cell(**values)


def _over_border(giver: Plan, receiver: Plan) -> bool:
    return giver.municipality_id != receiver.municipality_id
