"""What this room tells the rooms that do not know it."""

from importlib import import_module

from django.utils.translation import gettext_lazy as _

from woonregie.foundation.meetings.beside import tell
from woonregie.foundation.meetings.registry import register_outcome
from woonregie.foundation.notices.registry import register_occasions, register_turns
from woonregie.foundation.pages.beside import register_beside
from woonregie.foundation.search.registry import register_searchable

ROOM = "woonregie.foundation.meetings"

# Its acts are registered where they are done.
import_module(f"{ROOM}.services")
register_outcome("decision", _("Besluit"), f"{ROOM}.handling.decide")
register_outcome("action", _("Actiepunt"), f"{ROOM}.handling.act", f"{ROOM}.forms.ActionForm")
register_outcome("minutes", _("Verslag vastgesteld"), f"{ROOM}.adopting.adopt_minutes")
register_turns("meetings", f"{ROOM}.turns.turns")
register_occasions("meetings", f"{ROOM}.turns.occasions")
register_searchable("vergaderingen", _("Vergaderingen"), f"{ROOM}.searching.MEETINGS")
register_searchable("acties", _("Actiepunten"), f"{ROOM}.searching.ACTIONS")
register_beside("meetings", 40, _("Vergaderingen"), tell)
