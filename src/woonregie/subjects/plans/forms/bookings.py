"""Forms for what happens to a plan: bookings, write-downs, decisions, relations."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.pages.forms import DayField, WholeNumberField
from woonregie.subjects.plans.models import (
    BottleneckKind,
    CompensationRisk,
    DecisionStep,
    DelayedDuty,
    Instrument,
    Landowner,
    RelationKind,
    WriteDownReason,
)

MOST = 100_000
MOST_PARTS = 6
FEWEST_PARTS = 2
NOT_CHOSEN = ("", _("Kies"))


class PlanNumber(forms.TextInput):
    """A field for the number of a plan, with the plans that it may be by number and name."""

    plans: Iterable[tuple[str, str]] = ()

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Return the field and its suggestions."""
        listed = f"{name}-plannen"
        field = super().render(name, value, {**(attrs or {}), "list": listed}, renderer)
        options = format_html_join("", '<option value="{}">{}</option>', self.plans)
        return format_html('{}<datalist id="{}">{}</datalist>', field, listed, options)


EXAMPLE = _("Typ een deel van het nummer of de naam en kies. Bijvoorbeeld GM0193-2026-0042.")


class OtherPlanField(forms.CharField):
    """The number of another plan."""

    widget = PlanNumber


WHOLE_DECISION = ("body", "decision_title", "decided_on")
NEEDED = _("Vul dit in: zo weet iedereen waar dit op rust.")


class DecisionFields(forms.Form):
    """The decision or agreement that something rests on."""

    body = forms.CharField(
        label=_("Wie nam het besluit?"),
        max_length=120,
        required=False,
        help_text=_("Bijvoorbeeld: de gemeenteraad, of het bestuurlijk overleg van de regio."),
    )
    decision_title = forms.CharField(
        label=_("Titel van het besluit"), max_length=250, required=False
    )
    decision_number = forms.CharField(
        label=_("Nummer van het besluit"), max_length=80, required=False
    )
    decided_on = DayField(label=_("Besloten op"), required=False)

    needs_decision = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in WHOLE_DECISION if self.needs_decision else ():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = NEEDED

    def clean(self) -> dict[str, Any]:
        """Ask for the whole decision, or for none."""
        found = super().clean() or {}
        if any(found.get(name) for name in WHOLE_DECISION):
            for name in WHOLE_DECISION:
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, NEEDED)
        return found


class EventForm(DecisionFields):
    """Homes that were built, demolished, withdrawn, or lapsed."""

    field_order = ("dwellings", "on", "reason", "included_from")

    dwellings = WholeNumberField(label=_("Woningen"), min_value=1, max_value=MOST)
    on = DayField(label=_("Op welke dag?"))
    reason = forms.CharField(label=_("Toelichting"), max_length=300, required=False)
    included_from = DayField(
        label=_("Al verwerkt in de lijst van"),
        required=False,
        help_text=_("Alleen als een latere lijst deze woningen al niet meer telt."),
    )


class MoveForm(DecisionFields):
    """Homes that go to another plan."""

    field_order = ("receiver", "dwellings", "on", "reason")

    receiver = OtherPlanField(
        label=_("Nummer van het andere plan"), max_length=30, help_text=EXAMPLE
    )
    dwellings = WholeNumberField(label=_("Woningen"), min_value=1, max_value=MOST)
    on = DayField(label=_("Vanaf welke dag?"))
    reason = forms.CharField(label=_("Toelichting"), max_length=300, required=False)


class ExchangeForm(MoveForm):
    """Homes that are exchanged; always by decision."""

    needs_decision = True


class WriteDownForm(DecisionFields):
    """Homes that a plan gives up."""

    field_order = (
        "dwellings",
        "reason",
        "explanation",
        "agreed_on",
        "effective_on",
        *("body", "decision_title", "decision_number", "decided_on"),
    )
    needs_decision = True

    dwellings = WholeNumberField(label=_("Woningen"), min_value=1, max_value=MOST)
    reason = forms.ChoiceField(label=_("Reden"), choices=[NOT_CHOSEN, *WriteDownReason.choices])
    explanation = forms.CharField(label=_("Toelichting"), max_length=300, required=False)
    agreed_on = DayField(label=_("Afgesproken op"))
    effective_on = DayField(
        label=_("Rechtsgeldig op"),
        required=False,
        help_text=_("Leeg: nog niet. Tot die dag telt de capaciteit mee als hard."),
    )
    landowner = forms.ChoiceField(
        label=_("Van wie is de grond?"), choices=Landowner.choices, initial=Landowner.UNKNOWN
    )
    compensation_risk = forms.ChoiceField(
        label=_("Risico op nadeelcompensatie"),
        choices=CompensationRisk.choices,
        initial=CompensationRisk.UNKNOWN,
        help_text=_("Kan een eigenaar vergoeding vragen omdat hij minder mag bouwen?"),
    )
    foreseeable_on = DayField(
        label=_("Voorzienbaar sinds"),
        required=False,
        help_text=_("De dag waarop de gemeente bekendmaakte dat zij dit van plan was."),
    )


class InForceForm(forms.Form):
    """The day on which an agreed write-down is legally in force."""

    effective_on = DayField(label=_("Rechtsgeldig op"))


class WithdrawForm(forms.Form):
    """Why an agreed write-down is withdrawn."""

    on = DayField(label=_("Ingetrokken op"))
    why = forms.CharField(label=_("Waarom?"), max_length=300)


class CorrectForm(forms.Form):
    """Why a posting is undone."""

    reason = forms.CharField(
        label=_("Wat was er niet goed?"),
        max_length=300,
        help_text=_("De boeking en haar herstel blijven allebei op de rekening staan."),
    )


class PlanningDecisionForm(forms.Form):
    """One dated step of a legal instrument."""

    instrument = forms.ChoiceField(
        label=_("Instrument"), choices=[NOT_CHOSEN, *Instrument.choices]
    )
    step = forms.ChoiceField(label=_("Stap"), choices=[NOT_CHOSEN, *DecisionStep.choices])
    decided_on = DayField(label=_("Datum"))
    duty = forms.ChoiceField(
        label=_("Wat later nog moet worden besloten"), choices=DelayedDuty.choices
    )
    identifier = forms.CharField(label=_("IMRO- of IMOW-nummer"), max_length=80, required=False)
    most_dwellings = WholeNumberField(
        label=_("Ten hoogste woningen"), required=False, min_value=0, max_value=MOST
    )
    expires_on = DayField(label=_("Vervalt op"), required=False)
    note = forms.CharField(label=_("Toelichting"), max_length=300, required=False)


class RelationForm(forms.Form):
    """How this plan relates to another."""

    kind = forms.ChoiceField(label=_("Dit plan"), choices=[NOT_CHOSEN, *RelationKind.choices])
    other = OtherPlanField(label=_("Nummer van het andere plan"), max_length=30, help_text=EXAMPLE)
    valid_on = DayField(label=_("Vanaf welke dag?"))
    reason = forms.CharField(label=_("Toelichting"), max_length=300, required=False)


class EndRelationForm(forms.Form):
    """From which day a relation no longer holds."""

    ends_before = DayField(label=_("Geldt niet meer vanaf"))
    reason = forms.CharField(label=_("Waarom?"), max_length=300)


class SplitForm(forms.Form):
    """The parts in which a plan is split."""

    on = DayField(label=_("Vanaf welke dag?"))
    reason = forms.CharField(label=_("Toelichting"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in range(1, MOST_PARTS + 1):
            self.fields[f"name_{part}"] = forms.CharField(
                label=_("Naam van deel %(part)s") % {"part": part},
                max_length=200,
                required=part <= FEWEST_PARTS,
            )
            self.fields[f"dwellings_{part}"] = WholeNumberField(
                label=_("Woningen in deel %(part)s") % {"part": part},
                required=part <= FEWEST_PARTS,
                min_value=0,
                max_value=MOST,
            )

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the fields of each part, to stand side by side."""
        return [
            (self[f"name_{part}"], self[f"dwellings_{part}"]) for part in range(1, MOST_PARTS + 1)
        ]

    def parts(self) -> list[tuple[str, int]]:
        """Return the name and homes of each part that was filled in."""
        found = self.cleaned_data
        return [
            (found[f"name_{part}"], found[f"dwellings_{part}"] or 0)
            for part in range(1, MOST_PARTS + 1)
            if found.get(f"name_{part}")
        ]


class MergeForm(forms.Form):
    """The plans that go up in this one."""

    plans = forms.CharField(
        label=_("Nummers van de plannen die hierin opgaan"),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("Een nummer per regel."),
    )
    on = DayField(label=_("Vanaf welke dag?"))
    reason = forms.CharField(label=_("Toelichting"), max_length=300, required=False)

    def numbers(self) -> Sequence[str]:
        """Return the numbers, each once, in the order in which they were given."""
        return list(dict.fromkeys(self.cleaned_data["plans"].upper().split()))


class BottleneckForm(forms.Form):
    """What holds a plan up, and whose turn it is."""

    kind = forms.ChoiceField(
        label=_("Wat houdt het op?"), choices=[NOT_CHOSEN, *BottleneckKind.choices]
    )
    owner = forms.ModelChoiceField(
        label=_("Wie is aan zet?"), queryset=Organisation.objects.none()
    )
    starts_on = DayField(label=_("Sinds wanneer?"))
    text = forms.CharField(label=_("Toelichting"), max_length=500, required=False)

    def __init__(self, *args: Any, parties: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = parties


class AttachmentForm(forms.Form):
    """A file for a plan."""

    file = forms.FileField(label=_("Bestand"), help_text=_("Ten hoogste 50 MB."))
    title = forms.CharField(label=_("Titel"), max_length=200)
