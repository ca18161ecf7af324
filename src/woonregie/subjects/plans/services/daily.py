"""Daily work with plans: saved filters, bottlenecks, attachments, claims and prospects."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.audit.services import record
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.region.models import Region
from woonregie.subjects.plans.errors import AlreadyEndedError, PlanError
from woonregie.subjects.plans.models import (
    Attachment,
    Bottleneck,
    LocationClaim,
    Plan,
    Prospect,
    SavedFilter,
)
from woonregie.subjects.plans.models.daily import Recorded
from woonregie.subjects.plans.permissions import require

MOST_FILTERS = 50


@transaction.atomic
def save_filter(*, by: Person, at: datetime, region: Region, name: str, query: str) -> SavedFilter:
    """Keep a question to the list under a name; the same name is the new question.

    Raises:
        PlanError: no name, or fifty filters already.
    """
    wanted = name.strip()[:60]
    own = SavedFilter.objects.filter(account=by, region=region)
    if not wanted:
        raise PlanError(_("Geef het filter een naam."))
    if own.exclude(name=wanted).count() >= MOST_FILTERS:
        raise PlanError(_("U hebt al %(most)s filters. Verwijder er eerst een.") % {"most": 50})
    kept, _made = SavedFilter.objects.update_or_create(
        account=by, region=region, name=wanted, defaults={"query": query[:500]}
    )
    record(act="plans.filter_saved", by=by, at=at, target=kept)
    return kept


@transaction.atomic
def forget_filter(*, by: Person, at: datetime, saved: SavedFilter) -> None:
    """Remove a saved filter of one's own.

    Raises:
        PlanError: it is somebody else's.
    """
    if saved.account_id != by.pk:
        raise PlanError(_("Dit filter is van iemand anders."))
    record(act="plans.filter_forgotten", by=by, at=at, target=saved)
    saved.delete()


@transaction.atomic
def report_bottleneck(
    *,
    by: Person | None,
    at: datetime,
    plan: Plan,
    kind: str,
    owner: Organisation,
    starts_on: date,
    text: str = "",
) -> Bottleneck:
    """Record what holds a plan up, and whose turn it is.

    Raises:
        ForbiddenError: the person may not edit this plan.
    """
    require(by, "plans.edit", plan.municipality, on=localdate(at))
    kept = Bottleneck.objects.create(
        plan=plan,
        kind=kind,
        owner=owner,
        starts_on=starts_on,
        text=text.strip()[:500],
        recorded_at=at,
        recorded_by=by,
    )
    _tell("plans.bottleneck_reported", by, at, kept)
    return kept


@transaction.atomic
def solve_bottleneck(
    *, by: Person | None, at: datetime, bottleneck: Bottleneck, ends_before: date
) -> Bottleneck:
    """Record that a bottleneck is gone; what was known of it stays.

    Raises:
        ForbiddenError: the person may not edit this plan.
        AlreadyEndedError: it was solved before, or would end before it began.
    """
    require(by, "plans.edit", bottleneck.plan.municipality, on=localdate(at))
    if ends_before <= bottleneck.starts_on:
        raise AlreadyEndedError(_("Het knelpunt eindigt voordat het begint."))
    _supersede(bottleneck, at)
    kept = Bottleneck.objects.create(
        plan=bottleneck.plan,
        kind=bottleneck.kind,
        owner=bottleneck.owner,
        starts_on=bottleneck.starts_on,
        ends_before=ends_before,
        text=bottleneck.text,
        recorded_at=at,
        recorded_by=by,
    )
    _tell("plans.bottleneck_solved", by, at, kept)
    return kept


@transaction.atomic
def attach_file(
    *, by: Person | None, at: datetime, plan: Plan, file: StoredFile, title: str
) -> Attachment:
    """Attach a stored file to a plan.

    Raises:
        ForbiddenError: the person may not edit this plan.
    """
    require(by, "plans.edit", plan.municipality, on=localdate(at))
    kept = Attachment.objects.create(
        plan=plan,
        file=file,
        title=title.strip()[:200] or file.name[:200],
        recorded_at=at,
        recorded_by=by,
    )
    _tell("plans.file_attached", by, at, kept)
    return kept


@transaction.atomic
def detach_file(*, by: Person | None, at: datetime, attachment: Attachment) -> None:
    """Take an attachment away from the page; it stays in the history.

    Raises:
        ForbiddenError: the person may not edit this plan.
        AlreadyEndedError: it was taken away before.
    """
    require(by, "plans.edit", attachment.plan.municipality, on=localdate(at))
    _supersede(attachment, at)
    _tell("plans.file_detached", by, at, attachment)


@transaction.atomic
def claim_location(
    *,
    by: Person | None,
    at: datetime,
    plan: Plan,
    claimant: Organisation,
    dwellings: int,
    decision: Decision | None = None,
    note: str = "",
) -> LocationClaim:
    """Record that an organisation counts on homes of a plan; its earlier claim is superseded.

    For other subjects, which check who may claim.
    """
    LocationClaim.objects.filter(plan=plan, claimant=claimant, superseded_at__isnull=True).update(
        superseded_at=at
    )
    kept = LocationClaim.objects.create(
        plan=plan,
        claimant=claimant,
        dwellings=dwellings,
        decision=decision,
        note=note[:300],
        recorded_at=at,
        recorded_by=by,
    )
    _tell("plans.location_claimed", by, at, kept)
    return kept


@transaction.atomic
def judge_prospect(
    *,
    by: Person | None,
    at: datetime,
    plan: Plan,
    judge: Organisation,
    judged_on: date,
    probability_share: Decimal,
    spread_share: Decimal | None = None,
    delay_years: Decimal | None = None,
    note: str = "",
) -> Prospect:
    """Record how likely a plan is, as a party judges it; its earlier judgement is superseded.

    For other subjects, which check who may judge.

    Raises:
        PlanError: a probability outside 0 to 1.
    """
    if not 0 <= probability_share <= 1:
        raise PlanError(_("Een kans ligt tussen 0 en 1."), probability=str(probability_share))
    Prospect.objects.filter(plan=plan, judge=judge, superseded_at__isnull=True).update(
        superseded_at=at
    )
    kept = Prospect.objects.create(
        plan=plan,
        judge=judge,
        judged_on=judged_on,
        probability_share=probability_share,
        spread_share=spread_share,
        delay_years=delay_years,
        note=note[:300],
        recorded_at=at,
        recorded_by=by,
    )
    _tell("plans.prospect_judged", by, at, kept)
    return kept


def _supersede(row: Recorded, at: datetime) -> None:
    standing = type(row)._default_manager.filter(pk=row.pk, superseded_at__isnull=True)  # noqa: SLF001  Django's public manager
    if not standing.update(superseded_at=at):
        raise AlreadyEndedError(_("Dit is al gewijzigd of weggehaald."), row=str(row.pk))


def _tell(act: str, by: Person | None, at: datetime, row: Recorded) -> None:
    record(
        act=act,
        by=by,
        at=at,
        target=row.plan,
        organisation_id=row.plan.municipality.organisation_id,
        payload={"number": row.plan.number, "row": row.pk},
    )
