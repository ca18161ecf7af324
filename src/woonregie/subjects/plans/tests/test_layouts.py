"""The layout of a receiver that a region fills in: recorded, delivered in, and read back."""

import csv
import io
from datetime import date, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from woonregie.foundation.accounts.models import Organisation, OrganisationKind
from woonregie.foundation.audit.models import Event
from woonregie.foundation.files.services import store
from woonregie.foundation.intake.opening import open_file
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Region, RegionKind
from woonregie.foundation.runs.models import Job
from woonregie.subjects.plans.errors import ChangedMeanwhileError
from woonregie.subjects.plans.formats import UnknownOutletError
from woonregie.subjects.plans.formats.regional.columns import (
    LayoutColumn,
    LayoutRefusedError,
    checked,
    our_words,
)
from woonregie.subjects.plans.formats.regional.reading import meanings_of_layout, not_read
from woonregie.subjects.plans.formats.regional.table import as_csv, read_csv
from woonregie.subjects.plans.models import DeliveryLayout, ImportState, LearnedMeaning
from woonregie.subjects.plans.queries.layouts import layouts_in
from woonregie.subjects.plans.services import (
    apply_import,
    preview_import,
    save_layout,
    set_leads,
    withdraw_layout,
)
from woonregie.subjects.plans.services.delivering import (
    Ask,
    deliver,
    look_at_losses,
    outlet_for,
    outlets_for,
)
from woonregie.subjects.plans.services.layouts import NoLayoutError
from woonregie.subjects.plans.tests.factories import AT, TODAY, homes, record_plan, standing

MONITOR, SLUG = "Provinciale planmonitor", "provinciale-planmonitor"
JANUARY, LATER = date(2026, 1, 1), AT + timedelta(hours=1)
# Invented columns: what the real monitors ask, we do not know.
COLUMNS = (
    LayoutColumn("Kenmerk", "plannummer"),
    LayoutColumn("Gemeente", "gemeente"),
    LayoutColumn("Benaming", "naam"),
    LayoutColumn("Stand", "planologische status", {"1A": "vast", "2A": "in voorbereiding"}),
    LayoutColumn("Nieuw 2027", "bouw 2027"),
    LayoutColumn("Nieuw daarna", "bouw 2028-2030"),
    LayoutColumn("Te koop", "bouw koop"),
)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def save(region, a_source):
    """Return a function that records a layout of the region."""

    def saved(columns=COLUMNS, *, title=MONITOR, at=AT, on=JANUARY, by=None, **values):
        return save_layout(
            by=by,
            at=at,
            region=values.pop("region", region),
            title=title,
            columns=columns,
            starts_on=on,
            source=a_source,
            **values,
        )

    return saved


@pytest.fixture
def other_region(db):
    """Return the region next door."""
    organisation = Organisation.objects.create(
        kind=OrganisationKind.REGION, name="Buurregio", slug="buurregio"
    )
    return Region.objects.create(organisation=organisation, kind=RegionKind.HOUSING)


@pytest.fixture
def reeve(kampen):
    """Return Reeve: 60 homes in 2027, 40 in 2028-2030 and 25 without a year; 30 are for sale."""
    cells = homes({2027: 60, (2028, 2031): 40, None: 25}, tenure={"owner": 30})
    return record_plan(kampen, "Reeve", cells=cells, planning_status="1A")


def ask_in(region, kind="csv", on=TODAY):
    return Ask(outlet_for(SLUG, region, on=on), on, kind, region=region)


def rows_of(place):
    return list(csv.reader(place.read_text("utf-8-sig").splitlines(), delimiter=";"))


class TestSaveLayout:
    def test_holds_from_its_day_on(self, save, region):
        save()
        save(COLUMNS[:3], on=date(2027, 1, 1), at=LATER, base=DeliveryLayout.objects.get().pk)

        assert layouts_in(region, on=date(2025, 12, 31)) == {}
        assert len(layouts_in(region, on=TODAY)[SLUG].columns) == 7
        assert len(layouts_in(region, on=date(2027, 1, 1))[SLUG].columns) == 3

    def test_keeps_the_version_before(self, save, region):
        first = save()
        second = save(COLUMNS[:3], at=LATER, base=first.pk)
        first.refresh_from_db()

        assert first.superseded_at == LATER
        assert layouts_in(region, on=TODAY) == {SLUG: second}

    def test_writes_nothing_twice(self, save):
        first = save()

        assert save(at=LATER, base=first.pk) == first
        assert Event.objects.filter(act="plans.layout_saved").count() == 1

    def test_leaves_a_line_in_the_trail(self, save, secretary):
        save(by=secretary)

        event = Event.objects.get(act="plans.layout_saved")
        assert (event.payload["layout"], event.payload["columns"]) == (SLUG, 7)

    def test_does_not_overwrite_what_somebody_else_saved(self, save):
        first = save()
        save(COLUMNS[:3], at=LATER, base=first.pk)

        with pytest.raises(ChangedMeanwhileError):
            save(COLUMNS[:4], at=LATER, base=first.pk)

    def test_is_for_the_secretary_and_the_administrator(self, save, official_kampen, secretary):
        with pytest.raises(ForbiddenError):
            save(by=official_kampen)

        assert save(by=secretary).recorded_by == secretary

    @pytest.mark.parametrize("title", ["bzk", "Template", "nieuw", "Klaar", "  ", "x" * 81, "!!"])
    def test_refuses_a_name_that_cannot_be(self, save, title):
        with pytest.raises(LayoutRefusedError):
            save(title=title)

    @pytest.mark.parametrize("day", [date(1989, 12, 31), date(2100, 1, 1)])
    def test_refuses_a_day_that_cannot_be(self, save, day):
        with pytest.raises(LayoutRefusedError, match="1990 en 2100"):
            save(on=day)

    def test_refuses_the_title_of_another(self, save):
        save()

        with pytest.raises(LayoutRefusedError, match="al een indeling"):
            save(title=MONITOR, slug="anders")


class TestWithdrawLayout:
    def test_keeps_what_was_recorded(self, save, region, secretary):
        save()
        withdraw_layout(by=secretary, at=LATER, region=region, slug=SLUG)

        kept = DeliveryLayout.objects.get()
        assert layouts_in(region, on=TODAY) == {}
        assert (kept.superseded_at, kept.superseded_by) == (LATER, secretary)

    def test_of_what_is_not_there_is_refused(self, region):
        with pytest.raises(NoLayoutError):
            withdraw_layout(by=None, at=AT, region=region, slug=SLUG)

    def test_is_not_for_an_official(self, save, region, official_kampen):
        save()

        with pytest.raises(ForbiddenError):
            withdraw_layout(by=official_kampen, at=LATER, region=region, slug=SLUG)


NAME = LayoutColumn("Naam", "naam")


class TestColumns:
    @pytest.mark.parametrize(
        ("columns", "says"),
        [
            ([], "Vul de kolommen in"),
            ([NAME], "2 tot 150 kolommen"),
            ([LayoutColumn(f"Kop {at}", "naam") for at in range(151)], "2 tot 150 kolommen"),
            ([NAME, LayoutColumn("NAAM ", "kern")], "meer dan één keer"),
            ([NAME, LayoutColumn("Wie", "wethouder")], "wethouder bij kop Wie kennen wij niet"),
            ([NAME, LayoutColumn("Jaren", "bouw 2030-2027")], "kennen wij niet"),
            ([NAME, LayoutColumn("***", "kern")], "Een kop heeft een naam"),
            ([NAME, LayoutColumn("Kern", "")], "kennen wij niet"),
            ([NAME, LayoutColumn("Kern", "kern", {}, 10)], "eenheid bij kop Kern"),
            ([NAME, LayoutColumn("Bouw", "bouw 2027", {}, 7)], "eenheid bij kop Bouw"),
            ([NAME, LayoutColumn("Kern", "kern", {"1A": "x"})], "geen codes bij dit veld"),
            ([NAME, LayoutColumn("Fase", "projectfase", {"9Z": "x"})], "9Z bij kop Fase"),
            ([NAME, LayoutColumn("Fase", "projectfase", {"5": " "})], "één keer een woord"),
            (
                [LayoutColumn("A", "bouw 2027-2030"), LayoutColumn("B", "bouw 2028")],
                "A en B tellen dezelfde woningen",
            ),
            (
                [LayoutColumn("A", "bouw vanaf 2030"), LayoutColumn("B", "bouw t/m 2030")],
                "tellen dezelfde woningen",
            ),
            ([LayoutColumn("A", "koop"), LayoutColumn("B", "bouw koop")], "dezelfde woningen"),
        ],
    )
    def test_that_do_not_fit_are_refused_in_words(self, columns, says):
        with pytest.raises(LayoutRefusedError, match=says):
            checked(columns)

    def test_with_codes_that_clash_by_accident_are_refused(self):
        # 1B is called "1B onherroepelijk met ..." by us; that word is given to 1A.
        word = our_words("planologische status")["1B"]
        column = LayoutColumn("Status", "planologische status", {"1A": word})

        with pytest.raises(LayoutRefusedError, match="botsen twee codes: 1A en 1B"):
            checked([NAME, column])

    def test_may_have_a_total_beside_its_years(self):
        columns = [LayoutColumn("Alles", "totaal bouw"), LayoutColumn("2027", "bouw 2027")]

        assert checked(columns) == columns

    def test_come_back_from_a_file_as_they_were(self, tmp_path):
        columns = [
            *checked(COLUMNS),
            LayoutColumn("=1+1", "sloop 2027", {}, 10),
            LayoutColumn("'t Kern; of wijk", "kern"),
        ]
        place = tmp_path / "indeling.csv"
        place.write_bytes(as_csv(columns))

        assert read_csv(place, "indeling.csv") == columns
        assert b"\n'=1+1;" in place.read_bytes()

    @pytest.mark.parametrize(
        "content",
        ["a;b\n1;2\n", "heading;field;codes\nFase;projectfase;geen teken\n"],
        ids=["other columns", "codes without a word"],
    )
    def test_of_a_file_that_is_no_layout_are_refused(self, tmp_path, content):
        place = tmp_path / "indeling.csv"
        place.write_text(content)

        with pytest.raises(LayoutRefusedError):
            read_csv(place, "indeling.csv")


class TestDelivery:
    def test_writes_the_plans_in_their_columns(self, save, region, reeve, tmp_path):
        save()
        deliver(by=None, at=LATER, ask=ask_in(region), place=tmp_path / "uit.csv")

        heading, row = rows_of(tmp_path / "uit.csv")
        assert heading == [column.heading for column in COLUMNS]
        assert row == [reeve.number, "Kampen", "Reeve", "vast", "60", "40", "30"]

    def test_writes_a_workbook_too(self, save, region, reeve, tmp_path):
        save()
        deliver(by=None, at=LATER, ask=ask_in(region, "xlsx"), place=tmp_path / "uit.xlsx")

        sheet = open_file(tmp_path / "uit.xlsx", "uit.xlsx")[0]
        assert sheet.load().rows[1][2:] == ["Reeve", "vast", 60, 40, 30]

    def test_counts_the_homes_that_have_no_column(self, save, region, reeve, tmp_path):
        save()
        done = deliver(by=None, at=LATER, ask=ask_in(region), place=tmp_path / "uit.csv")

        lost = {item.key: item.dwellings for item in done.report.lost}
        assert (done.written.build, lost["build"]) == (100, 25)

    def test_of_everything_loses_no_home(self, save, region, reeve, tmp_path):
        save([*COLUMNS, LayoutColumn("Totaal", "totaal bouw", {}, 10)])
        done = deliver(by=None, at=LATER, ask=ask_in(region), place=tmp_path / "uit.csv")

        assert rows_of(tmp_path / "uit.csv")[1][-1] == "12.5"
        assert done.written.build == 125
        assert "build" not in {item.key for item in done.report.lost}

    def test_without_any_number_tells_that_all_homes_stay_behind(self, save, region, reeve):
        save(COLUMNS[:3])
        report = look_at_losses(by=None, at=LATER, ask=ask_in(region))

        assert {item.key: item.dwellings for item in report.lost}["build"] == 125

    def test_makes_no_formula_of_a_name_or_a_heading(self, save, region, kampen, tmp_path):
        record_plan(kampen, "=1+1", {2027: 10})
        save([LayoutColumn("=A1", "naam"), LayoutColumn("Bouw", "bouw 2027")])
        deliver(by=None, at=LATER, ask=ask_in(region), place=tmp_path / "uit.csv")

        assert rows_of(tmp_path / "uit.csv") == [["'=A1", "Bouw"], ["'=1+1", "10"]]

    def test_tells_who_leads_a_field(self, save, region, reeve, a_source):
        save()
        set_leads(
            by=None,
            at=AT,
            region=region,
            fields=["name"],
            system=MONITOR,
            starts_on=JANUARY,
            source=a_source,
        )

        report = look_at_losses(by=None, at=LATER, ask=ask_in(region))
        assert list(report.leads) == [f"Leidend is {MONITOR} voor: naam."]

    def test_of_codes_with_one_word_says_how_many_plans_lose_by_it(self, save, region, reeve):
        codes = {"1A": "hard", "1B": "hard"}
        save([NAME, LayoutColumn("Stand", "planologische status", codes)])

        report = look_at_losses(by=None, at=LATER, ask=ask_in(region))
        assert {item.key: item.plans for item in report.lost}["planning_status"] == 1

    def test_of_another_region_is_not_there(self, save, region, other_region):
        save()

        assert SLUG in outlets_for(region, on=TODAY)
        assert SLUG not in outlets_for(other_region, on=TODAY)
        with pytest.raises(UnknownOutletError):
            outlet_for(SLUG, other_region, on=TODAY)

    def test_later_is_made_by_the_version_that_was_asked(self, save, region):
        first = save()
        told = ask_in(region).as_json()
        save(COLUMNS[:3], at=LATER, base=first.pk)

        assert Ask.from_json(told).outlet.version == str(first.pk)

    def test_by_the_command(self, save, region, reeve, tmp_path, capsys):
        save(on=JANUARY)
        place = tmp_path / "monitor.csv"
        call_command("export_plans", format_name=SLUG, region=region.slug, out=place, on=TODAY)

        assert rows_of(place)[1][2] == "Reeve"


class TestReadingBack:
    def test_takes_their_list_without_a_question(self, save, region, reeve, tmp_path):
        save()
        done = self.taken(region, f"{reeve.number};Kampen;Reeve;in voorbereiding;70;50;0")

        values, _cells = standing(reeve, TODAY)
        assert done.state == ImportState.APPLIED
        assert values.planning_status == "2A"

    def test_changes_nothing_when_our_own_file_comes_back(self, save, region, reeve, tmp_path):
        columns = [*COLUMNS, LayoutColumn("Nog geen jaar", "bouw zonder jaar")]
        save(columns)
        before = standing(reeve, TODAY)
        deliver(by=None, at=LATER, ask=ask_in(region), place=tmp_path / "uit.csv")

        self.took(region, (tmp_path / "uit.csv").read_bytes())
        assert standing(reeve, TODAY) == before

    def test_teaches_nothing_about_the_lists_of_a_municipality(self, save, region, reeve):
        save()
        self.taken(region, f"{reeve.number};Kampen;Reeve;in voorbereiding;70;50;0")

        assert not LearnedMeaning.objects.exists()

    def test_of_who_does_not_name_the_system_asks(self, save, region, reeve):
        save()
        heading = ";".join(column.heading for column in COLUMNS)
        row = f"{reeve.number};Kampen;Reeve;in voorbereiding;70;50;0"
        kept = store(io.BytesIO(f"{heading}\n{row}".encode()), name="lijst.csv", at=LATER)
        delivery = preview_import(
            by=None, at=LATER, file=kept, region=region, reference_date=TODAY
        )

        assert delivery.state == ImportState.ASKED

    def test_leaves_aside_what_cannot_be_turned_around(self):
        columns = checked(
            [
                NAME,
                LayoutColumn("Gemeente", "gemeentecode"),
                LayoutColumn("Bouw", "bouw 2027", {}, 10),
                LayoutColumn("Sloop 2027 (x 10)", "sloop 2027", {}, 10),
                LayoutColumn("Koop", "koop"),
                LayoutColumn("Koop 2027", "koop 2027"),
                LayoutColumn("Saldo", "netto"),
                LayoutColumn("Stand", "planologische status", {"1A": "hard", "1B": "hard"}),
            ]
        )

        means = meanings_of_layout(columns)
        assert means.columns == {
            "naam": "naam",
            "gemeente": "gemeente",
            "bouw": "",
            "sloop 2027 x 10": "sloop 2027",
            "koop": "",
            "koop 2027": "koop 2027",
            "saldo": "",
            "stand": "planologische status",
        }
        assert ("planologische status", "hard") not in means.words
        assert "Bouw, Koop, Saldo" in not_read(columns)[0]
        assert "hard" in not_read(columns)[1]

    def taken(self, region, row):
        heading = ";".join(column.heading for column in COLUMNS)
        return self.took(region, f"{heading}\n{row}".encode())

    def took(self, region, content):
        kept = store(io.BytesIO(content), name="monitor.csv", at=LATER)
        delivery = preview_import(
            by=None,
            at=LATER,
            file=kept,
            region=region,
            reference_date=TODAY,
            system=MONITOR.lower(),
        )
        assert delivery.state == ImportState.PREVIEWED, delivery.report
        assert not delivery.report["severities"].get("error"), delivery.report["issues"]
        return apply_import(by=None, at=LATER, delivery=delivery)


def words(response):
    return " ".join(unescape(response.content.decode()).split())


class TestPages:
    PATH = f"leveren/indelingen/{SLUG}/"

    def filled(self, source, columns=COLUMNS, **values):
        sent = {
            "title": MONITOR,
            "starts_on": "2026-01-01",
            "source": source.pk,
            "certainty": "confirmed",
            "kolom-TOTAL_FORMS": len(columns),
            "kolom-INITIAL_FORMS": 0,
        }
        for at, one in enumerate(columns):
            codes = "\n".join(f"{code}={word}" for code, word in one.codes.items())
            sent |= {
                f"kolom-{at}-heading": one.heading,
                f"kolom-{at}-field": one.field,
                f"kolom-{at}-codes": codes,
                f"kolom-{at}-times": one.times,
            }
        return {**sent, **values}

    def test_offer_two_receivers_without_columns(self, visit, secretary):
        shown = words(visit(secretary, "leveren/indelingen/"))

        assert "Publiek-Private Monitor" in shown
        assert "wij verzinnen ze niet" in shown
        assert "0 kolommen" in words(visit(secretary, self.PATH))

    def test_keep_what_is_filled_in(self, send, visit, secretary, region, a_source):
        answer = send(secretary, self.PATH, self.filled(a_source))

        assert answer.status_code == 302, words(answer)
        assert layouts_in(region, on=TODAY)[SLUG].columns == [
            one.as_json() for one in checked(COLUMNS)
        ]
        assert MONITOR in words(visit(secretary, "leveren/"))
        assert "vast" in words(visit(secretary, self.PATH))

    def test_put_columns_in_the_order_that_is_asked(self, send, secretary, region, a_source):
        order = {f"kolom-{at}-ORDER": 10 - at for at in range(len(COLUMNS))}
        send(secretary, self.PATH, self.filled(a_source, **order))

        kept = layouts_in(region, on=TODAY)[SLUG].columns
        assert [one["heading"] for one in kept] == [one.heading for one in COLUMNS[::-1]]

    def test_take_the_columns_of_a_file(self, send, visit, secretary, region, a_source):
        upload = SimpleUploadedFile("indeling.csv", as_csv(checked(COLUMNS)))
        answer = send(secretary, self.PATH, self.filled(a_source, columns=(), file=upload))
        got = visit(secretary, f"{self.PATH}kolommen.csv")

        assert answer.status_code == 302, words(answer)
        assert len(layouts_in(region, on=TODAY)[SLUG].columns) == len(COLUMNS)
        assert got.content == as_csv(checked(COLUMNS))

    @pytest.mark.parametrize(
        ("columns", "says"),
        [
            ((), "Vul de kolommen in"),
            ((NAME, LayoutColumn("Wie", "wethouder")), "kennen wij niet"),
            ((NAME, LayoutColumn("Fase", "projectfase", {"": "x"})), "kennen wij niet"),
        ],
    )
    def test_say_what_is_wrong_and_keep_nothing(self, send, secretary, a_source, columns, says):
        answer = send(secretary, self.PATH, self.filled(a_source, columns))

        assert answer.status_code == 400
        assert says in words(answer)
        assert not DeliveryLayout.objects.exists()

    def test_say_that_codes_are_not_written_as_asked(self, send, secretary, a_source):
        sent = self.filled(a_source, (NAME, LayoutColumn("Fase", "projectfase")))
        answer = send(secretary, self.PATH, {**sent, "kolom-1-codes": "vijf"})

        assert answer.status_code == 400
        assert "Schrijf codes als code=woord" in words(answer)

    def test_let_an_official_read_and_not_write(
        self, visit, send, save, official_kampen, a_source
    ):
        save()

        assert "Benaming" in words(visit(official_kampen, self.PATH))
        assert send(official_kampen, self.PATH, self.filled(a_source)).status_code == 403
        assert visit(official_kampen, "leveren/indelingen/nieuw/").status_code == 403

    def test_take_a_layout_away(self, send, save, secretary, region):
        save()
        send(secretary, f"{self.PATH}weghalen/", {})

        assert layouts_in(region, on=TODAY) == {}

    def test_of_a_name_that_nobody_gave_are_not_there(self, visit, secretary):
        assert visit(secretary, "leveren/indelingen/planregistratie/").status_code == 404
        assert visit(secretary, f"{self.PATH}kolommen.csv").status_code == 404

    def test_make_the_file(self, send, visit, save, secretary, reeve):
        save()
        shown = words(visit(secretary, f"leveren/{SLUG}/"))
        got = send(secretary, f"leveren/{SLUG}/", {"soort": "csv"})

        assert "De indeling heeft voor deze woningen geen kolom." in shown
        assert "Reeve;vast;60;40;30" in got.content.decode()
        assert not Job.objects.exists()
