"""Our own GeoJSON: the columns of the template, with the shapes of plans in degrees or RD."""
