"""Tells Django that this room exists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """Stored files."""

    name = "woonregie.foundation.files"
    label = "files"
    verbose_name = _("Bestanden")
