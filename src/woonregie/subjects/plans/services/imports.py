"""Taking in a delivered list: first a preview that writes no plan, then all of it or nothing.

What was previewed is what is written. The preview keeps a fingerprint of what stood for each plan
in the list; when something else stands at the moment of writing, nothing is written and the list
is compared anew, for the person to look at again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.accounts.permissions import grants
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.files.services import path_of
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import reachable_municipalities
from woonregie.foundation.sources.services import record_source
from woonregie.subjects.plans.errors import ChangedMeanwhileError
from woonregie.subjects.plans.formats import TITLES, UndecidedError
from woonregie.subjects.plans.formats.delivered import Issue, Progress, ReadResult, silent
from woonregie.subjects.plans.meanings import Meanings
from woonregie.subjects.plans.models import ImportState, PlanImport
from woonregie.subjects.plans.queries.learned import meanings_of, reachable_senders, sender_of
from woonregie.subjects.plans.queries.withheld import withheld
from woonregie.subjects.plans.services.bulk import (
    PreparedList,
    compare_bulk,
    hold_bulk,
    prepared,
    write_bulk,
)
from woonregie.subjects.plans.services.comparing import Comparison
from woonregie.subjects.plans.services.copying import collector_paused
from woonregie.subjects.plans.services.deliveries import (
    ERROR,
    Look,
    check_ready,
    has_errors,
    keep_asked,
    keep_delivery,
    municipality_of,
    new_delivery,
    owner_of,
    told_of,
)
from woonregie.subjects.plans.services.learning import remember_meanings
from woonregie.subjects.plans.services.likely import Said
from woonregie.subjects.plans.services.previous import Previous, Sender, keep_as_base
from woonregie.subjects.plans.services.reading import Asked, by_layout, read_list
from woonregie.subjects.plans.services.staging import Staged, stage, staged, tidy
from woonregie.subjects.plans.services.weighing import Answers, Weighed, told, weigh
from woonregie.subjects.plans.values import BulkResult, BulkRow


@dataclass(frozen=True, slots=True)
class PlansLook(Look):
    """What was found in a list of plans: its rows, where they stand, by what it was read."""

    rows: Sequence[BulkRow]
    lines: Sequence[int]
    meanings: Meanings


@collector_paused()
def look_at_list(
    *, by: Person | None, at: datetime, asked: Asked, progress: Progress = silent
) -> PlansLook:
    """Read a list and say what it would change; nothing is kept.

    Raises:
        ForbiddenError: this person may not deliver for this municipality.
        FileRefusedError: the file as a whole cannot be used.
        UndecidedError: a list of somebody's own, of which we must be told how to read it.
    """
    require_deliverer(by, asked.municipality, at)
    learned = meanings_of(sender_for(by, at, asked))
    asked = replace(by_layout(asked, learned), kept=withheld(by, today=localdate(at)))
    name, result = read_list(asked, _part(progress, 0.02, 0.7, _("Het bestand wordt gelezen.")))
    progress(0.7, _("De plannen worden vergeleken met de lijst."))
    places = frozenset(row.municipality_id for row in result.rows)
    sender = Sender(name, municipality_of(asked, places), asked.region)
    report = _report(by, at, result, asked.on, sender)
    progress(0.95, _("Klaar om te bekijken."))
    if result.columns:
        report["columns"] = result.columns
    return PlansLook(asked, name, places, report, result.rows, result.lines, result.used)


def keep_look(*, by: Person | None, at: datetime, look: PlansLook, file: StoredFile) -> PlanImport:
    """Keep what was found in a list as a delivery, for somebody to look at and to apply."""
    delivery = new_delivery(by=by, at=at, look=look, file=file)
    sender = sender_for(by, at, look.asked)
    if sender is not None:
        # What a layout of the region says is no answer of this sender.
        words = {
            key: code
            for key, code in look.meanings.words.items()
            if key not in look.asked.layout.words
        }
        given = Meanings(look.asked.meanings.fresh, words)
        remember_meanings(by=by, at=at, sender=sender, meanings=given)
    return keep_again(by=by, at=at, delivery=delivery, look=look)


def keep_again(
    *, by: Person | None, at: datetime, delivery: PlanImport, look: PlansLook
) -> PlanImport:
    """Keep what was found in the list of a delivery, with the rows for when it is applied."""
    delivery.meanings, delivery.report = look.meanings.as_json(), look.report
    if not look.errors:
        staged_as = stage(delivery.pk, look.rows, look.lines)
        delivery.report = {**look.report, "staged": staged_as}
    told_of_it = {"plans": look.report["plans"], "errors": look.errors}
    return keep_delivery(by=by, at=at, delivery=delivery, told=told_of_it)


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

    A list of which we must first be told how to read it is kept too, and waits for answers.

    Raises:
        ForbiddenError: this person may not deliver for this municipality.
        FileRefusedError: the file as a whole cannot be used.
    """
    tidy(at)
    where = (path_of(file), file.name, region, municipality)
    asked = Asked(*where, reference_date, format_name, system=system)
    try:
        look = look_at_list(by=by, at=at, asked=asked, progress=progress)
    except UndecidedError as error:
        return keep_asked(by=by, at=at, asked=asked, file=file, what=error.asked.as_json())
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
        NotReadyError: the delivery has errors or open questions, or was applied.
        ChangedMeanwhileError: somebody changed a plan of the list since the preview; the delivery
            shows what would change now.
    """
    require_deliverer(by, delivery.municipality, at)
    check_ready(delivery)
    progress(0.02, _("De wijzigingen worden klaargezet."))
    rows, lines = rows_of(by, at, delivery, progress)
    weighed = weigh_delivery(by, at, delivery, rows)
    reason = _("Aanlevering %(name)s") % {"name": delivery.file.name[:200]}
    on = delivery.reference_date
    try:
        _nothing_new(weighed)
        with prepared(
            by=by, at=at, valid_on=on, rows=rows, reason=reason, sides=weighed.sides
        ) as ready:
            progress(0.6, _("De plannen worden vastgelegd."))
            _write(by, at, delivery, ready)
    except ChangedMeanwhileError:
        show_again(by, at, delivery, Staged(rows, lines))
        raise
    keep_as_base(delivery)
    return delivery


def _nothing_new(weighed: Weighed) -> None:
    if weighed.likely.open:
        raise ChangedMeanwhileError(
            _("Intussen is er een plan dat op een regel uit deze lijst lijkt. Bekijk het.")
        )


@transaction.atomic
def _write(by: Person | None, at: datetime, delivery: PlanImport, ready: PreparedList) -> None:
    # Of two people who press at once only one writes.
    held = PlanImport.objects.select_for_update().only("state", "report", "answers")
    fresh = held.get(pk=delivery.pk)
    check_ready(fresh)
    hold_bulk(ready, expected=delivery.report["basis"])
    if fresh.answers != delivery.answers:
        raise ChangedMeanwhileError(
            _("Intussen zijn de antwoorden bij deze lijst gewijzigd. Bekijk ze opnieuw.")
        )
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
    delivery.report = {
        **delivery.report,
        "applied": _counts(done),
        "sides": {**delivery.report["sides"], "recognised": done.recognised},
    }
    delivery.save(update_fields=["state", "applied_at", "source", "report"])


def rows_of(by: Person | None, at: datetime, delivery: PlanImport, progress: Progress) -> Staged:
    """Return what was read of a delivery; where it is not kept any more, read it again.

    Raises:
        ChangedMeanwhileError: the file reads otherwise by now.
    """
    kept = staged(delivery.pk, delivery.report.get("staged", ""))
    if kept is not None:
        return kept
    asked = replace(Asked.again(delivery), kept=withheld(by, today=localdate(at)))
    message = _("Het bestand wordt gelezen.")
    _name, result = read_list(asked, _part(progress, 0.05, 0.5, message))
    if _counted(result) != {name: delivery.report[name] for name in _counted(result)}:
        # A municipality was divided, or this program reads more than it did.
        _show(delivery, _report(by, at, result, delivery.reference_date, Sender.of(delivery)))
        raise ChangedMeanwhileError(
            _("Deze lijst leest nu anders dan bij het bekijken. Bekijk opnieuw wat er verandert.")
        )
    return Staged(result.rows, result.lines)


def weigh_delivery(
    by: Person | None,
    at: datetime,
    delivery: PlanImport,
    rows: Sequence[BulkRow],
    said: Said = MappingProxyType({}),
    before: Previous | None = None,
) -> Weighed:
    """Look for what a delivery is to be weighed against, with the answers that it has.

    Args:
        by: who asks.
        at: the moment.
        delivery: whose rows these are.
        rows: what was read of it.
        said: answers that are not kept yet.
        before: what its sender said before, where somebody just looked.
    """
    return weigh(
        rows,
        by=by,
        today=localdate(at),
        on=delivery.reference_date,
        sender=Sender.of(delivery),
        answers=Answers.read(delivery.answers),
        said=said,
        before=before,
    )


def show_again(by: Person | None, at: datetime, delivery: PlanImport, read: Staged) -> None:
    """Show what a delivery would change now, and what is asked now."""
    weighed = weigh_delivery(by, at, delivery, read.rows)
    _show(delivery, told_anew(by, at, delivery, read, weighed))


def told_anew(
    by: Person | None, at: datetime, delivery: PlanImport, read: Staged, weighed: Weighed
) -> dict[str, Any]:
    """Return the report of a delivery with what it would change now, and what is asked now."""
    found = compare_bulk(
        by=by, at=at, valid_on=delivery.reference_date, rows=read.rows, sides=weighed.sides
    )
    return {**delivery.report, **_change(weighed, found, read.lines)}


def _change(weighed: Weighed, found: Comparison, lines: Sequence[int]) -> dict[str, Any]:
    result = found.result
    return {
        "change": _counts(result),
        "basis": result.basis,
        **told(weighed, found, lines),
    }


def _show(delivery: PlanImport, report: dict[str, Any]) -> None:
    """Keep a new report of a delivery that waits."""
    waiting = PlanImport.objects.filter(pk=delivery.pk, state=ImportState.PREVIEWED)
    waiting.update(report=report)
    delivery.report = report


def _part(progress: Progress, start: float, end: float, message: str) -> Progress:
    """Return how a part of the work tells its progress within the whole."""
    progress(start, message)
    return lambda share, _message: progress(start + share * (end - start), message)


def sender_for(by: Person | None, at: datetime, asked: Asked) -> Organisation | None:
    """Return for whom answers about a list are remembered; None when it is nobody's own.

    A list of several municipalities is the region's when its deliverer delivers for all of it.
    """
    sender = sender_of(municipality=asked.municipality, region=asked.region)
    if by is None or sender is None or asked.municipality is not None or asked.region is None:
        return sender
    own = reachable_senders(account=by, region=asked.region, today=localdate(at))
    return sender if sender in own else None


def require_deliverer(by: Person | None, municipality: Municipality | None, at: datetime) -> None:
    """Refuse whoever may not deliver for a municipality; None is a list of several.

    Raises:
        ForbiddenError: with a sentence that says for which municipality.
    """
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
def _report(
    by: Person | None, at: datetime, result: ReadResult, on: date, sender: Sender
) -> dict[str, Any]:
    """Return what the preview shows: counts, totals, issues, what would change, what is asked."""
    issues = list(result.issues)
    change: dict[str, Any] = {"change": {}, "basis": ""}
    if not has_errors(issues):
        try:
            weighed = weigh(
                result.rows,
                by=by,
                today=localdate(at),
                on=on,
                sender=sender,
                answers=Answers(),
            )
            found = compare_bulk(by=by, at=at, valid_on=on, rows=result.rows, sides=weighed.sides)
            change = _change(weighed, found, result.lines)
        except ForbiddenError:
            raise
        except RefusedError as error:
            issues.append(_refusal(error))
    return {**_counted(result), **change, **told_of(issues, result.uncounted)}


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
    return {
        "created": done.created,
        "changed": done.changed,
        "unchanged": done.unchanged,
    }


def format_titles() -> dict[str, str]:
    """Return the layouts that can be chosen, by name."""
    return dict(TITLES)
