"""A municipality hands in its own list: asked once, remembered, never seen by another."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from woonregie.foundation.audit.models import Event
from woonregie.foundation.files.services import store
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.subjects.plans.errors import AlreadyEndedError
from woonregie.subjects.plans.meanings import Meanings
from woonregie.subjects.plans.models import ImportState, LearnedMeaning, Plan, PlanImport
from woonregie.subjects.plans.queries.learned import learned_of, meanings_of
from woonregie.subjects.plans.services import (
    answer_import,
    apply_import,
    forget_meaning,
    preview_import,
)
from woonregie.subjects.plans.services.deliveries import NotReadyError
from woonregie.subjects.plans.tests.factories import AT, TODAY
from woonregie.subjects.plans.tests.lists import lines, sheet

HEADING = ["Plan", "Hard/zacht", "WTYP", "Woningen 2027"]
REEVE, HAVENKADE = ["Reeve", "hard", 400, 600], ["Havenkade", "zacht", 0, 40]
COLUMNS = {"wtyp": "grondgebonden"}
WORDS = {("planologische status", "hard"): "1A", ("planologische status", "zacht"): "4A"}
TOLD = Meanings(COLUMNS, WORDS, COLUMNS)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture
def deliver(region):
    """Return a function that hands in a list of rows as a csv file."""

    def delivered(*rows, by, municipality, heading=HEADING, name="eigen-lijst.csv"):
        content = lines(heading, *rows).encode()
        return preview_import(
            by=by,
            at=AT,
            file=store(io.BytesIO(content), name=name, at=AT),
            region=region,
            reference_date=TODAY,
            municipality=municipality,
        )

    return delivered


@pytest.fixture
def asked(deliver, kampen, official_kampen):
    """Return a list of Kampen that waits for an answer."""
    return deliver(REEVE, HAVENKADE, by=official_kampen, municipality=kampen)


@pytest.fixture
def answered(asked, official_kampen):
    """Return the same list after its sender answered."""
    return answer_import(by=official_kampen, at=AT, delivery=asked, meanings=TOLD)


class TestAsking:
    def test_a_list_waits_with_what_we_cannot_know(self, asked):
        what = asked.report["asked"]

        assert asked.state == ImportState.ASKED
        assert [item["heading"] for item in what["columns"] if item["doubt"]] == ["WTYP"]
        assert {item["written"] for item in what["words"]} == {"hard", "zacht"}

    def test_a_list_that_waits_is_not_applied(self, asked, official_kampen):
        with pytest.raises(NotReadyError, match="kolommen"):
            apply_import(by=official_kampen, at=AT, delivery=asked)

        assert not Plan.objects.exists()


class TestAnswering:
    def test_reads_the_list_by_the_answers(self, answered):
        report = answered.report

        assert answered.state == ImportState.PREVIEWED
        assert (report["plans"], report["build"]) == (2, 640)
        assert not report["severities"].get("error")

    def test_is_what_is_applied(self, answered, official_kampen):
        apply_import(by=official_kampen, at=AT, delivery=answered)

        found = Plan.objects.values_list("versions__name", "versions__planning_status")
        assert sorted(found) == [("Havenkade", "4A"), ("Reeve", "1A")]

    def test_in_part_asks_the_rest(self, asked, official_kampen):
        half = answer_import(
            by=official_kampen, at=AT, delivery=asked, meanings=Meanings({}, WORDS)
        )

        assert half.state == ImportState.ASKED
        assert not half.report["asked"]["words"]
        assert [item["doubt"] for item in half.report["asked"]["columns"]].count("numbers") == 1

    def test_asks_about_the_words_of_a_column_that_was_chosen(
        self, deliver, kampen, official_kampen
    ):
        waiting = deliver(
            ["Reeve", "loopt", 60],
            by=official_kampen,
            municipality=kampen,
            heading=["Plan", "Voortgngsfase", "Woningen 2027"],
        )
        columns = {"voortgngsfase": "projectfase"}

        again = answer_import(
            by=official_kampen, at=AT, delivery=waiting, meanings=Meanings(columns, {}, columns)
        )

        assert [item["written"] for item in again.report["asked"]["words"]] == ["loopt"]

    def test_again_before_it_is_applied_reads_it_otherwise(self, answered, official_kampen):
        other = {"wtyp": "appartement"}

        again = answer_import(
            by=official_kampen, at=AT, delivery=answered, meanings=Meanings(other, {}, other)
        )

        [column] = [item for item in again.report["columns"] if item["heading"] == "WTYP"]
        assert column["field"] == "appartement"

    def test_after_it_was_applied_is_refused(self, answered, official_kampen):
        apply_import(by=official_kampen, at=AT, delivery=answered)

        with pytest.raises(NotReadyError):
            answer_import(by=official_kampen, at=AT, delivery=answered, meanings=TOLD)

    def test_of_another_municipality_is_refused(self, asked, official_zwolle):
        with pytest.raises(ForbiddenError):
            answer_import(by=official_zwolle, at=AT, delivery=asked, meanings=TOLD)

        assert not LearnedMeaning.objects.exists()


class TestRemembering:
    def test_the_next_list_of_the_sender_is_read_at_once(
        self, answered, deliver, kampen, official_kampen
    ):
        again = deliver(REEVE, by=official_kampen, municipality=kampen, name="lijst-2.csv")

        assert again.state == ImportState.PREVIEWED
        assert again.report["build"] == 600

    def test_another_municipality_is_asked_itself(
        self, answered, deliver, zwolle, official_zwolle
    ):
        theirs = deliver(REEVE, by=official_zwolle, municipality=zwolle)

        assert theirs.state == ImportState.ASKED

    def test_keeps_who_told_it_and_when_it_was_used(self, answered, kampen, official_kampen):
        found = {item.meaning.written: item for item in learned_of(kampen.organisation)}

        assert set(found) == {"wtyp", "hard", "zacht"}
        assert found["hard"].meaning.recorded_by == official_kampen
        assert found["hard"].used_at == answered.created_at

    def test_another_answer_supersedes_and_leaves_the_first(self, answered, official_kampen):
        other = {"wtyp": "appartement"}
        answer_import(
            by=official_kampen, at=AT, delivery=answered, meanings=Meanings(other, {}, other)
        )

        rows = LearnedMeaning.objects.filter(written="wtyp").order_by("pk")
        assert [(row.meaning, row.superseded_at) for row in rows] == [
            ("grondgebonden", AT),
            ("appartement", None),
        ]

    def test_writes_one_line_in_the_trail(self, answered, kampen):
        [event] = Event.objects.filter(act="plans.columns_learned")

        assert (event.organisation_id, event.payload) == (kampen.organisation_id, {"numbers": 3})


class TestForgetting:
    def test_is_asked_again(self, answered, deliver, region, kampen, official_kampen):
        word = LearnedMeaning.objects.get(written="hard")

        forget_meaning(by=official_kampen, at=AT, region=region, meaning=word)

        again = deliver(REEVE, by=official_kampen, municipality=kampen, name="lijst-2.csv")
        assert [item["written"] for item in again.report["asked"]["words"]] == ["hard"]
        assert Event.objects.filter(act="plans.meaning_forgotten").count() == 1

    def test_twice_is_told(self, answered, region, official_kampen):
        word = LearnedMeaning.objects.get(written="hard")
        forget_meaning(by=official_kampen, at=AT, region=region, meaning=word)

        with pytest.raises(AlreadyEndedError):
            forget_meaning(by=official_kampen, at=AT, region=region, meaning=word)

    def test_by_another_municipality_is_refused(self, answered, region, kampen, official_zwolle):
        word = LearnedMeaning.objects.get(written="hard")

        with pytest.raises(ForbiddenError):
            forget_meaning(by=official_zwolle, at=AT, region=region, meaning=word)

        assert meanings_of(kampen.organisation).words == WORDS


# ------------------------------------------------------------------ pages
@pytest.fixture
def page_of(client_for, region):
    """Return a function that gives the address of a page of deliveries."""

    def address(name, *keys):
        return reverse(f"plans:{name}", args=[region.slug, *keys])

    return address


class TestPages:
    def test_lead_from_the_file_by_the_questions_to_the_preview(
        self, region, kampen, client_for, official_kampen, page_of
    ):
        client = client_for(official_kampen)
        upload = SimpleUploadedFile("lijst.csv", lines(HEADING, REEVE, HAVENKADE).encode())

        sent = client.post(
            page_of("imports"),
            {"file": upload, "municipality": kampen.code, "reference_date": "2026-01-01"},
        )
        delivery = PlanImport.objects.get()
        waiting = client.get(sent["Location"])
        questions = client.get(waiting["Location"])
        text = questions.content.decode()
        done = client.post(
            waiting["Location"],
            {
                "kolom-0": "naam",
                "kolom-1": "planologische status",
                "kolom-2": "grondgebonden",
                "kolom-3": "bouw 2027",
                "woord-0": "1A",
                "woord-1": "4A",
            },
        )

        assert waiting["Location"] == page_of("import_columns", delivery.pk)
        assert "Van 1 kolom zijn wij niet zeker." in text
        assert "Van 2 woorden kennen wij de betekenis niet." in text
        assert done["Location"] == page_of("import", delivery.pk)
        assert "Zo lezen wij uw 4 kolommen" in client.get(done["Location"]).content.decode()

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"kolom-2": ""}, "Maak een keuze."),
            ({"kolom-2": "wethouder"}, "Kies een mogelijkheid uit de lijst."),
            ({"kolom-2": "naam"}, "Naam koos u ook bij Plan. Kies er één."),
            ({"kolom-0": "-"}, "Kies bij één kolom: Naam."),
            ({"woord-0": "9Z"}, "Kies een mogelijkheid uit de lijst."),
        ],
    )
    def test_say_what_is_wrong_with_an_answer(
        self, asked, client_for, official_kampen, page_of, changed, said
    ):
        sent = {
            "kolom-0": "naam",
            "kolom-1": "planologische status",
            "kolom-2": "grondgebonden",
            "kolom-3": "bouw 2027",
            "woord-0": "1A",
            "woord-1": "4A",
        }

        answer = client_for(official_kampen).post(
            page_of("import_columns", asked.pk), {**sent, **changed}
        )

        assert answer.status_code == 400
        assert said in answer.content.decode()
        assert not LearnedMeaning.objects.exists()

    def test_show_headings_as_text(self, deliver, kampen, client_for, official_kampen, page_of):
        waiting = deliver(
            ["Reeve", "1A", 60],
            by=official_kampen,
            municipality=kampen,
            heading=["Plan", "Status", "<script>alert(1)</script>"],
        )

        text = client_for(official_kampen).get(page_of("import_columns", waiting.pk))

        assert "&lt;script&gt;alert(1)" in text.content.decode()
        assert "<script>alert(1)" not in text.content.decode()

    def test_of_what_was_learned_show_only_ones_own(
        self, answered, client_for, official_kampen, official_zwolle, page_of
    ):
        own = client_for(official_kampen).get(page_of("learned")).content.decode()
        theirs = client_for(official_zwolle).get(page_of("learned")).content.decode()

        assert "wtyp" in own
        assert "Planologische status: 1A onherroepelijk" in own
        assert "wtyp" not in theirs
        assert "Wij leerden nog niets van uw lijsten." in theirs

    def test_forget_by_a_button(self, answered, client_for, official_kampen, page_of):
        word = LearnedMeaning.objects.get(written="hard")

        client_for(official_kampen).post(page_of("forget_learned", word.pk))

        word.refresh_from_db()
        assert word.superseded_at is not None

    def test_of_another_municipality_are_not_there(
        self, asked, answered, client_for, official_zwolle, page_of
    ):
        word = LearnedMeaning.objects.get(written="hard")
        client = client_for(official_zwolle)

        assert client.get(page_of("import_columns", asked.pk)).status_code == 404
        assert client.post(page_of("forget_learned", word.pk)).status_code == 404


# ------------------------------------------------------------------ the command line
class TestCommand:
    @pytest.fixture
    def path(self, tmp_path):
        return sheet(tmp_path / "lijst.xlsx", [HEADING, REEVE, HAVENKADE])

    def test_refuses_with_what_must_be_decided_and_in_the_form_of_the_answer(
        self, path, kampen, tmp_path, capsys
    ):
        report = tmp_path / "verslag.json"

        with pytest.raises(SystemExit) as end:
            call_command("import_plans", str(path), municipality=kampen.code, report=report)

        said = capsys.readouterr().err
        assert end.value.code == 2
        assert 'Kolom "WTYP" (400; 0): wat is dit?' in said
        assert 'Woord "hard" bij planologische status: welke code is dit?' in said
        assert json.loads(report.read_text())["answers"] == {
            "columns": {"WTYP": ""},
            "words": {"planologische status": {"hard": "", "zacht": ""}},
        }

    def test_takes_the_answers_from_a_file_and_remembers_them(self, path, kampen, tmp_path):
        answers = tmp_path / "kolommen.json"
        told = {"columns": {"WTYP": "Grondgebonden"}, "words": {"planologische status": {}}}
        told["words"]["planologische status"] = {"hard": "1A", "zacht": "4A"}
        answers.write_text(json.dumps(told))

        call_command("import_plans", str(path), municipality=kampen.code, columns=answers)

        assert Plan.objects.count() == 2
        assert meanings_of(kampen.organisation) == Meanings(COLUMNS, WORDS)

    def test_that_only_looks_remembers_nothing(self, path, kampen, tmp_path):
        answers = tmp_path / "kolommen.json"
        words = {"planologische status": {"hard": "1A", "zacht": "4A"}}
        answers.write_text(json.dumps({"columns": {"WTYP": ""}, "words": words}))

        call_command(
            "import_plans", str(path), municipality=kampen.code, columns=answers, dry_run=True
        )

        assert not LearnedMeaning.objects.exists()

    @pytest.mark.parametrize("content", ["geen json", '{"columns": {"WTYP": "wethouder"}}'])
    def test_refuses_answers_that_do_not_fit(self, path, kampen, tmp_path, content, capsys):
        answers = tmp_path / "kolommen.json"
        answers.write_text(content)

        with pytest.raises(SystemExit):
            call_command("import_plans", str(path), municipality=kampen.code, columns=answers)

        assert "antwoorden passen niet" in (said := capsys.readouterr().err) or "json" in said
