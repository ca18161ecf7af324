"""From features of the exchange file to rows of a delivered list."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import shapely

from woonregie.foundation.intake.cells import text
from woonregie.subjects.plans.formats.codetables import plain
from woonregie.subjects.plans.formats.delivered import Context, ReadResult, tell_progress
from woonregie.subjects.plans.formats.placed import NOWHERE, placed
from woonregie.subjects.plans.formats.rows import OUR_NUMBER, Teller
from woonregie.subjects.plans.formats.template.columns import (
    CODE_LISTS,
    COLUMNS_OF,
    EMPTY,
    YES_NO,
    code_of,
)
from woonregie.subjects.plans.formats.zuid_holland.codes import keys, tables
from woonregie.subjects.plans.formats.zuid_holland.homes import count
from woonregie.subjects.plans.formats.zuid_holland.projects import (
    KEY,
    KEY_PROJECT,
    NOTE,
    POINT,
    SETTLEMENT,
    SYSTEM,
)
from woonregie.subjects.plans.formats.zuid_holland.words import Nested, Words, part
from woonregie.subjects.plans.quantities import LINES
from woonregie.subjects.plans.values import BulkRow, PlanValues, located

PLACE = frozenset({"geometry", "x", "y", "area_m2"})
# Field of a plan -> where the format itself speaks of it.
OFFICIAL = {
    "planning_status": ("", "planologische_planstatus"),
    "project_phase": ("", "projectfasen"),
    "location_kind": ("projectgegevens", "plan_soort"),
    "client_kind": ("rollen", "opdrachtgever"),
}
DATED = ("planning_status", "project_phase")


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
        self.words = Words(self.teller)

    def read(self, line: int, properties: Nested, shape: Any) -> None:
        """Read one plan."""
        self.teller.row = line
        project = part(properties, "projectgegevens")
        more = part(project, "maatwerk_projecteigenschappen")
        name = self.teller.name("naam", part(project, "basisgegevens").get("naam"))
        given = self.teller.text("gemeente", part(project, "locatie").get("gemeente"))
        if not name and not given and (shape is None or shape.is_empty):
            self.teller.tell("empty_template", "naam")
            return
        place = self._place(given)
        if place is None:
            return
        if not name:
            self.teller.tell("no_name", "naam")
            return
        counted = count(self.words, properties.get("woning_blokken"), more)
        codes = self._codes(project, more)
        values = PlanValues(
            name=name,
            settlement_id=self._settlement(more, place),
            note=self.teller.text(NOTE, more.get(NOTE), lines=True),
            invented=self.context.invented,
            planning_status=codes["planning_status"],
            project_phase=codes["project_phase"],
            location_kind=codes["location_kind"],
            programme_class=codes["programme_class"],
            built_up_area=codes["built_up_area"],
            client_kind=codes["client_kind"],
            living_environment=codes["living_environment"],
            regional_function=codes["regional_function"],
            key_project=bool(YES_NO.get(text(more.get(KEY_PROJECT)).lower())),
            **self._location(more, shape),
        )
        number, key = self._keys(project, more, place, name)
        silent = frozenset(_unsaid(project, more, shape) | (LINES - counted.said))
        self.result.rows.append(BulkRow(SYSTEM, key, number, place, values, counted.cells, silent))
        self.result.lines.append(line)

    def _keys(self, project: Nested, more: Nested, place: UUID, name: str) -> tuple[str, str]:
        """Return our number, and the key by which the sender knows the plan."""
        identification = part(project, "basisgegevens").get("identificatie_nr")
        given = self.teller.key("identificatie_nr", identification)
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

    # -------------------------------------------------------------- codes
    def _codes(self, project: Nested, more: Nested) -> dict[str, str]:
        """Return every code of a plan.

        The format leads where it has a place for a code. One of ours that is finer than the word
        of the format stands among our own properties, and counts while the two say the same.
        """
        found = {name: self._labelled(more, name) for name in CODE_LISTS}
        for name, (within, column) in OFFICIAL.items():
            official = (
                self._dated(part(project, column), column, name)
                if name in DATED
                else self.words.code(name, column, part(project, within).get(column))
            )
            table = tables()[name]
            if official and table.word(found[name]) != table.word(official):
                found[name] = official
        return found

    def _labelled(self, more: Nested, name: str) -> str:
        """Return the code of one of our own properties."""
        column, known = CODE_LISTS[name]
        given = self.teller.text(column, more.get(column.capitalize()))
        code = code_of(given, known, EMPTY[name])
        if code is None:
            self.teller.tell("not_in_code_list", column, given)
        return code or EMPTY[name]

    def _dated(self, days: Nested, column: str, code_list: str) -> str:
        """Return the code of which the day is the last one that has come."""
        found: list[tuple[date, int, str]] = []
        order = keys(code_list)
        for key, value in days.items():
            since = self.words.day(f"{column}.{key}", value)
            code = self.words.code(code_list, column, key) if since else ""
            if since and code and self._has_come(since):
                word = tables()[code_list].word(code) or ""
                found.append((since, order.index(word) if word in order else -1, code))
        if not found:
            return ""
        last = max(found)
        same = [code for since, _order, code in found if since == last[0]]
        if len(same) > 1:
            self.teller.tell("several_statuses", column, ", ".join(same))
        return last[2]

    def _has_come(self, since: date) -> bool:
        last = self.context.reference_year
        return not last or since.year <= last

    # -------------------------------------------------------------- where
    def _settlement(self, more: Nested, place: UUID) -> UUID | None:
        given = self.teller.text(SETTLEMENT, more.get(SETTLEMENT))
        found = self.context.settlements.get((place, given.lower())) if given else None
        if given and found is None:
            self.teller.tell("unknown_settlement", SETTLEMENT, given)
        return found

    def _location(self, more: Nested, shape: Any) -> dict[str, Any]:
        written = text(more.get(POINT))
        if not written or (shape is not None and not shape.is_empty):
            return placed(self.teller, shape, shapes=True)
        try:
            point = shapely.from_wkt(written)
        except shapely.errors.GEOSException:
            point = None
        if point is None or point.geom_type != "Point":
            self.teller.tell("not_a_geometry", POINT, written)
            return NOWHERE
        return located(point)


def _unsaid(project: Nested, more: Nested, shape: Any) -> set[str]:
    """Return the fields of which a plan says nothing."""
    spoken = {plain(heading) for heading in more}
    said = {name for name, columns in COLUMNS_OF.items() if not spoken.isdisjoint(columns)}
    said |= {
        name
        for name, (within, column) in OFFICIAL.items()
        if column in (part(project, within) if within else project)
    }
    if shape is not None or more.get(POINT):
        said |= PLACE
    return (set(COLUMNS_OF) | PLACE) - said
