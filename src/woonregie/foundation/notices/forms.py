"""How somebody wants to hear what waits for her."""

from django import forms
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.notices.models import Language, Rhythm


class ChoiceForm(forms.Form):
    """How often, and in which language."""

    rhythm = forms.ChoiceField(
        label=_("Hoe vaak wilt u een mail met wat op u wacht?"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        help_text=_("Uitnodigingen voor vergaderingen krijgt u altijd."),
    )
    language = forms.ChoiceField(
        label=_("In welke taal?"), choices=Language.choices, widget=forms.RadioSelect
    )
