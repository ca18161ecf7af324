"""What this room tells the rooms that do not know it."""

from django.utils.translation import gettext_lazy as _

from woonregie.foundation.consents.beside import tell
from woonregie.foundation.consents.services import DECISIONS, KIND
from woonregie.foundation.notices.registry import register_deadlines, register_turns
from woonregie.foundation.pages.beside import register_beside
from woonregie.foundation.search.registry import register_searchable

SEARCHING = "woonregie.foundation.consents.searching"
TURNS = "woonregie.foundation.consents.turns"

register_searchable(KIND, _("Instemming"), f"{SEARCHING}.REQUESTS")
register_searchable(DECISIONS, _("Besluiten"), f"{SEARCHING}.DECISIONS")
register_beside("consents", 20, _("Instemming"), tell)
register_turns("consents", f"{TURNS}.turns")
register_deadlines("consents", f"{TURNS}.deadlines")
