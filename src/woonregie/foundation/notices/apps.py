"""Tells Django that this room exists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Notices."""

    name = "woonregie.foundation.notices"
    label = "notices"
    verbose_name = _("Berichten")
