"""Taking in a delivered list: first a preview that writes no plan, then all of it or nothing."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.accounts.permissions import grants
from woonregie.foundation.audit.services import record
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.files.services import path_of
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.models import Municipality, Region, Settlement
from woonregie.foundation.region.queries import holds_on, reachable_municipalities
from woonregie.foundation.sources.services import record_source
from woonregie.subjects.plans.errors import PlanError
from woonregie.subjects.plans.formats import DRAWERS, read_plans
from woonregie.subjects.plans.formats.checks import check_whole
from woonregie.subjects.plans.formats.delivered import Context, Issue, ReadResult
from woonregie.subjects.plans.formats.places import Place, Places
from woonregie.subjects.plans.models import ImportState, PlanImport
from woonregie.subjects.plans.services.bulk import apply_bulk
from woonregie.subjects.plans.values import BulkResult, BulkRow

Progress = Callable[[float, str], None]
MOST_ISSUES = 2000


class NotReadyError(PlanError):
    """A delivery with errors, or one that was applied already."""

    code = "not_ready"


def _silent(_share: float, _message: str) -> None:
    """Tell nobody."""


def preview_import(
    *,
    by: Person | None,
    at: datetime,
    file: StoredFile,
    region: Region | None,
    reference_date: date,
    municipality: Municipality | None = None,
    format_name: str = "",
    progress: Progress = _silent,
) -> PlanImport:
    """Read a list, and keep what was found in it; no plan is written.

    Raises:
        ForbiddenError: this person may not deliver for this municipality.
        FileRefusedError: the file as a whole cannot be used.
    """
    _require(by, municipality, at)
    progress(0.05, _("Het bestand wordt gelezen."))
    name, result = _read(file, region, municipality, reference_date, format_name)
    progress(0.5, _("De plannen worden vergeleken met de lijst."))
    report = _report(by, at, result, reference_date)
    with transaction.atomic():
        delivery = PlanImport.objects.create(
            file=file,
            format_name=name,
            municipality=municipality,
            region=region,
            reference_date=reference_date,
            state=ImportState.PREVIEWED,
            report=report,
            created_by=by,
            created_at=at,
        )
        record(
            act="plans.list_previewed",
            by=by,
            at=at,
            target=delivery,
            organisation_id=_owner(delivery),
            payload={
                "plans": report["plans"],
                "errors": report["severities"].get("error", 0),
                "sha256": file.sha256,
            },
        )
    progress(1.0, _("Klaar om te bekijken."))
    return delivery


def apply_import(
    *, by: Person | None, at: datetime, delivery: PlanImport, progress: Progress = _silent
) -> PlanImport:
    """Write all plans of a previewed delivery, or none.

    The file is read again from where it lies by its hash, so what is written is what was seen.

    Raises:
        ForbiddenError: this person may not deliver for one of the municipalities.
        NotReadyError: the delivery has errors, or was applied.
    """
    _require(by, delivery.municipality, at)
    if delivery.state != ImportState.PREVIEWED:
        raise NotReadyError(_("Deze aanlevering is al verwerkt."), state=delivery.state)
    if delivery.report["severities"].get("error"):
        raise NotReadyError(
            _(
                "Deze aanlevering heeft nog fouten. Herstel "
                "ze in uw bestand en lever het opnieuw aan."
            ),
            errors=delivery.report["severities"]["error"],
        )
    progress(0.1, _("Het bestand wordt gelezen."))
    _name, result = _read(
        delivery.file,
        delivery.region,
        delivery.municipality,
        delivery.reference_date,
        delivery.format_name,
    )
    progress(0.5, _("De plannen worden vastgelegd."))
    with transaction.atomic():
        source = record_source(
            by=by,
            at=at,
            key=f"aanlevering-{delivery.pk}",
            publisher=str(delivery.municipality or delivery.region or "Woonregie"),
            title=delivery.file.name,
            dated_on=delivery.reference_date,
            file=delivery.file,
        )
        done = apply_bulk(
            by=by,
            at=at,
            valid_on=delivery.reference_date,
            rows=result.rows,
            source=source,
            organisation_id=_owner(delivery),
            reason=_("Aanlevering %(name)s") % {"name": delivery.file.name[:200]},
        )
        delivery.state, delivery.applied_at, delivery.source = ImportState.APPLIED, at, source
        delivery.report = {**delivery.report, "applied": _counts(done)}
        delivery.save(update_fields=["state", "applied_at", "source", "report"])
    progress(1.0, _("Klaar."))
    return delivery


def _require(by: Person | None, municipality: Municipality | None, at: datetime) -> None:
    if by is None:
        return
    if not grants(by, "plans.import", localdate(at)):
        raise ForbiddenError(_("U mag geen plannen aanleveren."), permission="plans.import")
    if municipality is not None:
        reachable = reachable_municipalities(by, "plans.import", on=localdate(at))
        if not reachable.filter(pk=municipality.pk).exists():
            raise ForbiddenError(
                _("U mag geen plannen aanleveren voor: %(names)s.") % {"names": municipality.name},
                municipality=municipality.code,
            )


def _owner(delivery: PlanImport) -> Any:
    if delivery.municipality is not None:
        return delivery.municipality.organisation_id
    return delivery.region.organisation_id if delivery.region else None


def _read(
    file: StoredFile,
    region: Region | None,
    municipality: Municipality | None,
    on: date,
    format_name: str,
) -> tuple[str, ReadResult]:
    existing = Organisation.objects.filter(holds_on(on))
    places = list(
        Municipality.objects.filter(organisation__in=existing.values("pk")).select_related(
            "organisation"
        )
    )
    context = Context(
        places=Places(Place(place.pk, place.code, place.name) for place in places),
        settlements={
            (place, name.lower()): key
            for place, name, key in Settlement.objects.values_list("municipality_id", "name", "pk")
        },
        municipality_id=municipality.pk if municipality else None,
        invented=bool(region and region.demonstration),
    )
    name, result = read_plans(path_of(file), file.name, context, format_name)
    check_whole(result)
    return name, result


def _report(by: Person | None, at: datetime, result: ReadResult, on: date) -> dict[str, Any]:
    """Return what the preview shows: counts, totals, issues, what would change."""
    issues = list(result.issues)
    severities = Counter(item.severity for item in issues)
    change: dict[str, int] = {}
    if not severities["error"]:
        try:
            change = _counts(apply_bulk(by=by, at=at, valid_on=on, rows=result.rows, dry_run=True))
        except ForbiddenError:
            raise
        except RefusedError as error:
            refusal = Issue(
                0,
                "",
                "",
                error.code,
                "error",
                str(error),
                _("Herstel uw bestand en lever het opnieuw aan."),
            )
            issues.append(refusal)
            severities["error"] += 1
    return {
        "plans": len(result.rows),
        "skipped": result.skipped,
        "build": _total(result.rows, "build"),
        "demolition": _total(result.rows, "demolition"),
        "change": change,
        "severities": dict(severities),
        "codes": dict(Counter(item.code for item in issues)),
        "issues": [item.as_json() for item in _worst_first(issues)[:MOST_ISSUES]],
        "not_shown": max(0, len(issues) - MOST_ISSUES),
    }


def _worst_first(issues: Sequence[Issue]) -> list[Issue]:
    order = {"error": 0, "warning": 1, "hint": 2}
    return sorted(issues, key=lambda item: (order[item.severity], item.row))


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
