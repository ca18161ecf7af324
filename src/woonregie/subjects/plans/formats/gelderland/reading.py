"""From the province's layers to rows of a delivered list."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from woonregie.foundation.intake.cells import dwellings, text, year
from woonregie.foundation.intake.tables import FileRefusedError, Table
from woonregie.subjects.plans.formats.delivered import Context, ReadResult, tell_progress
from woonregie.subjects.plans.formats.gelderland.codes import tables
from woonregie.subjects.plans.formats.gelderland.counted import count
from woonregie.subjects.plans.formats.gelderland.labels import Labels
from woonregie.subjects.plans.formats.gelderland.numbers import KINDS, YearRow
from woonregie.subjects.plans.formats.placed import placed
from woonregie.subjects.plans.formats.rows import OUR_NUMBER, Teller
from woonregie.subjects.plans.values import BulkRow, PlanValues

SYSTEM = "gelderland"
PLANS, DETAILS, LABELS = "Planregistratie", "DetailPlanning", "Regiovelden"
NEVER = frozenset({"programme_class", "built_up_area", "regional_function"})
"""Fields of which the file never speaks."""
COLUMNS = {
    "note": "opmerkingen_basis",
    "settlement_id": "woonplaats",
    "planning_status": "status_planologisch",
    "project_phase": "projectfase",
    "location_kind": "plantype",
    "client_kind": "opdrachtgever_type",
    "living_environment": "beoogd_woonmilieu_abf5",
    "key_project": "sleutelproject",
}
"""Field of a plan -> the column that speaks of it, in small letters."""
Cells = Mapping[str, Any]


def read_layers(found: Mapping[str, Table], context: Context) -> ReadResult:
    """Return the plans of a geodatabase.

    Args:
        found: layers by name, each with its heading as first row.
        context: whose list it is and what the register knows.

    Raises:
        FileRefusedError: the layer with plans is not there.
    """
    if PLANS not in found:
        raise no_plan_layer(found)
    result = ReadResult()
    return _Reader(result, context, found).read()


def no_plan_layer(titles: Iterable[str]) -> FileRefusedError:
    """Return the refusal of a geodatabase of the province in which the plans are missing."""
    return FileRefusedError(
        "no_plan_layer",
        _(
            "In deze geodatabase ontbreekt de laag %(layer)s, of zij heeft andere velden. "
            "Er staan wel: %(others)s. Vraag de afzender om de hele geodatabase."
        )
        % {"layer": PLANS, "others": ", ".join(sorted(titles)) or "-"},
        layer=PLANS,
    )


class _Reader:
    """Reads plan after plan; what cannot be read becomes an issue in `result`."""

    def __init__(self, result: ReadResult, context: Context, found: Mapping[str, Table]) -> None:
        self.result, self.context, self.found = result, context, found
        self.teller = Teller(result.issues)
        self.labels = Labels()
        self._years: dict[str, list[YearRow]] = {}

    def read(self) -> ReadResult:
        """Read all plans."""
        self.teller.remarks(self.found[PLANS])
        for _line, row in self._rows(LABELS):
            self.labels.learn(self.teller, row)
        table = self.found[PLANS]
        heading = _names(table)
        known = {_key(row.get("globalid")) for _line, row in self._rows(PLANS)}
        self._years = self._details(known)
        if DETAILS not in self.found:
            self.teller.row = 0
            self.teller.tell("no_detail_layer", DETAILS)
        for line, row in self._rows(PLANS):
            tell_progress(self.context, line, table.rows)
            shape = table.geometries[line - 1] if table.geometries else None
            self._plan(line, row, shape, heading, shapes=bool(table.geometries))
        return self.result

    def _rows(self, layer: str) -> Iterator[tuple[int, Cells]]:
        """Yield (row in the layer, values by column in small letters)."""
        if layer not in self.found:
            return
        table = self.found[layer]
        names = list(_names(table))
        for line, cells in enumerate(table.rows[1:], start=2):
            self.teller.row = line
            yield line, {name: _plain(value) for name, value in zip(names, cells, strict=False)}

    # -------------------------------------------------------------- years
    def _details(self, plans: set[str]) -> dict[str, list[YearRow]]:
        found: dict[str, list[YearRow]] = defaultdict(list)
        for _line, row in self._rows(DETAILS):
            key = _key(row.get("parent_globalid"))
            read = self._year(row)
            if key and key in plans:
                found[key].append(read)
            elif read.build or read.demolition:
                self.teller.tell("detail_without_plan", _in(DETAILS, "parent_globalid"), key)
        return found

    def _year(self, row: Cells) -> YearRow:
        given = row.get("jaartal", "")
        found = self.teller.read(year, _in(DETAILS, "jaartal"), given, None)
        return YearRow(
            found,
            self._homes(row, ""),
            self._homes(row, "sloop_"),
            built=self._done(row, "bouw_gerealiseerd"),
            demolished=self._done(row, "sloop_gerealiseerd"),
        )

    def _homes(self, row: Cells, prefix: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for kind in KINDS:
            homes = self.number(row, prefix + kind, DETAILS)
            if homes:
                found[kind] = homes
        return found

    def _done(self, row: Cells, column: str) -> bool:
        code = self._code("yes_no", _in(DETAILS, column), row.get(column, ""), "unknown")
        return code == "yes"

    def number(self, row: Cells, column: str, layer: str = PLANS) -> int | None:
        """Return a number of homes; None where nothing stands, and for what cannot be read."""
        value = row.get(column.lower(), "")
        if value == "":
            return None
        found: int | None = self.teller.read(dwellings, _in(layer, column), value, None)
        if found is not None and found < 0:
            self.teller.tell("negative", _in(layer, column), value)
            return None
        return found

    # -------------------------------------------------------------- plans
    def _plan(
        self, line: int, row: Cells, shape: Any, heading: Sequence[str], *, shapes: bool
    ) -> None:
        self.teller.row = line
        place = self._place(row)
        if place is None:
            return
        name = self.teller.name("plannaam", row.get("plannaam", ""))
        if not name:
            self.teller.tell("no_name", "plannaam")
            return
        values = PlanValues(
            name=name,
            settlement_id=self._settlement(row, place),
            note=self.teller.text(
                "opmerkingen_basis", row.get("opmerkingen_basis", ""), lines=True
            ),
            invented=self.context.invented,
            planning_status=self._field(row, "planning_status", "status_planologisch"),
            project_phase=self._field(row, "project_phase", "projectfase"),
            location_kind=self._field(row, "location_kind", "plantype"),
            client_kind=self._field(row, "client_kind", "opdrachtgever_type"),
            living_environment=self._environment(row),
            key_project=self._code("yes_no", "sleutelproject", row.get("sleutelproject", ""), "no")
            == "yes",
            **placed(self.teller, shape, shapes=shapes),
        )
        key = _key(row.get("globalid"))
        years = self._years.get(key, []) if key else []
        counted = count(self, row, years, self.labels.of(text(row.get("regio"))))
        unsaid = {field for field, column in COLUMNS.items() if column not in heading}
        if not shapes:
            unsaid |= {"geometry", "x", "y", "area_m2"}
        number = self.teller.text("koppelid", row.get("koppelid", "")).upper()
        self.result.rows.append(
            BulkRow(
                SYSTEM,
                key or self.teller.name_key(place, name),
                number if OUR_NUMBER.fullmatch(number) else "",
                place,
                values,
                counted.cells,
                NEVER | unsaid | counted.silent,
            )
        )
        self.result.lines.append(line)

    def _place(self, row: Cells) -> UUID | None:
        """Return the municipality of a row that is wanted; None for all other rows."""
        given = self.teller.text("gemeente", row.get("gemeente", ""))
        wanted = self.context.municipality_id
        place = self.context.places.find(given)
        if wanted is not None and place != wanted:
            # The file covers a province; what is of others is left out.
            self.result.skipped += 1
            if place is None:
                self.teller.tell("unknown_elsewhere", "gemeente", given)
            return None
        return place or self.teller.place(self.context, "gemeente", given)

    def _settlement(self, row: Cells, place: UUID) -> UUID | None:
        given = self.teller.text("woonplaats", row.get("woonplaats", ""))
        found = self.context.settlements.get((place, given.lower())) if given else None
        if given and found is None:
            self.teller.tell("unknown_settlement", "woonplaats", given)
        return found

    def _field(self, row: Cells, code_list: str, column: str) -> str:
        return self._code(code_list, column, row.get(column, ""), "unknown")

    def _environment(self, row: Cells) -> str:
        found = self._field(row, "living_environment", "beoogd_woonmilieu_abf5")
        if found != "unknown":
            return found
        return self._field(row, "living_environment_13", "beoogd_woonmilieu_abf13")

    def _code(self, code_list: str, column: str, value: Any, empty: str) -> str:
        given = self.teller.text(column, value)
        if not given:
            return empty
        found = tables()[code_list].code(given)
        if found is None:
            self.teller.tell("not_in_code_list", column, given)
            return empty
        code, remark = found
        if remark:
            self.teller.tell(remark, column, given)
        return code


def _names(table: Table) -> list[str]:
    return [text(cell).lower() for cell in table.rows[0]] if table.rows else []


def _plain(value: Any) -> Any:
    """Return nothing for what a driver gives where nothing stands."""
    return "" if value is None or value != value else value  # noqa: PLR0124  NaN is not itself


def _key(value: Any) -> str:
    """Return an identifier without braces, in small letters.

    >>> _key("{0190A3F2-0000-7000-8000-000000000001}")
    '0190a3f2-0000-7000-8000-000000000001'
    """
    return text(value).strip("{}").lower()


def _in(layer: str, column: str) -> str:
    return column if layer == PLANS else f"{layer}.{column}"
