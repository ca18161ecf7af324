"""Tells Django that this room exists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """The ground of all pages."""

    name = "woonregie.foundation.pages"
    label = "pages"
    verbose_name = _("Pagina's")
