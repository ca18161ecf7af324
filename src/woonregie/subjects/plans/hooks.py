"""What the register tells the lower floors about itself."""

from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.sources.reserved import Reserved, reserve
from woonregie.subjects.plans.jobs import register
from woonregie.subjects.plans.queries.sources import (
    delivered_sources,
    readable_delivered_sources,
)

register_act("plans.plan_created", _("legde een plan vast"))
register_act("plans.plan_changed", _("wijzigde een plan"))
register_act("plans.list_applied", _("verwerkte een lijst met plannen"))
register_act("plans.programme_set", _("legde een bouwprogramma vast"))
register_act("plans.list_previewed", _("leverde een lijst aan"))
reserve(Reserved("plans.delivered", delivered_sources, readable_delivered_sources))
register()
