"""Which plans are delivered to others: of whom, on which day, as known when."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.pages.forms import Choose, DayField


class OutletForm(forms.Form):
    """What a reader asks before delivering."""

    gemeente = forms.ChoiceField(label=_("Gemeente"), required=False, widget=Choose)
    op = DayField(label=_("Peildatum"), required=False)
    bekend_op = DayField(
        label=_("Zoals bekend op"), required=False, help_text=_("Leeg: zoals wij het nu weten.")
    )

    def __init__(self, *args: Any, municipalities: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["gemeente"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("alle")), *municipalities.items()]
