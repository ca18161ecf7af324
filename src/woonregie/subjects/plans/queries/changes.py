"""Which municipalities have other plans than before: what a remembered total hangs on."""

from uuid import UUID

from woonregie.foundation.audit.queries import acts_since
from woonregie.foundation.region.models import Municipality
from woonregie.foundation.region.queries import lineage

# Acts that change plans of the municipality that the event names.
OF_PLANS = frozenset(
    {
        "plans.decision_recorded",
        "plans.decision_taken_back",
        "plans.event_booked",
        "plans.homes_exchanged",
        "plans.homes_moved",
        "plans.list_applied",
        "plans.plan_changed",
        "plans.plan_created",
        "plans.plans_changed",
        "plans.posting_corrected",
        "plans.write_down_in_force",
    }
)
# Acts after which every plan stands as it stood. Any other act may change anything: a new act is
# not here until somebody has thought about it.
OF_OTHER_THINGS = frozenset(
    {
        "consents.decision_recorded",
        "documents.read_otherwise",
        "documents.reading_withdrawn",
        "documents.remark_settled",
        "documents.remarked",
        "forecast.reference_chosen",
        "forecast.vintage_imported",
        "plans.bottleneck_reported",
        "plans.bottleneck_solved",
        "plans.changes_taken_in",
        "plans.file_attached",
        "plans.file_detached",
        "plans.filter_forgotten",
        "plans.filter_saved",
        "plans.list_answered",
        "plans.list_previewed",
        "plans.location_claimed",
        "plans.programme_set",
        "plans.prospect_judged",
        "plans.unchanged",
        "plans.write_down_agreed",
        "plans.write_down_withdrawn",
        "region.facts_recorded",
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
