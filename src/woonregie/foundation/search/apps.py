"""Tells Django that this room exists."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Search."""

    name = "woonregie.foundation.search"
    label = "search"
    verbose_name = _("Zoeken")

    def ready(self) -> None:
        """Register what can be found, and follow what is done."""
        import_module(f"{self.name}.hooks")
