"""Taking in a list of adopted numbers: first a preview, then all of it or nothing.

The same two steps as for a list of plans, and the same delivery; a municipality adopts some tens
of numbers, so each is recorded by itself, with its decision and source, in one transaction.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.accounts.permissions import grants
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.files.services import path_of
from woonregie.foundation.intake.tables import FileRefusedError
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import reachable_municipalities
from woonregie.subjects.plans.errors import ChangedMeanwhileError
from woonregie.subjects.plans.formats.delivered import Context
from woonregie.subjects.plans.formats.opening import find_table
from woonregie.subjects.plans.formats.programme import DRAWER, ProgrammeResult
from woonregie.subjects.plans.models import BuildingProgramme, ImportState, PlanImport, Segment
from woonregie.subjects.plans.services.adopting import adopt, beside
from woonregie.subjects.plans.services.deliveries import (
    Look,
    check_ready,
    has_errors,
    keep_delivery,
    new_delivery,
    told_of,
)
from woonregie.subjects.plans.services.reading import Asked, is_example, places_on

PROGRAMME = "programme"
"""Name of the format; it tells a delivery of numbers from one of plans."""


def look_at_programme(*, by: Person | None, at: datetime, asked: Asked) -> Look:
    """Read a list of adopted numbers and say what it would change; nothing is kept.

    Args:
        by: who delivers; None is the system itself.
        at: the moment.
        asked: which list; its day is that of numbers that say nothing of it themselves.

    Raises:
        ForbiddenError: this person may not edit the programme of one of the municipalities.
        FileRefusedError: the file as a whole cannot be used.
    """
    _may(by, at, {asked.municipality.pk} if asked.municipality else set())
    result = _read(asked)
    places = {row.municipality_id for row in result.rows}
    _may(by, at, places)
    return Look(asked, PROGRAMME, frozenset(places), _report(result, asked.on))


def keep_programme_look(
    *, by: Person | None, at: datetime, look: Look, file: StoredFile
) -> PlanImport:
    """Keep what was found as a delivery, for somebody to look at and to apply."""
    delivery = new_delivery(by=by, at=at, look=look, file=file)
    told = {"numbers": look.report["numbers"]}
    return keep_delivery(by=by, at=at, delivery=delivery, told=told)


def preview_programme(
    *,
    by: Person | None,
    at: datetime,
    file: StoredFile,
    region: Region | None,
    valid_on: date,
    municipality: Municipality | None = None,
) -> PlanImport:
    """Read a list of adopted numbers, and keep what was found in it; no number is recorded.

    Raises:
        ForbiddenError: this person may not edit the programme of one of the municipalities.
        FileRefusedError: the file as a whole cannot be used.
    """
    asked = Asked(path_of(file), file.name, region, municipality, valid_on, PROGRAMME)
    look = look_at_programme(by=by, at=at, asked=asked)
    return keep_programme_look(by=by, at=at, look=look, file=file)


def apply_programme(*, by: Person | None, at: datetime, delivery: PlanImport) -> PlanImport:
    """Record all numbers of a previewed delivery, or none.

    Raises:
        ForbiddenError: this person may not edit the programme of one of the municipalities.
        NotReadyError: the delivery has errors, or was applied.
        ChangedMeanwhileError: another number stands by now; the delivery shows what would change.
    """
    check_ready(delivery)
    on = delivery.reference_date
    asked = Asked.again(delivery)
    result = _read(asked)
    _may(by, at, {row.municipality_id for row in result.rows})
    example = is_example(asked)
    with transaction.atomic():
        held = PlanImport.objects.select_for_update().get(pk=delivery.pk)
        check_ready(held)
        places = _locked(result)
        now = _report(result, on)
        same = now["basis"] == delivery.report["basis"]
        if same:
            for row in result.rows:
                place = places[row.municipality_id]
                adopt(by=by, at=at, municipality=place, number=row, on=on, invented=example)
            held.state, held.applied_at = ImportState.APPLIED, at
            held.report = {**held.report, "applied": held.report["change"]}
        else:
            held.report = now
        held.save(update_fields=["state", "applied_at", "report"])
    delivery.state, delivery.applied_at, delivery.report = held.state, held.applied_at, held.report
    if not same:
        raise ChangedMeanwhileError(
            _("Intussen is het programma gewijzigd. Bekijk opnieuw wat er verandert.")
        )
    return delivery


def _read(asked: Asked) -> ProgrammeResult:
    context = Context(
        places=places_on(asked.on),
        municipality_id=asked.municipality.pk if asked.municipality else None,
    )
    drawers = {PROGRAMME: DRAWER}
    _name, table = find_table(asked.path, asked.name, drawers)
    result = DRAWER.read(table, context)
    if not result.rows and not result.issues:
        raise FileRefusedError(
            "no_numbers",
            _("Onder de kolomnamen staat niets. Vul de aantallen in, een per regel."),
        )
    return result


def _may(by: Person | None, at: datetime, places: set[UUID]) -> None:
    if by is None:
        return
    on = localdate(at)
    if not grants(by, "programme.edit", on):
        raise ForbiddenError(_("U mag geen bouwprogramma vastleggen."))
    allowed = reachable_municipalities(by, "programme.edit", on=on).values_list("pk", flat=True)
    if refused := set(places) - set(allowed):
        named = Municipality.objects.filter(pk__in=refused).select_related("organisation")
        raise ForbiddenError(
            _("U mag het programma niet vastleggen van: %(names)s.")
            % {"names": ", ".join(sorted(place.name for place in named))},
            municipalities=sorted(place.code for place in named),
        )


def _locked(result: ProgrammeResult) -> Mapping[UUID, Municipality]:
    """Hold the municipalities of a list, in one order for everybody."""
    wanted = {row.municipality_id for row in result.rows}
    held = Municipality.objects.select_for_update(of=("self",)).filter(pk__in=wanted)
    return {place.pk: place for place in held.select_related("organisation").order_by("pk")}


# ------------------------------------------------------------------ what was found
def _report(result: ProgrammeResult, on: date) -> dict[str, Any]:
    """Return what the preview shows: counts, issues, what would change."""
    change = Counter(dict.fromkeys(("created", "changed", "unchanged"), 0))
    basis = sha256()
    for what, standing in _changes(result, on):
        change[what] += 1
        basis.update(f"{what}{standing.pk if standing else ''};".encode())
    return {
        "numbers": len(result.rows),
        # A segment is part of "all dwellings", so the two are never added up.
        "dwellings": sum(row.dwellings for row in result.rows if row.segment == Segment.ALL),
        "in_segments": sum(row.dwellings for row in result.rows if row.segment != Segment.ALL),
        "skipped": result.skipped,
        "change": dict(change),
        "basis": basis.hexdigest(),
        **told_of(result.issues),
    }


def _changes(result: ProgrammeResult, on: date) -> Iterator[tuple[str, BuildingProgramme | None]]:
    if has_errors(result.issues):
        return
    for row in result.rows:
        found = beside(row, on)
        if found.standing is None:
            yield "created", None
        else:
            yield ("unchanged" if found.same(row) else "changed"), found.standing
