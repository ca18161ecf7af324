"""`woonregie import-forecast` on the command line."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from woonregie.subjects.forecast.models import ForecastVintage
from woonregie.subjects.forecast.tests.factories import written

pytestmark = pytest.mark.django_db
GOOD = ("GM0166;huishoudens;midden;2026;22000", "GM0166;huishoudens;midden;2036;23000")


@pytest.fixture
def run():
    """Run the command; return exit code, what it printed, and what it complained of."""

    def ran(*arguments):
        out, err = StringIO(), StringIO()
        code = 0
        try:
            call_command("import_forecast", *map(str, arguments), stdout=out, stderr=err)
        except SystemExit as ended:
            code = ended.code
        return code, out.getvalue(), err.getvalue()

    return ran


@pytest.fixture
def file(tmp_path, kampen):
    return written(tmp_path / "primos-2025.csv", *GOOD)


class TestImportForecast:
    def test_takes_a_file_in(self, run, file):
        code, out, _err = run(file, "--format", "json", "--publisher", "ABF", "--title", "Primos")

        answer = json.loads(out)
        vintage = ForecastVintage.objects.get()
        assert code == 0
        assert (answer["vintage"], answer["new"], answer["figures"]) == ("primos-2025", True, 2)
        assert answer["measures"] == [
            {
                "measure": "households",
                "scenario": "midden",
                "municipalities": 1,
                "first_year": 2026,
                "last_year": 2036,
                "figures": 2,
                "total_last_year": 23000.0,
            }
        ]
        assert (vintage.title, vintage.source.publisher) == ("Primos", "ABF")

    def test_tells_it_in_words(self, run, file):
        code, out, _err = run(file)

        assert code == 0
        assert "2 cijfers (woonregie): vastgelegd als primos-2025." in out

    def test_the_same_file_again_changes_nothing(self, run, file):
        run(file)

        code, out, _err = run(file, "--format", "json")

        assert (code, json.loads(out)["new"]) == (0, False)
        assert ForecastVintage.objects.count() == 1

    def test_a_dry_run_keeps_nothing(self, run, file):
        code, out, _err = run(file, "--dry-run")

        assert code == 0
        assert "niets vastgelegd" in out
        assert not ForecastVintage.objects.exists()

    def test_a_cell_that_cannot_be_read_stops_it_with_exit_code_two(self, run, tmp_path, kampen):
        file = written(tmp_path / "fout.csv", *GOOD, "GM0166;huishoudens;midden;3024;veel")
        report = tmp_path / "verslag.json"

        code, out, err = run(file, "--format", "json", "--report", report)

        issues = json.loads(out)["error"]["fields"]["issues"]
        assert code == 2
        assert [(item["row"], item["column"], item["value"]) for item in issues] == [
            (4, "jaar", "3024"),
            (4, "waarde", "veel"),
        ]
        assert "regel 4, jaar '3024'" in err
        assert "2 cellen zijn niet te lezen. Er is niets vastgelegd." in err
        assert len(json.loads(report.read_text())["issues"]) == 2
        assert not ForecastVintage.objects.exists()

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"PK\x03\x04 een werkblad", "Sla de tabel op als csv"),
            (b"plaats;aantal\nKampen;3\n", "Wij herkennen de kolommen"),
            (b"", "Er staat niets in dit bestand"),
        ],
    )
    def test_a_wrong_file_is_refused_with_exit_code_two(self, run, tmp_path, content, words):
        file = tmp_path / "iets.csv"
        file.write_bytes(content)

        code, _out, err = run(file)

        assert code == 2
        assert words in err

    def test_a_file_that_is_not_there_is_refused(self, run, tmp_path):
        code, _out, err = run(tmp_path / "weg.csv")

        assert code == 2
        assert "is er niet" in err

    def test_other_figures_under_the_same_key_are_refused(self, run, file, tmp_path):
        run(file)
        other = written(tmp_path / "nieuw.csv", "GM0166;huishoudens;midden;2026;1")

        code, _out, err = run(other, "--slug", "primos-2025")

        assert code == 2
        assert "Kies een nieuwe sleutel" in err

    def test_a_bad_day_is_said_in_dutch(self, run, file):
        with pytest.raises(CommandError, match="morgen is geen datum; schrijf jjjj-mm-dd"):
            run(file, "--published-on", "morgen")

    def test_a_day_to_come_is_refused(self, run, file):
        code, _out, err = run(file, "--published-on", date(2999, 1, 1))

        assert code == 2
        assert "toekomst" in err

    def test_counted_figures_are_taken_as_what_they_are(self, run, tmp_path, kampen):
        header = (
            "Gebruiksfunctie;RegioS;Perioden;BeginstandVoorraad_1;Nieuwbouw_2;"
            "Sloop_4;OverigeOnttrekking_5"
        )
        file = written(tmp_path / "voorraad.csv", "A045364;GM0166;2020JJ00;1;2;3;4", header=header)

        code, out, _err = run(file, "--format", "json")

        vintage = ForecastVintage.objects.get()
        assert (code, json.loads(out)["kind"]) == (0, "realised")
        assert (vintage.kind, vintage.source.publisher) == ("realised", "CBS")

    def test_a_name_of_a_file_becomes_a_key(self, run, tmp_path, kampen):
        file = written(tmp_path / "Prognose (nieuw) Súdwest.csv", *GOOD)

        _code, out, _err = run(file, "--format", "json")

        assert json.loads(out)["vintage"] == "prognose-nieuw-sudwest"
