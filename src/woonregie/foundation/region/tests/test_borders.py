"""Borders come in from real files, all or nothing; whatever is wrong is said in words."""

import io
import json
import sqlite3
from datetime import date
from io import StringIO

import numpy as np
import pyogrio
import pytest
import shapely
from django.core.management import call_command

from woonregie.foundation.audit.models import Event
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.files.services import path_of
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region import borderfile
from woonregie.foundation.region.borderfile import BordersRefusedError, read_borders
from woonregie.foundation.region.geometry import to_degrees
from woonregie.foundation.region.models import Border
from woonregie.foundation.region.services import import_borders
from woonregie.foundation.sources.models import Source

RD, DEGREES = "EPSG:28992", "EPSG:4326"
# A square of one by one kilometre near Zwolle, and one near Kampen.
AT_ZWOLLE = shapely.box(202_000, 503_000, 203_000, 504_000)
AT_KAMPEN = shapely.box(190_000, 507_000, 191_000, 508_000)
KM2 = 1_000_000


def _layer(path, name, rows, *, column="gemeentecode", crs=RD, **more):
    """Write a layer of a GeoPackage; `rows` is code -> shape, or pairs of these."""
    pairs = list(rows.items()) if isinstance(rows, dict) else rows
    fields = {column: [code for code, _shape in pairs], **more}
    pyogrio.raw.write(
        path,
        layer=name,
        driver="GPKG",
        append=path.exists(),
        geometry=np.array(
            [None if shape is None else shapely.to_wkb(shape) for _code, shape in pairs],
            dtype=object,
        ),
        field_data=[np.array(values, dtype=object) for values in fields.values()],
        fields=list(fields),
        geometry_type="Unknown",
        crs=crs,
    )


@pytest.fixture
def geopackage(tmp_path):
    def written(rows, name="gemeenten", **how):
        path = tmp_path / "grenzen.gpkg"
        _layer(path, name, rows, **how)
        return path

    return written


def _feature(shape, **properties):
    geometry = shape if isinstance(shape, dict) else json.loads(shapely.to_geojson(shape))
    return {"type": "Feature", "properties": properties, "geometry": geometry}


@pytest.fixture
def geojson(tmp_path):
    def written(*features, **more):
        path = tmp_path / "grenzen.geojson"
        collection = {"type": "FeatureCollection", "features": list(features), **more}
        path.write_text(json.dumps(collection), encoding="utf-8")
        return path

    return written


@pytest.fixture
def two(geopackage):
    """Return a good file with Zwolle and Kampen."""
    return geopackage({"GM0193": AT_ZWOLLE, "GM0166": AT_KAMPEN})


def _areas(path):
    return {code: round(shape.area) for code, shape in read_borders(path).items()}


def _refused(path, words):
    with pytest.raises(RefusedError, match=words) as refused:
        read_borders(path)
    return refused.value


class TestReading:
    def test_a_geopackage_in_rd(self, two):
        assert _areas(two) == {"GM0193": KM2, "GM0166": KM2}

    @pytest.mark.parametrize("crs", [DEGREES, "EPSG:4258", "EPSG:3857", "EPSG:25831"])
    def test_a_geopackage_in_another_system_is_moved(self, geopackage, crs):
        import pyproj  # noqa: PLC0415  only this test moves to other systems itself

        moved = shapely.transform(
            AT_ZWOLLE,
            lambda xy: np.column_stack(
                pyproj.Transformer.from_crs(RD, crs, always_xy=True).transform(*xy.T)
            ),
        )

        [shape] = read_borders(geopackage({"GM0193": moved}, crs=crs)).values()

        assert shape.hausdorff_distance(AT_ZWOLLE) < 1

    def test_a_geojson_in_degrees(self, geojson):
        path = geojson(_feature(to_degrees(AT_ZWOLLE), statcode="GM0193", naam="Zwolle"))

        [shape] = read_borders(path).values()

        assert shape.hausdorff_distance(AT_ZWOLLE) < 0.01

    def test_a_geojson_that_says_it_is_in_rd(self, geojson):
        said = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}

        assert _areas(geojson(_feature(AT_ZWOLLE, code="GM0193"), crs=said)) == {"GM0193": KM2}

    def test_a_geojson_with_a_byte_order_mark(self, geojson):
        path = geojson(_feature(to_degrees(AT_ZWOLLE), code="GM0193"))
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

        assert set(_areas(path)) == {"GM0193"}

    @pytest.mark.parametrize(
        "written", ["GM0193", "gm0193", " GM0193 ", "0193", "193", 193, 193.0, "GM193"]
    )
    def test_a_code_as_anybody_writes_it(self, geopackage, written):
        assert set(_areas(geopackage([(written, AT_ZWOLLE)]))) == {"GM0193"}

    @pytest.mark.parametrize(
        "column",
        ["gemeentecode", "GEMEENTECODE", "statcode", "gm_code", "GMcode", "identificatie"],
    )
    def test_a_column_as_publishers_name_it(self, geopackage, column):
        assert set(_areas(geopackage({"GM0193": AT_ZWOLLE}, column=column))) == {"GM0193"}

    def test_pieces_of_one_municipality_are_brought_together(self, geopackage):
        beside = shapely.box(203_000, 503_000, 204_000, 504_000)

        found = read_borders(geopackage([("GM0193", AT_ZWOLLE), ("GM0193", beside)]))

        assert found["GM0193"].equals(shapely.box(202_000, 503_000, 204_000, 504_000))

    def test_what_lies_apart_stays_apart(self, geopackage):
        both = shapely.MultiPolygon([AT_ZWOLLE, AT_KAMPEN])

        assert _areas(geopackage({"GM0193": both})) == {"GM0193": 2 * KM2}

    def test_water_is_left_out(self, geopackage):
        path = geopackage([("GM0193", AT_ZWOLLE), ("GM0193", AT_KAMPEN)], h2o=["NEE", "JA"])

        assert _areas(path) == {"GM0193": KM2}

    def test_a_shape_that_crosses_itself_is_mended(self, geopackage):
        """A bow tie of one by one kilometre: two triangles of a quarter square kilometre."""
        tie = shapely.Polygon(
            [(202_000, 503_000), (203_000, 504_000), (203_000, 503_000), (202_000, 504_000)]
        )

        [shape] = read_borders(geopackage({"GM0193": tie})).values()

        assert shape.is_valid
        assert round(shape.area) == KM2 // 2

    def test_height_is_left_out(self, geopackage):
        [shape] = read_borders(geopackage({"GM0193": shapely.force_3d(AT_ZWOLLE, 5)})).values()

        assert not shape.has_z


class TestLayers:
    def test_the_kadaster_ships_provinces_and_the_country_too(self, geopackage):
        """Its file of administrative areas has 342, 12 and 1 rows, all with a code."""
        path = geopackage(
            {"0193": AT_ZWOLLE, "0166": AT_KAMPEN}, name="gemeentegebied", column="code"
        )
        _layer(path, "provinciegebied", {"23": AT_ZWOLLE}, column="code")
        _layer(path, "landgebied", {"6030": AT_ZWOLLE}, column="code")

        assert _areas(path) == {"GM0193": KM2, "GM0166": KM2}

    def test_cbs_ships_neighbourhoods_too(self, geopackage):
        halves = [
            ("GM0193", shapely.box(202_000, 503_000, 202_500, 504_000)),
            ("GM0193", shapely.box(202_500, 503_000, 203_000, 504_000)),
        ]
        path = geopackage(halves, name="buurten")
        _layer(path, "gemeenten", {"GM0193": AT_KAMPEN})

        [shape] = read_borders(path).values()

        assert shape.equals(AT_KAMPEN)

    def test_without_a_telling_name_the_coarsest_is_taken(self, geopackage):
        path = geopackage([("GM0193", AT_ZWOLLE), ("GM0193", AT_KAMPEN)], name="fijn")
        _layer(path, "grof", {"GM0193": AT_KAMPEN})

        assert _areas(path) == {"GM0193": KM2}

    def test_a_table_without_shapes_is_passed_over(self, two):
        pyogrio.raw.write(
            two,
            layer="toelichting_gemeente",
            driver="GPKG",
            append=True,
            geometry=None,
            field_data=[np.array(["GM0193"], dtype=object)],
            fields=["gemeentecode"],
            geometry_type=None,
        )

        assert _areas(two) == {"GM0193": KM2, "GM0166": KM2}

    def test_a_layer_without_codes_is_passed_over(self, two):
        _layer(two, "gemeente_namen", {"Zwolle": AT_ZWOLLE}, column="naam")

        assert set(_areas(two)) == {"GM0193", "GM0166"}


class TestRefusing:
    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"{",
            b'{"type": "FeatureColl',
            b"{}",
            b'{"type": "Topology", "objects": {}, "arcs": []}',
            b"SQLite format 3\x00" + b"niets" * 50,
            b"PK\x03\x04",
            b"<?xml version='1.0'?><OGRVRTDataSource/>",
            b"code;naam\nGM0193;Zwolle\n",
            b"\x00" * 200,
        ],
    )
    def test_what_is_no_geopackage_or_geojson(self, tmp_path, content):
        path = tmp_path / "grenzen.gpkg"
        path.write_bytes(content)

        _refused(path, "geen GeoPackage of GeoJSON")

    def test_a_file_that_points_somewhere_else_is_never_opened(self, tmp_path):
        """GDAL would fetch what a virtual file names."""
        path = tmp_path / "grenzen.json"
        path.write_text("<OGRVRTDataSource><SrcDataSource>/vsicurl/http://x/</SrcDataSource>")

        _refused(path, "geen GeoPackage of GeoJSON")

    def test_half_a_file(self, two):
        two.write_bytes(two.read_bytes()[: two.stat().st_size // 2])

        _refused(two, "geen GeoPackage of GeoJSON")

    def test_a_database_that_is_no_geopackage(self, tmp_path):
        path = tmp_path / "iets.gpkg"
        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE gemeenten (gemeentecode TEXT)")
        database.close()

        _refused(path, "geen GeoPackage of GeoJSON")

    def test_a_file_above_the_cap(self, two, monkeypatch):
        monkeypatch.setattr(borderfile, "MOST_BYTES", two.stat().st_size - 1)

        _refused(two, "groter dan")

    def test_a_file_without_a_column_of_codes(self, geojson):
        error = _refused(
            geojson(_feature(to_degrees(AT_ZWOLLE), naam="Zwolle")), "geen kolom met gemeentecodes"
        )

        assert error.fields["columns"] == ["naam"]

    def test_a_file_without_rows(self, geopackage, geojson):
        _refused(geopackage({}), "geen enkele gemeente in de laag gemeenten")
        _refused(geojson(), "geen kolom met gemeentecodes")

    @pytest.mark.parametrize("code", ["Zwolle", "PV23", "GM01934", "", None, "WK019300", "-1"])
    def test_a_code_that_is_none(self, geopackage, code):
        error = _refused(geopackage([(code, AT_ZWOLLE)]), "geen gemeentecode")

        assert error.fields["value"] == (code or "")

    @pytest.mark.parametrize(
        "shape",
        [
            shapely.LineString([(202_000, 503_000), (203_000, 504_000)]),
            shapely.Point(202_000, 503_000),
            shapely.MultiPoint([(202_000, 503_000)]),
            shapely.GeometryCollection([AT_ZWOLLE]),
            shapely.Polygon(),
            shapely.Polygon([(202_000, 503_000), (203_000, 503_000), (202_000, 503_000)]),
            None,
        ],
        ids=["line", "point", "points", "collection", "empty", "flat", "nothing"],
    )
    def test_a_border_that_is_no_area(self, geopackage, shape):
        error = _refused(geopackage({"GM0193": shape}), "De grens van GM0193 is geen vlak")

        assert error.fields["municipality"] == "GM0193"

    @pytest.mark.parametrize("last", [[6.1, 52.6], [None, 52.5]])
    def test_a_ring_that_does_not_close(self, geojson, last):
        ring = {"type": "Polygon", "coordinates": [[[6.0, 52.5], [6.1, 52.5], last]]}

        with pytest.raises(RefusedError):
            read_borders(geojson(_feature(ring, code="GM0193")))

    def test_coordinates_that_are_no_numbers(self, tmp_path):
        path = tmp_path / "grenzen.geojson"
        path.write_text(
            '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
            '{"code": "GM0193"}, "geometry": {"type": "Polygon", "coordinates": '
            "[[[NaN, 52.5], [6.1, 52.6], [6.1, 52.5], [NaN, 52.5]]]}}]}"
        )

        with pytest.raises(BordersRefusedError):
            read_borders(path)

    def test_swapped_axes(self, geojson):
        swapped = shapely.transform(to_degrees(AT_ZWOLLE), lambda xy: xy[:, ::-1])

        _refused(geojson(_feature(swapped, code="GM0193")), "ligt niet in Nederland")

    def test_rd_that_does_not_say_so(self, geojson):
        error = _refused(geojson(_feature(AT_ZWOLLE, code="GM0193")), "ligt niet in Nederland")

        assert "coördinatenstelsel" in str(error)

    def test_degrees_that_say_they_are_rd(self, geopackage):
        _refused(geopackage({"GM0193": to_degrees(AT_ZWOLLE)}), "ligt niet in Nederland")

    def test_another_country(self, geojson):
        _refused(
            geojson(_feature(shapely.box(13.0, 52.3, 13.7, 52.7), code="GM0193")), "Nederland"
        )

    def test_a_system_that_nobody_knows(self, two):
        with sqlite3.connect(two) as database:
            database.execute("UPDATE gpkg_geometry_columns SET srs_id = -1")
            database.execute("UPDATE gpkg_contents SET srs_id = -1")
        database.close()

        _refused(two, "coördinatenstelsel")


@pytest.fixture
def imported(a_source, moment):
    def imports(path, by=None, **options):
        return import_borders(by=by, at=moment, path=path, source=a_source, **options)

    return imports


@pytest.mark.django_db
class TestImport:
    def test_keeps_the_borders_with_their_source(self, imported, two, zwolle, kampen, a_source):
        assert imported(two) == {"imported": 2, "unknown": [], "changed": True}

        border = Border.objects.get(municipality=zwolle)
        assert shapely.from_wkb(bytes(border.geometry)).equals(AT_ZWOLLE)
        assert (border.schematic, border.source) == (False, a_source)

    def test_is_one_line_in_the_trail(self, imported, two, zwolle, kampen, administrator):
        imported(two, by=administrator)

        [line] = Event.objects.filter(act="region.borders_imported")
        assert line.actor_id == administrator.pk
        assert line.payload["borders"] == 2

    def test_twice_changes_nothing(self, imported, two, zwolle, kampen):
        imported(two)
        keys = set(Border.objects.values_list("pk", flat=True))

        assert imported(two)["changed"] is False

        assert set(Border.objects.values_list("pk", flat=True)) == keys
        assert Event.objects.count() == 1

    def test_takes_the_place_of_earlier_ones_of_the_same_places(
        self, imported, geopackage, zwolle, kampen
    ):
        path = geopackage({"GM0193": AT_ZWOLLE, "GM0166": AT_KAMPEN})
        imported(path)
        path.unlink()

        imported(geopackage({"GM0193": AT_KAMPEN}))

        found = {
            border.municipality.code: shapely.from_wkb(bytes(border.geometry))
            for border in Border.objects.all()
        }
        assert found["GM0193"].equals(AT_KAMPEN)
        assert found["GM0166"].equals(AT_KAMPEN)
        assert len(found) == Border.objects.count() == 2

    def test_leaves_schematic_ones_for_other_times(self, imported, two, zwolle, kampen, a_source):
        Border.objects.create(
            municipality=zwolle,
            geometry=shapely.to_wkb(AT_KAMPEN),
            schematic=True,
            source=a_source,
        )

        imported(two, starts_on=date(2027, 1, 1))

        assert Border.objects.filter(municipality=zwolle).count() == 2
        assert Border.objects.get(municipality=zwolle, schematic=False).starts_on == date(
            2027, 1, 1
        )

    def test_an_unknown_municipality_stops_everything(self, imported, two, zwolle):
        with pytest.raises(BordersRefusedError, match="GM0166") as refused:
            imported(two)

        assert refused.value.fields["unknown"] == ["GM0166"]
        assert not Border.objects.exists()
        assert not Event.objects.exists()

    def test_unknown_ones_may_be_left_out(self, imported, two, zwolle):
        found = imported(two, skip_unknown=True)

        assert found == {"imported": 1, "unknown": ["GM0166"], "changed": True}

    def test_leaving_out_everything_is_refused(self, imported, two, raalte):
        with pytest.raises(BordersRefusedError, match="kennen wij niet"):
            imported(two, skip_unknown=True)

    def test_one_bad_row_stops_everything(self, imported, geopackage, zwolle, kampen):
        path = geopackage({"GM0193": AT_ZWOLLE, "GM0166": shapely.LineString([(0, 0), (1, 1)])})

        with pytest.raises(BordersRefusedError, match="GM0166"):
            imported(path)

        assert not Border.objects.exists()

    @pytest.mark.parametrize(
        "name",
        [
            "secretary",
            "official_zwolle",
            "executive_kampen",
            "account_manager",
            "guest",
            "stranger",
        ],
    )
    def test_is_for_administrators(self, imported, two, zwolle, kampen, name, request):
        with pytest.raises(ForbiddenError, match="beheerder"):
            imported(two, by=request.getfixturevalue(name))

        assert not Border.objects.exists()


@pytest.fixture
def command(settings, tmp_path, db):
    settings.FILES_DIR = tmp_path / "files"

    def run(*arguments):
        said, complained, code = StringIO(), StringIO(), 0
        try:
            call_command("import_borders", *map(str, arguments), stdout=said, stderr=complained)
        except SystemExit as stopped:
            code = stopped.code
        return code, said.getvalue(), complained.getvalue()

    return run


class TestCommand:
    def test_done_is_nought(self, command, two, zwolle, kampen):
        code, said, _complained = command(two, "--format", "json")

        assert code == 0
        assert json.loads(said) == {"imported": 2, "unknown": [], "changed": True}

    def test_keeps_where_the_borders_come_from(self, command, two, zwolle, kampen):
        command(
            two,
            "--publisher",
            "CBS",
            "--title",
            "Wijk- en buurtkaart",
            "--dated-on",
            "2026-01-01",
            "--licence",
            "CC BY 4.0",
        )

        source = Border.objects.first().source
        assert (source.publisher, source.title) == ("CBS", "Wijk- en buurtkaart")
        assert (source.dated_on, source.licence) == (date(2026, 1, 1), "CC BY 4.0")
        assert path_of(source.file).read_bytes() == two.read_bytes()

    def test_twice_changes_nothing(self, command, two, zwolle, kampen):
        command(two)
        lines = Event.objects.count()

        code, said, _complained = command(two, "--format", "json")

        assert (code, json.loads(said)["changed"]) == (0, False)
        assert Event.objects.count() == lines
        assert Source.objects.count() == 1

    def test_another_file_leaves_the_source_of_the_first(
        self, command, geopackage, zwolle, kampen
    ):
        path = geopackage({"GM0193": AT_ZWOLLE})
        command(path, "--publisher", "Kadaster")
        path.unlink()

        command(geopackage({"GM0166": AT_KAMPEN}), "--publisher", "Gemeente Kampen")

        assert Border.objects.get(municipality=zwolle).source.publisher == "Kadaster"
        assert Border.objects.get(municipality=kampen).source.publisher == "Gemeente Kampen"

    def test_refused_is_two_and_leaves_nothing(self, command, two, zwolle):
        code, said, complained = command(two, "--format", "json")

        assert code == 2
        assert "GM0166" in complained
        assert json.loads(said)["error"]["code"] == "borders_refused"
        assert not Border.objects.exists()
        assert not Source.objects.exists()
        assert not StoredFile.objects.exists()
        assert not Event.objects.exists()

    def test_may_leave_unknown_ones_out(self, command, two, zwolle):
        assert command(two, "--skip-unknown")[0] == 0
        assert Border.objects.count() == 1

    @pytest.mark.parametrize("name", ["er-niet.gpkg", "."])
    def test_a_file_that_is_not_there_is_two(self, command, tmp_path, name):
        code, _said, complained = command(tmp_path / name)

        assert code == 2
        assert "is er niet" in complained

    def test_an_empty_file_is_two(self, command, tmp_path):
        path = tmp_path / "leeg.gpkg"
        path.touch()

        assert command(path)[0] == 2


@pytest.mark.django_db
class TestPage:
    def test_gives_the_borders_in_degrees(
        self, imported, two, zwolle, kampen, secretary, client_for
    ):
        imported(two)

        answer = client_for(secretary).get("/testregio/grenzen.geojson")

        assert answer["Content-Type"] == "application/geo+json"
        features = json.load(io.BytesIO(answer.content))["features"]
        assert {item["properties"]["code"] for item in features} == {"GM0193", "GM0166"}
        shape = shapely.from_geojson(json.dumps(features[0]["geometry"]))
        west, south, east, north = shape.bounds
        assert 5.7 < west < east < 6.2
        assert 52.4 < south < north < 52.7

    def test_is_not_there_for_a_stranger(self, region, stranger, client_for):
        assert client_for(stranger).get("/testregio/grenzen.geojson").status_code == 404
