"""A result is written whole or not at all, found by its question, and gone when nobody looks."""

import os
from datetime import timedelta

import duckdb
import numpy as np
import pytest

from woonregie.foundation.runs.results import (
    KEPT_FOR,
    place_of,
    present,
    read,
    sweep,
    write,
    write_query,
)

KEY = "ab" + "0" * 62
HOMES = {
    "municipality": np.array(["Kampen", "Raalte", "Zwolle"]),
    "year": np.array([2026, 2026, 2026], dtype=np.int16),
    "homes": np.array([23_000.0, 16_000.0, 59_000.0], dtype=np.float32),
}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.RESULTS_DIR = tmp_path / "results"
    return settings.RESULTS_DIR


@pytest.fixture
def written():
    return write(place_of("test.homes", KEY), HOMES)


class TestWrite:
    def test_stands_where_its_question_says(self, written, folder):
        assert written == folder / "test.homes" / "ab" / f"{KEY}.parquet"
        assert written.read_bytes()[:4] == b"PAR1"

    def test_comes_back_as_it_was(self, written):
        found = read("SELECT * FROM read_parquet($path) ORDER BY homes", path=written)

        assert found["municipality"].tolist() == ["Raalte", "Kampen", "Zwolle"]
        assert found["homes"].dtype == np.float32
        assert found["year"].dtype == np.int16

    def test_is_asked_with_values_that_are_only_values(self, written):
        found = read(
            "SELECT homes FROM read_parquet($path) WHERE municipality = $name",
            path=written,
            name="Kampen' OR '1'='1",
        )

        assert found["homes"].size == 0

    def test_a_question_over_parts_makes_one(self, written):
        more = write(place_of("test.homes", "cd" + KEY[2:]), HOMES)

        both = write_query(
            place_of("test.homes", "ef" + KEY[2:]),
            "SELECT municipality, sum(homes) AS homes FROM read_parquet($parts) GROUP BY ALL",
            parts=[written, more],
        )

        found = read(
            "SELECT homes FROM read_parquet($path) WHERE municipality = 'Kampen'", path=both
        )
        assert found["homes"].tolist() == [46_000.0]

    def test_leaves_nothing_half(self, folder):
        with pytest.raises(duckdb.Error):
            write_query(place_of("test.homes", KEY), "SELECT error('halverwege')")

        assert not [path for path in folder.rglob("*") if path.is_file()]

    def test_takes_the_place_of_what_stood_there(self, written):
        again = write(written, {"homes": np.array([1.0])})

        assert read("SELECT * FROM read_parquet($path)", path=again)["homes"].tolist() == [1.0]
        assert [path.name for path in written.parent.iterdir()] == [written.name]

    def test_stands_in_a_folder_with_a_quote_too(self, settings, tmp_path):
        settings.RESULTS_DIR = tmp_path / "'s-Heerenberg"

        path = write(place_of("test.homes", KEY), HOMES)

        found = read("SELECT count(*) AS rows FROM read_parquet($path)", path=path)
        assert found["rows"].tolist() == [3]


class TestPresent:
    def test_what_was_never_asked_is_not_there(self):
        assert not present(place_of("test.homes", KEY))

    def test_looking_keeps_it(self, written, moment):
        later = moment + KEPT_FOR + timedelta(days=1)
        os.utime(written, (moment.timestamp(), moment.timestamp()))

        assert present(written, at=later - timedelta(days=2))

        assert sweep(at=later) == 0
        assert written.exists()


class TestSweep:
    def test_takes_what_nobody_looked_at(self, written, moment):
        os.utime(written, (moment.timestamp(), moment.timestamp()))

        assert sweep(at=moment + KEPT_FOR + timedelta(seconds=1)) == 1
        assert not written.exists()

    def test_leaves_what_is_young(self, written, moment):
        os.utime(written, (moment.timestamp(), moment.timestamp()))

        assert sweep(at=moment + KEPT_FOR) == 0

    def test_of_no_folder_is_nothing(self, moment):
        assert sweep(at=moment) == 0
