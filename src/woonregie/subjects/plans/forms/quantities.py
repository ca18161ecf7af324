"""How many dwellings a plan holds: per period, and per type, tenure and price."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.pages.forms import WholeNumberField
from woonregie.subjects.plans.forms.segments import SPARE_LINES, SegmentForm, is_line
from woonregie.subjects.plans.models import (
    PARTS,
    Account,
    Breakdown,
    DwellingType,
    LedField,
    PriceClass,
    Tenure,
)
from woonregie.subjects.plans.quantities import line_of
from woonregie.subjects.plans.values import Cell, Cells

FEWEST_ROWS, MOST_ROWS = 8, 400
PERIOD_FIELDS = ("from", "to", "build", "demolition")


class QuantityForm(forms.Form):
    """Dwellings per period, and per type, tenure and price; unknown is what is left."""

    def __init__(
        self,
        *args: Any,
        cells: Cells | None = None,
        locked: frozenset[str] = frozenset(),
        **kwargs: Any,
    ) -> None:
        self._original: Cells = cells or {}
        self._locked = locked
        kwargs["initial"] = _initial(self._original)
        super().__init__(*args, **kwargs)
        # A browser sends nothing of what is locked.
        division_sent = self.is_bound and LedField.DIVISION not in locked
        years_sent = self.is_bound and LedField.NUMBERS not in locked
        self.segments = SegmentForm(
            self.data if division_sent else None,
            cells=self._original,
            spare=0 if LedField.DIVISION in locked else SPARE_LINES,
        )
        self._rows = range(_rows_sent(self.data) if years_sent else _rows_for(self._original))
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
        self._lock()

    def _lock(self) -> None:
        """Let what another system leads be read only."""
        if LedField.DIVISION in self._locked:
            for field in self.segments.fields.values():
                field.disabled = True
        for name, field in self.fields.items():
            led = LedField.DIVISION if _divides(name) else LedField.NUMBERS
            field.disabled = field.disabled or led in self._locked

    def is_valid(self) -> bool:
        """Return whether the numbers and the lines of the complete division are sound."""
        sound = super().is_valid()
        return (LedField.DIVISION in self._locked or self.segments.is_valid()) and sound

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
        kept = frozenset().union(*(PARTS[led] for led in self._locked))
        cells = {
            cell: n
            for cell, n in self._original.items()
            if not _shown(cell) or line_of(cell) in kept
        }
        if LedField.NUMBERS not in self._locked:
            cells |= self._phased()
        if LedField.DIVISION not in self._locked:
            cells |= self.segments.cells()
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


def _divides(name: str) -> bool:
    """Return whether a field divides homes to type, tenure or price."""
    return any(name.startswith(f"{breakdown}_") for breakdown in BREAKDOWNS)


def _shown(cell: Cell) -> bool:
    """Return whether the form has a field for a cell."""
    if cell.breakdown == Breakdown.TOTAL or is_line(cell):
        return True
    return cell.account == Account.BUILD and cell.breakdown in BREAKDOWNS


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
        if cell.breakdown in BREAKDOWNS and cell.account == Account.BUILD:
            name = f"{cell.breakdown}_{cell.category}"
            initial[name] = initial.get(name, 0) + dwellings
    return initial
