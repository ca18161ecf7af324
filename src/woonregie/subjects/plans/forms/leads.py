"""Which system leads for some fields, as the region agreed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.pages.forms import DayField
from woonregie.foundation.sources.models import Certainty, Source
from woonregie.foundation.sources.queries import public_sources
from woonregie.subjects.plans.models import LedField


class LeadForm(forms.Form):
    """Fields, the system that leads them, since when, and where that was agreed."""

    fields_led = forms.MultipleChoiceField(
        label=_("Welke velden?"),
        choices=LedField.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies een of meer velden.")},
    )
    system = forms.CharField(
        label=_("Welk systeem is leidend?"),
        max_length=80,
        required=False,
        help_text=_(
            "Bijvoorbeeld: Publiek-Private Monitor, of Provinciale planmonitor. Leeg: Woonregie."
        ),
    )
    starts_on = DayField(label=_("Vanaf welke dag?"))
    source = forms.ModelChoiceField(
        label=_("Waar staat dat?"),
        queryset=Source.objects.none(),
        empty_label=_("kies een bron"),
        help_text=_("De afspraak of brief waarin dit staat."),
    )
    certainty = forms.ChoiceField(
        label=_("Zekerheid"), choices=Certainty.choices, initial=Certainty.CONFIRMED
    )
    note = forms.CharField(label=_("Wat is er afgesproken?"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        if isinstance(field, forms.ModelChoiceField):
            # Everybody who sees totals reads it, so its source is one that everybody may see.
            field.queryset = public_sources()
