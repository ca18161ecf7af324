"""The specification of the features of a region, in OpenAPI 3.0 as the standard asks."""

from collections.abc import Mapping, Sequence
from typing import Any

from woonregie.foundation.pages.schemas import API_VERSION
from woonregie.foundation.region.features.asked import MOST, USUAL, Coordinates
from woonregie.foundation.region.features.collections import Collection
from woonregie.foundation.region.features.documents import GEOJSON, JSON

Schema = Mapping[str, Any]
PROBLEM = "application/problem+json"
_TEXT: Schema = {"type": "string"}
_OBJECT: Schema = {"type": "object"}


def definition(found: Sequence[Collection], base: str) -> dict[str, Any]:
    """Return the specification.

    Args:
        found: the collections.
        base: address of the region, without a slash behind.
    """
    paths: dict[str, Any] = {
        "/": _asked("Wat er is", JSON, _with_links()),
        "/conformance": _asked("Waaraan deze API voldoet", JSON, _CONFORMANCE),
        "/collections": _asked("Alle verzamelingen", JSON, _with_links(collections=_LIST)),
        "/collections/{collectionId}": _asked(
            "Eén verzameling", JSON, _with_links(id=_TEXT), [_collection_names(found)]
        ),
    }
    for item in found:
        paths |= _of(item)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Woonregie: kaartlagen",
            "version": API_VERSION,
            "description": "OGC API Features. Namen van eigenschappen zijn Nederlands.",
        },
        "servers": [{"url": base}],
        "security": [{"sleutel": []}],
        "paths": paths,
        "components": {"securitySchemes": {"sleutel": {"type": "http", "scheme": "bearer"}}},
    }


def _of(item: Collection) -> dict[str, Any]:
    here = f"/collections/{item.name}/items"
    features = _with_links(
        ["type", "features", "numberReturned", "numberMatched", "timeStamp"],
        type={"type": "string", "enum": ["FeatureCollection"]},
        features={"type": "array", "items": _feature(item)},
        numberReturned={"type": "integer", "minimum": 0},
        numberMatched={"type": "integer", "minimum": 0},
        timeStamp={"type": "string", "format": "date-time"},
    )
    filters = [
        _parameter(
            name,
            filter_.about,
            {
                **_TEXT,
                **({"enum": list(filter_.values)} if filter_.values else {}),
                **({"pattern": filter_.pattern} if filter_.pattern else {}),
            },
        )
        for name, filter_ in item.filters.items()
    ]
    identifier = {**_parameter("featureId", "Het nummer", _TEXT), "in": "path", "required": True}
    asked = [_LIMIT, _BBOX, _BBOX_CRS, *_WHEN, _CRS, *filters, _AFTER]
    return {
        here: _asked(item.title, GEOJSON, features, asked),
        f"{here}/{{featureId}}": _asked(
            f"{item.title}: één", GEOJSON, _feature(item), [identifier, *_WHEN, _CRS]
        ),
    }


def _feature(item: Collection) -> Schema:
    return {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": _TEXT,
            "geometry": {
                "type": "object",
                "nullable": True,
                "required": ["type", "coordinates"],
                "properties": {"type": _TEXT, "coordinates": {"type": "array", "items": {}}},
            },
            "properties": {
                "type": "object",
                "required": list(item.properties),
                "properties": dict(item.properties),
            },
        },
    }


def _asked(
    summary: str, kind: str, schema: Schema, parameters: Sequence[Schema] = ()
) -> dict[str, Any]:
    headers = {"API-Version": {"description": "Versie van de API", "schema": _TEXT}}
    if kind == GEOJSON:
        about = "Het coördinatenstelsel, tussen punthaken"
        headers = {**headers, "Content-Crs": {"description": about, "schema": _TEXT}}
    answers: dict[str, Any] = {
        "200": {
            "description": summary,
            "headers": headers,
            "content": {kind: {"schema": schema}},
        }
    }
    for status in ("400", "401", "404"):
        answers[status] = {
            "description": f"Fout {status}",
            "headers": {"API-Version": headers["API-Version"]},
            "content": {PROBLEM: {"schema": _PROBLEM}},
        }
    return {"get": {"summary": summary, "parameters": list(parameters), "responses": answers}}


def _parameter(name: str, about: str, schema: Schema) -> Schema:
    return {"name": name, "in": "query", "description": about, "schema": schema}


def _collection_names(found: Sequence[Collection]) -> Schema:
    schema = {"type": "string", "enum": [item.name for item in found]}
    about = "De naam van de verzameling"
    return {**_parameter("collectionId", about, schema), "in": "path", "required": True}


def _with_links(required: Sequence[str] = (), **properties: Any) -> Schema:
    link = {
        "type": "object",
        "required": ["href", "rel"],
        "properties": {"href": _TEXT, "rel": _TEXT, "type": _TEXT, "title": _TEXT},
    }
    return {
        "type": "object",
        "required": [*(required or properties), "links"],
        "properties": {**properties, "links": {"type": "array", "items": link}},
    }


_LIST: Schema = {"type": "array", "items": _OBJECT}
_CONFORMANCE: Schema = {
    "type": "object",
    "required": ["conformsTo"],
    "properties": {"conformsTo": {"type": "array", "items": _TEXT}},
}
_PROBLEM: Schema = {
    "type": "object",
    "required": ["status", "title", "detail"],
    "properties": {"status": {"type": "integer"}, "title": _TEXT, "detail": _TEXT},
}
_ADDRESSES: Schema = {"type": "string", "enum": [item.value for item in Coordinates]}
_CRS = _parameter("crs", "In welk stelsel u coördinaten wilt; leeg is graden.", _ADDRESSES)
_BBOX_CRS = _parameter("bbox-crs", "In welk stelsel bbox staat; leeg is graden.", _ADDRESSES)
_BBOX: Schema = {
    **_parameter(
        "bbox",
        "West, zuid, oost, noord: alleen wat dit vak raakt.",
        {
            "type": "array",
            "items": {"type": "number"},
            "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
        },
    ),
    "style": "form",
    "explode": False,
}
_LIMIT = _parameter(
    "limit",
    "Hoeveel er hoogstens op een bladzijde staan.",
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
)
_WHEN = (
    _parameter("datetime", "De peildatum of een periode; leeg is vandaag.", _TEXT),
    _parameter("bekendOp", "Zoals bekend op het einde van deze dag.", {**_TEXT, "format": "date"}),
)
_AFTER = _parameter("na", "Cursor van de volgende bladzijde; staat in de link.", _TEXT)
