"""What a table should hold: fields with names, kinds and codes. A schema is data, not code."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "schemas"


class Kind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    DATE = "date"
    YEAR = "year"
    CODE = "code"
    X = "x"
    Y = "y"
    URL = "url"
    ADDRESS = "address"
    YES_NO = "yes_no"


NUMBERS = frozenset({Kind.WHOLE, Kind.DECIMAL, Kind.YEAR, Kind.X, Kind.Y})


@dataclass(frozen=True, slots=True)
class Field:
    """One column that a table may have.

    Args:
        name: its name in the schema.
        kind: what its cells are.
        title: what people call it; its name when empty.
        names: other headings under which senders give it.
        needed: whether a table without it is of no use.
        codes: code -> the spellings that mean it, of a field of the kind `code` or `yes_no`. The
            code "" takes the spellings that mean nothing.
        least: the smallest number it may hold, None when any.
        most: the largest number it may hold, None when any.
        decimals: to how many decimals a number is rounded, None when it stays as it is.
        endings: what may stand behind a number: units.
        otherwise: fields of which the value counts where this one is empty, in their order.
        joined: fields of which the text is put behind its own.
        joiner: what stands between joined texts.
        leading: whether the joiner also stands before a joined text when its own is empty.
        shown: whether it is delivered; a field that only feeds others is not.
        hints: words by which a heading that is not known otherwise is recognised, when the cells
            below it are of the right kind.
    """

    name: str
    kind: Kind = Kind.TEXT
    title: str = ""
    names: Sequence[str] = ()
    needed: bool = False
    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    least: float | None = None
    most: float | None = None
    decimals: int | None = None
    endings: Sequence[str] = ()
    otherwise: Sequence[str] = ()
    joined: Sequence[str] = ()
    joiner: str = ". "
    leading: bool = False
    shown: bool = True
    hints: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row lies: two fields, and the systems in which senders count.

    Args:
        x: the field of the x, easting or longitude.
        y: the field of the y, northing or latitude.
        system: the EPSG code that is delivered.
        systems: EPSG codes that senders use; the first counts in which a point falls inside the
            bounds, and where a table gives more pairs, the pair in the first system.
        bounds: (west, south, east, north) in degrees: where a point may lie.
        decimals: to how many decimals a delivered number is rounded.
        pair: a field that holds both, northing first, as "(52.55, 5.91)", where they have no
            columns of their own; may be empty.
    """

    x: str
    y: str
    system: int
    systems: Sequence[int]
    bounds: tuple[float, float, float, float]
    decimals: int = 6
    pair: str = ""


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of one kind of table.

    Args:
        name: its name on the command line, such as "brownfield".
        title: what people call it.
        fields: its columns, in the order in which they are delivered.
        key: the field that tells rows apart; empty when there is none.
        keyless: whether a row without its key counts.
        nothing: patterns of cells that mean "no value", whole cells, whatever the case.
        place: which fields are coordinates.
        recognise: finds the field for a heading of a family that no list can name ("Bouw 2031").
        month_first: whether 3/4/2020 is the fourth of March.
        texts: fields by which rows are known from round to round when their key is not.
        reach: how far apart, in the delivered system, rows are still close together.
        personal: headings of personal data: such columns are never read.
        source: where the names and code lists come from.
    """

    name: str
    title: str
    fields: Sequence[Field]
    key: str = ""
    keyless: bool = False
    nothing: Sequence[str] = ()
    place: Place | None = None
    recognise: Callable[[str], Field | None] | None = None
    month_first: bool = False
    texts: Sequence[str] = ()
    reach: float = 0.0
    personal: Sequence[str] = ()
    source: str = ""

    def field(self, name: str) -> Field:
        """Return the field of a name.

        Raises:
            KeyError: there is none.
        """
        return next(item for item in self.fields if item.name == name)

    @property
    def shown(self) -> tuple[Field, ...]:
        """The fields that are delivered."""
        return tuple(item for item in self.fields if item.shown)


_MAKERS: dict[str, Callable[[], Schema]] = {}


def register_schema(name: str, make: Callable[[], Schema]) -> None:
    """Let a subject tell of its schema; it is made when it is first asked for."""
    _MAKERS[name] = make


def schema_names() -> list[str]:
    """Return the names of all schemas."""
    return sorted({*_MAKERS, *(path.stem for path in FOLDER.glob("*.toml"))})


def schema_named(name: str) -> Schema:
    """Return a schema.

    Raises:
        KeyError: no schema has this name.
    """
    if name in _MAKERS:
        return _made(name)
    if name not in schema_names():
        raise KeyError(name)
    return _loaded(name)


@cache
def _made(name: str) -> Schema:
    return _MAKERS[name]()


@cache
def _loaded(name: str) -> Schema:
    return read_schema((FOLDER / f"{name}.toml").read_text(encoding="utf-8"), name)


def read_schema(text: str, name: str) -> Schema:
    r"""Return the schema that a data file describes.

    >>> read_schema('title = "Boom"\nkey = "nr"\n[[field]]\nname = "nr"', "bomen").key
    'nr'

    Args:
        text: the data file (TOML).
        name: what the schema is called.
    """
    told = tomllib.loads(text)
    place = told.pop("place", None)
    fields = tuple(_field(item) for item in told.pop("field"))
    return Schema(name, fields=fields, place=_place(place), **told)


def _field(told: Mapping[str, Any]) -> Field:
    return Field(**{**told, "kind": Kind(told.get("kind", Kind.TEXT))})


def _place(told: Mapping[str, Any] | None) -> Place | None:
    return None if told is None else Place(**{**told, "bounds": tuple(told["bounds"])})
