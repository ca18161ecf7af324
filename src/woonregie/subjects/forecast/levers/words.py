"""Levers in words: which were turned, and in what two scenarios differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from woonregie.engines.household import Domestic
from woonregie.foundation.pages.charts import written
from woonregie.subjects.forecast.levers.lever import Kind, Lever
from woonregie.subjects.forecast.levers.reading import default_levers, shown
from woonregie.subjects.forecast.levers.table import (
    LEVERS,
    NATIONAL,
    OWN_NEED,
    PROGRAMME,
    WINDOW,
)


@dataclass(frozen=True, slots=True)
class Turned:
    """A lever that stands elsewhere.

    Args:
        lever: which.
        value: where it stands, in words.
        other: where it stands when nobody turns it, or in the other scenario.
        outside: whether it lies outside what is plausible.
        dutch: what stands in both as somebody wrote it: titles, sources, bodies.
    """

    lever: Lever
    value: str
    other: str
    outside: bool
    dutch: Sequence[str] = ()


def turned(levers: Mapping[str, Any], other: Mapping[str, Any] | None = None) -> list[Turned]:
    """Return the levers that stand elsewhere than in another scenario.

    Args:
        levers: of a scenario.
        other: of another one; None is when nobody turns them.

    >>> [(item.lever.key, item.value) for item in turned({**default_levers(), "fertility": 0.2})]
    [('fertility', '0,2')]
    """
    beside = {**default_levers(), **(other or {})}
    found: list[Turned] = []
    for lever in LEVERS:
        # Where it begins is no lever that somebody turned, unless two scenarios differ in it.
        if lever.key == WINDOW and other is None:
            continue
        mine, hers = (
            _meant(lever, given.get(lever.key, lever.default)) for given in (levers, beside)
        )
        if mine != hers:
            both = [given.get(lever.key) for given in (levers, beside)]
            here, there = (_words(lever, value) for value in both)
            dutch = [text for value in both for text in _dutch(value)]
            found.append(Turned(lever, here, there, _outside(lever, both[0]), dutch))
    return found


def _meant(lever: Lever, value: Any) -> Any:
    """Return what counts of a value: without members, which follow from the region."""
    if lever.key == OWN_NEED:
        return {key: given for key, given in value.items() if key not in {"members", "chosen"}}
    if lever.key == NATIONAL:
        return value["key"] if isinstance(value, Mapping) else value
    if lever.key == PROGRAMME:
        return {key: value.get(key) for key in ("kind", "hard", "soft", "demolition", "source")}
    return value


def _words(lever: Lever, value: Any) -> str:
    if lever.key == OWN_NEED:
        label = str(lever.option(value["kind"]).label)
        return label + _source(value, Domestic.STATED) + _decided(value)
    if lever.key == PROGRAMME:
        return str(lever.option(value["kind"]).label) + _dwellings(value)
    if lever.key == NATIONAL:
        return _followed(value)
    if value is None or lever.kind == Kind.CHOICE:
        return str(value or _("zoals in het uitgangspunt"))
    if isinstance(value, list):
        return _("%(first)s tot %(last)s, per jaar") % {
            "first": shown(value[0]),
            "last": shown(value[-1]),
        }
    return shown(value)


def _dutch(value: Any) -> list[str]:
    """Return what stands in the words of a lever in the language of whoever wrote it."""
    if not isinstance(value, Mapping):
        return []
    told = (value.get("title"), value.get("publisher"), value.get("source"))
    return [str(text) for text in (*told, value.get("chosen", {}).get("body")) if text]


def _source(value: Mapping[str, Any], kind: str) -> str:
    return f" ({value['source']})" if value["kind"] == kind and value.get("source") else ""


def _followed(value: Any) -> str:
    """Return which national forecast is followed, of whom and of when."""
    if not isinstance(value, Mapping):
        return str(value or _("geen"))
    return _("%(title)s (%(publisher)s, %(day)s)") % {
        "title": value["title"],
        "publisher": value["publisher"],
        "day": date_format(date.fromisoformat(value["published_on"]), "j F Y"),
    }


def _decided(value: Mapping[str, Any]) -> str:
    """Return by which decision a definition of own need counted in the region."""
    chosen = value.get("chosen")
    if not chosen:
        return ""
    return _(", zoals de regio koos (%(body)s, %(day)s)") % {
        "body": chosen["body"],
        "day": date_format(date.fromisoformat(chosen["on"]), "j F Y"),
    }


def _dwellings(value: Mapping[str, Any]) -> str:
    """Return how many dwellings a programme holds, and whose word that is."""
    if value["kind"] == "none":
        return ""
    hard, soft = (_sum(value.get(part, {})) for part in ("hard", "soft"))
    return _(": %(hard)s hard, %(soft)s zacht") % {
        "hard": written(hard),
        "soft": written(soft),
    } + _source(value, "own")


def _sum(by_place: Mapping[str, Any]) -> float:
    """Return dwellings over years and places; one value for all years counts once a year."""
    return sum(
        sum(path) if isinstance(path, Sequence) else float(path) for path in by_place.values()
    )


def _outside(lever: Lever, value: Any) -> bool:
    if lever.kind == Kind.CHOICE or value is None:
        return False
    path = value if isinstance(value, list) else [value]
    return any(not lever.low <= item <= lever.high for item in path)
