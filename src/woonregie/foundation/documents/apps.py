"""Tells Django that this room exists."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Living documents, remarks and readings."""

    name = "woonregie.foundation.documents"
    label = "documents"
    verbose_name = _("Documenten")

    def ready(self) -> None:
        """Register the kinds of works."""
        import_module(f"{self.name}.hooks")
