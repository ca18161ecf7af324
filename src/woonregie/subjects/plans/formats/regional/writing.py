"""Plans in the columns of a layout, and what those columns cannot hold."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.intake.cells import line
from woonregie.foundation.intake.separated import guarded
from woonregie.foundation.pages.charts import EXAMPLE
from woonregie.subjects.plans.formats.columns import (
    AUDIENCE_STAYS,
    COUNTS_ELSEWHERE,
    KINDS,
    Row,
    other_stands_for,
    write_table,
)
from woonregie.subjects.plans.formats.fields import FIELDS
from woonregie.subjects.plans.formats.outlets import (
    FULL,
    About,
    Hold,
    Outlet,
    Written,
    absent,
    coarse,
)
from woonregie.subjects.plans.formats.own.schema import FIRST_YEAR, LAST_YEAR, NET, REALISED
from woonregie.subjects.plans.formats.regional.columns import (
    CODE_OF_PLACE,
    KEY_PROJECT,
    NO,
    YES,
    LayoutColumn,
    Numbers,
    columns_of,
    numbers_of,
    words_of,
)
from woonregie.subjects.plans.formats.template.columns import CODE_LISTS, UNCHANGED
from woonregie.subjects.plans.formats.template.division import written
from woonregie.subjects.plans.formats.template.filled import TOLD
from woonregie.subjects.plans.formats.written import LONGEST_CELL
from woonregie.subjects.plans.models import DeliveryLayout
from woonregie.subjects.plans.queries.outgoing import BUILD, DEMOLITION, TOTAL, OutPlan

Says = Callable[[OutPlan], Any]
_TOLD = {heading.lower(): field for heading, field in TOLD.items() if heading != "Gerealiseerd"}
_CODED = {column: field for field, (column, _known) in CODE_LISTS.items()}


# ------------------------------------------------------------------ what stands in a cell
def _number_of_plan(plan: OutPlan) -> str:
    return plan.number


def _fit(told: str) -> str:
    return told if len(told) <= LONGEST_CELL else UNCHANGED


def _shape(plan: OutPlan) -> str:
    shape = plan.values.geometry
    return _fit(shapely.to_wkt(shapely.from_wkb(shape), rounding_precision=-1)) if shape else ""


def _code(plan: OutPlan, field: str) -> str:
    # The status that counts follows from the decisions; the others are as they were stated.
    return plan.planning_status if field == "planning_status" else getattr(plan.values, field)


_TEXTS: Mapping[str, Says] = {
    "plannummer": _number_of_plan,
    "eigen sleutel": _number_of_plan,
    "gemeente": lambda plan: plan.municipality.name,
    CODE_OF_PLACE: lambda plan: plan.municipality.code,
    "naam": lambda plan: line(plan.name),
    "kern": lambda plan: plan.settlement,
    "volledige verdeling": lambda plan: _fit(written(plan.cells)),
    "x": lambda plan: plan.values.x,
    "y": lambda plan: plan.values.y,
    "wkt": _shape,
    "opmerkingen": lambda plan: _fit(plan.values.note.replace("\r\n", "\n")),
    "gegevens": lambda plan: EXAMPLE if plan.values.invented else "",
    FIRST_YEAR: lambda plan: (plan.years() or (None, None))[0],
    LAST_YEAR: lambda plan: (plan.years() or (None, None))[1],
    NET: lambda plan: plan.build - plan.demolition,
    REALISED: lambda plan: sum(
        homes for (account, _year), homes in plan.realised.items() if account == BUILD
    ),
}


def _says(column: LayoutColumn) -> Says:
    """Return what a plan says in a column."""
    words = words_of(column)
    if column.field == KEY_PROJECT:
        return lambda plan: words[YES if plan.values.key_project else NO]
    if column.field in _CODED:
        field = _CODED[column.field]
        return lambda plan: words[_code(plan, field)]
    if column.field in _TOLD:
        told = FIELDS[_TOLD[column.field]].words
        return lambda plan: _fit(told(plan))
    numbers = numbers_of(column.field)
    if numbers is None:
        return _TEXTS[column.field]
    return lambda plan: _in_units(_homes(plan, numbers), column.times)


def _homes(plan: OutPlan, numbers: Numbers) -> int:
    return sum(homes for cell, homes in plan.cells.items() if numbers.takes(cell))


def _in_units(homes: int, times: int) -> int | float:
    return homes if times == 1 else homes / times


# ------------------------------------------------------------------ the file
@dataclass(frozen=True, slots=True)
class _Writer:
    columns: Sequence[LayoutColumn]
    title: str

    def __call__(self, plans: Sequence[OutPlan], place: Path, about: About) -> Written:
        """Write plans in the columns of the layout, and count what was written."""
        headings = [column.heading for column in self.columns]
        if about.kind == "csv":
            headings = [str(guarded(heading)) for heading in headings]
        told = Written(plans=len(plans))
        with translation.override("nl"):
            write_table(place, "Plannen", headings, self._rows(plans, told), about)
        return told

    def _rows(self, plans: Sequence[OutPlan], told: Written) -> Iterator[Row]:
        says = [_says(column) for column in self.columns]
        build, demolition = (self._adds_up(account) for account in (BUILD, DEMOLITION))
        for plan in plans:
            cells = tuple(say(plan) for say in says)
            told.rows += 1
            told.build += sum(round(cells[at] * times) for at, times in build)
            told.demolition += sum(round(cells[at] * times) for at, times in demolition)
            yield Row(cells[:1], cells[1:])

    def _adds_up(self, account: str) -> list[tuple[int, int]]:
        """Return place and unit of the columns that together hold the homes of an account."""
        wanted = _totals(self.columns, account)
        return [
            (at, column.times)
            for at, column in enumerate(self.columns)
            if numbers_of(column.field) in wanted
        ]


def _totals(columns: Sequence[LayoutColumn], account: str) -> list[Numbers]:
    """Return the columns that add up to what a file holds: a total, else its years."""
    found = [
        numbers
        for column in columns
        if (numbers := numbers_of(column.field)) and numbers.line == (account, TOTAL, "")
    ]
    return [numbers for numbers in found if numbers.whole] or found


# ------------------------------------------------------------------ what it cannot hold
_NO_COLUMN = gettext_lazy("De indeling heeft hier geen kolom voor.")
_NO_ROOM = gettext_lazy("De indeling heeft voor deze woningen geen kolom.")
_TOGETHER = gettext_lazy("Deze woningen staan niet, of niet met hun eigen jaren, in het bestand.")
_SHARED = gettext_lazy("Meer dan één van onze codes heet bij de ontvanger hetzelfde.")
_TO_READ = gettext_lazy("Staat in het bestand om te lezen. Wij lezen het niet terug.")
_TOO_LONG = gettext_lazy("Past niet in een cel van een werkblad. Er staat (ongewijzigd).")
_FULL = {
    "plannummer": "number",
    "naam": "name",
    "gemeente": "municipality",
    CODE_OF_PLACE: "municipality",
    "kern": "settlement",
    KEY_PROJECT: "key_project",
    "gegevens": "invented",
}


def _holds(columns: Sequence[LayoutColumn]) -> dict[str, Hold]:
    names = {column.field for column in columns}
    found = dict.fromkeys(FIELDS, absent(_NO_COLUMN))
    found["audience"] = absent(AUDIENCE_STAYS)
    found |= {field: FULL for name, field in _FULL.items() if name in names}
    found |= {
        field: coarse(_TO_READ, FIELDS[field].says)
        for name, field in _TOLD.items()
        if name in names
    }
    for column in columns:
        if column.field in _CODED:
            found[_CODED[column.field]] = _coded(column)
    return found | _placed(names) | _counted(columns) | _worked_out(names)


def _coded(column: LayoutColumn) -> Hold:
    field, words = _CODED[column.field], words_of(column)
    said = list(words.values())
    shared = {code for code, word in words.items() if said.count(word) > 1}
    if not shared:
        return FULL
    return coarse(
        _SHARED, lambda plan: FIELDS[field].words(plan) if _code(plan, field) in shared else ""
    )


def _placed(names: set[str]) -> dict[str, Hold]:
    found: dict[str, Hold] = {}
    if "wkt" in names:
        found["geometry"] = coarse(
            _TOO_LONG,
            lambda plan: FIELDS["geometry"].words(plan) if _shape(plan) == UNCHANGED else "",
        )
    elif {"x", "y"} <= names:
        found["geometry"] = coarse(
            gettext_lazy("Van een vlak blijft alleen het midden over."),
            lambda plan: plan.values.area_m2 is not None,
        )
    if "opmerkingen" in names:
        found["note"] = coarse(
            _TOO_LONG,
            lambda plan: plan.values.note if len(plan.values.note) > LONGEST_CELL else "",
        )
    return found


def _counted(columns: Sequence[LayoutColumn]) -> dict[str, Hold]:
    numbers = [one for column in columns if (one := numbers_of(column.field))]
    found: dict[str, Hold] = {}
    for account, field in ((BUILD, "build"), (DEMOLITION, "demolition")):
        if totals := _totals(columns, account):
            found[field] = coarse(_NO_ROOM, _unheld(totals, account))
    lines = {(one.line[0], one.line[1]) for one in numbers}
    if (BUILD, TOTAL) in lines or (DEMOLITION, TOTAL) in lines:
        found["phasing"] = coarse(_TOGETHER, _unphased(numbers))
    for breakdown in ("type", "tenure", "price", "target_group", "care", "flexible"):
        if (BUILD, breakdown) in lines:
            found[breakdown] = coarse(_TOGETHER, _undivided(numbers, BUILD, breakdown))
    if any(account == DEMOLITION and breakdown != TOTAL for account, breakdown in lines):
        found["demolition_division"] = coarse(_NO_ROOM, FIELDS["demolition_division"].says)
    return found


def _worked_out(names: set[str]) -> dict[str, Hold]:
    found: dict[str, Hold] = {}
    if "volledige verdeling" in names:
        found["division"] = found["price_eur"] = coarse(_TOO_LONG, _too_long_division)
    if REALISED in names:
        found["realised"] = coarse(
            gettext_lazy("Alle gebouwde woningen samen, zonder jaar; sloop staat er niet bij."),
            FIELDS["realised"].says,
            FIELDS["realised"].homes,
        )
    return found


def _too_long_division(plan: OutPlan) -> int:
    whole = _TEXTS["volledige verdeling"](plan) != UNCHANGED
    return 0 if whole else plan.lines.get("build cell", 0)


def _unheld(totals: Sequence[Numbers], account: str) -> Callable[[OutPlan], int]:
    """Return how many homes of a plan stand in no column at all."""

    def homes(plan: OutPlan) -> int:
        held = sum(_homes(plan, one) for one in totals)
        return plan.lines.get(f"{account} {TOTAL}", 0) - held

    return homes


def _unphased(numbers: Sequence[Numbers]) -> Callable[[OutPlan], int]:
    """Return how many homes of a plan lose their year or period."""
    return lambda plan: sum(
        homes
        for cell, homes in plan.cells.items()
        if cell.breakdown == TOTAL
        and cell.from_year is not None
        and not any(one.keeps(cell) for one in numbers)
    )


def _undivided(
    numbers: Sequence[Numbers], account: str, breakdown: str
) -> Callable[[OutPlan], int]:
    """Return how many homes of a line are lost or lose their years."""
    own = [one for one in numbers if one.line[:2] == (account, breakdown)]

    def whole(cell: Any) -> bool:
        return any(one.keeps(cell) or (cell.from_year is None and one.takes(cell)) for one in own)

    return lambda plan: sum(
        homes
        for cell, homes in plan.cells.items()
        if (cell.account, cell.breakdown) == (account, breakdown) and not whole(cell)
    )


def outlet_of(layout: DeliveryLayout) -> Outlet:
    """Return a layout of a region as a format to deliver in."""
    columns = columns_of(layout.columns)
    receiver = layout.recipient or layout.title
    return Outlet(
        name=layout.slug,
        title=layout.title,
        receiver=_("Voor %(receiver)s, in de indeling die uw regio invulde.")
        % {"receiver": receiver},
        kinds=KINDS,
        holds=_holds(columns),
        write=_Writer(columns, layout.title),
        skips=other_stands_for,
        remarks=(
            _("De indeling geldt vanaf %(day)s. Bron: %(source)s (%(certainty)s).")
            % {
                "day": layout.starts_on.strftime("%d-%m-%Y"),
                "source": layout.source.title,
                "certainty": layout.get_certainty_display(),
            },
            COUNTS_ELSEWHERE,
        ),
        version=str(layout.pk),
    )
