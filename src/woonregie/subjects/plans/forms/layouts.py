"""The layout of a receiver: what it is called, where it stands, and its columns."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.pages.forms import DayField
from woonregie.foundation.sources.models import Certainty, Source
from woonregie.foundation.sources.queries import public_sources
from woonregie.subjects.plans.errors import PlanError
from woonregie.subjects.plans.formats.regional.columns import MOST, UNITS, LayoutColumn
from woonregie.subjects.plans.formats.regional.table import codes_in_words, codes_of

MORE_ROWS = 8
"""So many empty rows stand below the columns that there are."""


class LayoutForm(forms.Form):
    """What a layout is called, for whom, since when, and who says so."""

    title = forms.CharField(
        label=_("Naam"),
        max_length=80,
        help_text=_("Bijvoorbeeld de naam van het systeem, zoals bij Welk systeem is leidend?"),
    )
    recipient = forms.CharField(
        label=_("Voor wie is het bestand?"), max_length=200, required=False
    )
    starts_on = DayField(label=_("Geldt vanaf"))
    source = forms.ModelChoiceField(
        label=_("Waar staat deze indeling?"),
        queryset=Source.objects.none(),
        empty_label=_("kies een bron"),
        help_text=_("De handleiding of brief van de ontvanger."),
    )
    certainty = forms.ChoiceField(
        label=_("Zekerheid"), choices=Certainty.choices, initial=Certainty.CONFIRMED
    )
    decided_by = forms.CharField(
        label=_("Wie besloot dit?"),
        max_length=120,
        required=False,
        help_text=_("Bijvoorbeeld: regiegroep wonen."),
    )
    base = forms.UUIDField(required=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("Kolommen uit een bestand"),
        required=False,
        help_text=_(
            "Een csv met heading;field;codes;unit, zoals u hier ophaalt. Kiest u een bestand? Dan "
            "gelden de kolommen daaruit, en niet die hieronder."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        if isinstance(field, forms.ModelChoiceField):
            # Everybody who sees totals reads it, so its source is one that everybody may see.
            field.queryset = public_sources()


class LayoutColumnForm(forms.Form):
    """One column of a receiver; a row of which nothing is filled in is no column."""

    heading = forms.CharField(label=_("Kop bij de ontvanger"), required=False, max_length=200)
    field = forms.CharField(
        label=_("Ons veld"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"list": "velden"}),
    )
    codes = forms.CharField(
        label=_("Code = hun woord"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 1}),
    )
    times = forms.ChoiceField(
        label=_("Eenheid"),
        required=False,
        choices=[(times, times) for times in UNITS],
    )

    def clean_codes(self) -> dict[str, str]:
        """Return our code -> their word."""
        try:
            return codes_of(self.cleaned_data["codes"])
        except PlanError as error:
            raise forms.ValidationError(str(error)) from None


_Columns: Any = forms.formset_factory(
    LayoutColumnForm, extra=MORE_ROWS, can_order=True, max_num=MOST, absolute_max=MOST + MORE_ROWS
)


def column_forms(data: Any, columns: Iterable[LayoutColumn] = ()) -> Any:
    """Return the rows of a form for the columns of a layout, with some empty ones below."""
    initial = [
        {
            "heading": one.heading,
            "field": one.field,
            "codes": codes_in_words(one.codes),
            "times": one.times,
        }
        for one in columns
    ]
    rows = _Columns(data, initial=initial, prefix="kolom")
    for form in rows:
        form.fields["ORDER"].label = _("Plaats")
    return rows


def columns_said(rows: Any) -> list[LayoutColumn]:
    """Return the columns of a valid form, in the order that was asked."""
    filled = [
        form.cleaned_data
        for form in rows.ordered_forms
        if form.cleaned_data.get("heading") or form.cleaned_data.get("field")
    ]
    return [
        LayoutColumn(
            one["heading"] or "", one["field"] or "", one["codes"] or {}, int(one["times"] or 1)
        )
        for one in filled
    ]
