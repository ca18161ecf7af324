"""The public plan file of 2020, whole: what we make of it equals what plain csv reading says."""

import csv
import io
import json
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from pathlib import Path

import pyogrio
import pytest
import shapely
from django.core.management import call_command

from woonregie.foundation.files.services import store
from woonregie.foundation.norms.queries import classes_of, profile_named
from woonregie.foundation.norms.services import load_shipped
from woonregie.foundation.region.models import Municipality
from woonregie.foundation.region.national import load_national_list
from woonregie.subjects.plans.models import Plan, PlanVersion
from woonregie.subjects.plans.queries import STATUSES, capacity_arrays
from woonregie.subjects.plans.services import apply_import, preview_import

FOLDER = Path(__file__).parents[6] / "shared" / "data" / "plans" / "eib_2020"
CSV, GEOPACKAGE = FOLDER / "eib_plannen_2020.csv", FOLDER / "eib_plannen_2020.gpkg"
AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DAY = date(2020, 4, 1)
PROFILES = ["legal-hard", "rigo-legend", "west-overijssel-2015", "strict-1a"]

pytestmark = [
    pytest.mark.skipif(not CSV.exists(), reason="the public plan file is not beside the project"),
    pytest.mark.django_db,
]


@pytest.fixture(autouse=True)
def _national(settings, tmp_path, db):
    settings.FILES_DIR = tmp_path / "files"
    load_national_list(at=AT)
    load_shipped(at=AT)


@pytest.fixture(scope="module")
def rows():
    with CSV.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def taken_in(path, municipality=None):
    with path.open("rb") as stream:
        file = store(stream, name=path.name, at=AT)
    delivery = preview_import(
        by=None, at=AT, file=file, region=None, reference_date=DAY, municipality=municipality
    )
    assert "error" not in delivery.report["severities"], delivery.report["issues"][:5]
    return apply_import(by=None, at=AT, delivery=delivery)


# ------------------------------------------------------------------ the recount
# Abolished on 1-1-2018, and still in a file of 2020.
HEIRS = {"Leeuwarderadeel": "Leeuwarden"}


def plain(name):
    """Return the name of a municipality as the file has it: "Hengelo", not "Hengelo (O.)"."""
    return name.split(" (")[0]


def status_of(row):
    """Return the code in front of a status, as its words have it."""
    first = row["Planstatus"].split()[0]
    return first.upper() if first[0].isdigit() else "unknown"


def recount(rows, profile):
    """Return dwellings left to build minus demolition, by (municipality, class of the profile)."""
    classes = classes_of(profile_named(profile))
    found = Counter()
    for row in rows:
        group = classes.get(status_of(row), "unknown")
        name = HEIRS.get(row["Gem_naam"], row["Gem_naam"])
        found[plain(name), group] += int(row["Aantalrest"]) + int(row["Sloop"])
    return {key: n for key, n in found.items() if n}


def ours(profile):
    """Return the same from the register."""
    places = list(Municipality.objects.select_related("organisation"))
    arrays = capacity_arrays([place.pk for place in places], on=DAY)
    classes = classes_of(profile_named(profile))
    found = Counter()
    for at, status, demolition, dwellings in zip(
        arrays.municipality, arrays.status, arrays.demolition, arrays.dwellings, strict=True
    ):
        group = classes.get(STATUSES[status], "unknown")
        found[plain(places[at].name), group] += int(-dwellings if demolition else dwellings)
    return {key: n for key, n in found.items() if n}


class TestWholeFile:
    def test_as_csv_adds_up_per_municipality_and_profile(self, rows):
        delivery = taken_in(CSV)

        assert delivery.report["applied"]["created"] == len(rows) == 2207
        assert delivery.report["build"] == sum(int(row["Aantalrest"]) for row in rows)
        for profile in PROFILES:
            assert ours(profile) == recount(rows, profile), profile

    def test_as_geopackage_adds_up_and_has_the_areas(self, rows):
        delivery = taken_in(GEOPACKAGE)

        assert delivery.report["applied"]["created"] == len(rows)
        assert ours("legal-hard") == recount(rows, "legal-hard")
        sizes = dict(PlanVersion.objects.values_list("plan__keys__key", "area_m2"))
        off = [row for row in rows if abs(sizes[row["OBJECTID"]] - float(row["Shape_Area"])) > 1]
        assert off == []

    def test_delivered_twice_in_two_kinds_makes_no_plan_twice(self, rows):
        taken_in(CSV)

        taken_in(GEOPACKAGE)

        assert Plan.objects.count() == len(rows)

    def test_delivered_twice_changes_nothing(self, rows):
        taken_in(CSV)

        again = taken_in(CSV)

        counts = {"created": 0, "changed": 0, "unchanged": len(rows)}
        assert again.report["applied"] == counts

    def test_puts_plans_of_an_abolished_municipality_at_its_successor(self, rows):
        codes = taken_in(CSV).report["codes"]

        old = [row["OBJECTID"] for row in rows if row["Gem_naam"] in HEIRS]
        assert codes["at_successor"] == len(old) == 1
        plan = Plan.objects.select_related("municipality__organisation").get(keys__key=old[0])
        assert plan.municipality.name == "Leeuwarden"

    def test_tells_its_known_defects(self, rows):
        codes = taken_in(GEOPACKAGE).report["codes"]

        below_zero = sum(int(row[name]) < 0 for row in rows for name in ("WTYPONB", "HRKPONB"))
        nothing_left = sum(int(row["Aantalrest"]) == 0 for row in rows)
        names = Counter((row["Gem_naam"], row["Plannaam"].strip().casefold()) for row in rows)
        alike = sum(n for n in names.values() if n > 1)
        assert codes["over_allocated"] == below_zero == 50
        assert codes["zero_left"] == nothing_left == 554
        assert codes["duplicate_name"] == alike == 4
        assert codes["overlap"] == overlapping_pairs() == 268


def overlapping_pairs():
    """Count pairs of areas that overlap by more than one square metre, by a plain loop."""
    _meta, _keys, wkb, _columns = pyogrio.raw.read(GEOPACKAGE, columns=[])
    shapes = sorted(shapely.from_wkb(wkb), key=lambda shape: shape.bounds[0])
    boxes = [shape.bounds for shape in shapes]
    near = defaultdict(list)
    for at, box in enumerate(boxes):
        for other in range(at + 1, len(boxes)):
            if boxes[other][0] > box[2]:
                break
            if boxes[other][1] <= box[3] and boxes[other][3] >= box[1]:
                near[at].append(other)
    return sum(
        shapes[at].intersection(shapes[other]).area > 1
        for at, others in near.items()
        for other in others
    )


class TestOverijssel:
    def test_by_municipality_adds_up_to_the_province(self, rows):
        wanted = [row for row in rows if row["Provincie"] == "Overijssel"]
        names = sorted({row["Gem_naam"] for row in wanted})
        there = Municipality.objects.filter(province_code="PV23").select_related("organisation")
        places = {plain(place.name): place for place in there}

        made = Counter()
        for name in names:
            made[name] = taken_in(CSV, places[name]).report["applied"]["created"]

        assert made == Counter(row["Gem_naam"] for row in wanted)
        assert made.total() == 487
        for profile in PROFILES:
            assert ours(profile) == recount(wanted, profile), profile

    def test_has_no_phasing(self, rows):
        wanted = [row for row in rows if row["Provincie"] == "Overijssel"]

        assert sum(int(row["Aantalrest"]) for row in wanted) == 10_657
        assert sum(int(row["OPLONB"]) for row in wanted) == 10_657


class TestCommand:
    def test_takes_one_municipality_in(self, rows, tmp_path):
        report, out = tmp_path / "verslag.json", io.StringIO()
        call_command(
            "import_plans",
            str(CSV),
            "--municipality",
            "GM0193",
            "--on",
            "2020-04-01",
            "--report",
            str(report),
            stdout=out,
        )

        told = json.loads(report.read_text())
        of_zwolle = [row for row in rows if row["Gem_naam"] == "Zwolle"]
        assert told["applied"]["created"] == len(of_zwolle) == 10
        assert told["build"] == sum(int(row["Aantalrest"]) for row in of_zwolle) == 3217
        assert told["format"] == "eib"
