"""Delivered lists, and what waits for somebody."""

from datetime import date

from django.db.models import Q, QuerySet

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import municipalities_of, reachable_municipalities
from woonregie.subjects.plans.models import ImportState, PlanImport
from woonregie.subjects.plans.queries.versions import visible_plans


def visible_imports(*, account: Person, region: Region, today: date) -> QuerySet[PlanImport]:
    """Return the deliveries that somebody may see: of municipalities for which she may deliver."""
    reachable = reachable_municipalities(account, "plans.import", on=today)
    places = reachable.filter(pk__in=municipalities_of(region, on=today).order_by().values("pk"))
    mine = PlanImport.objects.filter(region=region, created_by=account)
    theirs = PlanImport.objects.filter(region=region, municipality__in=places.values("pk"))
    return (
        (mine | theirs)
        .select_related("file", "municipality__organisation", "created_by", "source")
        .distinct()
    )


def open_imports(*, account: Person, region: Region, today: date) -> QuerySet[PlanImport]:
    """Return deliveries that were previewed and not yet applied."""
    return visible_imports(account=account, region=region, today=today).filter(
        state=ImportState.PREVIEWED, created_by=account
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
