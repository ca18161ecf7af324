"""Taking in what others counted: building changes, and totals of a year.

The same two steps as for a list of plans, and the same delivery: first a preview, then all of it
or nothing. Nothing is booked: changes become proposals, totals stand beside what was booked.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.accounts.permissions import grants
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.files.services import path_of
from woonregie.foundation.intake.tables import FileRefusedError
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import (
    lineage,
    municipalities_of,
    reachable_municipalities,
)
from woonregie.foundation.region.services import CountedYear, fresh_counts, record_counts
from woonregie.foundation.sources.models import Source
from woonregie.foundation.sources.services import record_source
from woonregie.subjects.plans.formats import changes, completions
from woonregie.subjects.plans.formats.changes import ChangesResult
from woonregie.subjects.plans.formats.completions import CompletionsResult
from woonregie.subjects.plans.formats.delivered import Context, Drawer
from woonregie.subjects.plans.formats.issues import issue
from woonregie.subjects.plans.formats.opening import find_table
from woonregie.subjects.plans.models import ImportState, PlanImport
from woonregie.subjects.plans.queries.realisation import known_on_other_days
from woonregie.subjects.plans.services.deliveries import (
    Look,
    check_ready,
    keep_delivery,
    new_delivery,
    told_of,
)
from woonregie.subjects.plans.services.reading import Asked, places_ever, places_on
from woonregie.subjects.plans.services.realisation import match_changes, take_in_changes
from woonregie.subjects.plans.values import SeenChange

CHANGES, COMPLETIONS = changes.NAME, completions.NAME
DRAWERS: Mapping[str, Drawer[Any]] = {CHANGES: changes.DRAWER, COMPLETIONS: completions.DRAWER}
# Who published what, when nobody says otherwise.
PUBLISHED: Mapping[str, Mapping[str, str]] = {
    CHANGES: {
        "publisher": "Kadaster",
        "title": "Basisregistratie Adressen en Gebouwen, mutaties",
        "licence": "Publiek domein",
    },
    COMPLETIONS: {
        "publisher": "CBS",
        "title": "Voorraad woningen en niet-woningen; mutaties",
        "table": "81955NED",
        "licence": "CC BY 4.0",
    },
}
Result = ChangesResult | CompletionsResult


def look_at_realised(*, by: Person | None, at: datetime, asked: Asked) -> Look:
    """Read building changes or totals of a year and say what is new; nothing is kept.

    Args:
        by: who delivers; None is the system itself.
        at: the moment.
        asked: which list; rows of other municipalities than she may deliver for are left out.

    Raises:
        ForbiddenError: this person may not deliver, or not for this municipality.
        FileRefusedError: the file as a whole cannot be used.
    """
    name, result = _read(by, at, asked)
    places = frozenset(row.municipality_id for row in result.rows)
    return Look(asked, name, places, _report(by, name, result, at))


def keep_realised_look(
    *, by: Person | None, at: datetime, look: Look, file: StoredFile
) -> PlanImport:
    """Keep what was found as a delivery, for somebody to look at and to apply."""
    delivery = new_delivery(by=by, at=at, look=look, file=file)
    return keep_delivery(by=by, at=at, delivery=delivery, told={"rows": look.report["rows"]})


def preview_realised(
    *, by: Person | None, at: datetime, file: StoredFile, region: Region | None
) -> PlanImport:
    """Read a list that counts, and keep what was found in it; nothing of it is recorded.

    Raises:
        ForbiddenError: this person may not deliver.
        FileRefusedError: the file as a whole cannot be used.
    """
    asked = Asked(path_of(file), file.name, region, None, localdate(at))
    look = look_at_realised(by=by, at=at, asked=asked)
    return keep_realised_look(by=by, at=at, look=look, file=file)


def apply_realised(
    *,
    by: Person | None,
    at: datetime,
    delivery: PlanImport,
    publisher: str = "",
    licence: str = "",
) -> PlanImport:
    """Take all rows of a previewed delivery in, or none; the same file twice adds nothing.

    Args:
        by: who does this; None is the system itself.
        at: the moment of recording.
        delivery: which delivery.
        publisher: who counted; empty is Kadaster or CBS.
        licence: under which licence; empty is that of the publisher.

    Raises:
        ForbiddenError: this person may not deliver.
        NotReadyError: the delivery has errors, or was applied.
        FileRefusedError: the file cannot be used any more.
    """
    check_ready(delivery)
    asked = Asked.again(delivery)
    name, result = _read(by, at, asked)
    with transaction.atomic():
        held = PlanImport.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
        check_ready(held)
        # Of two people who deliver at once the second waits, and finds what the first recorded.
        _hold(result)
        source = _source(by, at, name, delivery, publisher=publisher, licence=licence)
        if isinstance(result, ChangesResult):
            applied = _take_changes(by, at, result, source)
            # A list of changes is for whoever may see the plans; counted totals are for everybody.
            held.source = source
        else:
            applied = {
                "recorded": record_counts(by=by, at=at, counts=_counts(result), source=source)
            }
        held.state, held.applied_at = ImportState.APPLIED, at
        held.report = {**_report(by, name, result, at), "applied": applied}
        held.save(update_fields=["state", "applied_at", "report", "source"])
    delivery.state, delivery.applied_at, delivery.report = held.state, held.applied_at, held.report
    return delivery


def _source(
    by: Person | None, at: datetime, name: str, delivery: PlanImport, **said: str
) -> Source:
    """Return the source that a file is: one per content, dated when it first came."""
    key = f"{name.replace('_', '-')}-{delivery.file.sha256[:16]}"
    known = Source.objects.filter(key=key).first()
    if known is not None:
        return known
    return record_source(
        by=by,
        at=at,
        key=key,
        dated_on=delivery.reference_date,
        file=delivery.file,
        **{**PUBLISHED[name], **{field: text for field, text in said.items() if text}},
    )


def _take_changes(
    by: Person | None, at: datetime, result: ChangesResult, source: Source
) -> dict[str, int]:
    told: Counter[str] = Counter()
    for place, found in _by_place(result).items():
        told.update(
            take_in_changes(by=by, at=at, municipality=place, changes=found, source=source)
        )
    return dict(told)


def _by_place(result: ChangesResult) -> dict[Municipality, list[SeenChange]]:
    found: dict[UUID, list[SeenChange]] = defaultdict(list)
    for row in result.rows:
        found[row.municipality_id].append(row.change)
    places = Municipality.objects.filter(pk__in=found).select_related("organisation")
    return {place: found[place.pk] for place in places.order_by("code")}


def _hold(result: Result) -> None:
    wanted = {row.municipality_id for row in result.rows}
    held = Municipality.objects.select_for_update(of=("self",)).filter(pk__in=wanted)
    list(held.order_by("pk"))


# ------------------------------------------------------------------ reading
def _read(by: Person | None, at: datetime, asked: Asked) -> tuple[str, Result]:
    wanted = _wanted(by, at, asked)
    name, table = find_table(asked.path, asked.name, DRAWERS)
    if asked.format_name not in {"", name}:
        raise _other_layout(name)
    living = None if wanted is None else frozenset(lineage(wanted))
    context = (
        Context(places_on(asked.on), wanted=wanted, today=localdate(at))
        if name == CHANGES
        else Context(places_ever(asked.on), wanted=living, today=localdate(at))
    )
    result: Result = DRAWERS[name].read(table, context)
    if not result.rows and not result.issues:
        raise FileRefusedError(
            "no_rows", _("Onder de kolomnamen staat niets. Controleer of het bestand compleet is.")
        )
    if isinstance(result, ChangesResult):
        _other_days(result)
    return name, result


def _other_layout(name: str) -> FileRefusedError:
    if name == CHANGES:
        return FileRefusedError(
            "other_layout",
            _(
                "Dit zijn mutaties van gebouwen, geen jaartotalen. "
                "Gebruik woonregie import-building-changes."
            ),
        )
    return FileRefusedError(
        "other_layout",
        _(
            "Dit zijn jaartotalen, geen mutaties van gebouwen. "
            "Gebruik woonregie import-completions."
        ),
    )


def _wanted(by: Person | None, at: datetime, asked: Asked) -> frozenset[UUID] | None:
    """Return the municipalities of which rows are taken; None is all.

    Raises:
        ForbiddenError: none that this person may deliver for.
    """
    on = localdate(at)
    wanted = None
    if asked.region is not None:
        wanted = frozenset(municipalities_of(asked.region, on=on).values_list("pk", flat=True))
    if asked.municipality is not None:
        wanted = frozenset({asked.municipality.pk})
    if by is None:
        return wanted
    if not grants(by, "plans.import", on):
        raise ForbiddenError(_("U mag geen lijsten aanleveren."), permission="plans.import")
    own = frozenset(
        reachable_municipalities(by, "plans.import", on=on).values_list("pk", flat=True)
    )
    wanted = own if wanted is None else own & wanted
    if not wanted:
        raise ForbiddenError(_("U mag hier geen lijsten aanleveren."), permission="plans.import")
    return wanted


def _other_days(result: ChangesResult) -> None:
    """Warn where the same object was built or demolished on another day too."""
    known = known_on_other_days(sorted({row.change.object_id for row in result.rows}))
    for row, line in zip(result.rows, result.lines, strict=True):
        number, kind, day = row.what
        days = known.setdefault((number, kind), set())
        if days and day not in days:
            shown = min(days).strftime("%d-%m-%Y")
            result.issues.append(issue("change_other_day", line, "datum", day, day=shown))
        days.add(day)


# ------------------------------------------------------------------ what was found
def _report(by: Person | None, name: str, result: Result, at: datetime) -> dict[str, Any]:
    """Return what the preview shows: counts, issues, what is new."""
    found = (
        _changes_found(by, result, at)
        if isinstance(result, ChangesResult)
        else _totals_found(result)
    )
    return {
        "format": name,
        "rows": len(result.rows),
        "skipped": result.skipped,
        **found,
        **told_of(result.issues),
    }


def _changes_found(by: Person | None, result: ChangesResult, at: datetime) -> dict[str, Any]:
    told: Counter[str] = Counter(fresh=0, known=0, proposals=0, unmatched=0)
    for place, found in _by_place(result).items():
        told.update(match_changes(by=by, municipality=place, changes=found, on=localdate(at)))
    return {
        "dwellings": sum(row.change.dwellings for row in result.rows),
        "change": dict(told),
    }


def _totals_found(result: CompletionsResult) -> dict[str, Any]:
    counts = _counts(result)
    fresh = len(fresh_counts(counts))
    years = [row.year for row in result.rows]
    return {
        "numbers": len(counts),
        "first_year": min(years, default=None),
        "last_year": max(years, default=None),
        "change": {"fresh": fresh, "known": len(counts) - fresh},
    }


def _counts(result: CompletionsResult) -> list[CountedYear]:
    owners = dict(
        Municipality.objects.filter(
            pk__in={row.municipality_id for row in result.rows}
        ).values_list("pk", "organisation")
    )
    return [
        CountedYear(owners[row.municipality_id], measure, row.year, homes)
        for row in result.rows
        for measure, homes in row.counted.items()
    ]


def told_in(report: Mapping[str, Any]) -> Iterable[str]:
    """Return what was found in a list that counts, in sentences."""
    change = report["change"]
    if report["format"] == CHANGES:
        yield ngettext(
            "%(count)s mutatie van een gebouw, samen %(homes)s woningen.",
            "%(count)s mutaties van gebouwen, samen %(homes)s woningen.",
            report["rows"],
        ) % {"count": report["rows"], "homes": report["dwellings"]}
        yield _("Nieuw: %(fresh)s. Al bekend: %(known)s.") % change
        yield _("Voorstellen: %(proposals)s. Woningen in geen enkel plan: %(unmatched)s.") % change
    else:
        yield ngettext(
            "%(count)s jaartotaal van een gemeente.",
            "%(count)s jaartotalen van gemeenten.",
            report["rows"],
        ) % {"count": report["rows"]}
        yield _("Getallen nieuw of veranderd: %(fresh)s. Gelijk gebleven: %(known)s.") % change
