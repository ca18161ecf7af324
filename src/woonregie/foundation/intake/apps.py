"""Tells Django that this room exists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """Tables in files of others."""

    name = "woonregie.foundation.intake"
    label = "intake"
    verbose_name = _("Bestanden inlezen")
