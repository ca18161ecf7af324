"""Forms for what people say about a plan."""

from collections.abc import Mapping

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.pages.forms import WholeNumberField

FIGURES: Mapping[str, Promise] = {
    "build": _("nog te bouwen"),
    "demolition": _("nog te slopen"),
}
"""The figures of a plan that another party may read otherwise."""


class RemarkForm(forms.Form):
    """A remark, or the answer to one."""

    text = forms.CharField(
        label=_("Opmerking"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReadingForm(forms.Form):
    """Another reading of a figure."""

    field = forms.ChoiceField(label=_("Welk cijfer?"), choices=list(FIGURES.items()))
    value = WholeNumberField(label=_("Wat leest u?"), min_value=0, max_value=100_000)
    reason = forms.CharField(label=_("Waarom?"), max_length=500)
