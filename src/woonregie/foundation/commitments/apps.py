"""Tells Django that this room exists."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    """Commitments."""

    name = "woonregie.foundation.commitments"
    label = "commitments"
    verbose_name = _("Afspraken")

    def ready(self) -> None:
        """Follow what is done, and register what this room tells others."""
        import_module(f"{self.name}.hooks")
