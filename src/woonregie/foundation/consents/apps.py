"""Tells Django that this room exists."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsentsConfig(AppConfig):
    """Consents, decisions and signatures."""

    name = "woonregie.foundation.consents"
    label = "consents"
    verbose_name = _("Instemming en besluiten")

    def ready(self) -> None:
        """Register what other rooms hear of."""
        import_module(f"{self.name}.hooks")
