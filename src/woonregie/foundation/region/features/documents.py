"""What the standard asks a server to say about itself and its collections."""

from collections.abc import Iterable, Sequence
from typing import Any

import shapely

from woonregie.foundation.region.features.asked import Coordinates
from woonregie.foundation.region.features.collections import Collection

JSON, GEOJSON = "application/json", "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
CONFORMS_TO = (
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
)
"""Only what is really there: no HTML, no filter language."""
COUNTRY = (3.2, 50.75, 7.22, 53.7)
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"


def link(href: str, rel: str, kind: str, title: str) -> dict[str, str]:
    """Return a link as the standard writes it."""
    return {"href": href, "rel": rel, "type": kind, "title": title}


def landing(name: str, base: str, manual: str) -> dict[str, Any]:
    """Return the first page of a region.

    Args:
        name: of the region.
        base: its address, without a slash behind.
        manual: address of the page where a person makes a token.
    """
    return {
        "title": f"Woonregie: {name}",
        "description": "Woningbouwplannen en gemeenten op de kaart, voor wie ze mag zien.",
        "links": [
            link(base, "self", JSON, "Deze pagina"),
            link(f"{base}/api", "service-desc", OPENAPI, "De beschrijving (OpenAPI 3.0)"),
            link(manual, "service-doc", "text/html", "Een toegangssleutel maken"),
            link(f"{base}/conformance", "conformance", JSON, "Waaraan deze API voldoet"),
            link(f"{base}/collections", "data", JSON, "De verzamelingen"),
        ],
    }


def listed(found: Iterable[Collection], base: str, bounds: Iterable[float]) -> dict[str, Any]:
    """Return all collections of a region."""
    box = list(bounds)
    return {
        "links": [link(f"{base}/collections", "self", JSON, "Deze pagina")],
        "crs": [item.value for item in Coordinates],
        "collections": [described(item, base, box) for item in found],
    }


def described(collection: Collection, base: str, bounds: Iterable[float]) -> dict[str, Any]:
    """Return one collection.

    Args:
        collection: what is described.
        base: address of the region.
        bounds: west, south, east and north of the region in degrees.
    """
    here = f"{base}/collections/{collection.name}"
    return {
        "id": collection.name,
        "title": collection.title,
        "description": collection.about,
        "extent": {
            "spatial": {"bbox": [list(bounds)], "crs": Coordinates.CRS84.value},
            "temporal": {"interval": [[None, None]], "trs": GREGORIAN},
        },
        "itemType": "feature",
        "crs": [item.value for item in Coordinates],
        "storageCrs": Coordinates.RD.value,
        "links": [
            link(here, "self", JSON, "Deze verzameling"),
            link(f"{here}/items", "items", GEOJSON, collection.title),
        ],
    }


def degrees_of(shapes: Sequence[Any]) -> tuple[float, ...]:
    """Return west, south, east and north of shapes in degrees; of the country without any.

    Args:
        shapes: in longitude and latitude.
    """
    if not len(shapes):
        return COUNTRY
    return tuple(round(float(edge), 5) for edge in shapely.total_bounds(shapes))
