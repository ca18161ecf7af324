"""Tells Django that this room exists, and guards norms against overlap."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.norms.overlap import install


class NormsConfig(AppConfig):
    """Norms and definition profiles."""

    name = "woonregie.foundation.norms"
    label = "norms"
    verbose_name = _("Normen")

    def ready(self) -> None:
        """Register deadlines, and install the guard after every migration of every app.

        SQLite may have dropped it.
        """
        post_migrate.connect(install, dispatch_uid="norms.overlap")
        import_module(f"{self.name}.hooks")
