"""Many plans in one table: status, phase, programme class, years and dwellings per row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.pages.forms import Choose, WholeNumberField
from woonregie.subjects.plans.models import (
    Account,
    Breakdown,
    PlanningStatus,
    PlanVersion,
    ProgrammeClass,
    ProjectPhase,
    StatusBasis,
)
from woonregie.subjects.plans.values import Cell, Cells, PlanValues

CODES: dict[str, tuple[Any, list[tuple[str, Any]]]] = {
    "planning_status": (_("Planologische status"), PlanningStatus.choices),
    "project_phase": (_("Projectfase"), ProjectPhase.choices),
    "programme_class": (_("Programmaklasse"), ProgrammeClass.choices),
}
NUMBERS = {"first": _("Van jaar"), "last": _("Tot en met jaar"), "build": _("Bouw")}
LABELS = {**{name: label for name, (label, _choices) in CODES.items()}, **NUMBERS}


@dataclass(frozen=True, slots=True)
class GridLine:
    """One plan of the table, as the person got it: its values, its homes, its newest version."""

    version: PlanVersion
    values: PlanValues
    cells: Cells
    newest: int

    @property
    def number(self) -> str:
        """The number of the plan."""
        return self.version.plan.number

    def total(self) -> list[Cell]:
        """Return the cells that hold its homes to build."""
        return [
            cell
            for cell in self.cells
            if cell.account == Account.BUILD and cell.breakdown == Breakdown.TOTAL
        ]

    def fields(self) -> list[str]:
        """Return what the table can change: a status not by decisions, homes in one period."""
        names = [*CODES]
        if self.version.status_basis == StatusBasis.DERIVED:
            names.remove("planning_status")
        return [*names, *NUMBERS] if len(self.total()) <= 1 else names

    def initial(self) -> dict[str, Any]:
        """Return what its fields show."""
        shown: dict[str, Any] = {name: getattr(self.values, name) for name in CODES}
        for cell in self.total():
            before = cell.before_year
            shown |= {"first": cell.from_year, "last": None if before is None else before - 1}
            shown["build"] = self.cells[cell]
        return {name: shown.get(name) for name in self.fields()}


class GridForm(forms.Form):
    """The table; each field is named after what it is and the number of its plan."""

    reason = forms.CharField(
        label=_("Waarom wijzigt u dit?"),
        max_length=300,
        required=False,
        help_text=_("Komt in de geschiedenis van elk plan dat u wijzigt."),
    )

    def __init__(self, *args: Any, lines: Sequence[GridLine], **kwargs: Any) -> None:
        self.lines = lines
        initial = {
            f"{name}-{line.number}": value
            for line in lines
            for name, value in line.initial().items()
        }
        kwargs["initial"] = {**initial, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        for line in lines:
            for name in line.fields():
                self.fields[f"{name}-{line.number}"] = _field(name, line.values.name)

    def clean(self) -> dict[str, Any]:
        """Refuse years without homes, and a period that ends before it begins."""
        found = super().clean() or {}
        for line in self.lines:
            if "build" in line.fields():
                said = {name: found.get(f"{name}-{line.number}") for name in NUMBERS}
                for name, wrong, text in _problems(said):
                    if wrong and f"{name}-{line.number}" not in self.errors:
                        self.add_error(f"{name}-{line.number}", text)
        return found

    def touched(self, line: GridLine) -> dict[str, Any]:
        """Return what was changed in a line, by name; empty when nothing was."""
        changed = {str(name) for name in self.changed_data}
        return {
            name: self.cleaned_data.get(f"{name}-{line.number}")
            for name in line.fields()
            if f"{name}-{line.number}" in changed
        }

    def wanted(self, line: GridLine) -> tuple[PlanValues, dict[Cell, int]]:
        """Return what a line says: its values, and its dwellings by cell."""
        touched = self.touched(line)
        codes = {name: value for name, value in touched.items() if name in CODES}
        values = replace(line.values, **codes)
        if not set(NUMBERS) & set(touched):
            return values, dict(line.cells)
        said = {name: self.cleaned_data.get(f"{name}-{line.number}") for name in NUMBERS}
        cells = {cell: n for cell, n in line.cells.items() if cell not in line.total()}
        first = said["first"]
        before = None if first is None else (said["last"] or first) + 1
        if said["build"]:
            total = Cell(Account.BUILD.value, Breakdown.TOTAL.value, "", first, before)
            cells[total] = said["build"]
        return values, cells

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield each line with its bound fields by name, None where it has none."""
        for line in self.lines:
            names = set(line.fields())
            yield {
                "line": line,
                "fields": [
                    (name, label, self[f"{name}-{line.number}"] if name in names else None)
                    for name, label in LABELS.items()
                ],
            }


def _problems(said: Mapping[str, Any]) -> tuple[tuple[str, bool, Any], ...]:
    first, last, build = said["first"], said["last"], said["build"]
    return (
        ("first", last is not None and first is None, _("Vul ook het eerste jaar in.")),
        (
            "last",
            None not in {first, last} and last < first,
            _("Het laatste jaar ligt voor het eerste jaar."),
        ),
        (
            "build",
            first is not None and not build,
            _("Vul het aantal woningen in, of maak de jaren leeg."),
        ),
    )


def _field(name: str, plan: str) -> forms.Field:
    label = f"{LABELS[name]}, {plan}"
    if name in CODES:
        return forms.ChoiceField(label=label, choices=CODES[name][1], widget=Choose)
    least, most = (0, 100_000) if name == "build" else (1990, 2100)
    return WholeNumberField(label=label, required=False, min_value=least, max_value=most)
