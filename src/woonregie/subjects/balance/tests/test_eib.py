"""The balance of the public plan file of 2020, against a recount by the csv module alone.

Skipped where the file is not. The recount knows nothing of the importer or the engine: it goes by
the description of the columns. Over 2020-2029 no delivery period is cut, so sums are exact.
"""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from woonregie.foundation.files.services import store
from woonregie.foundation.norms.services import load_shipped
from woonregie.foundation.region.models import Municipality
from woonregie.foundation.region.national import load_national_list
from woonregie.subjects.balance.queries import Question, balance
from woonregie.subjects.balance.tests.factories import AT, TODAY, make_region
from woonregie.subjects.forecast.tests.factories import households, record_vintage
from woonregie.subjects.plans.services import apply_import, preview_import

DATA = Path(__file__).resolve().parents[5].parent / "shared" / "data" / "plans" / "eib_2020"
FILE = DATA / "eib_plannen_2020.csv"
LIST_OF = date(2020, 4, 22)
# What counts as hard, by the first signs of the written status.
HARD = {
    "legal-hard": ("1A", "1B", "2A", "2B"),
    "rigo-legend": ("1A", "1B", "1C", "2A", "2B", "2C"),
    "west-overijssel-2015": ("1A", "1B", "2A", "2B"),
    "strict-1a": ("1A",),
    "woondeal-2025": ("1A", "1B", "2A", "2B"),
    "data-bewijst-2021": ("1A", "1B", "2A", "2B"),
}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not FILE.is_file(),
        reason="the plan file of ../shared/data is not on this machine: NOT checked",
    ),
]


# This municipality was no more on the day of the list; the register asks for its plan under the
# name of the one that it went up in. The test of the importer looks at that row.
GONE = "Leeuwarderadeel"

# The national list tells two places of this name apart.
IN_FULL = {"Hengelo": "Hengelo (O.)"}


@pytest.fixture(scope="module")
def rows():
    with FILE.open(encoding="utf-8-sig", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row["Gem_naam"] != GONE]


@pytest.fixture
def country(a_source, rows, tmp_path):
    """Import the file, and make a region of all its municipalities."""
    load_national_list(at=AT)
    load_shipped(at=AT)
    own = tmp_path / FILE.name
    with own.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with own.open("rb") as stream:
        kept = store(stream, name=own.name, at=AT)
    delivery = preview_import(
        by=None, at=AT, file=kept, region=None, reference_date=LIST_OF, format_name="eib"
    )
    apply_import(by=None, at=AT, delivery=delivery)
    names = {_name(row) for row in rows}
    places = [
        place
        for place in Municipality.objects.select_related("organisation")
        if place.name in names
        and (place.organisation.ends_before is None or place.organisation.ends_before > LIST_OF)
    ]
    region = make_region("Iedereen in het bestand", *places)
    given = [item for place in places for item in households(place, {2020: 100, 2030: 198})]
    record_vintage(a_source, given, slug="vlak", title="Vlak")
    return region


def _name(row):
    return IN_FULL.get(row["Gem_naam"], row["Gem_naam"])


def recounted(rows, hard):
    """Return (hard, soft, unknown) net per municipality for 2020-2029, homes without a year in."""
    found = {}
    for row in rows:
        status = row["Planstatus"][:2].strip()
        group = 0 if status in hard else 1 if status[:1] in set("1234") else 2
        homes = sum(int(row[column]) for column in ("OP202024", "Op202529", "OPLONB"))
        # Demolition is written below zero, and has no year.
        counter = found.setdefault(_name(row), Counter())
        counter[group] += homes + int(row["Sloop"] or 0)
    return {name: tuple(counter[group] for group in range(3)) for name, counter in found.items()}


class TestPlanFile:
    def test_gives_the_balance_of_a_recount_under_every_definition(self, country, rows):
        assert len(rows) == 2_207 - 1
        for profile, hard in HARD.items():
            question = Question(on=LIST_OF, profile=profile, vintage="vlak", period=(2020, 2030))

            found = balance(account=None, region=country, question=question, today=TODAY)

            counted = recounted(rows, hard)
            shown = {row.name: (row.hard, row.soft, row.unknown) for row in found.rows}
            assert shown == {name: counted[name] for name in shown}
            # No municipality of the file is lost.
            assert set(counted) == set(shown)
