"""All that happened to a plan, on one dated line."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from woonregie.subjects.plans.models import (
    Bottleneck,
    Confirmation,
    PlanRelation,
    PlanVersion,
    WriteDown,
)
from woonregie.subjects.plans.queries.daily import known
from woonregie.subjects.plans.queries.decisions import decisions_of
from woonregie.subjects.plans.queries.statement import account_statement
from woonregie.subjects.plans.queries.versions import plan_history
from woonregie.subjects.plans.queries.write_downs import write_downs_of


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a plan, or will.

    Args:
        on: the day for which it counts.
        kind: "version", "decision", "booking", "confirmation", "write_down", "relation" or
            "bottleneck".
        label: the kind in words.
        title: what happened.
        text: why, or what was said with it.
        homes: dwellings more or less, where it moved any.
    """

    on: date
    kind: str
    label: str
    title: str
    text: str = ""
    homes: int | None = None


def timeline(
    plan_id: UUID,
    *,
    known_on: datetime | None = None,
    seen: Collection[UUID] = (),
    kept: Collection[UUID] = (),
) -> list[Happening]:
    """Return what happened to a plan, the newest day first.

    Args:
        plan_id: a plan that the reader may see.
        known_on: as known at this moment; None is now.
        seen: keys of other plans that she may see; another plan is not named.
        kept: keys of plans that are kept from her; a relation with them is not told.
    """
    agreed = list(write_downs_of(plan_id, known_on=known_on))
    rows = [
        *_versions(plan_id, known_on),
        *_decisions(plan_id, known_on),
        *_bookings(plan_id, known_on, agreed),
        *_confirmations(plan_id, known_on),
        *_write_downs(agreed, known_on),
        *_relations(plan_id, known_on, seen, kept),
        *_bottlenecks(plan_id, known_on),
    ]
    return sorted(rows, key=lambda row: row.on, reverse=True)


def related_plans(plan_id: UUID, *, known_on: datetime | None = None) -> set[UUID]:
    """Return the keys of the plans that a plan was ever related to."""
    rows = _all_relations(plan_id, known_on).values_list("plan_id", "other_id")
    return {key for pair in rows for key in pair} - {plan_id}


def _versions(plan_id: UUID, known_on: datetime | None) -> Iterator[Happening]:
    first: dict[int, PlanVersion] = {}
    for row in plan_history(plan_id):
        if not row.continues and (known_on is None or row.recorded_at <= known_on):
            first.setdefault(row.version, row)
    for version, row in first.items():
        title = _("Versie %(version)s geldt") % {"version": version}
        yield Happening(row.valid_on, "version", _("versie"), title, row.reason)


def _decisions(plan_id: UUID, known_on: datetime | None) -> Iterator[Happening]:
    label = _("besluit")
    for row in decisions_of(plan_id, known_on=known_on):
        title = f"{row.get_instrument_display()}: {row.get_step_display()}"
        yield Happening(row.decided_on, "decision", label, title, row.note or row.identifier)
        if row.expires_on is not None:
            title = _("%(instrument)s vervalt") % {"instrument": row.get_instrument_display()}
            yield Happening(row.expires_on, "decision", label, title, row.identifier)


def _bookings(
    plan_id: UUID, known_on: datetime | None, agreed: Iterable[WriteDown]
) -> Iterator[Happening]:
    """Yield what moved homes; a write-down tells of itself when it is in force."""
    told = {row.posting_id for row in agreed if row.posting_id}
    for line in account_statement(plan_id, on=date.max, known_on=known_on).lines:
        if line.posting.pk not in told and line.dwellings:
            yield Happening(
                line.posting.booked_on,
                "booking",
                _("boeking"),
                f"{line.kind_label}, {line.account_label}".capitalize(),
                line.posting.reason,
                line.dwellings,
            )


def _confirmations(plan_id: UUID, known_on: datetime | None) -> Iterator[Happening]:
    said = Q() if known_on is None else Q(recorded_at__lte=known_on)
    for row in Confirmation.objects.filter(said, plan=plan_id):
        title = _("Bevestigd: niets veranderd")
        yield Happening(row.confirmed_on, "confirmation", _("bevestiging"), title)


def _write_downs(agreed: Iterable[WriteDown], known_on: datetime | None) -> Iterator[Happening]:
    label = _("afboeking")
    for row in agreed:
        why = row.explanation or row.get_reason_display()
        homes = -row.dwellings
        title = _("Afgesproken af te boeken, nog hard")
        yield Happening(row.agreed_on, "write_down", label, title, why, homes)
        posting = row.posting
        if posting is not None and (known_on is None or posting.recorded_at <= known_on):
            title = _("Afboeking rechtsgeldig")
            yield Happening(posting.booked_on, "write_down", label, title, why, homes)
        withdrawn = row.withdrawn_at
        if row.withdrawn_on and withdrawn and (known_on is None or withdrawn <= known_on):
            title = _("Afboeking ingetrokken")
            yield Happening(row.withdrawn_on, "write_down", label, title, row.withdrawn_why or "")


def _all_relations(plan_id: UUID, known_on: datetime | None) -> QuerySet[PlanRelation]:
    return PlanRelation.objects.filter(known(known_on), Q(plan=plan_id) | Q(other=plan_id))


def _relations(
    plan_id: UUID, known_on: datetime | None, seen: Collection[UUID], kept: Collection[UUID]
) -> Iterator[Happening]:
    label = _("samenhang")
    for row in _all_relations(plan_id, known_on).select_related("plan", "other"):
        begins = row.plan_id == plan_id
        other = row.other if begins else row.plan
        if other.pk in kept:
            continue
        name = other.number if other.pk in seen else _("een ander plan")
        pair = (_("Dit plan"), name) if begins else (name, _("dit plan"))
        title = f"{pair[0]} {row.get_kind_display()} {pair[1]}"
        title = title[:1].upper() + title[1:]
        yield Happening(row.valid_on, "relation", label, title, row.reason)
        if row.ends_before is not None:
            ended = _("Voorbij: %(what)s") % {"what": title}
            yield Happening(row.ends_before, "relation", label, ended)


def _bottlenecks(plan_id: UUID, known_on: datetime | None) -> Iterator[Happening]:
    label = _("knelpunt")
    rows = Bottleneck.objects.filter(known(known_on), plan=plan_id).select_related("owner")
    for row in rows:
        kind = row.get_kind_display()
        title = _("Knelpunt: %(kind)s") % {"kind": kind}
        turn = _("Aan zet: %(who)s.") % {"who": row.owner}
        yield Happening(row.starts_on, "bottleneck", label, title, f"{row.text} {turn}".strip())
        if row.ends_before is not None:
            title = _("Opgelost: %(kind)s") % {"kind": kind}
            yield Happening(row.ends_before, "bottleneck", label, title)
