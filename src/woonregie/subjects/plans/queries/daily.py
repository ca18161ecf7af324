"""What stands around a plan: bottlenecks, attachments, claims, prospects; saved filters."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.region.models import Region
from woonregie.subjects.plans.models import (
    Attachment,
    Bottleneck,
    Confirmation,
    LocationClaim,
    Prospect,
    SavedFilter,
)


def known(known_on: datetime | None) -> Q:
    """Return the filter for rows that stood at a moment; None is now."""
    if known_on is None:
        return Q(superseded_at__isnull=True)
    return Q(recorded_at__lte=known_on) & (
        Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_on)
    )


def bottlenecks_of(
    plan_id: UUID, *, on: date, known_on: datetime | None = None
) -> QuerySet[Bottleneck]:
    """Return what holds a plan up on a day, the oldest first."""
    going_on = Q(ends_before__isnull=True) | Q(ends_before__gt=on)
    return (
        Bottleneck.objects.filter(known(known_on), going_on, plan=plan_id, starts_on__lte=on)
        .select_related("owner", "recorded_by")
        .order_by("starts_on")
    )


def attachments_of(plan_id: UUID, *, known_on: datetime | None = None) -> QuerySet[Attachment]:
    """Return the files of a plan, the newest first."""
    found = Attachment.objects.filter(known(known_on), plan=plan_id)
    return found.select_related("file", "recorded_by").order_by("-recorded_at")


def claims_on(plan_id: UUID, *, known_on: datetime | None = None) -> QuerySet[LocationClaim]:
    """Return who counts on homes of a plan."""
    found = LocationClaim.objects.filter(known(known_on), plan=plan_id)
    return found.select_related("claimant", "decision").order_by("claimant__name")


def prospects_of(plan_id: UUID, *, known_on: datetime | None = None) -> QuerySet[Prospect]:
    """Return how likely a plan is, by each party that judged it."""
    found = Prospect.objects.filter(known(known_on), plan=plan_id)
    return found.select_related("judge").order_by("judge__name")


def filters_of(account: Person, region: Region) -> QuerySet[SavedFilter]:
    """Return the filters that somebody saved in a region."""
    return SavedFilter.objects.filter(account=account, region=region)


def last_confirmed_on(plan_id: UUID, *, on: date) -> date | None:
    """Return the last day on which somebody said that nothing had changed, or None."""
    return (
        Confirmation.objects.filter(plan=plan_id, confirmed_on__lte=on)
        .order_by("-confirmed_on")
        .values_list("confirmed_on", flat=True)
        .first()
    )
