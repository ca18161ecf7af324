"""What a reader asks of the list of plans: the filter, and the two times."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.pages.forms import Choose, DayField
from woonregie.subjects.plans.models import PlanningStatus, ProjectPhase
from woonregie.subjects.plans.queries import PlanFilter

ALL = [("", _("alle"))]
DIRECTIONS = [
    *ALL,
    ("infill", _("inbreiding")),
    ("expansion", _("uitbreiding")),
    ("unknown", _("onbekend")),
]
FLAWS = [*ALL, ("zonder-jaar", _("zonder jaar van oplevering"))]


class PlanFilterForm(forms.Form):
    """What a reader asks of the list."""

    zoek = forms.CharField(
        label=_("Zoek op naam"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    gemeente = forms.ChoiceField(label=_("Gemeente"), required=False, widget=Choose)
    status = forms.ChoiceField(
        label=_("Planologische status"),
        required=False,
        widget=Choose,
        choices=[*ALL, *PlanningStatus.choices],
    )
    richting = forms.ChoiceField(
        label=_("Inbreiding of uitbreiding"), required=False, widget=Choose, choices=DIRECTIONS
    )
    fase = forms.ChoiceField(
        label=_("Projectfase"),
        required=False,
        widget=Choose,
        choices=[*ALL, *ProjectPhase.choices],
    )
    gebrek = forms.ChoiceField(
        label=_("Aan te vullen"), required=False, widget=Choose, choices=FLAWS
    )
    op = DayField(label=_("Peildatum"), required=False)
    bekend_op = DayField(
        label=_("Zoals bekend op"), required=False, help_text=_("Leeg: zoals wij het nu weten.")
    )

    def __init__(self, *args: Any, municipalities: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["gemeente"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*ALL, *municipalities.items()]

    def asked(self, today: date) -> PlanFilter:
        """Return the filter; a field that cannot be read is left out, and its error is shown."""
        self.is_valid()
        found = self.cleaned_data
        known = found.get("bekend_op")
        return PlanFilter(
            on=found.get("op") or today,
            known_on=end_of(known) if known else None,
            municipality=found.get("gemeente", ""),
            status=found.get("status", ""),
            direction=found.get("richting", ""),
            phase=found.get("fase", ""),
            text=found.get("zoek", ""),
            flaw=found.get("gebrek", ""),
        )

    def days(self) -> str:
        """Return the two times that were asked, for the address of a plan in this list."""
        found = self.cleaned_data
        return days_query(found.get("op"), found.get("bekend_op"))


def days_query(on: date | None, known_on: date | None) -> str:
    """Return "?op=...&bekend_op=..." for an address; empty when today as known now is asked."""
    days = {"op": on, "bekend_op": known_on}
    text = urlencode({name: day.isoformat() for name, day in days.items() if day})
    return f"?{text}" if text else ""


def day_written(text: str) -> date | None:
    """Return a day as people and addresses write it, or None when it cannot be read."""
    try:
        day = DayField(required=False).clean(text)
    except ValidationError:
        return None
    return day if isinstance(day, date) else None


def end_of(day: date) -> datetime:
    """Return the last moment of a day: "as known on" includes that whole day."""
    return timezone.make_aware(datetime.combine(day, time.max))
