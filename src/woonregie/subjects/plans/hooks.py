"""What the register tells the lower floors about itself."""

from importlib import import_module
from typing import Any

from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.commitments.registry import Metric, register_metric
from woonregie.foundation.disclosure.groups import register_groups
from woonregie.foundation.intake.schema import register_schema
from woonregie.foundation.notices.registry import register_turns
from woonregie.foundation.region.features.collections import register_collection
from woonregie.foundation.runs.registry import register_job
from woonregie.foundation.search.registry import register_searchable
from woonregie.foundation.sources.reserved import Reserved, reserve
from woonregie.subjects.plans.groups import GROUPS, PLAN

# Named, not imported: reading and writing the register needs arrays and shapes, which take as long
# to load as Django itself, and not everything that starts comes to them.
JOBS = "woonregie.subjects.plans.jobs"
SOURCES = "woonregie.subjects.plans.queries.sources"


def _schema() -> Any:
    """Return the columns of a list of plans; it needs the whole register, so only when asked."""
    return import_module("woonregie.subjects.plans.formats.own.schema").schema()


# What can change what plans hold; other acts on plans change no figure.
_CHANGES = (
    "plans.plan_c",
    "plans.plans_changed",
    "plans.list_applied",
    "plans.bookings_taken_in",
    "plans.event_booked",
    "plans.homes_",
    "plans.posting_corrected",
    "plans.write_down_",
    "plans.relat",
    "plans.decision_",
    "plans.proposal_decided",
    "disclosure.audience_",
    "region.list_loaded",
    "region.region_made",
)
_MEASURED = "woonregie.subjects.plans.queries.measured"

_SEGMENTS = {
    "social_rent": _("sociale huur"),
    "mid_rent": _("middenhuur"),
    "affordable_owner": _("betaalbare koop"),
}

register_metric(
    Metric(
        key="plans.net_homes",
        title=_("Netto woningen in plannen"),
        unit="dwellings",
        explanation=_("Wat plannen nog bouwen, min wat zij nog slopen; alle jaren samen."),
        path=f"{_MEASURED}.net_homes",
        parts_path=f"{_MEASURED}.parts_of_net_homes",
        segments=_SEGMENTS,
        acts=_CHANGES,
    )
)
register_metric(
    Metric(
        key="plans.realised",
        title=_("Gerealiseerde woningen"),
        unit="dwellings",
        explanation=_(
            "Wat sinds een dag als gerealiseerd is geboekt; per segment naar verhouding van wat "
            "het plan toen van dat segment had."
        ),
        path=f"{_MEASURED}.realised",
        parts_path=f"{_MEASURED}.parts_of_realised",
        segments=_SEGMENTS,
        counts=True,
        acts=_CHANGES,
    )
)
register_metric(
    Metric(
        key="plans.written_down",
        title=_("Afgeboekte woningen"),
        unit="dwellings",
        explanation=_("Wat sinds een dag rechtsgeldig is afgeboekt."),
        path=f"{_MEASURED}.written_down",
        parts_path=f"{_MEASURED}.parts_of_written_down",
        counts=True,
        acts=_CHANGES,
    )
)
register_groups(PLAN, GROUPS)
register_act("plans.plan_created", _("legde een plan vast"))
register_act("plans.plan_changed", _("wijzigde een plan"))
register_act("plans.plans_changed", _("wijzigde plannen in een tabel"))
register_act("plans.list_applied", _("verwerkte een lijst met plannen"))
register_act("plans.bookings_taken_in", _("las boekingen in"))
register_act("plans.event_booked", _("boekte een mutatie"))
register_act("plans.homes_moved", _("boekte een overdracht"))
register_act("plans.homes_exchanged", _("boekte een ruil"))
register_act("plans.posting_corrected", _("herstelde een boeking"))
register_act("plans.write_down_agreed", _("legde een afgesproken afboeking vast"))
register_act("plans.write_down_in_force", _("boekte een afboeking"))
register_act("plans.write_down_withdrawn", _("trok een afgesproken afboeking in"))
register_act("plans.related", _("legde een relatie tussen plannen vast"))
register_act("plans.relation_ended", _("beëindigde een relatie tussen plannen"))
register_act("plans.decision_recorded", _("legde een planologisch besluit vast"))
register_act("plans.decision_taken_back", _("nam een planologisch besluit terug"))
register_act("plans.changes_taken_in", _("las mutaties van gebouwen in"))
register_act("plans.proposal_decided", _("beoordeelde een voorstel"))
register_act("plans.filter_saved", _("bewaarde een filter"))
register_act("plans.filter_forgotten", _("verwijderde een filter"))
register_act("plans.bottleneck_reported", _("meldde een knelpunt"))
register_act("plans.bottleneck_solved", _("loste een knelpunt op"))
register_act("plans.file_attached", _("voegde een bijlage toe"))
register_act("plans.file_detached", _("haalde een bijlage weg"))
register_act("plans.location_claimed", _("legde een claim op een locatie vast"))
register_act("plans.prospect_judged", _("beoordeelde de kansrijkheid"))
register_act("plans.unchanged", _("bevestigde dat er niets veranderd is"))
register_act("plans.programme_set", _("legde een bouwprogramma vast"))
register_act("plans.leads_set", _("legde vast welk systeem leidend is"))
register_act("plans.layout_saved", _("vulde de indeling van een ontvanger in"))
register_act("plans.layout_withdrawn", _("haalde de indeling van een ontvanger weg"))
register_act("plans.list_previewed", _("leverde een lijst aan"))
register_act("plans.columns_learned", _("leerde ons kolommen van een eigen lijst"))
register_act("plans.meaning_forgotten", _("liet ons een kolom of woord vergeten"))
register_schema("plans", _schema)
register_act("plans.list_answered", _("beantwoordde vragen bij een lijst"))
register_act("plans.delivered", _("leverde plannen aan een ander"))
reserve(
    Reserved(
        "plans.delivered",
        f"{SOURCES}.delivered_sources",
        f"{SOURCES}.readable_delivered_sources",
    )
)
register_job("plans.preview", f"{JOBS}.preview", _("Lijst bekijken"), f"{JOBS}.address")
register_job("plans.read_again", f"{JOBS}.read_again", _("Lijst opnieuw lezen"), f"{JOBS}.address")
register_job("plans.settle", f"{JOBS}.settle", _("Antwoorden bewaren"), f"{JOBS}.address")
register_job("plans.apply", f"{JOBS}.apply", _("Lijst verwerken"), f"{JOBS}.address")
register_job(
    "plans.deliver", f"{JOBS}.deliver", _("Plannen aanleveren"), f"{JOBS}.delivered_address"
)
register_collection("plannen", "woonregie.subjects.plans.collection.PLANS")
register_searchable("plannen", _("Plannen"), "woonregie.subjects.plans.searching.PLANS")
register_turns("plans", "woonregie.subjects.plans.turns.turns")
