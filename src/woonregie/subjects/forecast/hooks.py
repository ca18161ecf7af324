"""What this room tells the lower floors about itself."""

from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.search.registry import register_searchable

register_act("forecast.vintage_imported", _("las een prognose in"))
register_act("forecast.reference_chosen", _("koos de referentieprognose"))
register_act("forecast.starting_point_recorded", _("legde een uitgangspunt voor prognoses vast"))
register_act("forecast.scenario_saved", _("bewaarde een prognosescenario"))
register_act("forecast.scenario_shared", _("deelde een prognosescenario met de regio"))
register_act("forecast.scenario_withdrawn", _("trok een prognosescenario in"))
register_act("forecast.scenario_adopted", _("legde vast dat een scenario is vastgesteld"))
register_searchable(
    "prognosescenarios",
    _("Prognosescenario's"),
    "woonregie.subjects.forecast.searching.SCENARIOS",
)
