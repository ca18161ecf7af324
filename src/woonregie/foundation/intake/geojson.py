"""GeoJSON: features with properties, of which some hold properties of their own.

Properties inside properties become columns with dots (`projectgegevens.locatie.gemeente`); a list
stays a list, for a format that knows what stands in it.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from woonregie.foundation.intake.separated import decoded
from woonregie.foundation.intake.shapes import from_geojson, placed_table
from woonregie.foundation.intake.tables import (
    HEAD,
    FileRefusedError,
    Sheet,
    Table,
    as_damaged,
    check_size,
)
from woonregie.foundation.region.geometry import RD, WGS84

MOST_BRACKETS = 6_000_000
"""A pair of coordinates is a bracket; more than this no list of plans has, and memory holds."""
_BEGIN = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x1e]*(?:\{|\[\s*[\{\]])")
_EPSG = re.compile(r"(?:.*EPSG[:/]+(?:[\d.]*[:/]+)?)(\d{4,6})", re.IGNORECASE)
_LONGITUDE_FIRST = re.compile(r".*(?:CRS:?84h?)", re.IGNORECASE)


def begins_as_json(start: bytes) -> bool:
    """Return whether the first bytes of a file may be those of JSON."""
    # In UTF-16 every other byte is zero.
    return bool(_BEGIN.match(start.replace(b"\x00", b"")))


def open_geojson(path: Path, name: str) -> list[Sheet]:
    """Return the features of a file as one sheet without a title.

    The first row holds the names of all properties, in the order in which they first appear; a
    feature without a property has None there. An `id` of a feature is a column too. The shapes
    are in RD: measured as the member `crs` (or `coordRefSys`) says, else in degrees.

    Args:
        path: where the file lies.
        name: what the sender calls it.

    Raises:
        FileRefusedError: damaged, without features, too large, a property that stands twice in
            one feature with another value, or (when it is read) an unknown reference system.
    """
    text, remarks = decoded(path.read_bytes(), name)
    if text.count("[") + text.count("{") > MOST_BRACKETS:
        raise _too_complex()
    try:
        with as_damaged():
            roots = _roots(text)
            features = _features(roots)
            rows = [_flat(feature) for feature in features]
    except FileRefusedError as refused:
        if isinstance(refused.__cause__, RecursionError):
            raise _too_complex() from None
        raise
    columns = list(dict.fromkeys(column for row in rows for column in row))
    check_size(len(rows) + 1, len(columns))
    head = [columns, *_listed(rows[: HEAD - 1], columns)]
    system = _system(roots[0])
    if system is None:
        remarks = (*remarks, "no_reference_system")
    return [Sheet("", head, partial(_table, rows, columns, features, system, remarks))]


def _roots(text: str) -> list[Any]:
    """Return what stands in a file: one thing, or a feature per line."""
    decoder = json.JSONDecoder(object_pairs_hook=_once)
    roots, at = [], 0
    text = text.replace("\x1e", " ").strip()
    while at < len(text):
        found, at = decoder.raw_decode(text, at)
        roots.append(found)
        while at < len(text) and text[at].isspace():
            at += 1
    return roots


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return the members of an object; of two with one name nobody knows which one counts."""
    found = dict(pairs)
    if len(found) < len(pairs):
        for key, value in pairs:
            if repr(found[key]) != repr(value):
                raise _twice(key)
    return found


def _twice(key: str) -> FileRefusedError:
    return FileRefusedError(
        "key_twice",
        _(
            "Bij een plan staat %(key)s twee keer, met een andere waarde. "
            "Haal in het bestand een van beide weg."
        )
        % {"key": key[:80]},
    )


def _too_complex() -> FileRefusedError:
    return FileRefusedError(
        "too_complex",
        _(
            "Dit bestand is veel ingewikkelder dan een lijst met plannen. "
            "Bewaar alleen de laag met plannen."
        ),
    )


def _features(roots: Sequence[Any]) -> list[Mapping[str, Any]]:
    """Return the features, in whatever they were wrapped.

    Raises:
        FileRefusedError: no_features.
    """
    found: list[Any] = list(roots)
    if len(roots) == 1:
        [root] = roots
        if isinstance(root, list):
            found = root
        elif isinstance(root, dict) and root.get("type") == "FeatureCollection":
            found = root.get("features") or []
    features: list[Mapping[str, Any]] = [
        item for item in found if isinstance(item, dict) and item.get("type") == "Feature"
    ]
    if not features or len(features) < len(found):
        raise FileRefusedError(
            "no_features",
            _(
                "Dit bestand is geen GeoJSON met plannen. Bewaar de laag met plannen als "
                "GeoJSON: een FeatureCollection met een feature per plan."
            ),
        )
    return features


def _flat(feature: Mapping[str, Any]) -> dict[str, Any]:
    """Return the properties of a feature by name.

    >>> _flat({"id": 7, "properties": {"naam": "Reeve", "fase": {"nr": 1, "jaren": [2027]}}})
    {'id': 7, 'naam': 'Reeve', 'fase.nr': 1, 'fase.jaren': [2027]}
    """
    properties = feature.get("properties")
    found = {} if feature.get("id") is None else {"id": feature["id"]}
    for key, value in _leaves(properties if isinstance(properties, dict) else {}, ""):
        # A number of a feature is only of use where the plan itself has none.
        if key != "id" and key in found and found[key] != value:
            raise _twice(key)
        found[key] = value
    return found


def _leaves(properties: Mapping[str, Any], before: str) -> Iterator[tuple[str, Any]]:
    for key, value in properties.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def _listed(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> list[list[Any]]:
    return [[row.get(column) for column in columns] for row in rows]


def _system(root: Any) -> int | str | None:
    """Return in which reference system a file says that it was measured; degrees without word."""
    about = root if isinstance(root, dict) else {}
    if "crs" not in about and "coordRefSys" not in about:
        return WGS84
    said = about.get("coordRefSys") or about["crs"]
    if isinstance(said, dict):
        said = said.get("properties")
    if isinstance(said, dict):
        said = said.get("name") or said.get("code") or said.get("href")
    return _numbered(said)


def _numbered(said: Any) -> int | str | None:
    """Return a reference system as a number.

    >>> _numbered("urn:ogc:def:crs:EPSG::28992"), _numbered("urn:ogc:def:crs:OGC:1.3:CRS84")
    (28992, 4326)
    >>> _numbered("http://www.opengis.net/def/crs/EPSG/0/28992"), _numbered(None)
    (28992, None)
    """
    if said is None:
        return None
    words = str(said).strip()
    if words.upper() in {"RD", "RD_NEW", "AMERSFOORT / RD NEW"}:
        return RD
    known = _EPSG.fullmatch(words) or re.fullmatch(r"(\d{4,6})", words)
    if known:
        return int(known[1])
    return WGS84 if _LONGITUDE_FIRST.fullmatch(words) else words


def _table(
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[str],
    features: Sequence[Mapping[str, Any]],
    system: int | str | None,
    remarks: Sequence[str],
) -> Table:
    table = [list(columns), *_listed(rows, columns)]
    given = [feature.get("geometry") for feature in features]
    found = from_geojson([json.dumps(shape) if shape else None for shape in given])
    return placed_table(table, found, system, remarks)
