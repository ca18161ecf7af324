"""What this room makes findable for the rooms below it, which do not know that it is here."""

from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.services import recorded
from woonregie.foundation.search.registry import register_searchable
from woonregie.foundation.search.services import follow

KINDS = "woonregie.foundation.search.kinds"

register_searchable("gemeenten", _("Gemeenten"), f"{KINDS}.MUNICIPALITIES")
register_searchable("normen", _("Normen"), f"{KINDS}.NORMS")
register_searchable("bronnen", _("Bronnen"), f"{KINDS}.SOURCES")
recorded.connect(follow, dispatch_uid="search.follow")
