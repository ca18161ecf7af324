"""Taking in a delivered list: first a preview that writes no plan, then all of it or nothing.

What was previewed is what is written. The preview keeps a fingerprint of what stood for each plan
in the list; when something else stands at the moment of writing, nothing is written and the list
is compared anew, for the person to look at again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.accounts.permissions import grants
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.files.services import path_of
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import reachable_municipalities
from woonregie.foundation.sources.services import record_source
from woonregie.subjects.plans.errors import ChangedMeanwhileError
from woonregie.subjects.plans.formats import DRAWERS
from woonregie.subjects.plans.formats.delivered import Issue, Progress, ReadResult, silent
from woonregie.subjects.plans.models import ImportState, PlanImport
from woonregie.subjects.plans.services.bulk import (
    PreparedList,
    compare_bulk,
    hold_bulk,
    prepared,
    write_bulk,
)
from woonregie.subjects.plans.services.copying import collector_paused
from woonregie.subjects.plans.services.deliveries import (
    ERROR,
    Look,
    check_ready,
    has_errors,
    keep_delivery,
    new_delivery,
    owner_of,
    told_of,
)
from woonregie.subjects.plans.services.reading import Asked, read_list
from woonregie.subjects.plans.services.staging import forget, stage, staged, tidy
from woonregie.subjects.plans.values import BulkResult, BulkRow


@dataclass(frozen=True, slots=True)
class PlansLook(Look):
    """What was found in a list of plans, with its rows."""

    rows: Sequence[BulkRow]


@collector_paused()
def look_at_list(
    *, by: Person | None, at: datetime, asked: Asked, progress: Progress = silent
) -> PlansLook:
    """Read a list and say what it would change; nothing is kept.

    Raises:
        ForbiddenError: this person may not deliver for this municipality.
        FileRefusedError: the file as a whole cannot be used.
    """
    _require(by, asked.municipality, at)
    name, result = read_list(asked, _part(progress, 0.02, 0.8, _("Het bestand wordt gelezen.")))
    progress(0.8, _("De plannen worden vergeleken met de lijst."))
    report = _report(by, at, result, asked.on)
    progress(0.95, _("Klaar om te bekijken."))
    places = frozenset(row.municipality_id for row in result.rows)
    return PlansLook(asked, name, places, report, result.rows)


def keep_look(*, by: Person | None, at: datetime, look: PlansLook, file: StoredFile) -> PlanImport:
    """Keep what was found in a list as a delivery, for somebody to look at and to apply."""
    delivery = new_delivery(by=by, at=at, look=look, file=file)
    if not look.errors:
        delivery.report = {**look.report, "staged": stage(delivery.pk, look.rows)}
    told = {"plans": look.report["plans"], "errors": look.errors}
    return keep_delivery(by=by, at=at, delivery=delivery, told=told)


def preview_import(
    *,
    by: Person | None,
    at: datetime,
    file: StoredFile,
    region: Region | None,
    reference_date: date,
    municipality: Municipality | None = None,
    format_name: str = "",
    system: str = "",
    progress: Progress = silent,
) -> PlanImport:
    """Read a list, and keep what was found in it; no plan is written.

    Raises:
        ForbiddenError: this person may not deliver for this municipality.
        FileRefusedError: the file as a whole cannot be used.
    """
    tidy(at)
    where = (path_of(file), file.name, region, municipality)
    asked = Asked(*where, reference_date, format_name, system)
    look = look_at_list(by=by, at=at, asked=asked, progress=progress)
    return keep_look(by=by, at=at, look=look, file=file)


@collector_paused()
def apply_import(
    *, by: Person | None, at: datetime, delivery: PlanImport, progress: Progress = silent
) -> PlanImport:
    """Write all plans of a previewed delivery, or none.

    What was read is what is written; where it is not kept any more, the file is read again from
    where it lies by its hash.

    Raises:
        ForbiddenError: this person may not deliver for one of the municipalities.
        NotReadyError: the delivery has errors, or was applied.
        ChangedMeanwhileError: somebody changed a plan of the list since the preview; the delivery
            shows what would change now.
    """
    _require(by, delivery.municipality, at)
    check_ready(delivery)
    progress(0.02, _("De wijzigingen worden klaargezet."))
    rows = staged(delivery.pk, delivery.report.get("staged", ""))
    if rows is None:
        rows = _read_again(by, at, delivery, progress)
    reason = _("Aanlevering %(name)s") % {"name": delivery.file.name[:200]}
    on = delivery.reference_date
    try:
        with prepared(by=by, at=at, valid_on=on, rows=rows, reason=reason) as ready:
            progress(0.6, _("De plannen worden vastgelegd."))
            _write(by, at, delivery, ready)
    except ChangedMeanwhileError:
        _compare_again(by, at, delivery, rows)
        raise
    forget(delivery.pk)
    return delivery


@transaction.atomic
def _write(by: Person | None, at: datetime, delivery: PlanImport, ready: PreparedList) -> None:
    # Of two people who press at once only one writes.
    check_ready(PlanImport.objects.select_for_update().only("state", "report").get(pk=delivery.pk))
    hold_bulk(ready, expected=delivery.report["basis"])
    source = record_source(
        by=by,
        at=at,
        key=f"aanlevering-{delivery.pk}",
        publisher=str(delivery.municipality or delivery.region or "Woonregie"),
        title=delivery.file.name,
        dated_on=delivery.reference_date,
        file=delivery.file,
    )
    done = write_bulk(ready, source=source, organisation_id=owner_of(delivery))
    delivery.state, delivery.applied_at, delivery.source = ImportState.APPLIED, at, source
    delivery.report = {**delivery.report, "applied": _counts(done)}
    delivery.save(update_fields=["state", "applied_at", "source", "report"])


def _read_again(
    by: Person | None, at: datetime, delivery: PlanImport, progress: Progress
) -> list[BulkRow]:
    asked = Asked.again(delivery)
    message = _("Het bestand wordt gelezen.")
    _name, result = read_list(asked, _part(progress, 0.05, 0.5, message))
    if _counted(result) != {name: delivery.report[name] for name in _counted(result)}:
        # A municipality was divided, or this program reads more than it did.
        _show(delivery, _report(by, at, result, delivery.reference_date))
        raise ChangedMeanwhileError(
            _("Deze lijst leest nu anders dan bij het bekijken. Bekijk opnieuw wat er verandert.")
        )
    return result.rows


def _compare_again(
    by: Person | None, at: datetime, delivery: PlanImport, rows: Sequence[BulkRow]
) -> None:
    """Show what the list would change now."""
    on = delivery.reference_date
    found = compare_bulk(by=by, at=at, valid_on=on, rows=rows).result
    _show(delivery, {**delivery.report, "change": _counts(found), "basis": found.basis})


def _show(delivery: PlanImport, report: dict[str, Any]) -> None:
    """Keep a new report of a delivery that waits."""
    waiting = PlanImport.objects.filter(pk=delivery.pk, state=ImportState.PREVIEWED)
    waiting.update(report=report)
    delivery.report = report


def _part(progress: Progress, start: float, end: float, message: str) -> Progress:
    """Return how a part of the work tells its progress within the whole."""
    progress(start, message)
    return lambda share, _message: progress(start + share * (end - start), message)


def _require(by: Person | None, municipality: Municipality | None, at: datetime) -> None:
    if by is None:
        return
    on = localdate(at)
    if not grants(by, "plans.import", on):
        raise ForbiddenError(_("U mag geen plannen aanleveren."), permission="plans.import")
    if municipality is not None:
        reachable = reachable_municipalities(by, "plans.import", on=on)
        if not reachable.filter(pk=municipality.pk).exists():
            raise ForbiddenError(
                _("U mag geen plannen aanleveren voor: %(names)s.") % {"names": municipality.name},
                municipality=municipality.code,
            )


# ------------------------------------------------------------------ what was found
def _report(by: Person | None, at: datetime, result: ReadResult, on: date) -> dict[str, Any]:
    """Return what the preview shows: counts, totals, issues, what would change."""
    issues = list(result.issues)
    change: dict[str, int] = {}
    basis = ""
    if not has_errors(issues):
        try:
            found = compare_bulk(by=by, at=at, valid_on=on, rows=result.rows).result
            change, basis = _counts(found), found.basis
        except ForbiddenError:
            raise
        except RefusedError as error:
            issues.append(_refusal(error))
    return {
        **_counted(result),
        "change": change,
        "basis": basis,
        **told_of(issues, result.uncounted),
    }


def _refusal(error: RefusedError) -> Issue:
    remedy = _("Herstel uw bestand en lever het opnieuw aan.")
    return Issue(0, "", "", error.code, ERROR, str(error), remedy)


def _counted(result: ReadResult) -> dict[str, int]:
    """Return what stands in a list, in numbers."""
    return {
        "plans": len(result.rows),
        "skipped": result.skipped,
        "build": _total(result.rows, "build"),
        "demolition": _total(result.rows, "demolition"),
    }


def _total(rows: Sequence[BulkRow], account: str) -> int:
    return sum(
        n
        for row in rows
        for cell, n in row.cells.items()
        if cell.account == account and cell.breakdown == "total"
    )


def _counts(done: BulkResult) -> dict[str, int]:
    return {"created": done.created, "changed": done.changed, "unchanged": done.unchanged}


def format_titles() -> dict[str, str]:
    """Return the layouts that can be chosen, by name."""
    return {name: drawer.title for name, drawer in DRAWERS.items()}
