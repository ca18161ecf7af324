"""Reading a folder of registers with pandas: the first sheet, the first row is the heading.

Case and white space of headings do not count.

Prints JSON: how many registers have reference rows, and how many of them are read right.
"""

import csv
import json
import sys
from collections import Counter
from pathlib import Path

import pandas as pd


def main(folder: Path) -> dict[str, int]:
    """Return how many registers there are, and how many are right."""
    files = {path.stem: path for path in (folder / "raw").iterdir()}
    found = [
        right(files[path.stem], rows)
        for path in sorted((folder / "mapped").glob("*.csv"))
        if (rows := reference(path)) and path.stem in files
    ]
    return {"files": len(found), "right": sum(found)}


def reference(path: Path) -> list[dict[str, str]]:
    """Return the rows of somebody else's reading."""
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def right(path: Path, rows: list[dict[str, str]]) -> bool:
    """Return whether the keys are the same and no filled column is missing."""
    read = pd.read_csv if path.suffix == ".csv" else pd.read_excel
    try:
        table = read(path, dtype=str).fillna("")
    except Exception:
        return False
    table.columns = [str(name).strip().casefold() for name in table]
    table = table.loc[:, ~table.columns.duplicated()]
    if "sitereference" not in table:
        return False
    ours = Counter(" ".join(key.split()) for key in table["sitereference"])
    theirs = Counter(" ".join(row["SiteReference"].split()) for row in rows)
    filled = {name.casefold() for name in rows[0] if any(row[name].strip() for row in rows)}
    there = {name for name in table if table[name].str.strip().any()}
    return ours == theirs and filled <= there


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))) + "\n")
