"""Tells Django that this room exists."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """The plan register."""

    name = "woonregie.subjects.plans"
    label = "plans"
    verbose_name = _("Plannen")

    def ready(self) -> None:
        """Register this room's acts, jobs and turns."""
        import_module(f"{self.name}.hooks")
