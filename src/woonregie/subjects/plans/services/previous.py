"""What a sender said before: the base of the three sides of a list (docs/adr/0026)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from woonregie.foundation.intake.tables import FileRefusedError
from woonregie.foundation.region.models import Municipality, Region
from woonregie.subjects.plans.formats.delivered import silent
from woonregie.subjects.plans.models import ImportState, PlanImport
from woonregie.subjects.plans.services.deliveries import has_errors
from woonregie.subjects.plans.services.reading import Asked, read_list
from woonregie.subjects.plans.services.recognising import plans_meant
from woonregie.subjects.plans.services.staging import forget, put_by, stage, staged
from woonregie.subjects.plans.values import BulkRow

MOST_BACK = 3
"""So many lists back we look for what a sender said of a plan."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who says it: a layout of a municipality, or of a region for a list of several."""

    format_name: str
    municipality: Municipality | None
    region: Region | None

    @classmethod
    def of(cls, delivery: PlanImport) -> "Sender":
        """Return who sent a delivery."""
        return cls(delivery.format_name, delivery.municipality, delivery.region)


@dataclass(frozen=True, slots=True)
class Previous:
    """What a sender said before.

    Args:
        delivery: its last list; None when there is none.
        said: the row of each plan, from the last list in which it stood.
        last: the plans of its last list.
        lost: the last list cannot be read any more.
    """

    delivery: PlanImport | None = None
    said: Mapping[UUID, BulkRow] = field(default_factory=dict)
    last: Sequence[UUID] = ()
    lost: bool = False

    @property
    def key(self) -> str:
        """What tells this base from another one."""
        return self.delivery.pk.hex if self.delivery else ""


def previous_lists(sender: Sender, on: date) -> list[PlanImport]:
    """Return the last lists of a sender that were written, the newest first.

    Args:
        sender: whose.
        on: the reference date of the list at hand; later ones say nothing of its time.
    """
    found = PlanImport.objects.filter(
        format_name=sender.format_name,
        municipality=sender.municipality,
        state=ImportState.APPLIED,
        reference_date__lte=on,
    )
    if sender.municipality is None:
        found = found.filter(region=sender.region)
    found = found.select_related("file", "municipality", "region")
    return list(found.order_by("-reference_date", "-applied_at", "-pk")[:MOST_BACK])


def previous_of(
    sender: Sender,
    on: date,
    wanted: frozenset[UUID],
    places: frozenset[UUID] | None,
    kept: frozenset[UUID] = frozenset(),
) -> Previous:
    """Return what a sender said before of plans.

    Args:
        sender: whose list it is.
        on: its reference date.
        wanted: the plans of which the list speaks now.
        places: municipalities for which the reader may deliver; None is all of them.
        kept: plans that are kept from her; what was said of those is not told.
    """
    said: dict[UUID, BulkRow] = {}
    last: tuple[UUID, ...] = ()
    lists = previous_lists(sender, on)
    lost = False
    for delivery in lists:
        rows = _rows(delivery)
        there = _by_plan(
            [row for row in rows or () if places is None or row.municipality_id in places]
        )
        there = {plan: row for plan, row in there.items() if plan not in kept}
        if delivery is lists[0]:
            last, lost = tuple(there), rows is None
        said = there | said
        if wanted <= said.keys():
            break
    return Previous(lists[0] if lists else None, said, last, lost)


def _by_plan(rows: Sequence[BulkRow]) -> dict[UUID, BulkRow]:
    return {
        plan.plan_id: row
        for plan, row in zip(plans_meant(rows), rows, strict=True)
        if plan is not None
    }


def _rows(delivery: PlanImport) -> list[BulkRow] | None:
    """Return the rows of a list as they were kept, or read again; None when neither can be."""
    kept = staged(delivery.pk, delivery.report.get("staged", ""))
    if kept is not None:
        return kept.rows
    try:
        _name, result = read_list(Asked.again(delivery), silent)
    except (FileRefusedError, OSError):
        return None
    if has_errors(result.issues):
        return None
    report = {**delivery.report, "staged": stage(delivery.pk, result.rows, result.lines)}
    put_by(delivery.pk)
    PlanImport.objects.filter(pk=delivery.pk).update(report=report)
    return result.rows


def keep_as_base(delivery: PlanImport) -> None:
    """Keep what was read of a written list, and let go of those that are too long ago."""
    put_by(delivery.pk)
    kept = {item.pk for item in previous_lists(Sender.of(delivery), delivery.reference_date)}
    older = PlanImport.objects.filter(
        format_name=delivery.format_name,
        municipality=delivery.municipality,
        region=delivery.region,
        state=ImportState.APPLIED,
        reference_date__lte=delivery.reference_date,
    ).exclude(pk__in=kept)
    for key in older.values_list("pk", flat=True):
        forget(key)
