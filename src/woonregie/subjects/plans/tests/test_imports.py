"""A delivered list goes in whole or not at all, and what was previewed is what is written."""

import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import SkipFile
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.audit.chain import verify
from woonregie.foundation.audit.models import Event
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.files.services import store
from woonregie.foundation.files.uploads import CappedUploadHandler
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.runs import services as runs
from woonregie.foundation.runs.models import Job, JobState
from woonregie.foundation.sources.models import Source
from woonregie.subjects.plans.errors import ChangedMeanwhileError
from woonregie.subjects.plans.formats import FileRefusedError
from woonregie.subjects.plans.models import (
    ImportState,
    Movement,
    Plan,
    PlanImport,
    PlanKey,
    PlanVersion,
    Posting,
)
from woonregie.subjects.plans.services import apply_import, preview_import, staging
from woonregie.subjects.plans.services.deliveries import NotReadyError
from woonregie.subjects.plans.tests.factories import (
    AT,
    TODAY,
    change,
    homes,
    record_plan,
    standing,
)
from woonregie.subjects.plans.tests.lists import plans, sheet

LATER = AT + timedelta(hours=1)
DAY = date(2026, 1, 1)
REEVE = ["Kampen", "Reeve", "1A", 600]
STADSHAGEN = ["Zwolle", "Stadshagen", "1B", 1251]
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="this is about SQLite")
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="the test database of SQLite lives in one connection",
)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture
def preview(region):
    """Return a function that previews a csv list of rows."""

    def previewed(*rows, by=None, at=AT, name="plannen.csv", **asked):
        content = plans(*rows, **asked.pop("layout", {})).encode()
        return preview_import(
            by=by,
            at=at,
            file=store(io.BytesIO(content), name=name, at=at),
            **{"region": region, "reference_date": DAY, **asked},
        )

    return previewed


def written():
    """Return how many rows there are of all that an import writes."""
    models = (Plan, PlanKey, PlanVersion, Posting, Movement, Source)
    return [model.objects.count() for model in models]


NOTHING = [0, 0, 0, 0, 0, 0]


class TestPreview:
    def test_writes_no_plan(self, preview, kampen):
        delivery = preview(REEVE)

        assert written() == NOTHING
        assert delivery.state == ImportState.PREVIEWED
        assert delivery.report["change"] == {"created": 1, "changed": 0, "unchanged": 0}
        assert (delivery.report["plans"], delivery.report["build"]) == (1, 600)

    def test_of_a_list_with_errors_says_what_and_where(self, preview, kampen):
        delivery = preview(REEVE, ["Kampen", "Onderdijks", "1A", "veel"])

        assert delivery.report["severities"] == {"error": 1}
        [found] = delivery.report["issues"]
        assert (found["row"], found["column"], found["value"]) == (3, "Bouw 2027", "veel")
        assert delivery.report["change"] == {}

    def test_shows_errors_first(self, preview, kampen):
        delivery = preview(
            ["Kampen", "Reeve", "9Z", 1],
            ["", "Totaal", "", 1],
            ["Kampen", "Onderdijks", "1A", "x"],
        )

        severities = [item["severity"] for item in delivery.report["issues"]]
        assert severities == ["error", "warning", "hint"]

    def test_of_a_number_that_we_did_not_give_names_its_row(self, preview, kampen, zwolle):
        theirs = record_plan(zwolle, "Stadshagen").number
        heading = ["Plannummer", "Gemeente", "Naam", "Planologische status"]
        rows = [[theirs, "Kampen", "Reeve", "1A"], ["GM0166-2026-9999", "Kampen", "Tippe", "3"]]

        delivery = preview(*rows, layout={"heading": heading})

        found = [(item["row"], item["code"]) for item in delivery.report["issues"]]
        assert found == [(2, "unknown_plan"), (3, "unknown_plan")]

    def test_of_one_municipality_belongs_to_it(self, preview, kampen, zwolle):
        assert preview(REEVE).municipality == kampen
        assert preview(REEVE, STADSHAGEN).municipality is None

    def test_of_a_file_that_is_refused_keeps_no_delivery(self, region, kampen):
        file = store(io.BytesIO(b"%PDF-1.7"), name="plannen.pdf", at=AT)

        with pytest.raises(FileRefusedError):
            preview_import(by=None, at=AT, file=file, region=region, reference_date=DAY)

        assert not PlanImport.objects.exists()

    def test_marks_plans_of_an_example_region(self, preview, region, kampen):
        region.demonstration = True
        region.save()

        apply_import(by=None, at=LATER, delivery=preview(REEVE))

        assert PlanVersion.objects.get().invented

    def test_names_the_successor_of_a_municipality_that_is_no_more(self, preview, kampen, raalte):
        Organisation.objects.filter(pk=raalte.organisation_id).update(
            ends_before=DAY, successor=kampen.organisation
        )

        delivery = preview(["Raalte", "Salland", "1A", 10])

        [found] = delivery.report["issues"]
        assert found["code"] == "gone_into"
        assert "Kampen" in found["reason"]


class TestApply:
    def test_writes_all_plans_of_the_list(self, preview, kampen, zwolle):
        delivery = apply_import(by=None, at=LATER, delivery=preview(REEVE, STADSHAGEN))

        assert delivery.state == ImportState.APPLIED
        assert delivery.report["applied"] == {"created": 2, "changed": 0, "unchanged": 0}
        held = {
            version.name: standing(version.plan, TODAY)[1]
            for version in PlanVersion.objects.select_related("plan")
        }
        assert held == {"Reeve": homes({2027: 600}), "Stadshagen": homes({2027: 1251})}
        assert verify().intact

    def test_says_where_each_plan_came_from(self, preview, kampen):
        delivery = apply_import(by=None, at=LATER, delivery=preview(REEVE))

        source = PlanVersion.objects.get().source
        assert source == delivery.source
        assert (source.file.sha256, source.dated_on) == (delivery.file.sha256, DAY)

    def test_of_a_list_with_errors_writes_nothing(self, preview, kampen):
        delivery = preview(REEVE, ["Kampen", "Onderdijks", "1A", "veel"])

        with pytest.raises(NotReadyError, match="nog fouten"):
            apply_import(by=None, at=LATER, delivery=delivery)

        assert written() == NOTHING

    def test_a_second_time_is_refused(self, preview, kampen):
        delivery = apply_import(by=None, at=LATER, delivery=preview(REEVE))
        before = written()

        with pytest.raises(NotReadyError, match="al verwerkt"):
            apply_import(by=None, at=LATER, delivery=delivery)

        assert written() == before

    def test_a_second_time_by_somebody_with_the_old_page_is_refused(self, preview, kampen):
        delivery = preview(REEVE)
        old_page = PlanImport.objects.get(pk=delivery.pk)
        apply_import(by=None, at=LATER, delivery=delivery)
        before = written()

        with pytest.raises(NotReadyError, match="al verwerkt"):
            apply_import(by=None, at=LATER, delivery=old_page)

        assert written() == before

    def test_throws_away_what_it_kept(self, preview, kampen, files):
        delivery = preview(REEVE)
        assert [place.name for place in (files / "staged").iterdir()] == [delivery.pk.hex]

        apply_import(by=None, at=LATER, delivery=delivery)

        assert not list((files / "staged").iterdir())

    @pytest.mark.parametrize("spoil", ["gone", "other", "cut"])
    def test_reads_the_file_again_when_what_was_kept_is_not_there(
        self, spoil, preview, kampen, files
    ):
        delivery = preview(REEVE)
        place = files / "staged" / delivery.pk.hex
        if spoil == "gone":
            place.unlink()
        else:
            place.write_bytes(b"" if spoil == "cut" else b"iets anders")

        apply_import(by=None, at=LATER, delivery=PlanImport.objects.get())

        assert standing(Plan.objects.get(), TODAY)[1] == homes({2027: 600})

    def test_of_a_file_that_reads_otherwise_by_now_is_refused_and_shown(
        self, preview, kampen, zwolle, files
    ):
        delivery = preview(REEVE, STADSHAGEN)
        (files / "staged" / delivery.pk.hex).unlink()
        Organisation.objects.filter(pk=zwolle.organisation_id).update(
            ends_before=DAY, successor=kampen.organisation
        )

        with pytest.raises(ChangedMeanwhileError, match="leest nu anders"):
            apply_import(by=None, at=LATER, delivery=delivery)

        assert written() == NOTHING
        delivery.refresh_from_db()
        assert delivery.report["severities"] == {"error": 1}

    def test_what_nobody_came_back_for_is_thrown_away_in_time(self, preview, kampen, files):
        first = preview(REEVE)
        old = (AT - staging.KEPT_FOR - timedelta(days=1)).timestamp()
        os.utime(files / "staged" / first.pk.hex, (old, old))

        second = preview(["Kampen", "Tippe", "3", 5])

        assert [place.name for place in (files / "staged").iterdir()] == [second.pk.hex]


class TestTheSameFileAgain:
    @pytest.mark.parametrize(
        ("heading", "row"),
        [
            (["Gemeente", "Naam", "Planologische status", "Bouw 2027"], REEVE),
            (
                ["Gemeente", "Naam", "Planologische status", "Bouw 2027", "Eigen sleutel"],
                [*REEVE, "K-17"],
            ),
        ],
    )
    def test_changes_nothing(self, heading, row, preview, kampen):
        layout = {"heading": heading}
        apply_import(by=None, at=LATER, delivery=preview(row, layout=layout))
        before = written()[:5]

        second = apply_import(
            by=None, at=LATER, delivery=preview(row, layout=layout, at=LATER, name="weer.csv")
        )

        assert second.report["applied"] == {"created": 0, "changed": 0, "unchanged": 1}
        assert written()[:5] == before

    def test_with_one_name_twice_changes_nothing(self, preview, kampen):
        heading = ["Gemeente", "Naam", "Planologische status", "Bouw 2027", "X", "Y"]
        rows = [
            ["Kampen", "Centrum", "3", 10, 191_200, 507_900],
            ["Kampen", "Centrum", "3", 20, 187_300, 511_400],
        ]
        apply_import(by=None, at=LATER, delivery=preview(*rows, layout={"heading": heading}))

        second = preview(*rows, at=LATER, layout={"heading": heading})

        assert second.report["change"] == {"created": 0, "changed": 0, "unchanged": 2}


class TestChangedMeanwhile:
    @pytest.fixture
    def plan(self, preview, kampen):
        apply_import(by=None, at=AT, delivery=preview(REEVE))
        return Plan.objects.get()

    def test_by_a_person_is_refused_and_shown_again(self, preview, plan):
        delivery = preview(["Kampen", "Reeve", "2A", 600], at=LATER)
        assert delivery.report["sides"]["kept"]["count"] == 0
        change(plan, on=DAY, at=LATER, build={2027: 450})

        with pytest.raises(ChangedMeanwhileError, match="Bekijk opnieuw"):
            apply_import(by=None, at=LATER, delivery=delivery)

        assert standing(plan, TODAY)[1] == homes({2027: 450})
        delivery.refresh_from_db()
        assert delivery.state == ImportState.PREVIEWED
        assert delivery.report["change"] == {"created": 0, "changed": 1, "unchanged": 0}
        assert delivery.report["sides"]["kept"]["count"] == 1

    def test_may_be_agreed_to_after_looking_again(self, preview, plan):
        delivery = preview(["Kampen", "Reeve", "2A", 600], at=LATER)
        change(plan, on=DAY, at=LATER, build={2027: 450})
        with pytest.raises(ChangedMeanwhileError):
            apply_import(by=None, at=LATER, delivery=delivery)

        apply_import(by=None, at=LATER + timedelta(hours=1), delivery=delivery)

        values, held = standing(plan, TODAY)
        assert (values.planning_status, held) == ("2A", homes({2027: 450}))

    def test_elsewhere_does_not_matter(self, preview, plan, kampen):
        delivery = preview(["Kampen", "Reeve", "2A", 600], at=LATER)
        record_plan(kampen, "Onderdijks", {2027: 5})

        apply_import(by=None, at=LATER, delivery=delivery)

        assert standing(plan, TODAY)[0].planning_status == "2A"

    def test_by_the_same_new_list_is_refused(self, preview, kampen):
        first, second = preview(REEVE), preview(REEVE, name="weer.csv")
        apply_import(by=None, at=LATER, delivery=first)

        with pytest.raises(ChangedMeanwhileError):
            apply_import(by=None, at=LATER, delivery=second)

        assert Plan.objects.count() == 1
        assert second.report["change"] == {"created": 0, "changed": 0, "unchanged": 1}


@on_postgresql
@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_only_one_writes(self, preview, kampen):
        delivery = preview(REEVE)
        start = Barrier(2)

        def apply(key):
            try:
                start.wait(timeout=10)
                return apply_import(by=None, at=LATER, delivery=PlanImport.objects.get(pk=key))
            except NotReadyError as refusal:
                return refusal
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as hands:
            came = list(hands.map(apply, [delivery.pk] * 2))

        assert sorted(type(item).__name__ for item in came) == ["NotReadyError", "PlanImport"]
        assert Plan.objects.count() == 1
        assert verify().intact


KILLED = """
import os, signal, sys
import django
django.setup()
from datetime import UTC, datetime
from django.db import connection
from woonregie.foundation.runs.services import perform

def stop(execute, sql, params, many, context):
    answer = execute(sql, params, many, context)
    if 'INSERT INTO "plans_movement"' in sql:
        os.kill(os.getpid(), signal.SIGKILL)
    return answer

with connection.execute_wrapper(stop):
    perform(job_id=sys.argv[1], clock=lambda: datetime(2026, 11, 24, 14, tzinfo=UTC))
"""


@on_sqlite
@pytest.mark.django_db(transaction=True)
class TestKilled:
    @pytest.fixture
    def killed(self, preview, kampen, official_kampen, tmp_path, files):
        """Apply a list in a process of its own, and kill it when the movements were written."""
        delivery = preview(REEVE, by=official_kampen)
        job = runs.start(
            kind="plans.apply",
            parameters={"delivery": delivery.pk},
            by=official_kampen,
            at=AT,
            enqueue=lambda _key: None,
        )
        database = tmp_path / "woonregie.sqlite3"
        copy = sqlite3.connect(database)
        connection.connection.backup(copy)
        copy.close()
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "woonregie.conf.test",
            "WOONREGIE_DATABASE_URL": f"sqlite:///{database}",
            "WOONREGIE_DATA_DIR": str(tmp_path),
        }
        done = subprocess.run(  # noqa: S603  our own program, to be killed
            [sys.executable, "-c", KILLED, str(job.pk)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == -signal.SIGKILL, done.stderr
        return database, job

    def test_leaves_nothing_half_written(self, killed):
        database, _job = killed

        with sqlite3.connect(database) as left:
            counts = [
                left.execute(query).fetchone()[0]
                for query in (
                    "SELECT count(*) FROM plans_plan",
                    "SELECT count(*) FROM plans_plankey",
                    "SELECT count(*) FROM plans_planversion",
                    "SELECT count(*) FROM plans_posting",
                    "SELECT count(*) FROM plans_movement",
                )
            ]
            state = left.execute("SELECT state FROM plans_planimport").fetchone()
        left.close()

        assert counts == [0, 0, 0, 0, 0]
        assert state == ("previewed",)

    def test_says_so_after_a_while(self, killed):
        database, job = killed
        with sqlite3.connect(database) as left:
            state = left.execute("SELECT state FROM runs_job").fetchone()
        left.close()
        assert state == ("running",)

        begun = datetime(2026, 11, 24, 14, tzinfo=UTC)
        Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, heartbeat_at=begun)
        runs.reap(at=begun + timedelta(minutes=6))

        job.refresh_from_db()
        assert job.state == JobState.FAILED
        assert "niets half bewaard" in job.message


class TestJob:
    def test_tells_how_far_it_is(self, preview, kampen, region, official_kampen):
        rows = [["Kampen", f"Plan {at}", "3", 1] for at in range(4500)]
        delivery = preview(*rows, by=official_kampen)
        told = []

        preview_import(
            by=official_kampen,
            at=AT,
            file=delivery.file,
            region=region,
            reference_date=DAY,
            progress=lambda share, message: told.append((share, message)),
        )
        apply_import(
            by=official_kampen,
            at=LATER,
            delivery=delivery,
            progress=lambda share, message: told.append((share, message)),
        )

        assert len(told) >= 7
        assert all(message for _share, message in told)
        falls = sum(later[0] < sooner[0] for sooner, later in pairwise(told))
        assert falls == 1
        assert all(0 < share < 1 for share, _message in told)

    def test_that_is_refused_says_why(self, preview, kampen, official_zwolle):
        delivery = preview(REEVE)
        job = runs.start(
            kind="plans.apply",
            parameters={"delivery": delivery.pk},
            by=official_zwolle,
            at=AT,
            enqueue=lambda _key: None,
        )

        job = runs.perform(job_id=str(job.pk), clock=lambda: LATER)

        assert job.state == JobState.REFUSED
        assert "Kampen" in job.message
        assert written() == NOTHING


class TestPermission:
    def test_own_municipality(self, preview, kampen, official_kampen):
        apply_import(by=official_kampen, at=LATER, delivery=preview(REEVE, by=official_kampen))

        assert PlanVersion.objects.get().recorded_by == official_kampen

    def test_official_does_not_deliver_rows_of_another(
        self, preview, kampen, zwolle, official_kampen
    ):
        with pytest.raises(ForbiddenError, match="Zwolle"):
            preview(REEVE, STADSHAGEN, by=official_kampen)

        assert not PlanImport.objects.exists()

    def test_official_does_not_deliver_for_another(self, preview, kampen, zwolle, official_kampen):
        with pytest.raises(ForbiddenError, match="Zwolle"):
            preview(STADSHAGEN, by=official_kampen, municipality=zwolle)

    def test_official_does_not_apply_what_another_previewed(
        self, preview, kampen, zwolle, official_kampen
    ):
        delivery = preview(REEVE, STADSHAGEN)

        with pytest.raises(ForbiddenError):
            apply_import(by=official_kampen, at=LATER, delivery=delivery)

        assert written() == NOTHING

    def test_secretary_delivers_for_the_region(self, preview, kampen, zwolle, secretary):
        apply_import(by=secretary, at=LATER, delivery=preview(REEVE, STADSHAGEN, by=secretary))

        assert Plan.objects.count() == 2

    @pytest.mark.parametrize(
        "name",
        [
            "stranger",
            "corporation_adviser",
            "tenants_representative",
            "reader",
            "account_manager",
            "executive_kampen",
            "administrator",
            "guest",
        ],
    )
    def test_others_do_not(self, name, preview, kampen, request):
        with pytest.raises(ForbiddenError):
            preview(REEVE, by=request.getfixturevalue(name))

        assert not PlanImport.objects.exists()


# ------------------------------------------------------------------ pages
UPLOAD = plans(REEVE).encode()


def upload(content=UPLOAD, name="plannen.csv"):
    return {
        "file": SimpleUploadedFile(name, content),
        "municipality": "GM0166",
        "reference_date": "2026-01-01",
    }


class TestPages:
    def test_from_file_to_plan(self, visit, send, kampen, official_kampen):
        seen = send(official_kampen, "aanleveren/", upload())
        delivery = PlanImport.objects.get()
        assert seen["Location"] == f"/testregio/plannen/aanleveren/{delivery.pk}/"
        page = visit(official_kampen, f"aanleveren/{delivery.pk}/").content.decode()
        assert "1 plan is nieuw, 0 veranderen, 0 blijven gelijk." in page
        assert "Gevonden: 0 fouten en 0 waarschuwingen." in page
        assert "Vastleggen" in page

        send(official_kampen, f"aanleveren/{delivery.pk}/verwerken/", {})

        assert standing(Plan.objects.get(), TODAY)[1] == homes({2027: 600})
        page = visit(official_kampen, f"aanleveren/{delivery.pk}/").content.decode()
        assert "De aanlevering is verwerkt." in page

    def test_of_a_list_with_errors_offers_no_way_on(self, visit, send, kampen, official_kampen):
        content = plans(["Kampen", "Reeve", "1A", "veel"]).encode()
        send(official_kampen, "aanleveren/", upload(content))

        page = visit(
            official_kampen, f"aanleveren/{PlanImport.objects.get().pk}/"
        ).content.decode()

        assert "Dit is geen getal." in page
        assert "Gevonden: 1 fout en 0 waarschuwingen." in page
        assert "Herstel de fouten in uw bestand" in page
        assert "verwerken/" not in page

    def test_of_a_refused_file_says_why_beside_it(self, send, kampen, official_kampen):
        answer = send(official_kampen, "aanleveren/", upload(b"%PDF-1.7", "plannen.pdf"))

        assert answer.status_code == 400
        assert "Dit soort bestand lezen wij niet." in answer.content.decode()

    def test_of_rows_of_another_says_whose(self, send, kampen, zwolle, official_kampen):
        content = plans(REEVE, STADSHAGEN).encode()

        answer = send(official_kampen, "aanleveren/", {**upload(content), "municipality": ""})

        assert answer.status_code == 400
        assert "U mag geen plannen aanleveren voor: Zwolle." in answer.content.decode()
        assert not PlanImport.objects.exists()

    def test_after_somebody_changed_a_plan_say_so(self, visit, send, kampen, official_kampen):
        send(official_kampen, "aanleveren/", upload())
        first = PlanImport.objects.get()
        send(official_kampen, f"aanleveren/{first.pk}/verwerken/", {})
        content = plans(["Kampen", "Reeve", "2A", 600]).encode()
        send(official_kampen, "aanleveren/", upload(content, name="weer.csv"))
        second = PlanImport.objects.exclude(pk=first.pk).get()
        change(Plan.objects.get(), on=DAY, at=LATER, build={2027: 450})

        send(official_kampen, f"aanleveren/{second.pk}/verwerken/", {})

        page = visit(official_kampen, f"aanleveren/{second.pk}/").content.decode()
        assert "Intussen zijn plannen uit deze lijst gewijzigd." in page
        assert "0 plannen zijn nieuw, 1 verandert, 0 blijven gelijk." in page

    @pytest.mark.parametrize("name", ["official_zwolle", "stranger"])
    def test_of_somebody_elses_delivery_are_not_there(
        self, name, visit, send, preview, request, kampen
    ):
        delivery = preview(REEVE)
        account = request.getfixturevalue(name)

        assert visit(account, f"aanleveren/{delivery.pk}/").status_code == 404
        assert send(account, f"aanleveren/{delivery.pk}/verwerken/", {}).status_code == 404
        assert written() == NOTHING

    def test_of_a_list_of_the_region_are_for_who_delivers_for_it(
        self, visit, preview, kampen, zwolle, secretary, official_kampen
    ):
        delivery = preview(REEVE, STADSHAGEN, by=secretary)

        assert visit(secretary, f"aanleveren/{delivery.pk}/").status_code == 200
        assert visit(official_kampen, f"aanleveren/{delivery.pk}/").status_code == 404

    def test_of_an_earlier_job_are_not_there(self, visit, preview, zwolle, official_zwolle):
        delivery = preview(STADSHAGEN, by=official_zwolle)
        assert visit(official_zwolle, f"aanleveren/{delivery.pk}/").status_code == 200

        official_zwolle.memberships.update(ends_before=DAY)

        assert visit(official_zwolle, f"aanleveren/{delivery.pk}/").status_code == 404

    def test_of_a_file_above_the_cap_say_so_before_it_is_kept(
        self, client_for, today, kampen, official_kampen, settings
    ):
        settings.FILES_MAX_BYTES = 1024 * 1024
        answer = client_for(official_kampen).post(
            "/testregio/plannen/aanleveren/", upload(b"x" * (3 * 1024 * 1024))
        )

        assert answer.status_code == 400
        assert "Dit bestand is groter dan 1 MB." in answer.content.decode()
        assert not StoredFile.objects.exists()


class TestUploads:
    def test_stop_at_the_cap(self, settings):
        settings.FILES_MAX_BYTES = 10
        request = RequestFactory().post("/")
        handler = CappedUploadHandler(request)
        handler.new_file("file", "plannen.xlsx", "", 0)

        assert handler.receive_data_chunk(b"12345", 0) == b"12345"
        assert handler.receive_data_chunk(b"67890", 5) == b"67890"
        with pytest.raises(SkipFile):
            handler.receive_data_chunk(b"1", 10)


# ------------------------------------------------------------------ the command
@pytest.fixture
def run(tmp_path, kampen, region):
    """Return a function that runs the command on rows; it gives (code, words, report)."""

    def ran(*rows, options=(), content=None, name="lijst.csv"):
        path = tmp_path / name
        path.write_bytes(plans(*rows).encode() if content is None else content)
        report = tmp_path / "verslag.json"
        out, code = io.StringIO(), 0
        try:
            call_command(
                "import_plans",
                str(path),
                "--report",
                str(report),
                "--on",
                "2026-01-01",
                *options,
                stdout=out,
                stderr=out,
            )
        except SystemExit as error:
            code = error.code
        return code, out.getvalue(), json.loads(report.read_text())

    return ran


class TestCommand:
    def test_takes_a_list_in(self, run):
        code, words, report = run(REEVE)

        assert code == 0
        assert "1 plan: 600 woningen te bouwen, 0 te slopen." in words
        assert "Vastgelegd." in words
        assert report["state"] == "applied"
        assert report["applied"] == {"created": 1, "changed": 0, "unchanged": 0}
        assert Plan.objects.count() == 1

    def test_a_second_time_changes_nothing(self, run):
        run(REEVE)
        code, _words, report = run(REEVE)

        assert code == 0
        assert report["applied"] == {"created": 0, "changed": 0, "unchanged": 1}

    def test_only_looks_when_told_so(self, run):
        code, words, report = run(REEVE, options=["--dry-run"])

        assert code == 0
        assert "Er is niets vastgelegd." in words
        assert (report["state"], report["change"]["created"]) == ("previewed", 1)
        assert written() == NOTHING
        assert not PlanImport.objects.exists()
        assert not StoredFile.objects.exists()
        assert not Event.objects.exists()

    @pytest.mark.parametrize("options", [[], ["--dry-run"]])
    def test_refuses_a_list_with_errors_and_reports(self, options, run):
        code, words, report = run(REEVE, ["Kampen", "Tippe", "1A", "veel"], options=options)

        assert code == 2
        assert "Fout, regel 3, Bouw 2027 (veel): Dit is geen getal." in words
        assert "Er is niets vastgelegd." in words
        assert report["state"] == "refused"
        assert report["refused"]["code"] == "list_has_errors"
        assert report["issues"][0]["row"] == 3
        assert written() == NOTHING

    def test_refuses_a_file_and_reports(self, run):
        code, words, report = run(content=b"%PDF-1.7", name="plannen.pdf")

        assert code == 2
        assert "Dit soort bestand lezen wij niet." in words
        assert report["refused"]["code"] == "wrong_type"

    @pytest.mark.parametrize(
        ("options", "code"),
        [
            (["--municipality", "GM9999"], "refused"),
            (["--region", "nergens"], "refused"),
            (["--mapping", "eib"], "header_not_found"),
        ],
    )
    def test_refuses_what_does_not_exist_and_reports(self, options, code, run):
        ended, _words, report = run(REEVE, options=options)

        assert ended == 2
        assert report["refused"]["code"] == code

    def test_refuses_a_file_that_is_not_there(self, tmp_path, db, capsys):
        with pytest.raises(SystemExit) as ended:
            call_command("import_plans", str(tmp_path / "weg.csv"))

        assert ended.value.code == 2
        assert "is er niet" in capsys.readouterr().err

    def test_refuses_a_report_that_cannot_stand_there_before_it_begins(self, tmp_path, db, kampen):
        path = tmp_path / "lijst.csv"
        path.write_text(plans(REEVE))

        with pytest.raises(SystemExit) as ended:
            call_command("import_plans", str(path), "--report", str(tmp_path / "weg" / "v.json"))

        assert ended.value.code == 2
        assert written() == NOTHING

    def test_reads_only_one_municipality(self, run, zwolle):
        code, _words, report = run(REEVE, STADSHAGEN, options=["--municipality", "GM0166"])

        assert code == 2
        assert report["codes"] == {"other_municipality": 1}

    def test_speaks_json(self, run):
        _code, words, _report = run(REEVE, options=["--format", "json"])
        told = json.loads(words)

        assert (told["state"], told["plans"], told["format"]) == ("applied", 1, "template")
        assert not {"basis", "staged"} & set(told)

    def test_speaks_json_of_errors(self, run):
        code, words, _report = run(["Kampen", "Tippe", "1A", "x"], options=["--format", "json"])
        told = json.loads(words.splitlines()[0])

        assert code == 2
        assert told["error"]["code"] == "list_has_errors"
        assert told["error"]["fields"]["severities"] == {"error": 1}

    def test_marks_plans_of_an_example_region(self, run, region):
        region.demonstration = True
        region.save()

        run(REEVE, options=["--municipality", "GM0166"])

        assert PlanVersion.objects.get().invented

    def test_reads_a_workbook(self, run, tmp_path):
        heading = ["Gemeente", "Naam", "Planologische status", "Bouw 2027"]
        book = sheet(tmp_path / "bron.xlsx", [heading, REEVE]).read_bytes()

        code, _words, report = run(content=book, name="lijst.xlsx")

        assert (code, report["applied"]["created"]) == (0, 1)
