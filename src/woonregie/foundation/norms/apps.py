"""Tells Django that this room exists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NormsConfig(AppConfig):
    """Norms and definition profiles."""

    name = "woonregie.foundation.norms"
    label = "norms"
    verbose_name = _("Normen")
