"""What this room tells the lower floors about itself."""

from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.acts import register_act

register_act("forecast.vintage_imported", _("las een prognose in"))
register_act("forecast.reference_chosen", _("koos de referentieprognose"))
