"""Adopted numbers: from a form or a list, with their decision and source, all of it or nothing."""

import io
import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.audit.chain import verify
from woonregie.foundation.audit.models import Event
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.files.services import store
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.sources.models import Source
from woonregie.subjects.plans.errors import (
    BeforePlanError,
    ChangedMeanwhileError,
    NegativeQuantityError,
    PlanError,
)
from woonregie.subjects.plans.formats import FileRefusedError
from woonregie.subjects.plans.models import BuildingProgramme, ImportState, PlanImport
from woonregie.subjects.plans.queries import programmes_of
from woonregie.subjects.plans.services import apply_programme, preview_programme, set_programme
from woonregie.subjects.plans.services.deliveries import NotReadyError
from woonregie.subjects.plans.services.programme import ProgrammePeriodError
from woonregie.subjects.plans.tests.factories import AT, TODAY
from woonregie.subjects.plans.tests.lists import lines, sheet

LATER = AT + timedelta(hours=1)
DAY = date(2026, 1, 1)
HEADING = [
    "Gemeente",
    "Segment",
    "Van jaar",
    "Tot en met jaar",
    "Woningen",
    "Telwijze",
    "Geldt vanaf",
    "Orgaan",
    "Besluit",
    "Nummer",
    "Besloten op",
    "Bron",
]
ALL = [
    "Kampen",
    "alle woningen",
    2026,
    2035,
    2400,
    "netto",
    "01-01-2026",
    "Gemeenteraad",
    "Bouwprogramma",
    "R-2025-88",
    "11-12-2025",
    "Woonvisie 2026",
]
SOCIAL = ["Kampen", "sociale huur", 2026, 2035, 700, "", "", "", "", "", "", "Woonvisie 2026"]
OF_ZWOLLE = ["Zwolle", "alle woningen", 2026, 2035, 9000, "bruto", *[""] * 5, "Woonvisie Zwolle"]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def preview(region):
    """Return a function that previews a csv list of adopted numbers."""

    def previewed(*rows, by=None, at=AT, heading=HEADING, name="programma.csv"):
        content = lines(heading, *rows).encode()
        return preview_programme(
            by=by,
            at=at,
            file=store(io.BytesIO(content), name=name, at=at),
            region=region,
            valid_on=DAY,
        )

    return previewed


@pytest.fixture
def adopted(a_source):
    """Return a function that records a number of a municipality."""

    def recorded(place, dwellings, **said):
        values = {
            "by": None,
            "at": AT,
            "segment": "all",
            "from_year": 2026,
            "before_year": 2036,
            "valid_on": DAY,
            "source": a_source,
        }
        return set_programme(municipality=place, dwellings=dwellings, **{**values, **said})

    return recorded


def standing_numbers():
    found = BuildingProgramme.objects.filter(superseded_at=None).order_by("segment", "valid_on")
    return [(item.municipality.name, item.segment, item.dwellings, item.basis) for item in found]


def codes(delivery):
    return [(item["row"], item["column"], item["code"]) for item in delivery.report["issues"]]


class TestSetting:
    def test_a_new_number_supersedes_the_old_one_and_keeps_it(self, adopted, kampen):
        adopted(kampen, 2400)
        adopted(kampen, 2500, at=LATER)

        assert standing_numbers() == [("Kampen", "all", 2500, "net")]
        assert BuildingProgramme.objects.get(dwellings=2400).superseded_at == LATER

    def test_the_same_again_writes_nothing(self, adopted, kampen):
        adopted(kampen, 2400)
        before = Event.objects.count()

        adopted(kampen, 2400, at=LATER)

        assert BuildingProgramme.objects.count() == 1
        assert Event.objects.count() == before

    @pytest.mark.parametrize(
        ("said", "error"),
        [
            ({"before_year": 2026}, ProgrammePeriodError),
            ({"from_year": 1989}, ProgrammePeriodError),
            ({"before_year": 2102}, ProgrammePeriodError),
            ({"valid_on": date(1066, 1, 1)}, BeforePlanError),
            ({"segment": "kastelen"}, PlanError),
            ({"basis": "ongeveer"}, PlanError),
        ],
    )
    def test_what_cannot_be_is_refused(self, said, error, adopted, kampen):
        with pytest.raises(error):
            adopted(kampen, 10, **said)

        assert not BuildingProgramme.objects.exists()

    @pytest.mark.parametrize(
        ("dwellings", "error"), [(-1, NegativeQuantityError), (1_000_001, PlanError)]
    )
    def test_a_number_that_cannot_be_is_refused(self, dwellings, error, adopted, kampen):
        with pytest.raises(error):
            adopted(kampen, dwellings)

        assert not BuildingProgramme.objects.exists()

    def test_of_another_municipality_is_refused(self, adopted, kampen, official_zwolle):
        with pytest.raises(ForbiddenError):
            adopted(kampen, 10, by=official_zwolle)


class TestShowing:
    def test_only_what_was_said_last_for_a_period(self, adopted, kampen, region):
        adopted(kampen, 2400, valid_on=date(2025, 1, 1))
        adopted(kampen, 2600, valid_on=date(2026, 6, 1))

        found = [item.dwellings for item in programmes_of(region, on=TODAY)]
        assert found == [2600]
        found = [item.dwellings for item in programmes_of(region, on=date(2025, 12, 31))]
        assert found == [2400]


class TestPreview:
    def test_records_no_number(self, preview, kampen):
        delivery = preview(ALL, SOCIAL)

        assert not BuildingProgramme.objects.exists()
        assert not Decision.objects.exists()
        assert not Source.objects.exists()
        assert delivery.report["change"] == {"created": 2, "changed": 0, "unchanged": 0}
        assert (delivery.report["numbers"], delivery.report["dwellings"]) == (2, 2400)
        assert delivery.report["in_segments"] == 700

    @pytest.mark.parametrize(
        ("column", "value", "code"),
        [
            ("Gemeente", "Kampem", "unknown_municipality"),
            ("Segment", "kastelen", "unknown_segment"),
            ("Van jaar", "1926", "not_a_year"),
            ("Van jaar", "", "not_a_year"),
            ("Van jaar", "later", "not_a_number"),
            ("Tot en met jaar", "2025", "reversed_years"),
            ("Woningen", "", "no_number"),
            ("Woningen", "-1", "negative_programme"),
            ("Woningen", "12,5", "not_whole"),
            ("Woningen", "1,389", "ambiguous_number"),
            ("Woningen", "2000000", "out_of_range"),
            ("Woningen", "#VERW!", "formula_error"),
            ("Telwijze", "ongeveer", "unknown_basis"),
            ("Geldt vanaf", "morgen", "not_a_day"),
            ("Geldt vanaf", "31-02-2026", "not_a_day"),
            ("Geldt vanaf", "01-01-1066", "not_a_day"),
            ("Besloten op", "12-2025", "not_a_day"),
        ],
    )
    def test_of_a_cell_that_cannot_be_read_says_where(self, column, value, code, preview, kampen):
        row = dict(zip(HEADING, ALL, strict=True)) | {column: value}

        delivery = preview(list(row.values()))

        assert (2, column.lower(), code) in codes(delivery)
        assert delivery.report["severities"]["error"] >= 1

    def test_of_half_a_decision_says_so(self, preview, kampen):
        row = dict(zip(HEADING, ALL, strict=True)) | {"Besloten op": ""}

        assert codes(preview(list(row.values()))) == [(2, "orgaan", "half_a_decision")]

    def test_without_source_and_decision_says_so(self, preview, kampen):
        assert codes(preview([*SOCIAL[:-1], ""])) == [(2, "bron", "no_source")]

    def test_of_one_number_twice_says_so(self, preview, kampen):
        assert codes(preview(SOCIAL, SOCIAL)) == [(3, "woningen", "duplicate_number")]

    def test_of_periods_that_overlap_warns(self, preview, kampen):
        delivery = preview(SOCIAL, [*SOCIAL[:2], 2030, 2040, *SOCIAL[4:]])

        assert [code for _row, _column, code in codes(delivery)] == ["periods_overlap"] * 2
        assert delivery.report["severities"] == {"warning": 2}

    def test_reads_days_as_people_and_workbooks_write_them(
        self, preview, region, kampen, tmp_path
    ):
        days = [date(2026, 1, 1), "1-1-2026", "2026-01-01", 46_023]
        rows = [
            ["Kampen", "sociale huur", 2026 + at, 2026 + at, 7, "", day, "", "", "", "", "Visie"]
            for at, day in enumerate(days)
        ]
        book = sheet(tmp_path / "programma.xlsx", [HEADING, *rows])
        with book.open("rb") as stream:
            file = store(stream, name="programma.xlsx", at=AT)

        delivery = preview_programme(
            by=None, at=AT, file=file, region=region, valid_on=date(2020, 1, 1)
        )
        apply_programme(by=None, at=LATER, delivery=delivery)

        assert set(BuildingProgramme.objects.values_list("valid_on", flat=True)) == {DAY}

    def test_skips_a_row_of_totals(self, preview, kampen):
        delivery = preview(SOCIAL, ["Totaal", "", "", "", 700, *[""] * 7])

        assert codes(delivery) == [(3, "gemeente", "totals_row")]
        assert delivery.report["numbers"] == 1

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"%PDF-1.7", "wrong_type"),
            (b"Naam;Planologische status\nReeve;1A\n", "header_not_found"),
            (lines(HEADING).encode(), "no_numbers"),
        ],
    )
    def test_of_a_file_that_is_no_programme_is_refused(self, content, code, region, kampen):
        file = store(io.BytesIO(content), name="lijst.csv", at=AT)

        with pytest.raises(FileRefusedError) as told:
            preview_programme(by=None, at=AT, file=file, region=region, valid_on=DAY)

        assert told.value.code == code
        assert not PlanImport.objects.exists()


class TestApply:
    def test_records_all_numbers_with_decision_and_source(self, preview, kampen, zwolle):
        delivery = apply_programme(by=None, at=LATER, delivery=preview(ALL, SOCIAL, OF_ZWOLLE))

        assert delivery.state == ImportState.APPLIED
        assert standing_numbers() == [
            ("Kampen", "all", 2400, "net"),
            ("Zwolle", "all", 9000, "gross"),
            ("Kampen", "social_rent", 700, "net"),
        ]
        decided = BuildingProgramme.objects.get(segment="all", municipality=kampen)
        assert (decided.decision.body, decided.decision.number) == ("Gemeenteraad", "R-2025-88")
        assert decided.decision.decided_on == date(2025, 12, 11)
        assert (decided.source.title, decided.source.publisher) == ("Woonvisie 2026", "Kampen")
        assert verify().intact

    def test_of_one_source_named_twice_records_it_once(self, preview, kampen):
        apply_programme(by=None, at=LATER, delivery=preview(ALL, SOCIAL))

        assert Source.objects.filter(title="Woonvisie 2026").count() == 1

    def test_takes_a_source_that_is_there(self, preview, kampen, a_source):
        for name in (a_source.key, str(a_source), a_source.title):
            delivery = preview([*SOCIAL[:-1], name], name=f"{name[:5]}.csv")
            if delivery.report["change"]["created"]:
                apply_programme(by=None, at=LATER, delivery=delivery)
            else:
                assert delivery.report["change"]["unchanged"] == 1

        assert BuildingProgramme.objects.get().source == a_source

    def test_takes_the_decision_for_a_source_when_none_is_named(self, preview, kampen):
        apply_programme(by=None, at=LATER, delivery=preview([*ALL[:-1], ""]))

        assert BuildingProgramme.objects.get().source.title == "Bouwprogramma"

    def test_the_same_list_again_changes_nothing(self, preview, kampen, zwolle):
        apply_programme(by=None, at=LATER, delivery=preview(ALL, SOCIAL, OF_ZWOLLE))
        models = (BuildingProgramme, Decision, Source)
        before = [model.objects.count() for model in models]

        again = preview(ALL, SOCIAL, OF_ZWOLLE, at=LATER, name="weer.csv")
        apply_programme(by=None, at=LATER + timedelta(hours=1), delivery=again)

        assert again.report["change"] == {"created": 0, "changed": 0, "unchanged": 3}
        assert [model.objects.count() for model in models] == before

    def test_with_errors_records_nothing(self, preview, kampen):
        delivery = preview(ALL, [*SOCIAL[:4], "veel", *SOCIAL[5:]])

        with pytest.raises(NotReadyError):
            apply_programme(by=None, at=LATER, delivery=delivery)

        assert not BuildingProgramme.objects.exists()

    def test_a_second_time_is_refused(self, preview, kampen):
        delivery = preview(ALL)
        old_page = PlanImport.objects.get(pk=delivery.pk)
        apply_programme(by=None, at=LATER, delivery=delivery)

        for page in (delivery, old_page):
            with pytest.raises(NotReadyError, match="al verwerkt"):
                apply_programme(by=None, at=LATER, delivery=page)

        assert BuildingProgramme.objects.count() == 1

    def test_after_somebody_set_another_number_is_refused_and_shown_again(
        self, preview, adopted, kampen
    ):
        delivery = preview(SOCIAL)
        adopted(kampen, 650, segment="social_rent", at=LATER)

        with pytest.raises(ChangedMeanwhileError):
            apply_programme(by=None, at=LATER, delivery=delivery)

        assert standing_numbers() == [("Kampen", "social_rent", 650, "net")]
        delivery = PlanImport.objects.get()
        assert delivery.report["change"] == {"created": 0, "changed": 1, "unchanged": 0}

    def test_marks_decisions_of_an_example_region(self, preview, region, kampen):
        region.demonstration = True
        region.save()

        apply_programme(by=None, at=LATER, delivery=preview(ALL))

        number = BuildingProgramme.objects.get()
        assert number.decision.invented
        assert number.source.kind == "invented"


class TestPermission:
    def test_own_municipality(self, preview, kampen, official_kampen):
        delivery = preview(ALL, by=official_kampen)
        apply_programme(by=official_kampen, at=LATER, delivery=delivery)

        assert BuildingProgramme.objects.get().recorded_by == official_kampen

    def test_secretary_for_the_region(self, preview, kampen, zwolle, secretary):
        apply_programme(by=secretary, at=LATER, delivery=preview(ALL, OF_ZWOLLE, by=secretary))

        assert BuildingProgramme.objects.count() == 2

    def test_official_does_not_deliver_rows_of_another(
        self, preview, kampen, zwolle, official_kampen
    ):
        with pytest.raises(ForbiddenError, match="Zwolle"):
            preview(ALL, OF_ZWOLLE, by=official_kampen)

        assert not PlanImport.objects.exists()

    def test_official_does_not_apply_rows_of_another(
        self, preview, kampen, zwolle, official_kampen
    ):
        delivery = preview(ALL, OF_ZWOLLE)

        with pytest.raises(ForbiddenError, match="Zwolle"):
            apply_programme(by=official_kampen, at=LATER, delivery=delivery)

        assert not BuildingProgramme.objects.exists()

    @pytest.mark.parametrize(
        "name",
        ["stranger", "corporation_adviser", "reader", "account_manager", "executive_kampen"],
    )
    def test_others_do_not(self, name, preview, kampen, request):
        with pytest.raises(ForbiddenError):
            preview(ALL, by=request.getfixturevalue(name))


# ------------------------------------------------------------------ pages
FILLED = {
    "segment": "all",
    "from_year": "2026",
    "last_year": "2035",
    "dwellings": "2.400",
    "basis": "net",
    "valid_on": "2026-01-01",
}
DECISION = {
    "body": "Gemeenteraad",
    "decision_title": "Bouwprogramma",
    "decision_number": "R-2025-88",
    "decided_on": "2025-12-11",
}


class TestForm:
    def test_with_a_source_that_is_there(self, send, kampen, official_kampen, a_source):
        send(official_kampen, "programma/GM0166/", {**FILLED, "source": a_source.pk})

        number = BuildingProgramme.objects.get()
        assert (number.dwellings, number.source, number.decision) == (2400, a_source, None)

    def test_with_a_decision_and_its_number(self, send, kampen, official_kampen, a_source):
        send(official_kampen, "programma/GM0166/", {**FILLED, **DECISION, "source": a_source.pk})

        decision = BuildingProgramme.objects.get().decision
        assert (decision.body, decision.number) == ("Gemeenteraad", "R-2025-88")

    def test_with_a_new_source_and_its_document(self, send, kampen, official_kampen):
        document = SimpleUploadedFile("raadsbesluit.pdf", b"%PDF-1.7 besluit")
        new = {"source_title": "Raadsbesluit 88", "document": document}

        send(official_kampen, "programma/GM0166/", {**FILLED, **new})

        source = BuildingProgramme.objects.get().source
        assert (source.title, source.publisher) == ("Raadsbesluit 88", "Kampen")
        assert source.file.name == "raadsbesluit.pdf"

    def test_with_the_decision_for_a_source(self, send, kampen, official_kampen):
        send(official_kampen, "programma/GM0166/", {**FILLED, **DECISION})

        assert BuildingProgramme.objects.get().source.title == "Bouwprogramma"

    @pytest.mark.parametrize(
        ("given", "told"),
        [
            ({}, "Kies een bron, noem een nieuwe, of noem het besluit."),
            ({"body": "Gemeenteraad"}, "Vul in wanneer het orgaan dit besloot."),
            ({"decision_title": "Programma", "source_title": "x"}, "Vul in wie dit besloot"),
        ],
    )
    def test_that_is_not_whole_says_what_is_missing(
        self, given, told, send, kampen, official_kampen
    ):
        answer = send(official_kampen, "programma/GM0166/", {**FILLED, **given})

        assert answer.status_code == 400
        assert told in answer.content.decode()
        assert not BuildingProgramme.objects.exists()

    def test_with_two_sources_asks_which(self, send, kampen, official_kampen, a_source):
        both = {"source": a_source.pk, "source_title": "Raadsbesluit 88"}

        answer = send(official_kampen, "programma/GM0166/", {**FILLED, **both})

        assert "Niet allebei." in answer.content.decode()
        assert not BuildingProgramme.objects.exists()

    def test_with_a_document_above_the_cap_says_so(self, send, kampen, official_kampen, settings):
        settings.FILES_MAX_BYTES = 1024 * 1024
        large = SimpleUploadedFile("raadsbesluit.pdf", b"x" * (3 * 1024 * 1024))

        answer = send(
            official_kampen,
            "programma/GM0166/",
            {**FILLED, "source_title": "Raadsbesluit 88", "document": large},
        )

        assert "Dit bestand is groter dan 1 MB." in answer.content.decode()
        assert not StoredFile.objects.exists()


class TestPages:
    def upload(self, *rows):
        content = lines(HEADING, *rows).encode()
        return {"file": SimpleUploadedFile("programma.csv", content), "valid_on": "2026-01-01"}

    def test_from_file_to_programme(self, visit, send, kampen, official_kampen):
        send(official_kampen, "programma/aanleveren/", self.upload(ALL, SOCIAL))
        delivery = PlanImport.objects.get()
        address = f"programma/aanleveren/{delivery.pk}/"
        page = visit(official_kampen, address).content.decode()
        assert "2 aantallen zijn nieuw, 0 veranderen, 0 blijven gelijk." in page
        # Social rent is part of all dwellings: the two are not added up.
        assert "2 aantallen. Alle woningen: 2.400. Per segment, samen: 700." in page

        send(official_kampen, f"{address}verwerken/", {})

        assert BuildingProgramme.objects.count() == 2
        assert "2.400" in visit(official_kampen, "programma/").content.decode()

    def test_lead_to_the_form_of_each_municipality_that_the_reader_fills_in(
        self, visit, adopted, kampen, zwolle, secretary, official_kampen
    ):
        adopted(kampen, 2400)

        of_all = visit(secretary, "programma/").content.decode()
        of_kampen = visit(official_kampen, "programma/").content.decode()

        assert 'programma/GM0166/">Kampen</a>' in of_all
        assert "Nog geen aantal." in of_all
        assert 'programma/GM0193/">Zwolle</a>' in of_all
        assert "Aantal van Kampen" in of_kampen
        assert "Nog geen aantal." not in of_kampen
        assert "GM0193" not in of_kampen

    def test_of_rows_of_another_say_whose(self, send, kampen, zwolle, official_kampen):
        answer = send(official_kampen, "programma/aanleveren/", self.upload(ALL, OF_ZWOLLE))

        assert answer.status_code == 400
        assert "Zwolle" in answer.content.decode()

    @pytest.mark.parametrize("name", ["official_zwolle", "stranger"])
    def test_of_somebody_elses_delivery_are_not_there(
        self, name, visit, send, preview, kampen, request
    ):
        delivery = preview(ALL)
        account = request.getfixturevalue(name)
        address = f"programma/aanleveren/{delivery.pk}/"

        assert visit(account, address).status_code == 404
        assert send(account, f"{address}verwerken/", {}).status_code == 404
        assert not BuildingProgramme.objects.exists()

    def test_of_plans_lead_to_the_programme_for_a_list_of_numbers(
        self, visit, preview, kampen, official_kampen
    ):
        delivery = preview(ALL, by=official_kampen)

        answer = visit(official_kampen, f"aanleveren/{delivery.pk}/")

        assert answer["Location"].endswith(f"/programma/aanleveren/{delivery.pk}/")

    @pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
    def test_a_template_sent_back_changes_nothing(
        self, kind, visit, preview, region, kampen, official_kampen
    ):
        apply_programme(by=None, at=LATER, delivery=preview(ALL, SOCIAL))
        content = visit(official_kampen, f"programma/aanleveren/sjabloon.{kind}").content

        again = preview_programme(
            by=official_kampen,
            at=LATER,
            file=store(io.BytesIO(content), name=f"sjabloon.{kind}", at=LATER),
            region=region,
            valid_on=TODAY,
        )

        assert again.report["issues"] == []
        assert again.report["change"] == {"created": 0, "changed": 0, "unchanged": 2}


# ------------------------------------------------------------------ the command
class TestCommand:
    @pytest.fixture
    def run(self, tmp_path, kampen):
        def ran(*rows, options=()):
            path, report = tmp_path / "programma.csv", tmp_path / "verslag.json"
            path.write_text(lines(HEADING, *rows))
            out, code = io.StringIO(), 0
            try:
                call_command(
                    "import_programme",
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

    def test_takes_a_list_in(self, run):
        code, words, report = run(ALL, SOCIAL)

        assert code == 0
        assert "2 aantallen." in words
        assert "Alle woningen: 2400. Per segment, samen: 700." in words
        assert report["state"] == "applied"
        assert BuildingProgramme.objects.count() == 2

    def test_only_looks_when_told_so(self, run):
        code, _words, report = run(ALL, options=["--dry-run"])

        assert (code, report["state"]) == (0, "previewed")
        assert not BuildingProgramme.objects.exists()
        assert not PlanImport.objects.exists()

    @pytest.mark.parametrize("options", [[], ["--dry-run"]])
    def test_refuses_a_list_with_errors_and_reports(self, options, run):
        code, words, report = run([*ALL[:4], "veel", *ALL[5:]], options=options)

        assert code == 2
        assert "Dit is geen getal." in words
        assert report["refused"]["code"] == "list_has_errors"
        assert not BuildingProgramme.objects.exists()

    def test_refuses_rows_of_a_municipality_that_is_no_more(self, run, kampen):
        Organisation.objects.filter(pk=kampen.organisation_id).update(ends_before=DAY)

        code, _words, report = run(ALL)

        assert (code, report["codes"]) == (2, {"gone_municipality": 1})
