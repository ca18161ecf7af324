"""The exchange file of Zuid-Holland: GeoJSON with nested projects and blocks of homes."""
