"""OGC API Features: what a region has on the map, for QGIS and other programs."""
