"""Lists of strangers, where they lie on this machine: registers of England, quarters of a city."""

from itertools import pairwise
from pathlib import Path

import pytest

from woonregie.foundation.intake.differences import differences
from woonregie.foundation.intake.harmonise import harmonise
from woonregie.foundation.intake.measuring import measure
from woonregie.foundation.intake.reading import read
from woonregie.foundation.intake.schema import schema_named
from woonregie.foundation.intake.tables import FileRefusedError

PLANS = Path(__file__).parents[6] / "shared" / "data" / "plans"
REGISTERS = PLANS / "brownfield_uk"
QUARTERS = PLANS / "sf_pipeline"
# Units and net units of each quarter, as its publisher counts them.
UNITS = [
    (907, 55_272, 48_971),
    (803, 52_957, 45_764),
    (743, 49_788, 42_936),
    (958, 57_873, 50_556),
]


@pytest.mark.skipif(not REGISTERS.exists(), reason="the registers are not on this machine")
class TestRegisters:
    @pytest.fixture(scope="class")
    @classmethod
    def registers(cls):
        return measure(REGISTERS, schema_named("brownfield"))

    def test_are_right_but_for_one_in_twenty(self, registers):
        wrong = [register.name for register in registers if register.why]

        assert len(registers) == 94
        assert len(wrong) <= 4, wrong

    def test_have_nearly_all_cells_as_somebody_else_put_them_right(self, registers):
        equal = sum(register.equal for register in registers)

        assert equal >= 0.96 * sum(register.cells for register in registers)

    def test_without_rows_are_refused_or_empty(self):
        schema, found = schema_named("brownfield"), {}
        for path in (REGISTERS / "raw").iterdir():
            if path.name.startswith(("54461fd9", "8c3f373b", "912723fd")):
                try:
                    found[path.name[:8]] = len(read(path, path.name, schema).rows)
                except FileRefusedError as refusal:
                    found[path.name[:8]] = refusal.code

        assert found == {"54461fd9": 0, "8c3f373b": "wrong_type", "912723fd": "wrong_type"}


@pytest.mark.skipif(not QUARTERS.exists(), reason="the quarters are not on this machine")
class TestQuarters:
    @pytest.fixture(scope="class")
    @classmethod
    def quarters(cls):
        schema = schema_named("pipeline")
        found = []
        for path in sorted(QUARTERS.glob("*.csv")):
            table = read(path, path.name, schema)
            found.append((table, harmonise(table, schema).rows))
        return found

    def test_are_read_to_the_last_unit_under_four_different_headings(self, quarters):
        counted = [
            (
                len(rows),
                sum(row["units"] or 0 for row in rows),
                sum(row["net_units"] or 0 for row in rows),
            )
            for _table, rows in quarters
        ]

        assert counted == UNITS

    def test_are_read_without_the_people_in_them(self, quarters):
        named = [
            [column.heading for column in table.found.columns if column.how == "personal"]
            for table, _rows in quarters
        ]

        assert [len(headings) for headings in named] == [0, 6, 0, 6]

    def test_tell_from_round_to_round_what_became_of_each_project(self, quarters):
        rows = [found for _table, found in quarters]

        told = [
            differences(before, after, key="block_lot", texts=["address", "description"])
            for before, after in pairwise(rows)
        ]

        for (before, after), found in zip(pairwise(rows), told, strict=True):
            assert len(found.pairs) + len(found.gone) == len(before)
            assert len(found.pairs) + len(found.new) == len(after)
        assert [found.counts["by_key"] for found in told] == [562, 668, 429]
        # Three spellings of a status are no change.
        assert all(
            str(change.old).casefold() != str(change.new).casefold()
            for found in told
            for pair in found.pairs
            for change in pair.changes
            if change.field == "status"
        )
