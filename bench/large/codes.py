"""The national list of municipalities that ships with the product."""

import csv
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
LIST = ROOT / "src" / "woonregie" / "foundation" / "region" / "fixtures" / "municipalities.csv"


def listed_municipalities() -> list[dict[str, str]]:
    """Return all municipalities since 2012, as the list has them."""
    with LIST.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def codes_of_today() -> list[str]:
    """Return the CBS codes of the municipalities that there are now."""
    return [row["code"] for row in listed_municipalities() if not row["ends_before"]]
