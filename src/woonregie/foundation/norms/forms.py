"""Forms for norms and definition profiles."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.norms.models import CapacityClass, DefinitionProfile, Norm, NormUnit
from woonregie.foundation.norms.services import FIELDS, state_of
from woonregie.foundation.pages.forms import DayField, NumberField, WholeNumberField
from woonregie.foundation.sources.models import Certainty, Source
from woonregie.foundation.sources.queries import public_sources

CHANGE, CORRECTION = "change", "correction"
NATION, REGION = "nation", "region"
NEW_KEY = ""


class NormForm(forms.Form):
    """A value with its period, source and certainty."""

    label = forms.CharField(label=_("Omschrijving"), max_length=200)
    value = NumberField(
        label=_("Waarde"),
        required=False,
        max_digits=14,
        decimal_places=4,
        error_messages={"required": _("Vul een waarde in.")},
        help_text=_("Een aandeel als getal: 1,3 is 130 %."),
    )
    upper_value = NumberField(
        label=_("Bovengrens"),
        required=False,
        max_digits=14,
        decimal_places=4,
        help_text=_("Alleen als de norm van tot is, bijvoorbeeld 60 tot 90 %."),
    )
    starts_on = DayField(label=_("Geldt vanaf"))
    ends_before = DayField(label=_("Geldt tot"), required=False, help_text=_("Leeg: geldt nog."))
    source = forms.ModelChoiceField(label=_("Bron"), queryset=Source.objects.none())
    certainty = forms.ChoiceField(
        label=_("Zekerheid"), choices=Certainty.choices, initial=Certainty.PUBLISHED
    )
    checked_on = DayField(label=_("Nagegaan op"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = public_sources()

    def unit(self) -> str:
        """Return what the value is counted in."""
        return ""

    def clean(self) -> dict[str, Any]:
        """Refuse a norm without a value, and periods and limits that end before they begin."""
        found = self.cleaned_data
        if self.unit() == NormUnit.DEADLINE:
            found["value"], found["upper_value"] = found.get("value") or 1, None
        elif found.get("value") is None and "value" not in self.errors:
            self.add_error("value", _("Vul een waarde in."))
        first, last = found.get("starts_on"), found.get("ends_before")
        if first and last and last <= first:
            self.add_error("ends_before", _("De einddag moet na de begindag liggen."))
        lower, upper = found.get("value"), found.get("upper_value")
        if lower is not None and upper is not None and upper <= lower:
            self.add_error("upper_value", _("De bovengrens moet hoger zijn dan de waarde."))
        return found

    def values(self) -> dict[str, Any]:
        """Return the fields of the norm as filled in."""
        return {name: self.cleaned_data[name] for name in FIELDS}


class NewNormForm(NormForm):
    """A norm that was not there: of a known key, or of a new one."""

    known_key = forms.ChoiceField(
        label=_("Welke norm"),
        required=False,
        help_text=_("Kies een bekende norm voor een andere periode of regio, of maak een nieuwe."),
    )
    new_key = forms.SlugField(
        label=_("Sleutel van de nieuwe norm"),
        required=False,
        max_length=80,
        help_text=_("Alleen bij een nieuwe norm. Kleine letters en streepjes: sociale-huur."),
    )
    new_unit = forms.ChoiceField(
        label=_("Eenheid van de nieuwe norm"),
        required=False,
        choices=[("", "–"), *NormUnit.choices],
        help_text=_("Alleen bij een nieuwe norm."),
    )
    scope = forms.ChoiceField(
        label=_("Waar geldt de norm"),
        choices=[(REGION, _("in deze regio")), (NATION, _("in het hele land"))],
    )

    field_order = ("known_key", "new_key", "new_unit", "scope")

    def __init__(self, *args: Any, known: Mapping[str, Norm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = known
        field = self.fields["known_key"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (NEW_KEY, _("een nieuwe norm")),
                *((key, norm.label) for key, norm in known.items()),
            ]

    def key(self) -> str:
        """Return the chosen key, or the new one."""
        found = self.cleaned_data
        return str(found.get("known_key") or found.get("new_key") or "").lower()

    def unit(self) -> str:
        """Return the unit of the known norm, or the new one."""
        known = self._known.get(self.key())
        return known.unit if known else str(self.cleaned_data.get("new_unit") or "")

    def clean(self) -> dict[str, Any]:
        """Ask for a key and unit where the norm is new, and only there."""
        found = self.cleaned_data
        if found.get("known_key"):
            if found.get("new_key"):
                self.add_error(
                    "new_key", _("U koos al een bekende norm. Laat dit leeg, of kies een nieuwe.")
                )
        elif self.key() in self._known:
            self.add_error("new_key", _("Deze sleutel is er al. Kies haar bij: welke norm."))
        else:
            self._ask("new_key", _("Kies een bekende norm, of geef een sleutel voor een nieuwe."))
            self._ask("new_unit", _("Kies waarin de nieuwe norm telt."))
        return super().clean()

    def _ask(self, name: str, text: Any) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, text)

    def for_region(self) -> bool:
        """Return whether the norm is of this region only."""
        return bool(self.cleaned_data["scope"] == REGION)


class EditNormForm(NormForm):
    """A norm that is there: another value from a day on, or a mistake to mend."""

    kind = forms.ChoiceField(
        label=_("Wat doet u?"),
        choices=[
            (CHANGE, _("er geldt iets nieuws vanaf een dag; de oude waarde blijft tot die dag")),
            (CORRECTION, _("het stond er verkeerd; ik verbeter de regel")),
        ],
        widget=forms.RadioSelect,
        initial=CHANGE,
    )
    base_version = forms.CharField(widget=forms.HiddenInput)

    field_order = ("kind",)

    def __init__(self, *args: Any, norm: Norm, **kwargs: Any) -> None:
        values = {name: getattr(norm, name) for name in FIELDS}
        initial = {**values, "source": norm.source_id, "base_version": state_of(norm)}
        super().__init__(*args, initial=initial, **kwargs)
        self._unit = norm.unit
        self.fields["value"].required = norm.unit != NormUnit.DEADLINE

    def unit(self) -> str:
        """Return the unit of the norm, which cannot change."""
        return self._unit

    def corrects(self) -> bool:
        """Return whether a mistake is mended."""
        return bool(self.cleaned_data["kind"] == CORRECTION)


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # django-stubs wants a parameter that Django refuses
    """What counts as hard; saving makes a new version."""

    horizon_years = WholeNumberField(label=_("Horizon in jaren"), min_value=1, max_value=50)
    checked_on = DayField(label=_("Nagegaan op"), required=False)
    base_version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = DefinitionProfile
        fields = (
            "title",
            "explanation",
            "unphased",
            "horizon_years",
            "source",
            "certainty",
            "checked_on",
        )

    def __init__(self, *args: Any, classes: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["base_version"] = self.instance.version
        field = self.fields["source"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = public_sources()
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
