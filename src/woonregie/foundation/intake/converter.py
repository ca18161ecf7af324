"""Reads a geodatabase or shapefile in a process of its own, and writes down what stands in it.

The library that knows these files is large and written in C; a file that was made to hurt it can
at most end this process, which may use so much memory, time and disk and knows nothing of the
house: it is started by its path (see `geofiles`), and imports nothing of Woonregie.

Per layer it writes N.json: a line about the layer, then a line per row with its values behind the
number of bytes of its shape; and N.wkb with those shapes one behind the other.
"""

import json
import math
import resource
import sys
from pathlib import Path
from typing import Any

MEMORY = 3 * 1024**3
SECONDS = 60
MOST_LAYERS = 100
TOO_LARGE, NO_LAYER = 3, 4
"""Ends so when what it writes does not fit; and when the file is sound and holds no layer."""


def main(source: str, driver: str, target: str, most_rows: int, most_cells: int) -> None:
    """Write down all layers of a file.

    Args:
        source: the folder or file to read.
        driver: the only kind of file that it may be.
        target: folder to write in.
        most_rows: of more rows than this a layer is only counted.
        most_cells: of more cells than this a layer is only counted.
    """
    import pyogrio.raw  # noqa: PLC0415  after the limits are set

    pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES"})
    for number, (name, kind) in enumerate(_layers(source)):
        about = pyogrio.read_info(source, layer=name, force_feature_count=True)
        if about["driver"] != driver:
            sys.exit(1)
        rows, width = about["features"], len(about["fields"])
        line = {
            "title": name,
            "fields": about["fields"].tolist(),
            "system": about["crs"],
            "shapes": kind is not None,
            "rows": rows,
        }
        with (
            (Path(target) / f"{number}.json").open("w", encoding="utf-8") as written,
            (Path(target) / f"{number}.wkb").open("wb") as shapes,
        ):
            written.write(json.dumps(line) + "\n")
            if 0 < rows <= most_rows and rows * width <= most_cells:
                _meta, _ids, found, values = pyogrio.raw.read(
                    source, layer=name, read_geometry=kind is not None, datetime_as_string=True
                )
                columns = [[_plain(value) for value in column.tolist()] for column in values]
                for at in range(
                    len(found) if found is not None else len(columns[0]) if columns else 0
                ):
                    shape = None if found is None else found[at]
                    size = None if shape is None else shapes.write(shape)
                    cells = [column[at] for column in columns]
                    written.write(json.dumps([size, *cells]) + "\n")


def _layers(source: str) -> list[tuple[str, str | None]]:
    import pyogrio  # noqa: PLC0415  as above

    try:
        found = pyogrio.list_layers(source)
    except pyogrio.errors.DataSourceError:
        # A database without layers does not open, unless one asks for the tables that it needs.
        pyogrio.read_info(source, layer=0, LIST_ALL_TABLES="YES")
        sys.exit(NO_LAYER)
    return [(name, kind) for name, kind in found[:MOST_LAYERS]]


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it; what is no number and no text becomes nothing."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, str | int) else None


if __name__ == "__main__":
    room = int(sys.argv[6])
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, room),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    try:
        main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
    except (OSError, MemoryError):
        sys.exit(TOO_LARGE)
