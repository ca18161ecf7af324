"""Tells Django that this room exists."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Remarks and readings."""

    name = "woonregie.foundation.documents"
    label = "documents"
    verbose_name = _("Opmerkingen en lezingen")
