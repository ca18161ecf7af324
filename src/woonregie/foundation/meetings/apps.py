"""Tells Django that this room exists."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Meetings."""

    name = "woonregie.foundation.meetings"
    label = "meetings"
    verbose_name = _("Vergaderingen")

    def ready(self) -> None:
        """Register acts, outcomes, turns, occasions and what can be found."""
        import_module(f"{self.name}.hooks")
