"""Finding a municipality by what a list calls it: a name, or a code in any of its spellings."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

_CODE = re.compile(r"(?:GM)?0*(\d{1,4})", re.IGNORECASE)
_SUFFIX = re.compile(r"\s*\([^()]*\)$")
_PREFIX = re.compile(r"^gemeente\s+", re.IGNORECASE)
# As everybody writes them, and as the list of the CBS does not.
_SPELLINGS = {
    "den haag": "'s-gravenhage",
    "'s gravenhage": "'s-gravenhage",
    "den bosch": "'s-hertogenbosch",
    "fryslan": "fryslân",
    "sudwest-fryslan": "súdwest-fryslân",
    "sudwest fryslan": "súdwest-fryslân",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality as the list of municipalities has it."""

    key: UUID
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A municipality that was not there on the day: since when, and what it went up into.

    `successor_key` is the successor that was there on the day; None when there was none.
    """

    name: str
    ended_on: date | None
    successor: str
    successor_key: UUID | None = None


class Places:
    """The municipalities of a day, and those of other days to say what became of them."""

    def __init__(self, places: Iterable[Place], gone: Mapping[str, Gone] | None = None) -> None:
        listed = list(places)
        self._by_code = {place.code: place.key for place in listed}
        self._by_name = _unique((_plain(place.name), place.key) for place in listed)
        self._by_short_name = _unique(
            (_SUFFIX.sub("", _plain(place.name)), place.key) for place in listed
        )
        self._gone = {_plain(name): found for name, found in (gone or {}).items()}
        self._known: dict[str, UUID | None] = {}

    def find(self, given: str) -> UUID | None:
        """Return the municipality that somebody means, or None.

        >>> from uuid import UUID
        >>> places = Places([Place(UUID(int=1), "GM0193", "Zwolle")])
        >>> [places.find(name) == UUID(int=1) for name in ("zwolle", "193", "GM0193", "Zwol")]
        [True, True, True, False]
        """
        if given not in self._known:
            self._known[given] = self._looked_up(given)
        return self._known[given]

    def _looked_up(self, given: str) -> UUID | None:
        code = _CODE.fullmatch(given)
        if code:
            return self._by_code.get(f"GM{int(code[1]):04d}")
        name = _plain(given)
        return self._by_name.get(name) or self._by_short_name.get(_SUFFIX.sub("", name))

    def gone(self, given: str) -> Gone | None:
        """Return what became of a municipality that was not there on the day."""
        code = _CODE.fullmatch(given)
        return self._gone.get(_plain(f"GM{int(code[1]):04d}") if code else _plain(given))


def _plain(name: str) -> str:
    found = " ".join(_PREFIX.sub("", name).lower().replace("’", "'").split())
    return _SPELLINGS.get(found, found)


def _unique(pairs: Iterable[tuple[str, UUID]]) -> dict[str, UUID]:
    """Return what each name stands for; a name of two municipalities stands for none."""
    found: dict[str, set[UUID]] = defaultdict(set)
    for name, key in pairs:
        found[name].add(key)
    return {name: next(iter(keys)) for name, keys in found.items() if len(keys) == 1}
