"""Tells Django that this room exists."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForecastConfig(AppConfig):
    """The forecast vintages."""

    name = "woonregie.subjects.forecast"
    label = "forecast"
    verbose_name = _("Prognoses")

    def ready(self) -> None:
        """Register this room's acts, jobs and turns."""
        import_module(f"{self.name}.hooks")
