"""The numbers that are assumed, and the words for what a calibration says."""

import ast
import inspect
from dataclasses import replace

import pytest

from woonregie.engines.household import Note, Position, _calibrate, _calibrate_events
from woonregie.subjects.forecast.errors import FolderError
from woonregie.subjects.forecast.formats.tables import ASSUMED, assumptions, chances, said
from woonregie.subjects.forecast.formats.tables.assumed import CHANCES
from woonregie.subjects.forecast.formats.tables.notes import TABLES, WORDS

HEADER = "key,value,unit,source,certainty,checked_on\n"


class TestAssumptions:
    def test_have_a_source_and_a_day_each(self):
        rows, _priors = assumptions()

        assert all(item.source and item.unit and item.checked_on.year == 2026 for item in rows)
        assert {item.certainty for item in rows} == {"published", "secondary", "estimated"}
        assert len({item.key for item in rows}) == len(rows)

    def test_give_people_as_the_nation_has_them(self):
        _rows, priors = assumptions()

        by_position = (priors.people[..., None] * priors.positions).sum(axis=(0, 1))
        # 71488ned, 1 January 2020: 3.08 million of 17.41 million people live alone.
        assert by_position[Position.ALONE] == pytest.approx(3.08 / 17.41, abs=0.01)
        assert priors.people.sum() == pytest.approx(1)
        assert priors.fertility.sum() == pytest.approx(1.57)

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("key,value\n", "ontbreekt de kolom unit"),
            (f"{HEADER}fertility/total,veel,kinderen,CBS,published,2026-11-26\n", "Regel 2"),
            (f"{HEADER}fertility/total,nan,kinderen,CBS,published,2026-11-26\n", "Regel 2"),
            (f"{HEADER}fertility/total,1.6,kinderen,,published,2026-11-26\n", "een bron"),
            (f"{HEADER}fertility/total,1.6,kinderen,CBS,published,gisteren\n", "een dag"),
            (f"{HEADER}fertility/total,1.6,kinderen,CBS,published,2026-11-26\n", "ontbreekt"),
        ],
    )
    def test_are_refused_in_words(self, tmp_path, text, why):
        path = tmp_path / "aannamen.csv"
        path.write_text(text)

        with pytest.raises(FolderError, match=why):
            assumptions(path)

    def test_are_refused_when_there_is_no_file(self, tmp_path):
        with pytest.raises(FolderError, match="is er niet"):
            assumptions(tmp_path / "weg.csv")


class TestChances:
    def test_of_an_older_file_are_ours(self, tmp_path):
        path = tmp_path / "aannamen.csv"
        older = [
            row for row in ASSUMED.read_text().splitlines(keepends=True) if CHANCES not in row
        ]
        path.write_text("".join(older))

        assert chances(path) == chances()

    def test_of_a_file_go_before_ours(self, tmp_path):
        path = tmp_path / "aannamen.csv"
        path.write_text(f"{HEADER}chance/leaving,0.05,per jaar,eigen,estimated,2026-11-26\n")

        assert chances(path) == replace(chances(), leaving=0.05)


class TestNotes:
    def test_there_are_words_for_each_that_the_engine_says(self):
        codes = {
            node.args[0].value
            for module in (_calibrate, _calibrate_events)
            for node in ast.walk(ast.parse(inspect.getsource(module)))
            if isinstance(node, ast.Call)
            and getattr(node.func, "attr", "") in {"say", "_name"}
            and isinstance(node.args[0], ast.Constant)
        }

        assert codes == set(WORDS)
        assert len(codes) > 15

    def test_name_a_few_regions_and_count_the_rest(self):
        note = Note("not_counted", {"table": "births", "regions": list("abcdefg")})

        assert said([note]) == [
            "Zonder geboorten, en daarom op het niveau van allen: a, b, c, d, e en 2 andere."
        ]

    @pytest.mark.parametrize("table", TABLES)
    def test_say_what_is_done_without_a_table(self, table):
        (sentence,) = said([Note(f"no_{table}")])

        assert sentence.startswith("Niet geteld: ")

    def test_write_numbers_in_dutch(self):
        (sentence,) = said([Note("permits_assumed", {"per_thousand": 1.2})])

        assert "1,2 per 1.000 inwoners" in sentence
