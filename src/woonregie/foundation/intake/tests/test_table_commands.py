import csv
import json
from io import StringIO

import pytest
from django.core.management import call_command

from woonregie.foundation.intake.tests.registers import write_registers


@pytest.fixture
def registers(tmp_path):
    write_registers(tmp_path / "registers")
    return tmp_path / "registers"


def run(name, *arguments):
    out, code = StringIO(), 0
    try:
        call_command(name, *map(str, arguments), stdout=out, stderr=StringIO())
    except SystemExit as error:
        code = error.code
    return out.getvalue(), code


def told(name, *arguments):
    return json.loads(run(name, *arguments, "--format", "json")[0])


class TestReadTable:
    def test_writes_the_table_with_its_values_put_right(self, registers, tmp_path):
        out = tmp_path / "out.csv"

        _words, code = run(
            "read_table", registers / "raw/register.csv", "--schema", "brownfield", "--out", out
        )

        with out.open(newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert code == 0
        assert [row["SiteReference"] for row in rows] == ["BLR 1", "BLR 2"]
        assert [row["SiteNameAddress"] for row in rows] == [
            "Mill Lane, Reeveton",
            "2-4 High Street",
        ]
        assert [row["Hectares"] for row in rows] == ["0.5", "1.25"]
        assert [row["FirstAddedDate"] for row in rows] == ["2018-04-03", "2018-04-25"]
        # The standard takes the day of the first entry where no update is known.
        assert [row["LastUpdatedDate"] for row in rows] == ["2019-12-01", "2018-04-25"]

    def test_reports_how_each_column_was_known_and_what_was_left_out(self, registers, tmp_path):
        place = tmp_path / "report.json"

        run("read_table", registers / "raw/register.csv", "--schema=brownfield", "--report", place)

        report = json.loads(place.read_text())
        assert report["state"] == "read"
        assert report["header_rows"] == [1]
        assert report["columns"][2] == {
            "column": 3,
            "heading": "Area (ha)",
            "field": "Hectares",
            "how": "name",
            "score": 1.0,
            "spare": False,
        }
        assert report["rows"] == 2
        assert report["left_out_counts"] == {"total": 1}
        assert report["filled_from_other_fields"] == {"LastUpdatedDate": 1}

    def test_refuses_a_web_page_and_says_so_in_the_report(self, registers, tmp_path):
        place, out = tmp_path / "report.json", tmp_path / "out.csv"

        _words, code = run(
            "read_table",
            registers / "raw/page.csv",
            "--schema=brownfield",
            "--report",
            place,
            "--out",
            out,
        )

        report = json.loads(place.read_text())
        assert code == 2
        assert report["state"] == "refused"
        assert report["refused"]["code"] == "wrong_type"
        assert not out.exists()

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (["weg.csv", "--schema", "brownfield"], "refused"),
            (["weg.csv", "--schema", "bomen"], "unknown_schema"),
            (["weg.csv", "--schema", "brownfield", "--out", "/weg/uit.csv"], "refused"),
        ],
    )
    def test_refuses_what_is_not_there(self, arguments, code):
        shown, ended = run("read_table", *arguments, "--format", "json")

        assert ended == 2
        assert json.loads(shown)["error"]["code"] == code

    def test_names_the_columns_that_it_missed(self, text_file):
        path = text_file("Hectares,Planning status,Notes\n1,permissioned,x\n")

        shown, ended = run("read_table", path, "--schema", "brownfield", "--format", "json")

        error = json.loads(shown)["error"]
        assert ended == 2
        assert error["code"] == "column_missing"
        assert error["fields"]["missing"] == ["SiteReference"]


class TestCompareTables:
    def test_tells_what_became_of_each_row(self, registers, text_file):
        after = text_file(
            "Site reference,Name and address,Hectares\nBLR 1,Mill Lane Reeveton,0.75\n"
            "BLR 9,2-4 High Street,1.25\nBLR 10,New Quay,3\n"
        )

        found = told(
            "compare_tables", registers / "raw/register.csv", after, "--schema", "brownfield"
        )

        assert found["counts"] == {
            "by_key": 1,
            "by_likeness": 1,
            "changed": 2,
            "new": 1,
            "gone": 0,
        }
        assert found["pairs"][0]["changes"] == {
            "SiteNameAddress": ["Mill Lane, Reeveton", "Mill Lane Reeveton"],
            "Hectares": ["0.5", "0.75"],
        }
        assert found["pairs"][1]["how"] == "likeness"
        assert found["new_lines"] == [4]


class TestBenchImport:
    def test_measures_registers_with_reference_rows_only(self, registers):
        assert told("bench_import", registers) == {
            "files": 1,
            "right": 1,
            "share": 1.0,
            "cells_equal": 1.0,
            "not_right": [],
        }

    def test_says_why_a_register_is_not_right(self, tmp_path):
        write_registers(
            tmp_path / "more",
            short=(
                "Site Reference,Hectares\nA,1\nB,2\n",
                "A,,1,,,\nC,,2,permissioned,,\n",
                "A,,1,,,\nC,,2,permissioned,,\n",
            ),
        )

        found = told("bench_import", tmp_path / "more")

        assert (found["files"], found["right"]) == (2, 1)
        assert found["not_right"] == [
            {
                "file": "short.csv",
                "why": [
                    "keys too many: 1 ('B')",
                    "keys lacking: 1 ('C')",
                    "column missing: PlanningStatus",
                ],
            }
        ]

    def test_refuses_a_folder_that_is_laid_out_otherwise(self, tmp_path):
        _words, code = run("bench_import", tmp_path)

        assert code == 2
