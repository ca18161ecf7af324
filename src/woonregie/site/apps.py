"""Tells Django that this room exists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    """The front door."""

    name = "woonregie.site"
    label = "site"
    verbose_name = _("Woonregie")
