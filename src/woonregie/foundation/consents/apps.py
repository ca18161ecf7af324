"""Tells Django that this room exists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsentsConfig(AppConfig):
    """Decisions."""

    name = "woonregie.foundation.consents"
    label = "consents"
    verbose_name = _("Besluiten")
