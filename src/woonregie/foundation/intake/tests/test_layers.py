"""Zipped geodatabases and shapefiles: each layer a sheet, its shapes in RD."""

import struct
import subprocess
import sys
import zipfile
from pathlib import Path
from uuid import UUID

import pytest
import shapely

from woonregie.foundation.intake import converter, geofiles
from woonregie.foundation.intake.opening import open_file
from woonregie.foundation.intake.tables import FileRefusedError
from woonregie.foundation.intake.tests.layerfiles import REEVE, SQUARE, geodatabase, shapefile

TEMPLATE = Path("../shared/data/plans/formats/Gelderland.gdb.zip")
YEARS = {"plan": ["Reeve", "Reeve"], "jaartal": [2027, 2028]}


def tables_of(path):
    """Return the table of each sheet by its title."""
    return {sheet.title: sheet.load() for sheet in open_file(path, path.name)}


def refusal(path, name=None):
    """Return why a file is refused, and the sentence; it has to be."""
    with pytest.raises(FileRefusedError) as told:
        open_file(path, name or path.name)
    return told.value.code, str(told.value)


def rewritten(path, change):
    """Write a zip file again with each part as `change` makes it; None leaves it out."""
    with zipfile.ZipFile(path) as old:
        parts = [(part.filename, old.read(part)) for part in old.infolist()]
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts:
            changed = change(name, content)
            if changed is not None:
                new.writestr(*changed)
    return path


class TestGeodatabase:
    def test_gives_its_layers_and_tables(self, tmp_path):
        path = geodatabase(
            tmp_path / "plannen.gdb.zip", {"Plannen": ([SQUARE], REEVE), "Jaren": (None, YEARS)}
        )

        found = tables_of(path)

        assert list(found) == ["Plannen", "Jaren"]
        assert found["Plannen"].rows == [["gemeente", "naam", "aantal"], ["Kampen", "Reeve", 600]]
        assert found["Plannen"].geometries[1].equals(SQUARE)
        assert found["Jaren"].rows[1:] == [["Reeve", 2027], ["Reeve", 2028]]
        assert found["Jaren"].geometries == ()

    def test_in_degrees_is_brought_to_rd(self, tmp_path):
        # The tower of Amersfoort, from which the national grid is measured.
        tower = shapely.Point(5.38720621, 52.15517440).buffer(0.001)
        path = geodatabase(
            tmp_path / "plannen.zip", {"Plannen": ([tower], REEVE)}, crs="EPSG:4326"
        )

        place = tables_of(path)["Plannen"].geometries[1].centroid

        assert (place.x, place.y) == pytest.approx((155_000, 463_000), abs=1)

    def test_that_was_packed_without_its_folder_is_read(self, tmp_path):
        path = geodatabase(tmp_path / "plannen.zip", {"Plannen": ([SQUARE], REEVE)})

        rewritten(path, lambda name, content: (Path(name).name, content))

        assert len(tables_of(path)["Plannen"].rows) == 2

    def test_of_a_province_is_read(self):
        if not TEMPLATE.exists():
            pytest.skip("the template of the province is not here")

        found = tables_of(TEMPLATE)

        sizes = {
            title: (len(table.rows) - 1, len(table.rows[0])) for title, table in found.items()
        }
        assert sizes == {
            "Planregistratie": (0, 73),
            "DetailPlanning": (0, 78),
            "Gemeenten": (338, 11),
            "Regiovelden": (198, 9),
            "Overkoepelendeplannen": (0, 13),
        }

    def test_beside_another_is_refused_and_named(self, tmp_path):
        path = geodatabase(tmp_path / "plannen.zip", {"Plannen": ([SQUARE], REEVE)})
        with zipfile.ZipFile(path) as archive:
            content = {part: archive.read(part) for part in archive.namelist()}
        with zipfile.ZipFile(path, "a") as archive:
            for part, piece in content.items():
                archive.writestr(part.replace("Plannen.gdb", "Oud.gdb"), piece)

        code, sentence = refusal(path)

        assert code == "more_databases"
        assert "Oud.gdb, Plannen.gdb" in sentence

    def test_without_its_catalogue_is_damaged(self, tmp_path):
        path = geodatabase(tmp_path / "plannen.zip", {"Plannen": ([SQUARE], REEVE)})
        rewritten(
            path, lambda name, content: None if "a00000001.gdbtable" in name else (name, content)
        )

        assert refusal(path)[0] == "damaged"

    def test_without_any_layer_is_told(self, tmp_path):
        path = geodatabase(tmp_path / "plannen.zip", {"Plannen": ([SQUARE], REEVE)})
        # Its catalogue no longer calls the only layer a layer, but a table of its own.
        layer = UUID("70737809-852C-4A03-9E22-2CECEA5B9BFA").bytes_le

        def change(name, content):
            if "a00000001" in name:
                content = content.replace(b"Plannen", b"GDB_Old")
            return name, content.replace(layer, b"\x07" * 16)

        assert refusal(rewritten(path, change))[0] == "no_layer"


class TestShapefile:
    def test_is_read_with_its_shapes(self, tmp_path):
        [(title, table)] = tables_of(shapefile(tmp_path / "plannen.zip")).items()

        assert title == "plannen"
        assert table.rows == [["gemeente", "naam", "aantal"], ["Kampen", "Reeve", 600]]
        assert table.geometries[1].equals(SQUARE)
        assert table.remarks == ()

    def test_beside_others_gives_a_sheet_each(self, tmp_path):
        path = shapefile(tmp_path / "plannen.zip", ("hard", "zacht"))

        assert list(tables_of(path)) == ["hard", "zacht"]

    def test_without_index_is_read(self, tmp_path):
        path = shapefile(tmp_path / "plannen.zip", without=("shx",))

        assert tables_of(path)["plannen"].geometries[1].equals(SQUARE)

    def test_that_does_not_say_where_it_is_measured_is_read_with_a_remark(self, tmp_path):
        table = tables_of(shapefile(tmp_path / "plannen.zip", without=("prj",)))["plannen"]

        assert table.geometries[1].equals(SQUARE)
        assert table.remarks == ("no_reference_system",)

    def test_without_its_table_is_refused_by_name(self, tmp_path):
        code, sentence = refusal(shapefile(tmp_path / "plannen.zip", without=("dbf",)))

        assert code == "no_dbf"
        assert "plannen.shp" in sentence

    @pytest.mark.parametrize("kind", ["shp", "dbf"])
    def test_of_which_one_part_is_sent_asks_for_the_others(self, kind, tmp_path):
        path = shapefile(tmp_path / "plannen.zip")
        with zipfile.ZipFile(path) as archive:
            (tmp_path / f"plannen.{kind}").write_bytes(archive.read(f"plannen.{kind}"))

        assert refusal(tmp_path / f"plannen.{kind}")[0] == "loose_part"

    def test_of_which_only_the_table_is_packed_asks_for_the_others(self, tmp_path):
        assert refusal(shapefile(tmp_path / "plannen.zip", without=("shp",)))[0] == "loose_part"

    @pytest.mark.parametrize(
        ("written", "said", "remarks"),
        [
            ("cp1252", "", ("old_encoding",)),
            ("cp1252", "ANSI 1252", ()),
            ("cp1252", "UTF-8", ("old_encoding",)),
            ("utf-8", "", ()),
            ("utf-8", "UTF-8", ()),
            ("cp850", "850", ()),
            ("iso8859-1", "ISO 88591", ()),
        ],
    )
    def test_is_read_in_the_signs_in_which_it_was_written(self, written, said, remarks, tmp_path):
        name = "Súdwest één"
        path = shapefile(tmp_path / "plannen.zip", columns={"naam": ["x" * 20]}, without=("cpg",))

        def change(part, content):
            if part.endswith(".dbf"):
                content = content.replace(b"x" * 20, name.encode(written).ljust(20))
                content = content[:29] + b"\x00" + content[30:]
            return part, content

        rewritten(path, change)
        if said:
            with zipfile.ZipFile(path, "a") as archive:
                archive.writestr("plannen.cpg", said)

        table = tables_of(path)["plannen"]

        assert table.rows[1] == [name]
        assert table.remarks == remarks

    def test_with_a_broken_beginning_is_damaged(self, tmp_path):
        path = shapefile(tmp_path / "plannen.zip")
        rewritten(
            path,
            lambda name, content: (
                name,
                b"\x00" * 4 + content[4:] if name.endswith("shp") else content,
            ),
        )

        assert refusal(path)[0] == "damaged"

    def test_in_a_system_that_nobody_knows_is_refused(self, tmp_path):
        path = shapefile(tmp_path / "plannen.zip")
        rewritten(
            path,
            lambda name, content: (name, LOCAL if name.endswith("prj") else content),
        )

        with pytest.raises(FileRefusedError) as told:
            tables_of(path)

        assert told.value.code == "unknown_crs"


LOCAL = (
    b'LOCAL_CS["Bouwplaats",LOCAL_DATUM["Paal 1",0],UNIT["metre",1],'
    b'AXIS["x",EAST],AXIS["y",NORTH]]'
)


class TestZipFile:
    @pytest.mark.parametrize("name", ["../plannen.shp", "/etc/plannen.shp", "C:\\plannen.shp"])
    def test_with_names_outside_the_folder_is_refused(self, name, tmp_path):
        with zipfile.ZipFile(tmp_path / "plannen.zip", "w") as archive:
            archive.writestr(name, b"\x00\x00\x27\x0a")

        assert refusal(tmp_path / "plannen.zip")[0] == "unsafe_names"

    def test_with_a_link_is_refused(self, tmp_path):
        link = zipfile.ZipInfo("plannen.shp")
        link.external_attr = 0o120777 << 16
        with zipfile.ZipFile(tmp_path / "plannen.zip", "w") as archive:
            archive.writestr(link, "/etc/passwd")

        assert refusal(tmp_path / "plannen.zip")[0] == "unsafe_names"

    def test_that_becomes_far_too_large_is_refused(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "plannen.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("plannen.shp", b"\x00" * 20_000_000)

        assert refusal(tmp_path / "plannen.zip")[0] == "zip_bomb"

    def test_with_a_password_is_refused(self, tmp_path):
        path = shapefile(tmp_path / "plannen.zip")
        content = bytearray(path.read_bytes())
        content[content.index(b"PK\x01\x02") + 8] |= 1
        path.write_bytes(content)

        assert refusal(path)[0] == "protected"


class TestSize:
    def test_of_more_rows_than_a_list_has_is_refused(self, tmp_path):
        many = {"naam": ["Reeve"] * 100_031}
        path = geodatabase(tmp_path / "plannen.zip", {"Plannen": (None, many)})

        assert refusal(path)[0] == "too_many_rows"

    def test_of_what_is_read_is_bounded(self, tmp_path, monkeypatch):
        path = geodatabase(tmp_path / "plannen.zip", {"Plannen": (None, YEARS)})
        monkeypatch.setattr(geofiles, "MAX_UNPACKED", 100)

        assert refusal(path)[0] == "zip_bomb"

    def test_of_a_table_that_says_it_has_many_rows_does_not_fill_memory(self, tmp_path):
        path = shapefile(tmp_path / "plannen.zip")

        def change(name, content):
            if name.endswith("dbf"):
                content = content[:4] + struct.pack("<I", 2_000_000_000) + content[8:]
            return name, content

        assert tables_or_refusal(rewritten(path, change))


def tables_or_refusal(path):
    """Return the tables, or why they are refused."""
    try:
        return tables_of(path)
    except FileRefusedError as refused:
        return refused.code


class TestConverter:
    def test_reads_only_the_kind_that_it_is_told(self, tmp_path):
        place = tmp_path / "laag.shp"
        place.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")

        done = subprocess.run(  # noqa: S603  our own program
            [
                sys.executable,
                "-I",
                converter.__file__,
                place,
                "ESRI Shapefile",
                tmp_path,
                "9",
                "9",
                "999",
            ],
            check=False,
            capture_output=True,
        )

        assert done.returncode
        assert not list(tmp_path.glob("*.json"))
