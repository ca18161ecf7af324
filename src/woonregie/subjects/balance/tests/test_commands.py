"""`woonregie balance` and `woonregie statement` on the command line."""

import json
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError

from woonregie.subjects.balance.management.commands.balance import Command
from woonregie.subjects.balance.tests.factories import AT, adopt
from woonregie.subjects.balance.tests.reading import pages_of, plain, words_of
from woonregie.subjects.plans.tests.factories import record_plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def run():
    """Run a command; return exit code, what it printed, and what it complained of."""

    def ran(command, *arguments):
        out, err = StringIO(), StringIO()
        code = 0
        try:
            call_command(command, *map(str, arguments), stdout=out, stderr=err)
        except SystemExit as ended:
            code = ended.code
        return code, out.getvalue(), err.getvalue()

    return ran


@pytest.mark.usefixtures("small")
class TestBalance:
    def ask(self, run, *arguments):
        code, out, _err = run("balance", "--region", "testregio", "--format", "json", *arguments)
        assert code == 0
        return json.loads(out)

    def test_gives_the_promised_form(self, run):
        found = self.ask(run)

        assert (found["region"], found["reference_date"]) == ("testregio", "2026-11-24")
        assert (found["profile"], found["basis"], found["period"]) == (
            "legal-hard",
            "net",
            [2026, 2036],
        )
        assert found["municipalities"][0] == {
            "code": "GM0166",
            "name": "Kampen",
            "need": 1000,
            "programme": None,
            "hard": 600,
            "soft": 470,
            "unknown": 22,
            "total": 1092,
            "agreed_still_hard": 0,
        }
        assert found["total"] == {
            "need": 3000,
            "programme": None,
            "hard": 2100,
            "soft": 470,
            "unknown": 22,
            "total": 2592,
            "agreed_still_hard": 0,
        }

    def test_takes_every_option(self, run):
        found = self.ask(
            run,
            *("--on", "2026-06-01", "--profile", "legal-hard", "--vintage", "primos-2025"),
            *("--scenario", "midden", "--basis", "gross", "--shortage"),
            *("--from-year", "2026", "--last-year", "2030"),
        )

        assert (found["period"], found["last_year"], found["basis"]) == (
            [2026, 2031],
            2030,
            "gross",
        )
        # 1,500 of five years and the 8 of Oude werf.
        assert found["total"]["need"] == 1508
        assert "no_shortage" in [item["code"] for item in found["remarks"]]

    def test_one_end_of_the_period_will_do(self, run):
        assert self.ask(run, "--from-year", "2031")["period"] == [2031, 2041]
        assert self.ask(run, "--last-year", "2030")["period"] == [2026, 2031]

    def test_as_known_on_a_day_is_as_known_at_its_end(self, run, kampen):
        record_plan(kampen, "Molenweide", {2030: 120}, at=AT.replace(day=20))

        # The forecast of these tests came in on the 24th, after the plan.
        assert self.ask(run, "--known-on", "2026-11-24")["total"]["hard"] == 2220

    def test_says_the_last_year_that_counts_in_words(self, run, kampen, a_source):
        adopt(kampen, a_source, 900, (2021, 2031))

        code, out, _err = run("balance", "--region", "testregio")

        assert code == 0
        assert "2026 tot en met 2035" in out
        assert "netto" in out
        assert "2021–2030 netto is niet te vergelijken" in out
        assert "50 woningen hebben geen jaar van oplevering" in out

    def test_explains_its_period_in_help(self):
        text = Command().create_parser("woonregie", "balance").format_help()

        assert "eerste jaar erna" in " ".join(text.split())

    @pytest.mark.parametrize(
        ("arguments", "code", "words"),
        [
            (["--profile", "zelfbedacht"], "unknown_profile", "Kies uit: legal-hard"),
            (["--vintage", "primos-1900"], "forecast_refused", "bestaat niet"),
            (["--scenario", "uitzonderlijk"], "not_households", "geen scenario uitzonderlijk"),
            (["--on", "2020-01-01"], "no_reference", "nog geen prognose"),
            (["--known-on", "2020-01-01"], "no_reference", "nog geen prognose"),
            (["--last-year", "2020"], "period_refused", "Kies een periode"),
            (["--last-year", "2027"], "missing_year", "geen cijfer voor 2028"),
        ],
    )
    def test_refuses_with_exit_code_two(self, run, arguments, code, words):
        ended, out, err = run("balance", "--region", "testregio", "--format", "json", *arguments)

        assert ended == 2
        assert json.loads(out)["error"]["code"] == code
        assert words in err

    def test_an_unknown_region_is_refused_with_those_that_there_are(self, run):
        ended, _out, err = run("balance", "--region", "atlantis")

        assert ended == 2
        assert "Regio atlantis bestaat niet. Kies uit: testregio." in err

    @pytest.mark.parametrize("option", ["--on", "--known-on"])
    def test_a_bad_day_is_said_in_dutch(self, run, option):
        with pytest.raises(CommandError, match="gisteren is geen datum; schrijf jjjj-mm-dd"):
            run("balance", "--region", "testregio", option, "gisteren")


@pytest.mark.usefixtures("small")
class TestStatement:
    def test_writes_two_files_for_the_region_and_each_municipality(self, run, tmp_path):
        code, out, _err = run(
            "statement", "--region", "testregio", "--out", tmp_path / "nieuw", "--format", "json"
        )

        answer = json.loads(out)
        assert code == 0
        assert sorted(path.name for path in (tmp_path / "nieuw").iterdir()) == [
            "hoe-het-ervoor-staat-GM0166.pdf",
            "hoe-het-ervoor-staat-GM0166.xlsx",
            "hoe-het-ervoor-staat-GM0193.pdf",
            "hoe-het-ervoor-staat-GM0193.xlsx",
            "hoe-het-ervoor-staat-testregio.pdf",
            "hoe-het-ervoor-staat-testregio.xlsx",
        ]
        assert len(answer["files"]) == 6
        assert (answer["region"], answer["reference_date"]) == ("testregio", "2026-11-24")

    def test_says_what_the_balance_says(self, run, tmp_path):
        run("statement", "--region", "testregio", "--out", tmp_path, "--basis", "gross")

        pdf = (tmp_path / "hoe-het-ervoor-staat-GM0166.pdf").read_bytes()
        sheet = (tmp_path / "hoe-het-ervoor-staat-testregio.xlsx").read_bytes()
        assert plain("Kampen heeft in 2026–2035 1.008 woningen nodig (bruto).") in words_of(pdf)
        totals = [row[1] for row in pages_of(sheet)["Balans"].rows if row[0] == "Testregio"]
        assert totals == [3008]

    def test_leaves_the_fictitious_municipality_out_and_says_so(
        self, run, tmp_path, sallandermark
    ):
        _code, out, _err = run("statement", "--region", "testregio", "--out", tmp_path)

        assert "Zonder verslag (verzonnen): Sallandermark." in out
        assert not list(tmp_path.glob("*GM9901*"))

    def test_refuses_a_folder_that_is_a_file(self, run, tmp_path):
        (tmp_path / "bezet").write_text("iets anders")

        code, _out, err = run("statement", "--region", "testregio", "--out", tmp_path / "bezet")

        assert code == 2
        assert "Kies een andere map" in err

    def test_writes_nothing_when_the_question_is_refused(self, run, tmp_path):
        code, _out, _err = run(
            "statement", "--region", "testregio", "--out", tmp_path / "uit", "--profile", "x"
        )

        assert code == 2
        assert not (tmp_path / "uit").exists()
