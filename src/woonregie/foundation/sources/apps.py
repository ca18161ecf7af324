"""Tells Django that this room exists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SourcesConfig(AppConfig):
    """Sources and snapshots."""

    name = "woonregie.foundation.sources"
    label = "sources"
    verbose_name = _("Bronnen")
