"""One kind of map for every page: layers of GeoJSON, a legend, and the same facts in a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: where its GeoJSON (WGS84) is fetched, and how it is drawn.

    Args:
        key: name within the map.
        url: address of a GeoJSON feature collection.
        kind: "borders" for context, "areas" for what the map is about, or "points": a dot per plan
            in the manner of its property "klasse" ("hard", "soft", "unknown"); "context" for what
            lies around something that is drawn.
        value: property that is classed.
        classes: for a choropleth, at most five: "from" (lowest value) and "swatch" (c1 .. c5), so
            that map and legend cannot differ. What lies below the first has no value.
    """

    key: str
    url: str
    kind: str
    value: str = ""
    classes: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Map:
    """A map with all that must stand around it.

    Args:
        key: name within the page.
        title: what it shows.
        sentence: how to read it.
        layers: what is drawn, from below to above.
        bounds: west, south, east, north; empty to fit what the layers hold.
        legend: "swatch" (a name of the style sheet) and "label".
        note: what one must know of the borders.
        tiles: address of a base map, where the server has one.
        labels: names of places: "name", "lon", "lat". A feature with a property "kort" gets that
            as its figure on the map.
        empty: what stands on the map when no layer but the borders holds anything.
        small: a map beside other things.
    """

    key: str
    title: str | Promise
    sentence: str | Promise
    layers: Sequence[Layer]
    bounds: Sequence[float] = ()
    legend: Sequence[Mapping[str, Any]] = ()
    note: str | Promise = ""
    tiles: str = ""
    labels: Sequence[Mapping[str, Any]] = ()
    empty: str | Promise = ""
    small: bool = False

    def settings(self) -> dict[str, Any]:
        """Return what the map's script needs, JSON-ready."""
        return {
            "bounds": list(self.bounds),
            "tiles": self.tiles,
            "labels": [dict(item) for item in self.labels],
            "empty": str(self.empty),
            "layers": [
                {
                    "key": layer.key,
                    "url": layer.url,
                    "kind": layer.kind,
                    "value": layer.value,
                    "classes": [dict(item) for item in layer.classes],
                }
                for layer in self.layers
            ],
        }
