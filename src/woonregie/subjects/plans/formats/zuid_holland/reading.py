"""From features of the exchange file to rows of a delivered list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import shapely

from woonregie.foundation.intake.cells import CellError, day, dwellings, number, text
from woonregie.subjects.plans.formats.codetables import plain
from woonregie.subjects.plans.formats.delivered import Context, ReadResult, tell_progress
from woonregie.subjects.plans.formats.placed import NOWHERE, placed
from woonregie.subjects.plans.formats.rows import OUR_NUMBER, Teller
from woonregie.subjects.plans.formats.template.columns import (
    CODE_LISTS,
    COLUMNS_OF,
    EMPTY,
    YES_NO,
    ReversedPeriodError,
    cell_of,
    code_of,
)
from woonregie.subjects.plans.formats.template.division import read as read_division
from woonregie.subjects.plans.formats.zuid_holland.blocks import (
    CARE,
    CARES,
    CELL,
    CLASS,
    FLEXIBLE,
    FLEXIBLES,
    LEVEL,
    PERIOD,
    PRICES,
    TOTAL,
    UNKNOWN,
)
from woonregie.subjects.plans.formats.zuid_holland.codes import keys, tables
from woonregie.subjects.plans.formats.zuid_holland.projects import (
    DIVISION,
    EXAMPLE,
    KEY,
    KEY_PROJECT,
    NOTE,
    POINT,
    SETTLEMENT,
    SYSTEM,
)
from woonregie.subjects.plans.quantities import LINES, line_of, overallocated
from woonregie.subjects.plans.values import BulkRow, Cell, HomeKind, PlanValues, located

MOST_CENTS = 10**10
_PLACES = {"geometry", "x", "y", "area_m2"}
_OWN_KEYS = {KEY, SETTLEMENT, KEY_PROJECT, NOTE, DIVISION, POINT, EXAMPLE}
Nested = Mapping[str, Any]


@dataclass(slots=True)
class _Counted:
    """Homes by cell, and the lines of which something was said."""

    cells: dict[Cell, int] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)

    def add(self, cell: Cell, homes: int) -> None:
        self.said.add(line_of(cell))
        if homes:
            self.cells[cell] = self.cells.get(cell, 0) + homes


def read_features(
    features: Sequence[tuple[Nested, Any]], context: Context, remarks: Sequence[str] = ()
) -> ReadResult:
    """Return the plans of an exchange file.

    Args:
        features: properties and shape of each.
        context: whose list it is and what the register knows.
        remarks: codes of what the reader noticed about the file as a whole.
    """
    result = ReadResult()
    reader = _Reader(result, context)
    for code in remarks:
        reader.teller.tell(code)
    for line, (properties, shape) in enumerate(features, start=1):
        tell_progress(context, line, features)
        reader.read(line, properties, shape)
    return result


class _Reader:
    """Reads plan after plan; what cannot be read becomes an issue in `result`."""

    def __init__(self, result: ReadResult, context: Context) -> None:
        self.result, self.context = result, context
        self.teller = Teller(result.issues)

    def read(self, line: int, properties: Nested, shape: Any) -> None:
        """Read one plan."""
        self.teller.row = line
        project = _part(properties, "projectgegevens")
        more = _part(project, "maatwerk_projecteigenschappen")
        name = self.teller.name("naam", _part(project, "basisgegevens").get("naam"))
        given = self.teller.text("gemeente", _part(project, "locatie").get("gemeente"))
        if not name and not given and (shape is None or shape.is_empty):
            self.teller.tell("empty_template", "naam")
            return
        place = self._place(given)
        if place is None:
            return
        if not name:
            self.teller.tell("no_name", "naam")
            return
        counted = self._counted(properties.get("woning_blokken"), more)
        spoken = {plain(heading) for heading in more}
        values = self._values(name, place, project, more, shape)
        number, key = self._keys(project, more, place, name)
        silent = frozenset(_unsaid(spoken, project, more, shape) | (LINES - counted.said))
        self.result.rows.append(
            BulkRow(SYSTEM, key, number, place, values, counted.cells, silent)
        )
        self.result.lines.append(line)

    def _keys(
        self, project: Nested, more: Nested, place: UUID, name: str
    ) -> tuple[str, str]:
        """Return our number, and the key by which the sender knows the plan."""
        given = self.teller.key(
            "identificatie_nr", _part(project, "basisgegevens").get("identificatie_nr")
        )
        number = given.upper() if OUR_NUMBER.fullmatch(given) else ""
        key = self.teller.key(KEY, more.get(KEY)) or ("" if number else given)
        if not key and not number:
            self.teller.tell("no_identification", "identificatie_nr")
        return number, f"{place}:{key}" if key else self.teller.name_key(place, name)

    def _place(self, given: str) -> UUID | None:
        wanted = self.context.municipality_id
        if not given and wanted is not None:
            return wanted
        place = self.teller.place(self.context, "gemeente", given)
        if place is not None and wanted not in {None, place}:
            self.teller.tell("other_municipality", "gemeente", given)
            return None
        return place

    # -------------------------------------------------------------- what a plan says
    def _values(
        self, name: str, place: UUID, project: Nested, more: Nested, shape: Any
    ) -> PlanValues:
        codes = {
            **{field: self._labelled(more, field) for field in CODE_LISTS},
            **self._official(project),
        }
        return PlanValues(
            name=name,
            settlement_id=self._settlement(more, place),
            note=self.teller.text(NOTE, more.get(NOTE), lines=True),
            invented=self.context.invented,
            key_project=bool(YES_NO.get(text(more.get(KEY_PROJECT)).lower())),
            **codes,
            **self._location(more, shape),
        )

    def _labelled(self, more: Nested, field: str) -> str:
        """Return the code of one of our own properties."""
        column, known = CODE_LISTS[field]
        given = self.teller.text(column, more.get(column.capitalize()))
        code = code_of(given, known, EMPTY[field])
        if code is None:
            self.teller.tell("not_in_code_list", column, given)
        return code or EMPTY[field]

    def _official(self, project: Nested) -> dict[str, str]:
        """Return the codes that the format itself has a place for, where it says something else.

        A code of ours that is finer than a word of the format stands among our own properties;
        it counts as long as the two say the same.
        """
        more = _part(project, "maatwerk_projecteigenschappen")
        found = {
            "planning_status": self._dated(project, "planologische_planstatus", "planning_status"),
            "project_phase": self._dated(project, "projectfasen", "project_phase"),
            "location_kind": self._word(
                "location_kind", "plan_soort", _part(project, "projectgegevens").get("plan_soort")
            ),
            "client_kind": self._word(
                "client_kind", "opdrachtgever", _part(project, "rollen").get("opdrachtgever")
            ),
        }
        return {
            field: code
            for field, code in found.items()
            if code and not self._is_finer(more, field, code)
        }

    def _is_finer(self, more: Nested, field: str, code: str) -> bool:
        column, known = CODE_LISTS[field]
        own = code_of(text(more.get(column.capitalize())), known, "")
        table = tables()[field]
        return bool(own) and table.word(own or "") == table.word(code)

    def _word(self, code_list: str, column: str, value: Any) -> str:
        given = self.teller.text(column, value)
        if not given:
            return ""
        found = tables()[code_list].code(given)
        if found is None:
            self.teller.tell("not_in_code_list", column, given)
        return found[0] if found else ""

    def _dated(self, project: Nested, part: str, code_list: str) -> str:
        """Return the code of which the day is the last one that has come."""
        found: dict[str, tuple[date, int]] = {}
        order = keys(code_list)
        for key, value in _part(project, part).items():
            since = self._day(f"{part}.{key}", value)
            code = self._word(code_list, part, key) if since else ""
            if code and since and self._has_come(since):
                word = tables()[code_list].word(code) or ""
                found[code] = (since, order.index(word) if word in order else -1)
        if not found:
            return ""
        last = max(since for since, _order in found.values())
        same = [code for code, (since, _order) in found.items() if since == last]
        if len(same) > 1:
            self.teller.tell("several_statuses", part, ", ".join(same))
        return max(same, key=lambda code: found[code][1])

    def _has_come(self, since: date) -> bool:
        known = self.context.reference_year
        return known is None or since.year <= known

    def _day(self, column: str, value: Any) -> date | None:
        found: date | None = self.teller.read(day, column, _plain(value), None)
        return found

    def _settlement(self, more: Nested, place: UUID) -> UUID | None:
        given = self.teller.text(SETTLEMENT, more.get(SETTLEMENT))
        found = self.context.settlements.get((place, given.lower())) if given else None
        if given and found is None:
            self.teller.tell("unknown_settlement", SETTLEMENT, given)
        return found

    def _location(self, more: Nested, shape: Any) -> dict[str, Any]:
        written = text(more.get(POINT))
        if written and (shape is None or shape.is_empty):
            try:
                point = shapely.from_wkt(written)
            except shapely.errors.GEOSException:
                self.teller.tell("not_a_geometry", POINT, written)
                return NOWHERE
            return located(point) if point.geom_type == "Point" else NOWHERE
        return dict(placed(self.teller, shape, shapes=True))

    # -------------------------------------------------------------- homes
    def _counted(self, blocks: Any, more: Nested) -> _Counted:
        counted = _Counted()
        if isinstance(blocks, list):
            for at, block in enumerate(blocks, start=1):
                self._block(f"woning_blokken[{at}]", block, counted)
        elif blocks is not None:
            self.teller.tell("block_unreadable", "woning_blokken", blocks)
        for heading, value in more.items():
            self._simple(heading, value, counted)
        given = self.teller.text(DIVISION, more.get(DIVISION), lines=True)
        if given:
            division: dict[Cell, int] = self.teller.read(read_division, DIVISION, given, {})
            for cell, homes in division.items():
                counted.add(cell, homes)
        for account, breakdown, claimed, total in overallocated(counted.cells):
            self.teller.tell("over_allocated", breakdown, f"{account}: {claimed} > {total}")
        return counted

    def _simple(self, heading: str, value: Any, counted: _Counted) -> None:
        """Take in a line of numbers among our own properties."""
        try:
            cell = cell_of(plain(heading))
        except ReversedPeriodError:
            self.teller.tell("reversed_period", heading, heading)
            return
        if cell is not None:
            counted.add(cell, self._homes(heading, value) or 0)

    def _homes(self, column: str, value: Any) -> int | None:
        if value is None or value == "":
            return None
        found: int | None = self.teller.read(dwellings, column, _plain(value), None)
        if found is not None and found < 0:
            self.teller.tell("negative", column, value)
            return None
        return found

    def _block(self, column: str, block: Any, counted: _Counted) -> None:
        if not isinstance(block, Mapping):
            self.teller.tell("block_unreadable", column, block)
            return
        about = _part(block, "mutatiegegevens")
        if _says_nothing(block):
            return
        homes = self._homes(f"{column}.aantal", about.get("aantal"))
        if homes is None:
            self.teller.tell("block_without_homes", f"{column}.aantal", about.get("aantal"))
            return
        account = self._word("account", f"{column}.mutatie_type", about.get("mutatie_type"))
        if not account:
            self.teller.tell(
                "unknown_mutation", f"{column}.mutatie_type", about.get("mutatie_type")
            )
            return
        first, before = self._period(column, block)
        counted.add(Cell(account, TOTAL, "", first, before), homes)
        category = self._kind(column, block).written()
        if category != UNKNOWN:
            counted.add(Cell(account, CELL, category, first, before), homes)

    def _period(self, column: str, block: Nested) -> tuple[int | None, int | None]:
        end = self._day(f"{column}.einddatum", block.get("einddatum"))
        if end is None:
            return None, None
        given = text(_part(block, "maatwerk_woningeigenschappen").get(PERIOD))
        first, _dash, last = given.partition("-")
        if first.isdecimal() and last.isdecimal() and int(first) <= int(last) == end.year:
            return int(first), end.year + 1
        return end.year, end.year + 1

    def _kind(self, column: str, block: Nested) -> HomeKind:
        about = _part(block, "mutatiegegevens")
        more = _part(block, "maatwerk_woningeigenschappen")
        tenure = self._word("tenure", f"{column}.eigendom_type", about.get("eigendom_type"))
        contract = self._word("contract", f"{column}.contract_type", about.get("contract_type"))
        cents = self._price(f"{column}.waarde", _part(block, "waarde"))
        return HomeKind(
            self._word("dwelling_type", f"{column}.woning_type", about.get("woning_type")),
            tenure or contract,
            "" if cents is not None else self._own(f"{column}.{CLASS}", more.get(CLASS), PRICES),
            self._group(f"{column}.doelgroep", block.get("doelgroep")),
            self._own(f"{column}.{CARE}", more.get(CARE), CARES),
            self._own(f"{column}.{FLEXIBLE}", more.get(FLEXIBLE), FLEXIBLES),
            cents,
            self._day(f"{column}.{LEVEL}", more.get(LEVEL)),
        )

    def _own(self, column: str, value: Any, words: Mapping[str, str]) -> str:
        given = plain(value)
        found = next((code for code, word in words.items() if plain(word) == given), "")
        if given and not found:
            self.teller.tell("not_in_code_list", column, value)
        return found

    def _group(self, column: str, value: Any) -> str:
        """Return for whom the homes are, if that is one group."""
        items = value if isinstance(value, list) else []
        words = [item for item in items if isinstance(item, str)]
        return self._word("target_group", column, words[0]) if len(words) == 1 else ""

    def _price(self, column: str, worth: Nested) -> int | None:
        """Return a price in cents where lowest and highest are the same; a range is a class."""
        low, high = (
            self.teller.read(number, f"{column}.{name}", _plain(worth.get(name)), None)
            for name in ("laag", "hoog")
        )
        if low is not None and high is not None and low > high:
            self.teller.tell("price_reversed", column, f"{low} - {high}")
        if low is None or low != high:
            return None
        cents = round(low * 100)
        if not 0 <= cents <= MOST_CENTS:
            self.teller.tell("out_of_range", column, low)
            return None
        return cents


def _part(nested: Any, name: str) -> Nested:
    """Return a part of a nested value; an empty one where something else stands."""
    found = nested.get(name) if isinstance(nested, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _plain(value: Any) -> Any:
    """Return a value as a cell of a table has it; what is nested is told as text."""
    if value is None or isinstance(value, str | int | float):
        return "" if value is None else value
    return text(str(value))


def _says_nothing(block: Nested) -> bool:
    """Return whether a block is that of the empty template."""
    about = _part(block, "mutatiegegevens")
    return not any(value is not None for value in about.values()) and not block.get("einddatum")


def _unsaid(spoken: set[str], project: Nested, more: Nested, shape: Any) -> set[str]:
    """Return the fields of which a plan says nothing."""
    said = {field for field, columns in COLUMNS_OF.items() if not spoken.isdisjoint(columns)}
    for field, part in (
        ("planning_status", "planologische_planstatus"),
        ("project_phase", "projectfasen"),
    ):
        if part in project:
            said.add(field)
    if "plan_soort" in _part(project, "projectgegevens"):
        said.add("location_kind")
    if "opdrachtgever" in _part(project, "rollen"):
        said.add("client_kind")
    if shape is not None or more.get(POINT):
        said |= _PLACES
    return (set(COLUMNS_OF) | _PLACES) - said


