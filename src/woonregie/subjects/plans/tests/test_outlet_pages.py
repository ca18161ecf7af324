"""Delivering from the pages, by the command and by the API: losses first, then the file."""

import io
import json

import pytest
from django.core.management import call_command

from woonregie.foundation.runs.models import Job
from woonregie.foundation.runs.services import perform
from woonregie.subjects.plans.tests.factories import AT, homes, record_plan


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def reeve(kampen):
    """Return Reeve, which knows more than most receivers can hold."""
    cells = homes({2027: 60, (2028, 2031): 40}, type={"apartment": 30})
    return record_plan(kampen, "Reeve", cells=cells, note="Eerst de dijk.", project_phase="4")


class TestPage:
    def test_names_every_receiver(self, visit, secretary, kampen):
        shown = visit(secretary, "leveren/").content.decode()

        assert "Categorieën van Zeeland en BZK" in shown
        assert "Landelijke woningbouwkaart" in shown

    def test_says_what_is_lost_before_anything_is_made(self, visit, secretary, reeve):
        shown = visit(secretary, "leveren/national/").content.decode()

        assert "1 plan van Testregio: 100 woningen te bouwen, 0 te slopen." in shown
        assert "De landelijke kaart kent geen jaren." in shown
        assert "Reeve: 4 voorbereiding" in shown

    def test_gives_the_file(self, send, secretary, reeve):
        got = send(secretary, "leveren/geojson/", {"soort": "geojson"})

        assert got["Content-Disposition"].endswith('plannen-geojson-testregio-2026-11-24.geojson"')
        (item,) = json.loads(got.content)["features"]
        assert item["properties"]["Naam"] == "Reeve"

    def test_counts_only_what_the_reader_may_see(self, visit, official_kampen, reeve, zwolle):
        record_plan(zwolle, "Stadshagen", {2027: 900})

        shown = visit(official_kampen, "leveren/bzk/").content.decode()

        assert "1 plan van Testregio: 100 woningen te bouwen" in shown
        assert "Stadshagen" not in shown

    def test_of_one_municipality(self, visit, secretary, reeve, zwolle):
        record_plan(zwolle, "Stadshagen", {2027: 900})

        shown = visit(secretary, "leveren/bzk/", {"gemeente": "GM0193"}).content.decode()

        assert "1 plan van Zwolle: 900 woningen te bouwen" in shown

    def test_says_so_when_there_is_nothing(self, visit, secretary, kampen):
        shown = visit(secretary, "leveren/bzk/").content.decode()

        assert "Er zijn hier geen plannen om te leveren." in shown

    def test_knows_no_other_formats(self, visit, secretary, kampen):
        assert visit(secretary, "leveren/word/").status_code == 404

    def test_goes_back_when_the_ending_is_wrong(self, send, secretary, reeve):
        got = send(secretary, "leveren/bzk/", {"soort": "pdf"})

        assert got.status_code == 302


class TestLargeDelivery:
    @pytest.fixture
    def made(self, monkeypatch, send, secretary, reeve):
        """Let even one plan be many, and let the worker make its file."""
        monkeypatch.setattr("woonregie.subjects.plans.views.outlets.AT_ONCE", 0)
        sent = send(secretary, "leveren/bzk/", {"soort": "csv"})
        job = Job.objects.get(kind="plans.deliver")
        assert sent["Location"].endswith(f"{job.pk}/")
        job = perform(job_id=str(job.pk), clock=lambda: AT)
        assert job.state == "done", job.message
        return job.result["delivery"]

    def test_is_made_by_the_worker_and_tells_its_losses(self, made, visit, secretary):
        shown = visit(secretary, f"leveren/klaar/{made}/").content.decode()

        assert "1 plan van Testregio: 100 woningen te bouwen, 0 te slopen." in shown
        assert "plannen-bzk-testregio-2026-11-24.csv" in shown

    def test_gives_its_file_to_who_made_it(self, made, visit, secretary):
        got = visit(secretary, f"leveren/klaar/{made}/bestand/")

        content = b"".join(got.streaming_content).decode("utf-8-sig")
        assert content.splitlines()[1].startswith("GM0166-2026-0001;Reeve;GM0166;Kampen;")

    def test_is_not_there_for_others(self, made, visit, official_kampen):
        assert visit(official_kampen, f"leveren/klaar/{made}/").status_code == 404
        assert visit(official_kampen, f"leveren/klaar/{made}/bestand/").status_code == 404


class TestApi:
    @pytest.fixture
    def ask(self, client, today, secretary):
        """Return a function that asks the API as the secretary."""
        client.force_login(secretary)
        return lambda path: client.get(f"/api/v1/plannen/{path}")

    def test_gives_the_file(self, ask, reeve):
        got = ask("leveringen/geojson?gemeente=GM0166")

        assert got["Content-Type"] == "application/geo+json"
        assert len(json.loads(got.content)["features"]) == 1

    def test_gives_the_losses(self, ask, reeve):
        told = ask("leveringen/national/verlies").json()

        (years,) = [item for item in told["velden"] if item["veld"] == "Fasering"]
        assert (years["verlies"], years["woningen"]) == ("none", 100)

    def test_says_which_formats_there_are(self, ask, reeve):
        got = ask("leveringen/word")

        assert got.status_code == 400
        assert "bzk" in got.json()["detail"]


class TestCommand:
    @pytest.fixture
    def run(self, tmp_path, today):
        """Return a function that types the command; it gives exit code and words."""

        def typed(*arguments, out="uit.gpkg"):
            told, wrong = io.StringIO(), io.StringIO()
            code = 0
            try:
                call_command(
                    "export_plans",
                    "--out",
                    str(tmp_path / out),
                    *arguments,
                    stdout=told,
                    stderr=wrong,
                )
            except SystemExit as end:
                code = int(end.code)
            return code, told.getvalue() + wrong.getvalue()

        return typed

    def test_makes_the_file_and_the_reports(self, run, reeve, tmp_path):
        code, told = run("--format-name", "gpkg", "--report", str(tmp_path / "verslag.json"))

        assert (code, "1 plannen, 100 woningen te bouwen, 0 te slopen" in told) == (0, True)
        report = json.loads((tmp_path / "verslag.json").read_text())
        assert report["in_file"] == {"plans": 1, "rows": 1, "build": 100, "demolition": 0}
        assert "Zonder verlies" in (tmp_path / "uit.gpkg.leesmij.txt").read_text()

    @pytest.mark.parametrize(
        ("arguments", "out", "words"),
        [
            (["--format-name", "word"], "uit.gpkg", "Kies uit: template"),
            (["--format-name", "gpkg"], "weg/uit.gpkg", "De map"),
            (["--format-name", "gpkg"], "er.gpkg", "is er al"),
            (["--format-name", "gpkg"], "map", "is een map"),
            (["--format-name", "gpkg"], "uit.pdf", "Kies uit: gpkg"),
            (["--format-name", "gpkg", "--region", "nergens"], "uit.gpkg", "bestaat niet"),
            (["--format-name", "gpkg", "--municipality", "GM0"], "uit.gpkg", "bestaat niet"),
            (["--format-name", "gpkg", "--account", "x@y.z"], "uit.gpkg", "geen account"),
            (["--format-name", "gpkg", "--on", "1999-01-01"], "uit.gpkg", "geen plannen"),
        ],
    )
    def test_refuses_with_words_and_leaves_nothing(
        self, arguments, out, words, run, reeve, tmp_path
    ):
        (tmp_path / "er.gpkg").write_text("van iemand anders")
        (tmp_path / "map").mkdir()
        before = sorted(tmp_path.iterdir())

        code, told = run(*arguments, out=out)

        assert (code, words in told) == (2, True), told
        assert sorted(tmp_path.iterdir()) == before
        assert (tmp_path / "er.gpkg").read_text() == "van iemand anders"

    def test_says_that_a_region_has_no_municipalities(self, run, reeve, region):
        region.members.all().delete()

        code, told = run("--format-name", "gpkg", "--region", "testregio")

        assert (code, "heeft geen gemeenten" in told) == (2, True)

    def test_with_somebodys_eyes_shows_what_she_may_see(self, run, reeve, zwolle, official_zwolle):
        code, told = run("--format-name", "gpkg", "--account", official_zwolle.email)

        assert (code, "geen plannen" in told) == (2, True)

    @pytest.mark.parametrize(
        ("name", "out", "begins"),
        [
            ("gelderland", "uit.zip", b"PK"),
            ("geojson", "uit.json", b"{"),
            ("geojson", "uit", b"{"),
        ],
    )
    def test_takes_a_name_that_says_less(self, name, out, begins, run, reeve, tmp_path):
        code, told = run("--format-name", name, out=out)

        assert code == 0, told
        assert (tmp_path / out).read_bytes().startswith(begins)

    def test_replaces_a_file_only_when_told(self, run, reeve, tmp_path):
        (tmp_path / "uit.gpkg").write_text("oud")

        code, _told = run("--format-name", "gpkg", "--overwrite")

        assert code == 0
        assert (tmp_path / "uit.gpkg").read_bytes().startswith(b"SQLite")
