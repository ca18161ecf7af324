"""Tells Django that this room exists."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegionConfig(AppConfig):
    """Places and regions."""

    name = "woonregie.foundation.region"
    label = "region"
    verbose_name = _("Regio's")

    def ready(self) -> None:
        """Tell the lower floors what they need to know."""
        import_module(f"{self.name}.hooks")
