"""Our own GeoPackage: the columns of the template, with the shapes of plans in RD."""
