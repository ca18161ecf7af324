"""Which municipalities have other plans than before: what a remembered total hangs on."""

from uuid import UUID

from woonregie.foundation.audit.queries import acts_since
from woonregie.foundation.region.models import Municipality
from woonregie.foundation.region.queries import lineage

# Acts that change plans of the municipality that the event names.
OF_PLANS = frozenset(
    {"plans.plan_created", "plans.plan_changed", "plans.plans_changed", "plans.list_applied"}
)
# Acts after which every plan stands as it stood. Any other act may change anything: a new act is
# not here until somebody has thought about it.
OF_OTHER_THINGS = frozenset(
    {
        "consents.decision_recorded",
        "forecast.reference_chosen",
        "forecast.vintage_imported",
        "plans.list_previewed",
        "plans.programme_set",
        "sources.source_recorded",
    }
)
MOST_EVENTS, MOST_PLACES = 1000, 60


def places_changed_since(sequence: int) -> frozenset[UUID] | None:
    """Return the municipalities whose plans changed after an event; None when all may have."""
    acts = acts_since(sequence, most=MOST_EVENTS)
    if acts is None or any(act not in OF_PLANS | OF_OTHER_THINGS for act, _owner in acts):
        return None
    owners = {owner for act, owner in acts if act in OF_PLANS}
    places = list(
        Municipality.objects.filter(organisation__in=owners - {None}).values_list("pk", flat=True)
    )
    # A list of a whole region names the region, and may have changed any of its municipalities.
    if len(places) < len(owners) or len(places) > MOST_PLACES:
        return None
    # Plans of before a merger are changed by the municipality that came of it.
    return frozenset(lineage(places))
