"""What all delivered lists share: a look, a delivery that is kept, one report."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.audit.services import record
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.region.models import Municipality
from woonregie.subjects.plans.errors import PlanError
from woonregie.subjects.plans.formats import OWN
from woonregie.subjects.plans.formats.delivered import Issue
from woonregie.subjects.plans.models import ImportState, PlanImport
from woonregie.subjects.plans.services.reading import Asked

MOST_ISSUES = 2000
ERROR = "error"


class NotReadyError(PlanError):
    """A delivery with errors or open questions, or one that was applied already."""

    code = "not_ready"


@dataclass(frozen=True, slots=True)
class Look:
    """What was found in a list, before anything of it is kept."""

    asked: Asked
    format_name: str
    places: frozenset[UUID]
    report: dict[str, Any]

    @property
    def municipality(self) -> Municipality | None:
        """Whose it is: a list that speaks of one municipality is that municipality's own."""
        return municipality_of(self.asked, self.places)

    @property
    def errors(self) -> int:
        """How many errors stop it."""
        return int(self.report["severities"].get(ERROR, 0))


def municipality_of(asked: Asked, places: Collection[UUID]) -> Municipality | None:
    """Return whose a list is that speaks of these municipalities; None for a list of several."""
    if asked.municipality is not None or len(places) != 1:
        return asked.municipality
    return Municipality.objects.get(pk=min(places))


def new_delivery(*, by: Person | None, at: datetime, look: Look, file: StoredFile) -> PlanImport:
    """Return the delivery of a look, not kept yet."""
    asked = look.asked
    return PlanImport(
        file=file,
        format_name=look.format_name,
        municipality=look.municipality,
        region=asked.region,
        reference_date=asked.on,
        system=getattr(asked, "system", ""),
        state=ImportState.PREVIEWED,
        report=look.report,
        created_by=by,
        created_at=at,
    )


@transaction.atomic
def keep_delivery(
    *, by: Person | None, at: datetime, delivery: PlanImport, told: Mapping[str, Any]
) -> PlanImport:
    """Keep a delivery, for somebody to look at and to apply.

    Args:
        by: who delivers; None is the system itself.
        at: the moment.
        delivery: what `new_delivery` gave.
        told: what the audit line says of it, besides the fingerprint of its file.
    """
    delivery.save()
    record(
        act="plans.list_previewed",
        by=by,
        at=at,
        target=delivery,
        organisation_id=owner_of(delivery),
        payload={**told, "sha256": delivery.file.sha256},
    )
    return delivery


def keep_asked(
    *,
    by: Person | None,
    at: datetime,
    asked: Asked,
    file: StoredFile,
    what: Mapping[str, Any],
) -> PlanImport:
    """Keep a delivery of which we must first be told how to read it.

    Args:
        by: who delivers; None is the system itself.
        at: the moment.
        asked: which list, and for whom.
        file: the delivered file.
        what: its columns, and what is not known of them.
    """
    delivery = PlanImport(
        file=file,
        format_name=OWN,
        municipality=asked.municipality,
        region=asked.region,
        reference_date=asked.on,
        system=asked.system,
        state=ImportState.ASKED,
        report=report_of_asked(what),
        created_by=by,
        created_at=at,
    )
    return keep_delivery(by=by, at=at, delivery=delivery, told={"plans": 0, "errors": 0})


def report_of_asked(what: Mapping[str, Any]) -> dict[str, Any]:
    """Return the report of a list that waits for an answer."""
    counts = dict.fromkeys(("plans", "skipped", "build", "demolition"), 0)
    return {**counts, "change": {}, "basis": "", **told_of([]), "asked": dict(what)}


def owner_of(delivery: PlanImport) -> UUID | None:
    """Return whose people may read the audit line of a delivery."""
    if delivery.municipality is not None:
        return delivery.municipality.organisation_id
    return delivery.region.organisation_id if delivery.region else None


def check_sound(delivery: PlanImport) -> None:
    """Refuse a delivery that has errors, or was applied.

    Raises:
        NotReadyError: with a sentence that says which.
    """
    if delivery.state == ImportState.ASKED:
        raise NotReadyError(
            _("Zeg eerst hoe wij de kolommen van deze lijst lezen."), state=delivery.state
        )
    if delivery.state != ImportState.PREVIEWED:
        raise NotReadyError(_("Deze aanlevering is al verwerkt."), state=delivery.state)
    if errors := delivery.report["severities"].get(ERROR):
        raise NotReadyError(
            _(
                "Deze aanlevering heeft nog fouten. Herstel "
                "ze in uw bestand en lever het opnieuw aan."
            ),
            errors=errors,
        )


def check_ready(delivery: PlanImport) -> None:
    """Refuse a delivery that has errors or open questions, or was applied.

    Raises:
        NotReadyError: with a sentence that says which.
    """
    check_sound(delivery)
    if waiting := open_questions(delivery.report):
        raise NotReadyError(
            ngettext(
                "Er is nog %(count)s vraag open. Beantwoord haar eerst op de pagina van de lijst.",
                "Er zijn nog %(count)s vragen open. "
                "Beantwoord ze eerst op de pagina van de lijst.",
                waiting,
            )
            % {"count": waiting},
            questions=waiting,
        )


def open_questions(report: Mapping[str, Any]) -> int:
    """Return how many questions of a report nobody answered yet."""
    return sum(report.get("open", {}).values())


def has_errors(issues: Iterable[Issue]) -> bool:
    """Return whether one of the issues stops a list."""
    return any(item.severity == ERROR for item in issues)


def told_of(
    issues: Collection[Issue], uncounted: Mapping[str, int] | None = None
) -> dict[str, Any]:
    """Return what a report says of issues: how many of each, and the worst of them.

    Args:
        issues: those with a row of their own.
        uncounted: by code how many more there are.
    """
    codes = Counter(item.code for item in issues) + Counter(uncounted or {})
    return {
        "severities": dict(Counter(item.severity for item in issues)),
        "codes": dict(codes),
        "issues": [item.as_json() for item in worst_first(list(issues))[:MOST_ISSUES]],
        "not_shown": max(0, codes.total() - MOST_ISSUES),
    }


def worst_first(issues: Sequence[Issue]) -> list[Issue]:
    """Return issues, errors before warnings, each in the order of the file."""
    order = {ERROR: 0, "warning": 1, "hint": 2}
    return sorted(issues, key=lambda item: (order[item.severity], item.row))
