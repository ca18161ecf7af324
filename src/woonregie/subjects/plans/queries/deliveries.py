"""Delivered lists, and what waits for somebody."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import municipalities_of, reachable_municipalities
from woonregie.subjects.plans.models import ImportState, PlanImport
from woonregie.subjects.plans.queries.versions import visible_plans
from woonregie.subjects.plans.queries.withheld import guarded

COUNTED_LISTS = ("building_changes", "completions")
"""Formats of lists that count what was built."""
OTHER_LISTS = ("programme", *COUNTED_LISTS)
"""Formats of deliveries that are no lists of plans."""


def visible_imports(*, account: Person, region: Region, today: date) -> QuerySet[PlanImport]:
    """Return the deliveries that somebody may see: of municipalities for which she may deliver.

    A list of several municipalities belongs to none of them: it is for whoever delivered it, and
    for whoever may deliver for the whole region. Of a municipality that keeps a plan from her she
    sees only what she delivered herself: the lists of others may speak of that plan.
    """
    kept_back = guarded(account, today=today)
    return _deliveries(account, region, today, "plans.import", kept_back)


def programme_deliveries(*, account: Person, region: Region, today: date) -> QuerySet[PlanImport]:
    """Return the delivered lists of adopted numbers that somebody may see."""
    found = _deliveries(account, region, today, "programme.edit")
    return found.filter(format_name="programme")


def realised_deliveries(*, account: Person, region: Region, today: date) -> QuerySet[PlanImport]:
    """Return the delivered lists that count what was built that somebody may see."""
    found = visible_imports(account=account, region=region, today=today)
    return found.filter(format_name__in=COUNTED_LISTS)


def _deliveries(
    account: Person,
    region: Region,
    today: date,
    permission: str,
    kept_back: frozenset[UUID] = frozenset(),
) -> QuerySet[PlanImport]:
    all_places = set(municipalities_of(region, on=today).values_list("pk", flat=True))
    reachable = reachable_municipalities(account, permission, on=today)
    places = set(reachable.filter(pk__in=all_places).values_list("pk", flat=True))
    own = Q(created_by=account)
    of_many = Q(municipality__isnull=True)
    if places != all_places or places & kept_back:
        of_many &= own
    of_one = Q(municipality__in=places - kept_back) | Q(municipality__in=places) & own
    return (
        PlanImport.objects.filter(of_many | of_one, region=region)
        .select_related("file", "municipality__organisation", "created_by", "source", "region")
        .order_by("-created_at")
    )


def open_imports(*, account: Person, region: Region, today: date) -> QuerySet[PlanImport]:
    """Return deliveries that were previewed and not yet applied, or wait for an answer."""
    return visible_imports(account=account, region=region, today=today).filter(
        state__in=[ImportState.ASKED, ImportState.PREVIEWED], created_by=account
    )


def plans_to_mend(*, account: Person, region: Region, on: date) -> dict[str, int]:
    """Return how many visible plans lack a delivery year or a status, by kind.

    Zero is left out.
    """
    visible = visible_plans(account=account, region=region, on=on, today=on)
    found = {
        "unphased": visible.filter(without_year()).count(),
        "status": visible.filter(planning_status="unknown").count(),
    }
    return {kind: count for kind, count in found.items() if count}


def without_year() -> Q:
    """Return the condition that a plan has dwellings to build of which the year is not known."""
    return Q(unphased__gt=0)
