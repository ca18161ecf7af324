"""Tells Django that this room exists, and guards the append-only tables after each migration."""

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _guard(*, using: str, **_kwargs: object) -> None:
    from woonregie.foundation.audit.appendonly import install_triggers  # noqa: PLC0415  after set-up

    install_triggers(connections[using])


class AuditConfig(AppConfig):
    """The audit trail."""

    name = "woonregie.foundation.audit"
    label = "audit"
    verbose_name = _("Logboek")

    def ready(self) -> None:
        """Install the triggers after every migration: SQLite may have dropped some."""
        post_migrate.connect(_guard, dispatch_uid="audit.appendonly")
