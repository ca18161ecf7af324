"""GeoJSON as programs and people write it: nested, in any reference system, and broken."""

import json
from pathlib import Path

import pytest
import shapely

from woonregie.foundation.intake import geojson
from woonregie.foundation.intake.opening import open_file
from woonregie.foundation.intake.tables import FileRefusedError

SQUARE = shapely.box(191_000, 507_000, 191_100, 507_100)
# The tower of Amersfoort, from which the national grid is measured.
TOWER, TOWER_RD = (5.38720621, 52.15517440), (155_000, 463_000)
RD = {"type": "name", "properties": {"name": "EPSG:28992"}}
PLAN = {"naam": "Reeve"}
TEMPLATE = Path("../shared/data/plans/formats/geojson_template.geojson")


def feature(geometry=None, **properties):
    """Return a feature; a geometry is a shape, or what should be one."""
    written = (
        json.loads(shapely.to_geojson(geometry)) if shapely.is_geometry(geometry) else geometry
    )
    return {"type": "Feature", "geometry": written, "properties": properties or PLAN}


def collection(*features, **members):
    """Return features as they are wrapped."""
    return {"type": "FeatureCollection", **members, "features": list(features)}


def written(path, found, encoding="utf-8"):
    """Write JSON, or a text that should be JSON."""
    text = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
    path.write_bytes(text.encode(encoding))
    return path


def table_of(path):
    """Return the only table of a file."""
    [sheet] = open_file(path, path.name)
    return sheet.load()


def refusal(path):
    """Return why a file is refused, and the sentence; it has to be."""
    with pytest.raises(FileRefusedError) as told:
        table_of(path)
    return told.value.code, str(told.value)


def place_of(path):
    """Return the middle of the first shape, and the remarks."""
    table = table_of(path)
    middle = table.geometries[1].centroid
    return (middle.x, middle.y), list(table.remarks)


class TestProperties:
    def test_of_all_features_are_the_columns(self, tmp_path):
        path = written(
            tmp_path / "plannen.geojson",
            collection(feature(naam="Reeve", aantal=600), feature(naam="Onderdijks", fase=2)),
        )

        assert table_of(path).rows == [
            ["naam", "aantal", "fase"],
            ["Reeve", 600, None],
            ["Onderdijks", None, 2],
        ]

    def test_inside_properties_have_names_with_dots_and_lists_stay(self, tmp_path):
        blocks = [{"name": "A", "aantal": 12}, {"name": "B", "aantal": 8}]
        plan = {"basisgegevens": {"naam": "Reeve"}, "locatie": {"gemeente": "Kampen"}}
        path = written(
            tmp_path / "plannen.geojson",
            collection(feature(projectgegevens=plan, woning_blokken=blocks)),
        )

        assert table_of(path).rows == [
            [
                "projectgegevens.basisgegevens.naam",
                "projectgegevens.locatie.gemeente",
                "woning_blokken",
            ],
            ["Reeve", "Kampen", blocks],
        ]

    def test_of_the_template_of_a_province_are_read(self):
        if not TEMPLATE.exists():
            pytest.skip("the template of the province is not here")

        table = table_of(TEMPLATE)

        assert "projectgegevens.planologische_planstatus._1A_ONHERROEPELIJK" in table.rows[0]
        [block] = table.rows[1][table.rows[0].index("woning_blokken")]
        assert block["mutatiegegevens"]["aantal"] is None
        assert table.geometries[1].is_empty

    def test_take_the_number_of_a_feature_where_they_have_none(self, tmp_path):
        numbered = [{**feature(naam="Reeve"), "id": 7}, {**feature(id="K-1"), "id": 8}]

        rows = table_of(written(tmp_path / "plannen.geojson", collection(*numbered))).rows

        assert rows == [["id", "naam"], [7, "Reeve"], ["K-1", None]]

    def test_that_stand_twice_with_other_values_are_refused(self, tmp_path):
        path = written(
            tmp_path / "plannen.geojson",
            '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null,'
            ' "properties": {"aantal": 600, "aantal": 750}}]}',
        )

        code, sentence = refusal(path)

        assert code == "key_twice"
        assert "aantal" in sentence

    def test_that_stand_twice_with_one_value_are_read(self, tmp_path):
        path = written(
            tmp_path / "plannen.geojson",
            '{"type": "Feature", "geometry": null, "properties": {"aantal": 6, "aantal": 6}}',
        )

        assert table_of(path).rows == [["aantal"], [6]]


class TestWrapping:
    def test_of_one_feature_is_none(self, tmp_path):
        path = written(tmp_path / "plannen.geojson", feature(naam="Reeve"))

        assert table_of(path).rows == [["naam"], ["Reeve"]]

    @pytest.mark.parametrize("between", ["\n", "\n\x1e"])
    def test_of_a_feature_per_line_is_none(self, between, tmp_path):
        plans = (feature(naam=name) for name in ("Reeve", "Onderdijks"))
        path = written(tmp_path / "plannen.geojsonl", between.join(map(json.dumps, plans)))

        assert table_of(path).rows == [["naam"], ["Reeve"], ["Onderdijks"]]

    def test_may_be_a_list(self, tmp_path):
        path = written(tmp_path / "plannen.json", [feature(naam="Reeve")])

        assert table_of(path).rows == [["naam"], ["Reeve"]]

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
    def test_may_be_in_other_signs(self, encoding, tmp_path):
        path = written(tmp_path / "plannen.geojson", collection(feature(naam="Súdwest")), encoding)

        assert table_of(path).rows[1] == ["Súdwest"]

    @pytest.mark.parametrize(
        "found",
        [
            {"type": "FeatureCollection"},
            {"type": "FeatureCollection", "features": []},
            {"type": "FeatureCollection", "features": "geen"},
            {"type": "Topology", "objects": {}},
            {"type": "Polygon", "coordinates": []},
            {"features": [{"attributes": {"naam": "Reeve"}}], "geometryType": "esriGeometryPoint"},
            {"plannen": [{"naam": "Reeve"}]},
            [{"naam": "Reeve"}],
            [],
        ],
    )
    def test_of_something_else_is_refused(self, found, tmp_path):
        assert refusal(written(tmp_path / "plannen.json", found))[0] == "no_features"

    def test_that_is_cut_off_is_damaged(self, tmp_path):
        whole = json.dumps(collection(feature(naam="Reeve")))

        assert refusal(written(tmp_path / "plannen.geojson", whole[:-9]))[0] == "damaged"

    @pytest.mark.parametrize("deep", ["[" * 100_000, '{"a":' * 100_000])
    def test_without_end_is_refused(self, deep, tmp_path):
        path = written(tmp_path / "plannen.geojson", '{"type": "Feature", "properties": ' + deep)

        assert refusal(path)[0] == "too_complex"

    def test_of_more_brackets_than_memory_holds_is_refused(self, tmp_path, monkeypatch):
        monkeypatch.setattr(geojson, "MOST_BRACKETS", 10)

        path = written(tmp_path / "plannen.geojson", collection(*[feature(naam="Reeve")] * 9))

        assert refusal(path)[0] == "too_complex"

    def test_with_another_column_for_each_plan_does_not_fill_memory(self, tmp_path):
        plans = [feature(**{f"kolom {number}": 1}) for number in range(3000)]

        path = written(tmp_path / "plannen.geojson", collection(*plans))

        assert refusal(path)[0] == "too_many_cells"

    def test_of_more_plans_than_a_list_has_is_refused(self, tmp_path):
        plans = [feature(naam="Reeve")] * 100_031

        path = written(tmp_path / "plannen.geojson", collection(*plans))

        assert refusal(path)[0] == "too_many_rows"

    def test_of_a_list_in_text_is_still_text(self, tmp_path):
        path = written(tmp_path / "plannen.csv", "[naam];[aantal]\r\nReeve;600\r\n")

        assert open_file(path, path.name)[0].load().rows[1] == ["Reeve", "600"]


class TestShapes:
    @pytest.mark.parametrize(
        "crs",
        [
            "EPSG:28992",
            "urn:ogc:def:crs:EPSG::28992",
            "urn:ogc:def:crs:EPSG:6.9:28992",
            "http://www.opengis.net/def/crs/EPSG/0/28992",
        ],
    )
    def test_in_rd_stay_as_they_are(self, crs, tmp_path):
        said = {"type": "name", "properties": {"name": crs}}
        path = written(tmp_path / "plannen.geojson", collection(feature(SQUARE), crs=said))

        table = table_of(path)

        assert table.geometries[1].equals(SQUARE)
        assert table.remarks == ()

    def test_in_rd_by_the_newer_member_stay_as_they_are(self, tmp_path):
        said = "http://www.opengis.net/def/crs/EPSG/0/28992"
        path = written(tmp_path / "plannen.geojson", collection(feature(SQUARE), coordRefSys=said))

        assert table_of(path).geometries[1].equals(SQUARE)

    @pytest.mark.parametrize(
        "members",
        [
            {},
            {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}},
            {"crs": {"type": "EPSG", "properties": {"code": 4326}}},
        ],
    )
    def test_in_degrees_are_brought_to_rd(self, members, tmp_path):
        tower = shapely.Point(TOWER)
        path = written(tmp_path / "plannen.geojson", collection(feature(tower), **members))

        place, remarks = place_of(path)

        assert place == pytest.approx(TOWER_RD, abs=1)
        assert remarks == []

    def test_in_rd_of_which_the_file_says_degrees_are_read_with_a_remark(self, tmp_path):
        path = written(tmp_path / "plannen.geojson", collection(feature(SQUARE)))

        place, remarks = place_of(path)

        assert place == (191_050, 507_050)
        assert remarks == ["other_reference_system"]

    def test_with_latitude_first_keep_their_numbers(self, tmp_path):
        swapped = shapely.Point(TOWER[::-1])
        path = written(tmp_path / "plannen.geojson", collection(feature(swapped)))

        assert place_of(path) == (TOWER[::-1], [])

    def test_in_a_system_that_nobody_knows_are_refused(self, tmp_path):
        said = {"type": "link", "properties": {"href": "http://voorbeeld.nl/stelsel"}}
        known = {"type": "name", "properties": {"name": "EPSG:999999"}}
        for crs in (said, known):
            path = written(tmp_path / "plannen.geojson", collection(feature(SQUARE), crs=crs))

            assert refusal(path)[0] == "unknown_crs"

    def test_lose_their_heights(self, tmp_path):
        high = shapely.force_3d(SQUARE, 12.5)
        path = written(tmp_path / "plannen.geojson", collection(feature(high), crs=RD))

        assert table_of(path).geometries[1].equals_exact(SQUARE)

    @pytest.mark.parametrize(
        "broken",
        [
            {"type": "Polygon"},
            {"type": "Polygon", "coordinates": None},
            {"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]},
            {"type": "Point", "coordinates": ["x", "y"]},
            {"type": "Point", "coordinates": [float("nan"), 507_000]},
            {"type": "Point", "coordinates": [10**400, 507_000]},
            {"type": "Cirkel", "coordinates": [1, 2]},
            "POINT (191000 507000)",
        ],
    )
    def test_that_are_none_stand_out(self, broken, tmp_path):
        path = written(tmp_path / "plannen.geojson", collection(feature(broken), crs=RD))

        [_heading, shape] = table_of(path).geometries
        assert shape.geom_type == "LineString"

    def test_may_be_absent(self, tmp_path):
        path = written(tmp_path / "plannen.geojson", collection(feature(None), feature(SQUARE)))

        assert table_of(path).geometries[:2] == [None, None]

    def test_beyond_all_places_keep_their_numbers(self, tmp_path):
        far = {"type": "Point", "coordinates": [1e308, -1e308]}
        path = written(tmp_path / "plannen.geojson", collection(feature(far)))

        assert table_of(path).geometries[1].x == 1e308

    def test_of_which_the_file_says_that_it_does_not_know_are_read_with_a_remark(self, tmp_path):
        path = written(tmp_path / "plannen.geojson", collection(feature(SQUARE), crs=None))

        assert place_of(path) == ((191_050, 507_050), ["no_reference_system"])
