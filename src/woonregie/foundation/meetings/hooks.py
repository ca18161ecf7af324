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
for name, title, handler, form in (
    ("decision", _("Besluit"), "handling.decide", ""),
    ("action", _("Actiepunt"), "handling.act", "forms.ActionForm"),
    ("commitment", _("Afspraak"), "handling.promise", "forms.PromiseForm"),
    ("proposal", _("Voorstel"), "handling.ask_to_change", "forms.ProposalForm"),
    ("minutes", _("Verslag vastgesteld"), "adopting.adopt_minutes", ""),
):
    register_outcome(name, title, f"{ROOM}.{handler}", form and f"{ROOM}.{form}")
register_turns("meetings", f"{ROOM}.turns.turns")
register_occasions("meetings", f"{ROOM}.turns.occasions")
register_searchable("vergaderingen", _("Vergaderingen"), f"{ROOM}.searching.MEETINGS")
register_searchable("acties", _("Actiepunten"), f"{ROOM}.searching.ACTIONS")
register_beside("meetings", 40, _("Vergaderingen"), tell)
