"""Tells Django that this room exists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisclosureConfig(AppConfig):
    """Audiences and safe totals."""

    name = "woonregie.foundation.disclosure"
    label = "disclosure"
    verbose_name = _("Wie mag wat zien")
