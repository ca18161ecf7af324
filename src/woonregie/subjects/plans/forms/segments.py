"""The complete division of a plan: a line per kind of home and period."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.pages.forms import Choose, DayField, NumberField, WholeNumberField
from woonregie.subjects.plans.models import (
    Account,
    Breakdown,
    Care,
    DwellingType,
    Flexible,
    PriceClass,
    TargetGroup,
    Tenure,
)
from woonregie.subjects.plans.quantities import order_of_cell
from woonregie.subjects.plans.values import Cell, Cells, HomeKind

PREFIX = "deel"
SPARE_LINES, MOST_LINES = 3, 200
NOT_KNOWN = [("", _("niet bekend"))]
LISTS: dict[str, tuple[Any, list[tuple[str, Any]]]] = {
    "dwelling_type": (_("Woningtype"), DwellingType.choices),
    "tenure": (_("Huur of koop"), Tenure.choices),
    "price_class": (_("Of prijsklasse"), PriceClass.choices),
    "target_group": (_("Doelgroep"), TargetGroup.choices),
    "care": (_("Wonen en zorg"), Care.choices),
    "flexible": (_("Flexwonen"), Flexible.choices),
}
FIELDS = (
    "homes",
    "dwelling_type",
    "tenure",
    "target_group",
    "care",
    "flexible",
    "price",
    "level",
    "price_class",
    "first",
    "last",
)
_NAME = re.compile(rf"{PREFIX}-(?:{'|'.join(FIELDS)})_([0-9]{{1,3}})")


class SegmentForm(forms.Form):
    """Lines such as "6 apartments, rent, 850 euro, for the elderly, 2028"."""

    def __init__(
        self, *args: Any, cells: Cells | None = None, spare: int = SPARE_LINES, **kwargs: Any
    ) -> None:
        self._original = {cell: n for cell, n in (cells or {}).items() if is_line(cell)}
        kwargs |= {"initial": _initial(self._original), "prefix": PREFIX}
        super().__init__(*args, **kwargs)
        lines = len(self._original) + spare
        self._lines = range(_lines_sent(self.data) if self.is_bound else lines)
        for line in self._lines:
            self.fields |= {f"{name}_{line}": field for name, field in _fields().items()}

    def lines(self) -> list[dict[str, forms.BoundField]]:
        """Return the bound fields of each line, for the template."""
        return [{name: self[f"{name}_{line}"] for name in FIELDS} for line in self._lines]

    def clean(self) -> dict[str, Any]:
        """Refuse a line that says too little, or says what another line says."""
        found = super().clean() or {}
        seen: set[Cell] = set()
        for line in self._lines:
            said = {name: found.get(f"{name}_{line}") for name in FIELDS}
            if not any(said.values()):
                continue
            problem = _problem(said)
            if problem is None and self._sound(line) and _cell(said) in seen:
                problem = ("homes", _("Deze regel staat er al. Tel de woningen op in één regel."))
            if problem is not None and f"{problem[0]}_{line}" not in self.errors:
                self.add_error(f"{problem[0]}_{line}", problem[1])
            elif self._sound(line):
                seen.add(_cell(said))
        return found

    def _sound(self, line: int) -> bool:
        return not any(f"{name}_{line}" in self.errors for name in FIELDS)

    def cells(self) -> dict[Cell, int]:
        """Return dwellings by full cell."""
        cells: dict[Cell, int] = {}
        for line in self._lines:
            said = {name: self.cleaned_data.get(f"{name}_{line}") for name in FIELDS}
            if said["homes"]:
                cells[_cell(said)] = said["homes"]
        return cells


def is_line(cell: Cell) -> bool:
    """Return whether a cell is a line of this form."""
    return cell.breakdown == Breakdown.CELL and cell.account == Account.BUILD


def _fields() -> dict[str, forms.Field]:
    chosen = {
        name: forms.ChoiceField(
            label=label, required=False, widget=Choose, choices=[*NOT_KNOWN, *choices]
        )
        for name, (label, choices) in LISTS.items()
    }
    return {
        "homes": WholeNumberField(
            label=_("Aantal"), required=False, min_value=0, max_value=100_000
        ),
        **chosen,
        "price": NumberField(
            label=_("Prijs in euro"),
            required=False,
            min_value=0,
            max_value=100_000_000,
            decimal_places=2,
        ),
        "level": DayField(label=_("Prijspeil"), required=False),
        "first": _year(_("Van jaar")),
        "last": _year(_("Tot en met jaar")),
    }


def _year(label: Any) -> WholeNumberField:
    return WholeNumberField(label=label, required=False, min_value=1990, max_value=2100)


def _problem(said: Mapping[str, Any]) -> tuple[str, Any] | None:
    """Return which field of a line says what cannot be, and why."""
    checks = (
        ("homes", not said["homes"], _("Vul het aantal woningen in, of maak de regel leeg.")),
        (
            "tenure",
            said["price"] is not None and not said["tenure"],
            _("Kies huur of koop: een huur is per maand, een koopprijs in één keer."),
        ),
        (
            "level",
            said["price"] is not None and said["level"] is None,
            _("Vul bij een prijs het prijspeil in: de dag waarvan de prijs is."),
        ),
        (
            "price",
            said["price"] is None and said["level"] is not None,
            _("Vul bij een prijspeil ook de prijs in, of laat het prijspeil leeg."),
        ),
        (
            "price_class",
            bool(said["price_class"]) and not _fits(said),
            _("Deze prijsklasse past niet bij huur of koop in deze regel."),
        ),
        (
            "first",
            said["last"] is not None and said["first"] is None,
            _("Vul ook het eerste jaar in."),
        ),
        (
            "last",
            None not in {said["first"], said["last"]} and said["last"] < said["first"],
            _("Het laatste jaar ligt voor het eerste jaar."),
        ),
    )
    return next(((name, text) for name, wrong, text in checks if wrong), None)


def _fits(said: Mapping[str, Any]) -> bool:
    return not said["tenure"] or str(said["price_class"]).startswith(said["tenure"])


def _cell(said: Mapping[str, Any]) -> Cell:
    price = said["price"]
    segment = HomeKind(
        **{name: said[name] or "" for name in LISTS},
        price_cents=None if price is None else int(price * 100),
        price_level_on=said["level"],
    )
    first = said["first"]
    before = None if first is None else (said["last"] or first) + 1
    return Cell(Account.BUILD.value, Breakdown.CELL.value, segment.written(), first, before)


def _lines_sent(data: Mapping[str, Any]) -> int:
    sent = [int(found[1]) + 1 for name in data if (found := _NAME.fullmatch(name))]
    return min(max([SPARE_LINES, *sent]), MOST_LINES)


def _initial(cells: Cells) -> dict[str, Any]:
    initial: dict[str, Any] = {}
    for line, cell in enumerate(sorted(cells, key=order_of_cell)):
        segment = HomeKind.read(cell.category)
        said: dict[str, Any] = {name: getattr(segment, name) for name in LISTS}
        said |= {"homes": cells[cell], "level": segment.price_level_on, "first": cell.from_year}
        said["price"] = _price(segment.price_cents)
        said["last"] = None if cell.before_year is None else cell.before_year - 1
        initial |= {f"{name}_{line}": value for name, value in said.items()}
    return initial


def _price(cents: int | None) -> str | None:
    """Return a price as people write it; a point would be read as thousands."""
    return None if cents is None else f"{cents // 100},{cents % 100:02d}"
