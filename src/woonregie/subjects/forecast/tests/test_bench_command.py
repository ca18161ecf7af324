"""`woonregie forecast bench` on the command line."""

import json
from io import StringIO

import pytest
from django.core.management import call_command


def bench(*arguments):
    """Return what the command says, and its exit code."""
    out, code = StringIO(), 0
    try:
        call_command("forecast", "bench", *arguments, stdout=out, stderr=StringIO())
    except SystemExit as error:
        code = error.code
    return out.getvalue(), code


class TestBench:
    def test_tells_time_memory_and_the_ratio_to_the_equations(self):
        words, code = bench(
            "--regions", "4", "--years", "2", "--trajectories", "8", "--format", "json"
        )

        told = json.loads(words)
        assert code == 0
        assert {"cpu_seconds", "wall_seconds", "peak_mb", "reference_ratio"} <= set(told)
        assert told["peak_mb"] > 50
        assert told["reference_ratio"] > 0
        assert told["reference_difference"] < 1e-5

    def test_says_it_in_words(self):
        words, _code = bench("--regions", "3", "--years", "1", "--trajectories", "2")

        assert words.startswith("2 doorrekeningen van 1 jaar voor 3 regio's:")

    @pytest.mark.parametrize(
        ("asked", "why"),
        [
            (["--regions", "1"], "tussen 2 en 1000"),
            (["--regions", "3", "--years", "0"], "1 tot 100 jaar"),
            (["--regions", "3", "--trajectories", "-1"], "1 tot 100.000 doorrekeningen"),
        ],
    )
    def test_refuses_what_cannot_be(self, asked, why):
        words, code = bench(*asked, "--format", "json")

        assert code == 2
        assert why in json.loads(words)["error"]["text"]
