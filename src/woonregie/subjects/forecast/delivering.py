"""The outcome of a forecast as a file."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from woonregie.foundation.pages.errors import RefusedError

COLUMNS = ("region", "year", "measure", "quantile", "value")


def write_outcome(found: Mapping[str, Any], out: Path) -> None:
    """Write every figure on a row of its own: region, year, measure, quantile and value.

    Args:
        found: as `forecasting` gives it; a forecast without chance has no quantile.
        out: a csv file that is not there yet.

    Raises:
        RefusedError: the file is there already, has another ending, or cannot be made.
    """
    if out.suffix != ".csv":
        raise RefusedError("Geef een bestand dat op .csv eindigt.", out=str(out))
    if out.exists():
        raise RefusedError(f"{out} is er al. Kies een andere naam.", out=str(out))
    try:
        with out.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(COLUMNS)
            writer.writerows(_rows(found))
    except OSError as error:
        raise RefusedError(
            f"{out} kan niet worden gemaakt ({error.strerror}). Kies een andere map.",
            out=str(out),
        ) from None


def _rows(found: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    for measure, values in found["measures"].items():
        tables = values if isinstance(values, Mapping) else {"": values}
        for quantile, table in tables.items():
            for year, row in zip(found["years"], table, strict=True):
                for region, value in zip(found["regions"], row, strict=True):
                    yield region, year, measure, quantile, value
