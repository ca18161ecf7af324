"""The files of the demonstration region, as `tools.demo.build` wrote them."""

import csv
from pathlib import Path

HERE = Path(__file__).parent.parent / "fixtures" / "demo"


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file by the names of its columns."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
