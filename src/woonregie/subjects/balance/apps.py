"""Tells Django that this room exists."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BalanceConfig(AppConfig):
    """The balance."""

    name = "woonregie.subjects.balance"
    label = "balance"
    verbose_name = _("Balans")

    def ready(self) -> None:
        """Register this room's acts, jobs and turns."""
        import_module(f"{self.name}.hooks")
