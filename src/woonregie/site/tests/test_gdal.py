"""GDAL, which is what QGIS reads with, opens a region over the network as any user would."""

import json
import os
import subprocess
import sys

import pytest
import shapely
from django.utils import timezone

from woonregie.foundation.accounts.models import ApiToken
from woonregie.foundation.accounts.services import make_token
from woonregie.foundation.region.geometry import to_degrees
from woonregie.subjects.plans.tests.factories import record_plan
from woonregie.subjects.plans.values import located

REEVE = [f"Reeve {turn}" for turn in range(1, 7)]
DEGREES = "OGC:CRS84"
SQUARE = (188_000, 503_000, 188_500, 503_500)
BOX = (189_500, 507_000, 192_500, 509_000)
"""In RD; the first three of Reeve lie in it."""
# GDAL waits for our answer with Python in its hand, so it gets a process of its own.
PROGRAM = """
import json, sys
import pyogrio, shapely
asked = json.loads(sys.argv[1])
if "bbox" in asked["options"]:
    asked["options"]["bbox"] = tuple(asked["options"]["bbox"])
try:
    layers = pyogrio.list_layers(asked["address"]).tolist()
    found = {"layers": [name for name, _kind in layers]}
    if asked["layer"]:
        meta, _keys, shapes, columns = pyogrio.raw.read(
            asked["address"], layer=asked["layer"], **asked["options"]
        )
        found |= {
            "crs": meta["crs"],
            "columns": {
                name: column.tolist() for name, column in zip(meta["fields"], columns)
            },
            "shapes": [shape and shapely.from_wkb(shape).wkt for shape in shapes.tolist()],
            "count": pyogrio.read_info(asked["address"], layer=asked["layer"])["features"],
        }
except Exception as error:
    found = {"error": str(error)}
print(json.dumps(found, default=str))
"""


@pytest.fixture
def region_with_plans(live_server, kampen, zwolle):
    """Record seven plans of Kampen and one of Zwolle, and return the address of the region."""
    for turn, name in enumerate(REEVE):
        middle = shapely.Point(190_000 + 1_000 * turn, 508_000)
        record_plan(kampen, name, {2030: 10 * turn}, **located(middle))
    square = shapely.box(*SQUARE)
    record_plan(kampen, "Onderdijks", {2031: 70}, planning_status="3", **located(square))
    record_plan(zwolle, "Stadshagen", {2032: 800})
    return f"OAPIF:{live_server.url}/api/v1/ogc/testregio"


@pytest.fixture
def gdal(region_with_plans, moment):
    """Return a function that lets GDAL read as somebody."""

    def read(account, layer="plannen", **options):
        proof = {}
        if account is not None:
            token, secret = make_token(by=account, at=moment, label="QGIS")
            ApiToken.objects.filter(pk=token.pk).update(expires_on=timezone.localdate())
            proof = {"GDAL_HTTP_AUTH": "BEARER", "GDAL_HTTP_BEARER": secret}
        asked = {"address": region_with_plans, "layer": layer, "options": options}
        said = subprocess.run(  # noqa: S603  our own interpreter
            [sys.executable, "-c", PROGRAM, json.dumps(asked)],
            env={**os.environ, **proof, "no_proxy": "*"},
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(said.stdout)

    return read


class TestGdal:
    def test_reads_every_plan_with_what_is_known_of_it_where_it_lies(self, gdal, secretary):
        found = gdal(secretary, CRS=DEGREES)

        columns = found["columns"]
        at = columns["naam"].index("Onderdijks")
        drawn = shapely.from_wkt(found["shapes"][at])
        square = to_degrees(shapely.box(*SQUARE))
        assert found["layers"] == ["gemeenten", "plannen"]
        assert found["count"] == 8
        assert sorted(columns["naam"]) == ["Onderdijks", *REEVE, "Stadshagen"]
        assert columns["teBouwen"][at] == 70
        assert columns["planologischeStatus"][at] == "3"
        assert columns["gemeentenaam"][at] == "Kampen"
        assert columns["nummer"][at].startswith("GM0166-")
        assert "CRS84" in found["crs"]
        # A ten-millionth of a degree is a centimetre.
        assert drawn.hausdorff_distance(square) < 2e-7
        assert found["shapes"][columns["naam"].index("Stadshagen")] is None

    def test_reads_and_asks_in_rd_of_itself(self, gdal, secretary):
        every = gdal(secretary)
        some = gdal(secretary, bbox=BOX)

        drawn = shapely.from_wkt(every["shapes"][every["columns"]["naam"].index("Onderdijks")])
        assert every["crs"] == "EPSG:28992"
        assert drawn.bounds == SQUARE
        assert drawn.geom_type == "MultiPolygon"
        assert sorted(some["columns"]["naam"]) == REEVE[:3]

    def test_follows_the_pages_to_the_last(self, gdal, secretary):
        for size in ("1", "3", "8"):
            numbers = gdal(secretary, PAGE_SIZE=size)["columns"]["nummer"]

            assert (len(numbers), len(set(numbers))) == (8, 8), size

    def test_asks_only_what_touches_a_box(self, gdal, secretary):
        box = to_degrees(shapely.box(*BOX)).bounds
        corner = to_degrees(shapely.box(188_400, 503_400, 188_900, 503_900)).bounds

        some = gdal(secretary, CRS=DEGREES, bbox=box)
        one = gdal(secretary, CRS=DEGREES, bbox=corner)

        assert sorted(some["columns"]["naam"]) == REEVE[:3]
        assert one["columns"]["naam"] == ["Onderdijks"]

    def test_opens_to_each_what_she_may_see(self, gdal, official_zwolle, guest, stranger):
        assert gdal(official_zwolle)["columns"]["naam"] == ["Stadshagen"]
        assert gdal(guest)["count"] == 0
        assert "bestaat niet" in gdal(stranger)["error"]
        assert "toegangssleutel" in gdal(None)["error"]
