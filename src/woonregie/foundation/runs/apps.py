"""Tells Django that this room exists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RunsConfig(AppConfig):
    """Long work."""

    name = "woonregie.foundation.runs"
    label = "runs"
    verbose_name = _("Taken")
