"""Forms about accounts."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TokenForm(forms.Form):
    """What a token is for."""

    label = forms.CharField(
        label=_("Waarvoor is de sleutel?"),
        max_length=100,
        help_text=_("Bijvoorbeeld: QGIS, of de planmonitor."),
    )
