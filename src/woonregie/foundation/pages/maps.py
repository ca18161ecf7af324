"""One kind of map for every page: layers of GeoJSON, a legend, and the same facts in a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: where its GeoJSON (WGS84) is fetched, and how it is drawn.

    Args:
        key: name within the map.
        url: address of a GeoJSON feature collection.
        kind: "points", "areas" or "borders".
        classes: upper bounds and colours for a choropleth, at most five.
        value: property that is classed.
    """

    key: str
    url: str
    kind: str
    value: str = ""
    classes: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Map:
    """A map with all that must stand around it; `bounds` is west, south, east, north."""

    key: str
    title: str | Promise
    sentence: str | Promise
    layers: Sequence[Layer]
    bounds: Sequence[float]
    legend: Sequence[Mapping[str, Any]] = ()
    note: str | Promise = ""
    tiles: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    def settings(self) -> dict[str, Any]:
        """Return what the map's script needs, JSON-ready."""
        return {
            "bounds": list(self.bounds),
            "tiles": self.tiles,
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
