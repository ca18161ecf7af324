"""The kinds of works that every region has, what can be found, whose turn it is."""

from django.utils.translation import gettext_lazy as _

from woonregie.foundation.accounts.models import Role
from woonregie.foundation.documents.registry import register_kind
from woonregie.foundation.notices.registry import register_deadlines, register_turns
from woonregie.foundation.search.registry import register_searchable

ROOM = "woonregie.foundation.documents"
OFFICE = Role.REGION_SECRETARY
PARTIES = (
    Role.OFFICIAL,
    Role.CORPORATION_ADVISER,
    Role.TENANTS_REPRESENTATIVE,
    Role.ACCOUNT_MANAGER,
)

register_kind("programme", _("programma"), writers=[OFFICE])
register_kind("agreement", _("afspraken"), writers=[OFFICE, *PARTIES])
register_kind("position", _("standpunt"), writers=[OFFICE, *PARTIES])
register_kind("minutes", _("verslag"), writers=[OFFICE, Role.THEME_LEAD, *PARTIES])

register_searchable("documenten", _("Documenten"), f"{ROOM}.searching.WORKS")
register_searchable("bepalingen", _("Bepalingen"), f"{ROOM}.searching.CLAUSES")
register_turns("documents", f"{ROOM}.turns.turns")
register_deadlines("documents", f"{ROOM}.turns.deadlines")
