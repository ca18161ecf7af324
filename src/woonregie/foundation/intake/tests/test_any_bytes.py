"""Whatever bytes somebody sends, a file is opened or refused with a sentence."""

import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from woonregie.foundation.intake.opening import open_file
from woonregie.foundation.intake.tables import FileRefusedError
from woonregie.foundation.intake.tests.layerfiles import REEVE, SQUARE, geodatabase, shapefile
from woonregie.foundation.intake.tests.oldfiles import old_workbook

GEOJSON = (
    b'{"type": "FeatureCollection", "crs": {"properties": {"name": "EPSG:28992"}}, "features": ['
    b'{"type": "Feature", "id": 1, "properties": {"naam": "Reeve", "fase": {"nr": [1, null]}}, '
    b'"geometry": {"type": "Polygon", "coordinates": [[[191000, 507000], [191100, 507000], '
    b"[191100, 507100], [191000, 507000]]]}}]}"
)


def _geojson(path):
    path.write_bytes(GEOJSON)
    return path


def _loose(path):
    """Pack again without pressing, so that a blow falls on a part and not on the packing."""
    with zipfile.ZipFile(path) as old:
        parts = [(name, old.read(name)) for name in old.namelist()]
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts:
            new.writestr(name, content)
    return path


# Kind -> its maker, and how often it is tried: those that start a process are tried less.
MAKERS = {
    "xls": (lambda path: old_workbook(path, [["Naam", "2027"], ["Reeve", 600], ["#REF!"]]), 60),
    "geojson": (_geojson, 100),
    "shp.zip": (lambda path: _loose(shapefile(path)), 8),
    "gdb.zip": (lambda path: _loose(geodatabase(path, {"Plannen": ([SQUARE], REEVE)})), 8),
}


def opened(path):
    """Open a file and load its sheets, or return why it is refused."""
    try:
        return [sheet.load() for sheet in open_file(path, path.name)]
    except FileRefusedError as refused:
        return refused.code


def tried(often):
    """Return how often a kind of file is tried."""
    return settings(
        max_examples=often,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )


@pytest.mark.parametrize("kind", MAKERS)
class TestDamage:
    def test_somewhere_gives_a_table_or_a_refusal(self, kind, tmp_path):
        make, often = MAKERS[kind]
        path = tmp_path / f"plannen.{kind}"
        whole = make(path).read_bytes()

        @tried(often)
        @given(
            blows=st.lists(
                st.tuples(st.integers(0, len(whole) - 1), st.binary(min_size=1, max_size=6)),
                min_size=1,
                max_size=4,
            )
        )
        def strike(blows):
            content = bytearray(whole)
            for at, piece in blows:
                content[at : at + len(piece)] = piece
            path.write_bytes(bytes(content))

            assert opened(path) is not None

        strike()

    def test_that_cuts_the_file_off_gives_a_table_or_a_refusal(self, kind, tmp_path):
        make, often = MAKERS[kind]
        path = tmp_path / f"plannen.{kind}"
        whole = make(path).read_bytes()

        @tried(often)
        @given(size=st.integers(0, len(whole) - 1))
        def cut(size):
            path.write_bytes(whole[:size])

            assert opened(path) is not None

        cut()
