"""Tells Django that this room exists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegionConfig(AppConfig):
    """Places and regions."""

    name = "woonregie.foundation.region"
    label = "region"
    verbose_name = _("Regio's")
