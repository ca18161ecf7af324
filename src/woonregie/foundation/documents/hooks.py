"""The kinds of works that every region has, for subjects to add their own."""

from django.utils.translation import gettext_lazy as _

from woonregie.foundation.accounts.models import Role
from woonregie.foundation.documents.registry import register_kind

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
