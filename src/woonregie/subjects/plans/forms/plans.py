"""All that a person says of a plan but its quantities."""

from dataclasses import replace
from typing import Any

import shapely
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.pages.forms import DayField
from woonregie.foundation.region.models import Municipality, Settlement
from woonregie.subjects.plans.forms.locations import read_location
from woonregie.subjects.plans.models import (
    BuiltUpArea,
    ClientKind,
    LivingEnvironment,
    LocationKind,
    PlanningStatus,
    ProgrammeClass,
    ProjectPhase,
    RegionalFunction,
)
from woonregie.subjects.plans.queries.leads import Leads
from woonregie.subjects.plans.values import PlanValues, located

JUDGEMENTS = (
    "programme_class",
    "built_up_area",
    "client_kind",
    "living_environment",
    "regional_function",
    "key_project",
)


_LED = _("Dit veld komt uit {system}; wijzig het daar.")
_LED_HERE = _("Dit veld komt uit {system}. U wijzigt het hier toch, met een reden.")


class PlanForm(forms.Form):
    """All that can change about a plan but its quantities."""

    name = forms.CharField(label=_("Naam"), max_length=200)
    settlement = forms.ModelChoiceField(
        label=_("Kern"), queryset=Settlement.objects.none(), required=False, empty_label=_("geen")
    )
    location_kind = forms.ChoiceField(label=_("Soort locatie"), choices=LocationKind.choices)
    planning_status = forms.ChoiceField(
        label=_("Planologische status"), choices=PlanningStatus.choices
    )
    project_phase = forms.ChoiceField(label=_("Projectfase"), choices=ProjectPhase.choices)
    programme_class = forms.ChoiceField(
        label=_("Programmaklasse"), choices=ProgrammeClass.choices, initial=ProgrammeClass.UNKNOWN
    )
    built_up_area = forms.ChoiceField(
        label=_("Bestaand bebouwd gebied"),
        choices=BuiltUpArea.choices,
        initial=BuiltUpArea.UNDETERMINED,
    )
    client_kind = forms.ChoiceField(
        label=_("Opdrachtgever"), choices=ClientKind.choices, initial=ClientKind.UNKNOWN
    )
    living_environment = forms.ChoiceField(
        label=_("Woonmilieu"),
        choices=LivingEnvironment.choices,
        initial=LivingEnvironment.UNKNOWN,
    )
    regional_function = forms.ChoiceField(
        label=_("Regionale functie"),
        choices=RegionalFunction.choices,
        initial=RegionalFunction.LOCAL,
    )
    key_project = forms.BooleanField(label=_("Sleutelproject"), required=False)
    location = forms.CharField(
        label=_("Locatie"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_(
            "Teken op de kaart, of typ in RD-meters: 191200, 507900 voor een punt, of WKT "
            "(POINT, POLYGON) of GeoJSON voor een vlak. Leeg: geen locatie."
        ),
    )
    note = forms.CharField(
        label=_("Opmerkingen"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    valid_on = DayField(label=_("Vanaf welke dag geldt dit?"))
    reason = forms.CharField(
        label=_("Waarom wijzigt u dit?"),
        max_length=300,
        required=False,
        help_text=_("Komt in de geschiedenis van het plan."),
    )
    base_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    overrule = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        municipality: Municipality,
        stored: PlanValues | None = None,
        leads: Leads | None = None,
        overruling: bool = False,
        **kwargs: Any,
    ) -> None:
        self._stored = stored
        kwargs["initial"] = (plan_initial(stored) if stored else {}) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        field = self.fields["settlement"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = municipality.settlements.all()
        self._keep_to(leads or {}, overruling=overruling)

    def _keep_to(self, leads: Leads, *, overruling: bool) -> None:
        """Say of each field that another system leads where to change it, and lock it here."""
        for name, lead in leads.items():
            if name not in self.fields:
                continue
            field, words = self.fields[name], _LED_HERE if overruling else _LED
            field.help_text = format_lazy(words, system=lead.system)
            field.disabled = not overruling
        if overruling:
            self.initial["overrule"] = True
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = _(
                "Vul in waarom u het hier toch wijzigt."
            )

    def clean_location(self) -> shapely.Geometry | None:
        """Return the geometry, sound and in the Netherlands, or None."""
        text = str(self.cleaned_data["location"] or "").strip()
        # What is stored is sound, but its rounded text may not be.
        if not text or (self._stored is not None and "location" not in self.changed_data):
            return None
        return read_location(text)

    def values(self, *, invented: bool) -> PlanValues:
        """Return the values as the service takes them; what nobody touched stays to the letter."""
        found = self.cleaned_data
        settlement = found["settlement"]
        values = PlanValues(
            name=found["name"],
            settlement_id=settlement.pk if settlement else None,
            location_kind=found["location_kind"],
            planning_status=found["planning_status"],
            project_phase=found["project_phase"],
            **{name: found[name] for name in JUDGEMENTS},
            note=_text(found["note"]),
            invented=invented,
            **located(found["location"]),
        )
        # An untouched location was not read: it comes from what is stored.
        return values if self._stored is None else replace(values, **self._untouched(self._stored))

    def _untouched(self, stored: PlanValues) -> dict[str, Any]:
        """Return what is stored where the form cannot show it to the last decimal or space."""
        found = self.cleaned_data
        kept: dict[str, Any] = {
            name: getattr(stored, name)
            for name in ("name", "note")
            if _text(found[name]) == _text(getattr(stored, name))
        }
        if "location" not in self.changed_data:
            kept |= {name: getattr(stored, name) for name in located(None)}
        return kept


def _text(written: str) -> str:
    """Return a text with the line ends that we keep, whatever the browser sends."""
    return written.replace("\r\n", "\n").replace("\r", "\n").strip()


def plan_initial(stored: PlanValues) -> dict[str, Any]:
    """Return what the fields show for values; coordinates in millimetres."""
    location = (
        shapely.to_wkt(shapely.from_wkb(stored.geometry), rounding_precision=3)
        if stored.geometry
        else ""
    )
    return {**stored.as_row(), "settlement": stored.settlement_id, "location": location}
