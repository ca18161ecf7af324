"""The national list of municipalities since 2012, which ships with the house."""

import csv
from datetime import date, datetime
from pathlib import Path

from woonregie.foundation.region.services import load_municipalities
from woonregie.foundation.sources.models import Source
from woonregie.foundation.sources.services import record_source

LIST = Path(__file__).parent / "fixtures" / "municipalities.csv"


def load_national_list(*, at: datetime) -> Source:
    """Record the municipalities that are not there yet, and return where the list comes from."""
    source = record_source(
        by=None,
        at=at,
        key="gemeenten-sinds-2012",
        publisher="CBS",
        title="Gemeenten sinds 2012, met geldigheid en opvolger",
        dated_on=date(2023, 6, 30),
        licence="CC BY 4.0",
        certainty="published",
        note="Codes en jaren uit de bevolkingstabel tot en met 2023. Sindsdien is "
        "er voor zover bekend geen herindeling. Opvolgers zijn nagezocht.",
    )
    with LIST.open(encoding="utf-8", newline="") as stream:
        load_municipalities(by=None, at=at, rows=csv.DictReader(stream), source=source)
    return source


def divided() -> frozenset[str]:
    """Return the codes of those that went to more than one: the list names one successor only."""
    with LIST.open(encoding="utf-8", newline="") as stream:
        return frozenset(
            row["code"] for row in csv.DictReader(stream) if row["note"].startswith("verdeeld")
        )
