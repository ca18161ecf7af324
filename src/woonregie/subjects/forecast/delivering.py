"""The outcome of a forecast as a file."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.runs import results

COLUMNS = ("region", "year", "measure", "quantile", "value")
Row = tuple[str, int, str, str, float]


def write_outcome(found: Mapping[str, Any], out: Path) -> None:
    """Write every figure on a row of its own: region, year, measure, quantile and value.

    The quantile is the share of trajectories below the value, in percents; without chance there
    is none, and it is empty. JSON is the whole answer of the command.

    Args:
        found: as `forecasting` gives it.
        out: a csv, parquet or json file that is not there yet.

    Raises:
        RefusedError: the file is there already, has another ending, or cannot be made.
    """
    require_writable(out)
    try:
        KINDS[out.suffix](found, out)
    except (OSError, duckdb.IOException) as error:
        raise RefusedError(
            f"{out} kan niet worden gemaakt ({getattr(error, 'strerror', None) or 'fout'}). Kies "
            "een andere map.",
            out=str(out),
        ) from None


def require_writable(out: Path) -> None:
    """Look whether a file can come there, before much is worked out.

    Raises:
        RefusedError: the file is there already, has another ending, or has no folder.
    """
    if out.suffix not in KINDS:
        raise RefusedError(f"Geef een bestand dat op {', '.join(KINDS)} eindigt.", out=str(out))
    if out.exists():
        raise RefusedError(f"{out} is er al. Kies een andere naam.", out=str(out))
    if not out.parent.is_dir():
        raise RefusedError(f"De map {out.parent} is er niet. Kies een andere map.", out=str(out))


def _csv(found: Mapping[str, Any], out: Path) -> None:
    with out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows(_rows(found))


def _parquet(found: Mapping[str, Any], out: Path) -> None:
    region, year, measure, quantile, value = zip(*_rows(found), strict=True)
    results.write(
        out,
        {
            "region": np.array(region),
            "year": np.array(year, dtype=np.int16),
            "measure": np.array(measure),
            "quantile": np.array([float(share or "nan") for share in quantile]),
            "value": np.array(value, dtype=np.float64),
        },
    )


def _json(found: Mapping[str, Any], out: Path) -> None:
    text = json.dumps(found, ensure_ascii=False, indent=2, default=str)
    out.write_text(text + "\n", encoding="utf-8")


KINDS: Mapping[str, Callable[[Mapping[str, Any], Path], None]] = {
    ".csv": _csv,
    ".parquet": _parquet,
    ".json": _json,
}
"""The kinds of files, by what their names end on."""


def _rows(found: Mapping[str, Any]) -> Iterator[Row]:
    for measure, values in found["measures"].items():
        tables = values if isinstance(values, Mapping) else {"": values}
        for quantile, table in tables.items():
            for year, row in zip(found["years"], table, strict=True):
                for region, value in zip(found["regions"], row, strict=True):
                    yield region, year, measure, quantile, value
