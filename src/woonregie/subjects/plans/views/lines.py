"""The timeline of a plan, for its page."""

from typing import Any

from django.utils import timezone

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.subjects.plans.queries import visible_plans
from woonregie.subjects.plans.queries.timeline import related_plans, timeline
from woonregie.subjects.plans.queries.withheld import withheld
from woonregie.subjects.plans.views.records import Asked

MOST_AT_FIRST = 10


def line_of(request: AccountRequest, asked: Asked) -> dict[str, Any]:
    """Return what happened to a plan, the newest in sight and the rest folded.

    Another plan is named only to whoever may see it on the same day; of a plan that is kept from
    her not even the relation is told.
    """
    plan_id = asked.version.plan_id
    related = related_plans(plan_id, known_on=asked.known_on)
    seen: set[Any] = set()
    if related:
        may_see = visible_plans(
            account=request.user,
            region=asked.region,
            on=asked.on,
            known_on=asked.known_on,
            today=timezone.localdate(),
        )
        seen = set(may_see.filter(plan__in=related).values_list("plan_id", flat=True))
    kept = withheld(request.user, today=timezone.localdate())
    rows = timeline(plan_id, known_on=asked.known_on, seen=seen, kept=kept)
    newest, older = rows[:MOST_AT_FIRST], rows[MOST_AT_FIRST:]
    return {"timeline": {"newest": newest, "older": older, "start": len(newest) + 1}}
