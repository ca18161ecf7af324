"""Saying something of a commitment: a value, a judgement, a condition, a withdrawal."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.commitments.models import AssessmentResult, Commitment, Measure
from woonregie.foundation.pages.forms import Choose, DayField, NumberField


class _ForSomebody(forms.Form):
    """A form in which somebody speaks for an organisation."""

    organisation = forms.ChoiceField(label=_("Namens"), widget=Choose)

    def __init__(self, *args: Any, speaks_as: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._speaks_as = {str(one.pk): one for one in speaks_as}
        field = self.fields["organisation"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(key, one.name) for key, one in self._speaks_as.items()]

    def speaker(self) -> Organisation:
        """Return for whom she speaks."""
        return self._speaks_as[self.cleaned_data["organisation"]]


class ValueForm(_ForSomebody):
    """A value with what shows it."""

    as_of = DayField(label=_("Op"))
    value = NumberField(label=_("Waarde"), max_digits=16, decimal_places=4)
    external = forms.BooleanField(label=_("Overgenomen van een ander"), required=False)
    note = forms.CharField(label=_("Toelichting"), max_length=500, required=False)
    evidence = forms.FileField(label=_("Bewijs"), required=False)

    field_order = ("as_of", "value")


class JudgementForm(_ForSomebody):
    """How somebody judges a commitment, or one of its measures."""

    measure = forms.ChoiceField(label=_("Over"), required=False, widget=Choose)
    result = forms.ChoiceField(
        label=_("Oordeel"), choices=AssessmentResult.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reden"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    field_order = ("measure", "result", "reason")

    def __init__(self, *args: Any, measures: Iterable[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._measures = {str(one.pk): one for one in measures}
        field = self.fields["measure"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", _("de hele afspraak")),
                *((key, one.title) for key, one in self._measures.items()),
            ]

    def about(self) -> Measure | None:
        """Return the measure that is judged; None is the whole commitment."""
        return self._measures.get(self.cleaned_data["measure"])


class ConditionForm(forms.Form):
    """On what a commitment waits."""

    depends_on = forms.ChoiceField(label=_("Wacht op een afspraak"), required=False, widget=Choose)
    event = forms.CharField(
        label=_("Of: wat moet er eerst gebeuren"), max_length=300, required=False
    )
    deadline = DayField(label=_("Uiterlijk"), required=False)

    def __init__(self, *args: Any, others: Iterable[Commitment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._others = {str(one.pk): one for one in others}
        field = self.fields["depends_on"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", "–"),
                *(
                    (key, f"{one.reference} {one.title} ({one.debtor.name})")
                    for key, one in self._others.items()
                ),
            ]

    def awaited(self) -> Commitment | None:
        """Return the commitment for which it waits."""
        return self._others.get(self.cleaned_data["depends_on"])


class MetForm(forms.Form):
    """What shows that a condition was met."""

    met_on = DayField(label=_("Vervuld op"))
    why = forms.CharField(label=_("Waaruit dat blijkt"), max_length=500)


class WhyForm(forms.Form):
    """Why something is withdrawn."""

    why = forms.CharField(
        label=_("Waarom"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
