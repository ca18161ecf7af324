"""What the register tells the lower floors about itself."""

from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.runs.registry import register_job
from woonregie.foundation.sources.reserved import Reserved, reserve

# Named, not imported: reading and writing the register needs arrays and shapes, which take as long
# to load as Django itself, and not everything that starts comes to them.
JOBS = "woonregie.subjects.plans.jobs"
SOURCES = "woonregie.subjects.plans.queries.sources"

register_act("plans.plan_created", _("legde een plan vast"))
register_act("plans.plan_changed", _("wijzigde een plan"))
register_act("plans.list_applied", _("verwerkte een lijst met plannen"))
register_act("plans.programme_set", _("legde een bouwprogramma vast"))
register_act("plans.list_previewed", _("leverde een lijst aan"))
reserve(
    Reserved(
        "plans.delivered",
        f"{SOURCES}.delivered_sources",
        f"{SOURCES}.readable_delivered_sources",
    )
)
register_job("plans.preview", f"{JOBS}.preview", _("Lijst bekijken"), f"{JOBS}.address")
register_job("plans.apply", f"{JOBS}.apply", _("Lijst verwerken"), f"{JOBS}.address")
