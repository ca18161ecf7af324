"""What this room tells the lower floors about itself."""

from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.runs.registry import register_job
from woonregie.foundation.search.registry import register_searchable

JOBS = "woonregie.subjects.forecast.jobs"

register_act("forecast.vintage_imported", _("las een prognose in"))
register_act("forecast.reference_chosen", _("koos de referentieprognose"))
register_act("forecast.backtest_kept", _("legde vast hoe eerdere prognoses uitkwamen"))
register_act("forecast.starting_point_recorded", _("legde een uitgangspunt voor prognoses vast"))
register_act("forecast.scenario_saved", _("bewaarde een prognosescenario"))
register_act("forecast.scenario_shared", _("deelde een prognosescenario met de regio"))
register_act("forecast.scenario_withdrawn", _("trok een prognosescenario in"))
register_act("forecast.own_need_laid_down", _("legde een definitie van eigen behoefte vast"))
register_act("forecast.own_need_chosen", _("legde vast welke eigen behoefte telt"))
register_act("forecast.own_need_dissented", _("legde een afwijkend standpunt vast"))
register_act("forecast.own_need_dissent_withdrawn", _("trok een afwijkend standpunt in"))
register_act("forecast.scenario_adopted", _("legde vast dat een scenario is vastgesteld"))
register_job("forecast.fan", f"{JOBS}.fan", _("Waaier van een scenario"), f"{JOBS}.address")
register_searchable(
    "prognosescenarios",
    _("Prognosescenario's"),
    "woonregie.subjects.forecast.searching.SCENARIOS",
)
