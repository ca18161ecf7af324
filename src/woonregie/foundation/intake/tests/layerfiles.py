"""Makers of zipped geodatabases and shapefiles, by the library that others use too."""

import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyogrio
import shapely

SQUARE = shapely.box(191_000, 507_000, 191_100, 507_100)
REEVE = {"gemeente": ["Kampen"], "naam": ["Reeve"], "aantal": [600]}


def _write(place, driver, layer, shapes, columns, crs, kind, **options):
    pyogrio.raw.write(
        place,
        geometry=None
        if shapes is None
        else np.array([None if s is None else shapely.to_wkb(s) for s in shapes], dtype=object),
        field_data=[_narrow(np.array(values)) for values in columns.values()],
        fields=list(columns),
        layer=layer,
        driver=driver,
        geometry_type=None if shapes is None else kind,
        crs=None if shapes is None else crs,
        append=Path(place).exists(),
        **options,
    )


def _narrow(values):
    """Return whole numbers as a geodatabase of any age knows them."""
    return values.astype(np.int32) if values.dtype == np.int64 else values


def packed(path, folder, method=zipfile.ZIP_DEFLATED):
    """Zip all that lies in a folder."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for part in sorted(Path(folder).rglob("*")):
            archive.write(part, part.relative_to(folder))
    return path


def geodatabase(path, layers, *, crs="EPSG:28992", kind="MultiPolygon"):
    """Write a zipped geodatabase; layers are (shapes or None, columns) by name."""
    with TemporaryDirectory() as room:
        for layer, (shapes, columns) in layers.items():
            place = Path(room) / "Plannen.gdb"
            _write(place, "OpenFileGDB", layer, shapes, columns, crs, kind)
        return packed(path, room)


def shapefile(
    path,
    names=("plannen",),
    *,
    shapes=(SQUARE,),
    without=(),
    columns=REEVE,
    crs="EPSG:28992",
    **options,
):
    """Write a zip file of shapefiles that all hold the same; some kinds of part are left out."""
    with TemporaryDirectory() as room:
        for name in names:
            place = Path(room) / f"{name}.shp"
            _write(place, "ESRI Shapefile", name, shapes, columns, crs, "Polygon", **options)
        for part in Path(room).iterdir():
            if part.suffix.lstrip(".") in without:
                part.unlink()
        return packed(path, room)
