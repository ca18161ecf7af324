"""Forms for norms and definition profiles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.norms.models import CapacityClass, DefinitionProfile, Norm
from woonregie.foundation.pages.forms import DayField


class NormForm(forms.ModelForm):  # type: ignore[type-arg]  # django-stubs wants a parameter that Django refuses
    """A value with its period, source and certainty."""

    starts_on = DayField(label=_("Geldt vanaf"))
    ends_before = DayField(label=_("Geldt tot"), required=False, help_text=_("Leeg: geldt nog."))
    checked_on = DayField(label=_("Nagegaan op"), required=False)

    class Meta:
        model = Norm
        fields = (
            "label",
            "value",
            "upper_value",
            "starts_on",
            "ends_before",
            "source",
            "certainty",
            "checked_on",
        )


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # django-stubs wants a parameter that Django refuses
    """What counts as hard; saving makes a new version."""

    class Meta:
        model = DefinitionProfile
        fields = ("title", "explanation", "unphased", "horizon_years", "source", "certainty")

    def __init__(self, *args: Any, classes: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for status, counts_as in classes.items():
            self.fields[f"status_{status}"] = forms.ChoiceField(
                label=_("Status %(status)s telt als") % {"status": status},
                choices=CapacityClass.choices,
                initial=counts_as,
            )

    def classes(self) -> dict[str, str]:
        """Return planning status -> class as filled in."""
        return {
            name.removeprefix("status_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("status_")
        }

    def values(self) -> dict[str, Any]:
        """Return the other fields."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
