"""Tells Django that this room exists."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """The plan register."""

    name = "woonregie.subjects.plans"
    label = "plans"
    verbose_name = _("Plannen")

    def ready(self) -> None:
        """Register this room's acts, jobs and turns."""
        import_module(f"{self.name}.hooks")
        post_migrate.connect(_renew, sender=self, dispatch_uid="plans.rules")


def _renew(**_about: object) -> None:
    """Load the rules that a newer version ships, where a region is at work."""
    rules = import_module("woonregie.subjects.plans.services.shipped")
    rules.renew(at=timezone.now())  # noqa: TID251  Django calls us: this is the edge
