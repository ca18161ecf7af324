"""Layouts of forecast files, one drawer each; `read_figures` finds the one that fits.

A cell that cannot be read is an issue, never an exception: the reader of the report sees all of
them at once. Whether figures with issues may be taken in is for the caller: `refuse_issues`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woonregie.subjects.forecast.errors import (
    ForecastError,
    UnreadableCellsError,
    UnreadableFileError,
)
from woonregie.subjects.forecast.formats import cbs, own
from woonregie.subjects.forecast.formats.cells import CellError, is_empty, number, year
from woonregie.subjects.forecast.formats.drawers import Drawer, RawFigure
from woonregie.subjects.forecast.formats.issues import Issue, issue
from woonregie.subjects.forecast.formats.places import Places
from woonregie.subjects.forecast.formats.text import rows_of
from woonregie.subjects.forecast.models import Measure, VintageKind
from woonregie.subjects.forecast.services import Figure

__all__ = ["Issue", "MeasureSummary", "ReadResult", "read_figures", "refuse_issues"]

DRAWERS: tuple[Drawer, ...] = (*own.DRAWERS, *cbs.DRAWERS)
HEADER_WITHIN = 10
"""A title or a note may stand above the header."""

LONGEST_SCENARIO = 40
# A surplus at the start is a shortage below zero; nothing else can be.
MAY_BE_NEGATIVE = frozenset({Measure.INITIAL_SHORTAGE})

Key = tuple[UUID | None, str, str, int]


@dataclass(frozen=True, slots=True)
class MeasureSummary:
    """What a file says of one measure and scenario; `total` is the sum in the last year."""

    measure: str
    label: str
    scenario: str
    municipalities: int
    first_year: int
    last_year: int
    figures: int
    total: Decimal


@dataclass(slots=True)
class ReadResult:
    """What a file held.

    Args:
        format_name: the layout that was recognised.
        format_title: the same in words.
        kind: what the figures are: expected, or counted.
        figures: what can be taken in.
        issues: cells that cannot be read, and what somebody should know.
        empty: cells without a figure.
        without_figures: municipalities of which every cell was empty; in CBS tables those that
            do not exist (any more) in that year.
        passed_over: rows that are of no municipality, such as provinces or one sex.
    """

    format_name: str
    format_title: str
    kind: str
    figures: list[Figure] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    empty: int = 0
    without_figures: Sequence[str] = ()
    passed_over: int = 0

    @property
    def errors(self) -> list[Issue]:
        """The issues that stop the import."""
        return [item for item in self.issues if item.severity == "error"]

    @property
    def hints(self) -> list[Issue]:
        """The issues that do not."""
        return [item for item in self.issues if item.severity != "error"]

    def summaries(self) -> list[MeasureSummary]:
        """Return one row per measure and scenario, as the preview shows it."""
        found: dict[tuple[str, str], list[Figure]] = {}
        for figure in self.figures:
            found.setdefault((figure.measure, figure.scenario), []).append(figure)
        return [_summary(measure, scenario, own_) for (measure, scenario), own_ in found.items()]


def _summary(measure: str, scenario: str, figures: Sequence[Figure]) -> MeasureSummary:
    last = max(figure.year for figure in figures)
    return MeasureSummary(
        measure=measure,
        label=str(Measure(measure).label),
        scenario=scenario,
        municipalities=len({figure.municipality_id for figure in figures} - {None}),
        first_year=min(figure.year for figure in figures),
        last_year=last,
        figures=len(figures),
        total=sum((figure.value for figure in figures if figure.year == last), Decimal()),
    )


def refuse_issues(result: ReadResult) -> None:
    """Refuse a file of which one cell or more cannot be read: all of it, or nothing.

    Raises:
        UnreadableCellsError: with every issue in its fields.
    """
    errors = result.errors
    if errors:
        raise UnreadableCellsError(
            ngettext(
                "%(count)s cel is niet te lezen. Er is niets vastgelegd.",
                "%(count)s cellen zijn niet te lezen. Er is niets vastgelegd.",
                len(errors),
            )
            % {"count": len(errors)},
            issues=[item.as_row() for item in errors],
        )


def read_figures(path: Path, *, kind: str = "") -> ReadResult:
    """Read a csv file of a known layout.

    Args:
        path: the file.
        kind: what the sender says the figures are; empty is what the layout says.

    Raises:
        UnreadableFileError: not a csv file, or of no layout that we know.
        ForecastError: a layout of counted figures that is offered as a forecast.
    """
    rows = rows_of(path)
    titles, drawer = _header(rows)
    own_kind = VintageKind.REALISED if drawer.counted else VintageKind.FORECAST
    if drawer.counted and kind == VintageKind.FORECAST:
        raise ForecastError(
            _("%(title)s: deze cijfers zijn geteld, niet verwacht. Kies de soort gerealiseerd.")
            % {"title": drawer.title},
            format=drawer.name,
        )
    result = ReadResult(drawer.name, str(drawer.title), kind or own_kind)
    reader = _Reading(result, drawer)
    for line, values in rows:
        reader.take(line, values, titles)
    result.without_figures = sorted(reader.empty_places - reader.filled_places)
    return result


def _header(rows: Iterator[tuple[int, list[str]]]) -> tuple[list[str], Drawer]:
    seen: list[str] = []
    for _at, (_line, values) in zip(range(HEADER_WITHIN), rows, strict=False):
        titles = [name.strip().strip('"') for name in values]
        for drawer in DRAWERS:
            lowered = [name.lower() for name in titles]
            if drawer.needed <= set(titles):
                return titles, drawer
            if drawer.needed <= set(lowered):
                return lowered, drawer
        seen = seen or titles
    raise UnreadableFileError(
        _(
            "Wij herkennen de kolommen van dit bestand niet. "
            "Gebruik: gemeente, maat, scenario, jaar, waarde."
        ),
        columns=seen[:12],
    )


class _Reading:
    """Takes rows one by one; keeps what it has seen."""

    def __init__(self, result: ReadResult, drawer: Drawer) -> None:
        self.result = result
        self.drawer = drawer
        self.places = Places()
        self.values: dict[Key, Decimal] = {}
        self.gone: set[tuple[UUID | None, int]] = set()
        self.empty_places: set[str] = set()
        self.filled_places: set[str] = set()
        self.needs_scenario = result.kind == VintageKind.FORECAST

    def take(self, line: int, values: Sequence[str], titles: Sequence[str]) -> None:
        """Turn a row into figures and issues."""
        if len(values) < len(titles) and not self._enough(values, titles):
            self._say("short_row", line, "", self._shown(values))
            return
        row = dict(zip(titles, values, strict=False))
        raws = list(self.drawer.read(row))
        if not raws:
            self.result.passed_over += 1
        for raw in raws:
            self._figure(line, raw)

    def _enough(self, values: Sequence[str], titles: Sequence[str]) -> bool:
        return self.drawer.needed <= set(titles[: len(values)])

    def _shown(self, values: Sequence[str]) -> str:
        return " | ".join(values)

    def _say(self, code: str, line: int, column: str, value: str) -> None:
        name = self.drawer.columns.get(column, column)
        self.result.issues.append(issue(code, line, name, value))

    def _figure(self, line: int, raw: RawFigure) -> None:
        filled = [(column, text) for column, text in raw.cells if not is_empty(text)]
        if not filled:
            self.result.empty += 1
            self.empty_places.add(raw.place.strip())
            return
        self.filled_places.add(raw.place.strip())
        key = self._key(line, raw)
        value = self._value(line, raw, filled)
        if key is None or value is None:
            return
        if key in self.values:
            same = self.values[key] == value
            self._say("same_twice" if same else "double", line, raw.cells[0][0], filled[0][1])
            return
        self.values[key] = value
        self.result.figures.append(Figure(*key, value))

    def _key(self, line: int, raw: RawFigure) -> Key | None:
        """Return of what the figure is; None, with every reason said, when that is not clear."""
        said = len(self.result.issues)
        when = None
        try:
            when = year(raw.year)
        except CellError as error:
            self._say(error.code, line, "year", raw.year)
        place = self.places.called(raw.place, when)
        if place is None:
            self._say("unknown_municipality", line, "place", raw.place)
        if raw.measure not in Measure.values:
            self._say("unknown_measure", line, "measure", raw.measure)
        if self.needs_scenario and not raw.scenario:
            self._say("no_scenario", line, "scenario", "")
        if len(raw.scenario) > LONGEST_SCENARIO:
            self._say("long_scenario", line, "scenario", raw.scenario)
        if place is None or when is None or len(self.result.issues) > said:
            return None
        if place.gone_in(when) and not place.lives_on and (place.pk, when) not in self.gone:
            self.gone.add((place.pk, when))
            self._say("gone", line, "place", raw.place)
        return place.pk, raw.measure, raw.scenario, when

    def _value(
        self, line: int, raw: RawFigure, filled: Sequence[tuple[str, str]]
    ) -> Decimal | None:
        if len(filled) < len(raw.cells):
            column = next(name for name, text in raw.cells if is_empty(text))
            self._say("half_a_figure", line, column, "")
            return None
        total = Decimal()
        for column, text in filled:
            try:
                total += self._number(text, raw.measure)
            except CellError as error:
                self._say(error.code, line, column, text)
                return None
        return total

    def _number(self, text: str, measure: str) -> Decimal:
        found = number(text)
        if found < 0 and measure not in MAY_BE_NEGATIVE:
            raise CellError("negative")
        return found
