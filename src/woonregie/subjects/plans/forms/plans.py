"""Forms of the register: filter, plan, quantities, programme."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

import shapely
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.pages.forms import Choose, DayField, WholeNumberField
from woonregie.foundation.region.models import Municipality, Settlement
from woonregie.subjects.plans.forms.locations import read_location
from woonregie.subjects.plans.models import (
    Account,
    Breakdown,
    DwellingType,
    LocationKind,
    PlanningStatus,
    PriceClass,
    ProjectPhase,
    Tenure,
)
from woonregie.subjects.plans.queries import PlanFilter
from woonregie.subjects.plans.values import Cell, Cells, PlanValues, located

ALL = [("", _("alle"))]
DIRECTIONS = [
    *ALL,
    ("infill", _("inbreiding")),
    ("expansion", _("uitbreiding")),
    ("unknown", _("onbekend")),
]
FLAWS = [*ALL, ("zonder-jaar", _("zonder jaar van oplevering"))]
FEWEST_ROWS, MOST_ROWS = 8, 400
PERIOD_FIELDS = ("from", "to", "build", "demolition")


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

    def __init__(
        self,
        *args: Any,
        municipality: Municipality,
        stored: PlanValues | None = None,
        **kwargs: Any,
    ) -> None:
        self._stored = stored
        kwargs["initial"] = (plan_initial(stored) if stored else {}) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        field = self.fields["settlement"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = municipality.settlements.all()

    def clean_location(self) -> shapely.Geometry | None:
        """Return the geometry, sound and in the Netherlands, or None."""
        text = self.cleaned_data["location"].strip()
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


class QuantityForm(forms.Form):
    """Dwellings per period, and per type, tenure and price; unknown is what is left."""

    def __init__(self, *args: Any, cells: Cells | None = None, **kwargs: Any) -> None:
        self._original: Cells = cells or {}
        kwargs["initial"] = _initial(self._original)
        super().__init__(*args, **kwargs)
        self._rows = range(_rows_sent(self.data) if self.is_bound else _rows_for(self._original))
        for row in self._rows:
            self.fields[f"from_{row}"] = WholeNumberField(
                label=_("Van jaar"), required=False, min_value=1990, max_value=2100
            )
            self.fields[f"to_{row}"] = WholeNumberField(
                label=_("Tot en met jaar"), required=False, min_value=1990, max_value=2100
            )
            self.fields[f"build_{row}"] = WholeNumberField(
                label=_("Bouw"), required=False, min_value=0, max_value=100_000
            )
            self.fields[f"demolition_{row}"] = WholeNumberField(
                label=_("Sloop"), required=False, min_value=0, max_value=100_000
            )
        self.fields["build_unphased"] = WholeNumberField(
            label=_("Bouw zonder jaar"), required=False, min_value=0, max_value=100_000
        )
        self.fields["demolition_unphased"] = WholeNumberField(
            label=_("Sloop zonder jaar"), required=False, min_value=0, max_value=100_000
        )
        for breakdown, categories in BREAKDOWNS.items():
            for category in categories:
                self.fields[f"{breakdown}_{category.value}"] = WholeNumberField(
                    label=category.label.capitalize(),
                    required=False,
                    min_value=0,
                    max_value=100_000,
                )

    def periods(self) -> list[dict[str, Any]]:
        """Return the bound fields of each period row, for the template."""
        return [{name: self[f"{name}_{row}"] for name in PERIOD_FIELDS} for row in self._rows]

    def groups(self) -> list[dict[str, Any]]:
        """Return the bound fields of each breakdown, for the template."""
        return [
            {
                "label": Breakdown(breakdown).label,
                "fields": [self[f"{breakdown}_{item.value}"] for item in categories],
            }
            for breakdown, categories in BREAKDOWNS.items()
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins, or dwellings without a period."""
        found = super().clean() or {}
        seen: set[tuple[int, int]] = set()
        for row in self._rows:
            first, last = found.get(f"from_{row}"), found.get(f"to_{row}")
            filled = last or found.get(f"build_{row}") or found.get(f"demolition_{row}")
            if filled and first is None and f"from_{row}" not in self.errors:
                self.add_error(
                    f"from_{row}", _("Vul een jaar in, of zet de woningen bij 'zonder jaar'.")
                )
            if first is not None and last is not None and last < first:
                self.add_error(f"to_{row}", _("Het laatste jaar ligt voor het eerste jaar."))
            if first is not None:
                period = (first, last or first)
                if period in seen:
                    self.add_error(
                        f"from_{row}",
                        _("Deze periode staat er al. Tel de woningen op in één regel."),
                    )
                seen.add(period)
        return found

    def cells(self) -> dict[Cell, int]:
        """Return dwellings by cell; what the form does not show stays as it was."""
        cells = {
            cell: n
            for cell, n in self._original.items()
            if cell.breakdown != Breakdown.TOTAL and cell.account != Account.BUILD
        }
        cells |= self._phased()
        for breakdown, categories in BREAKDOWNS.items():
            for category in categories:
                cells |= self._category(breakdown, category.value)
        return {cell: dwellings for cell, dwellings in cells.items() if dwellings}

    def _phased(self) -> dict[Cell, int]:
        found, cells = self.cleaned_data, {}
        for account in Account.values:
            for row in self._rows:
                first = found.get(f"from_{row}")
                if first is not None:
                    last = found.get(f"to_{row}") or first
                    cell = Cell(account, Breakdown.TOTAL.value, "", first, last + 1)
                    cells[cell] = found.get(f"{account}_{row}") or 0
            cells[Cell(account, Breakdown.TOTAL.value, "", None, None)] = (
                found.get(f"{account}_unphased") or 0
            )
        return cells

    def _category(self, breakdown: str, category: str) -> dict[Cell, int]:
        """Return the cells of one category; an untouched sum keeps its division over the years."""
        wanted = self.cleaned_data.get(f"{breakdown}_{category}") or 0
        present = {
            cell: n
            for cell, n in self._original.items()
            if cell.account == Account.BUILD
            and cell.breakdown == breakdown
            and cell.category == category
        }
        if sum(present.values()) == wanted:
            return present
        return {Cell(Account.BUILD.value, breakdown, category, None, None): wanted}


def _periods(cells: Cells) -> list[tuple[int, int]]:
    return sorted(
        {
            (cell.from_year, cell.before_year or 0)
            for cell in cells
            if cell.breakdown == Breakdown.TOTAL and cell.from_year is not None
        }
    )


def _rows_for(cells: Cells) -> int:
    """Return how many rows show all periods and leave some to fill in."""
    return max(FEWEST_ROWS, len(_periods(cells)) + 2)


def _rows_sent(data: Mapping[str, Any]) -> int:
    """Return how many rows somebody sent, counted by their names."""
    sent = [
        int(row) + 1
        for name, _sign, row in (name.partition("_") for name in data)
        if name in PERIOD_FIELDS and re.fullmatch(r"[0-9]{1,3}", row)
    ]
    return min(max([FEWEST_ROWS, *sent]), MOST_ROWS)


BREAKDOWNS: dict[str, list[DwellingType] | list[Tenure] | list[PriceClass]] = {
    Breakdown.TYPE.value: list(DwellingType),
    Breakdown.TENURE.value: list(Tenure),
    Breakdown.PRICE.value: list(PriceClass),
}


def _initial(cells: Cells) -> dict[str, Any]:
    """Return what the fields show for cells; categories per period are shown together."""
    initial: dict[str, Any] = {}
    totals = {cell: n for cell, n in cells.items() if cell.breakdown == Breakdown.TOTAL}
    for row, (first, before) in enumerate(_periods(cells)):
        initial |= {f"from_{row}": first, f"to_{row}": before - 1}
        for account in Account.values:
            initial[f"{account}_{row}"] = totals.get(Cell(account, "total", "", first, before))
    for account in Account.values:
        initial[f"{account}_unphased"] = totals.get(Cell(account, "total", "", None, None))
    for cell, dwellings in cells.items():
        if cell.breakdown != Breakdown.TOTAL and cell.account == Account.BUILD:
            name = f"{cell.breakdown}_{cell.category}"
            initial[name] = initial.get(name, 0) + dwellings
    return initial
