"""Sources that are delivered lists: how a municipality calls its file is not for the others."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.pages.among import Among
from woonregie.foundation.region.queries import reachable_municipalities
from woonregie.subjects.plans.models import BuildingChange, PlanImport, PlanVersion
from woonregie.subjects.plans.queries.withheld import guarded, withheld


def delivered_sources() -> QuerySet[PlanImport, Any]:
    """Return the keys of all sources that are delivered lists."""
    return PlanImport.objects.filter(source__isnull=False).values("source")


def readable_delivered_sources(account: Account, on: date) -> QuerySet[PlanImport, Any]:
    """Return the keys of the delivered lists that somebody may see on a day.

    A list of one municipality is for whoever may see its plans; a list of a whole region for
    whoever may see a plan that came with it. So is a list of a municipality that keeps a plan from
    her: its name may be that of the plan.
    """
    reachable = reachable_municipalities(account, "plans.view", on=on).values("pk")
    came_along = PlanVersion.objects.filter(source=OuterRef("source"), municipality__in=reachable)
    kept_back = withheld(account, today=on)
    if kept_back:
        came_along = came_along.exclude(Among("plan", kept_back))
    # Of a list of building changes, whoever may judge a proposal that came of it.
    changed = BuildingChange.objects.filter(source=OuterRef("source"), municipality__in=reachable)
    places = guarded(account, today=on)
    return delivered_sources().filter(
        Q(Q(municipality__in=reachable) & ~Q(municipality__in=places))
        | Q(Exists(came_along), municipality__in=places)
        | Q(Exists(came_along) | Exists(changed), municipality__isnull=True)
    )
