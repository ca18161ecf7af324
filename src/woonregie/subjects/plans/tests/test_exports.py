"""What goes out says what it is, and our template sent back as it is changes nothing."""

import csv
import io
import json
import zipfile
from datetime import date, timedelta

import pyogrio
import pytest
import python_calamine
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile

from woonregie.foundation.files.services import store
from woonregie.foundation.region.models import Settlement
from woonregie.subjects.plans.models import Movement, PlanImport, PlanVersion
from woonregie.subjects.plans.services import apply_import, preview_import
from woonregie.subjects.plans.tests.everything import CASES, NAMES, SQUARE
from woonregie.subjects.plans.tests.factories import AT, TODAY, change, record_plan
from woonregie.subjects.plans.values import located

LATER = AT + timedelta(hours=1)
KINDS = ["xlsx", "ods", "csv"]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def example(region):
    """Let the region be an example."""
    region.demonstration = True
    region.save()
    return region


def rows_of(content, kind):
    """Return the cells of the first sheet of a file, read by other programs than ours."""
    if kind == "csv":
        text = content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python()


def written():
    return [model.objects.count() for model in (PlanVersion, Movement)]


class TestTemplate:
    @pytest.fixture
    def send_back(self, visit, region, kampen, official_kampen):
        """Return a function that downloads the template and delivers it as it is."""

        def sent(kind, on=TODAY):
            content = visit(official_kampen, f"aanleveren/sjabloon.{kind}").content
            delivery = preview_import(
                by=official_kampen,
                at=LATER,
                file=store(io.BytesIO(content), name=f"sjabloon.{kind}", at=LATER),
                region=region,
                reference_date=on,
                municipality=kampen,
            )
            assert not delivery.report["severities"].get("error"), delivery.report["issues"]
            return apply_import(by=official_kampen, at=LATER, delivery=delivery)

        return sent

    @pytest.mark.parametrize("kind", KINDS)
    def test_sent_back_as_it_is_changes_nothing(self, kind, send_back, kampen):
        for name, said in CASES.items():
            record_plan(kampen, name.capitalize(), **said)
        before = written()

        delivery = send_back(kind)

        assert delivery.report["applied"] == {
            "created": 0,
            "changed": 0,
            "unchanged": len(CASES),
        }
        assert written() == before

    @pytest.mark.parametrize("kind", KINDS)
    def test_keeps_names_as_they_are(self, kind, send_back, kampen):
        for name in NAMES:
            record_plan(kampen, name, {2027: 1})

        assert send_back(kind).report["applied"]["unchanged"] == len(NAMES)

    @pytest.mark.parametrize("kind", KINDS)
    def test_keeps_the_settlement(self, kind, send_back, kampen):
        place = Settlement.objects.get(municipality=kampen)
        record_plan(kampen, "Reeve", {2027: 1}, settlement_id=place.pk)

        assert send_back(kind).report["applied"]["unchanged"] == 1

    @pytest.mark.parametrize("kind", KINDS)
    def test_of_an_example_sent_back_changes_nothing(self, kind, send_back, kampen, example):
        record_plan(kampen, "Reeve", {2027: 100}, invented=True)

        delivery = send_back(kind)

        assert delivery.report["applied"]["unchanged"] == 1
        assert delivery.report["codes"] == {}

    def test_with_one_cell_changed_changes_that(
        self, visit, send, region, kampen, official_kampen
    ):
        record_plan(kampen, "Reeve", {2027: 100}, **located(SQUARE))
        text = visit(official_kampen, "aanleveren/sjabloon.csv").content.decode("utf-8-sig")
        changed = text.replace(";100;", ";140;")

        send(
            official_kampen,
            "aanleveren/",
            {
                "file": SimpleUploadedFile("sjabloon.csv", changed.encode()),
                "municipality": "GM0166",
                "reference_date": TODAY.isoformat(),
            },
        )

        assert PlanImport.objects.get().report["change"] == {
            "created": 0,
            "changed": 1,
            "unchanged": 0,
        }

    @pytest.mark.parametrize("kind", KINDS)
    def test_shows_plans_of_its_municipality_only(
        self, kind, visit, kampen, zwolle, official_kampen
    ):
        record_plan(kampen, "Reeve", {2027: 600})
        record_plan(zwolle, "Stadshagen", {2027: 1251})

        head, *rows = rows_of(visit(official_kampen, f"aanleveren/sjabloon.{kind}").content, kind)

        named = [dict(zip(head, row, strict=False)) for row in rows]
        assert [(row["Naam"], row["Gemeente"]) for row in named] == [("Reeve", "Kampen")]
        assert float(named[0]["Bouw 2027"]) == 600

    def test_has_ten_years_from_now(self, visit, kampen, official_kampen):
        [head] = rows_of(visit(official_kampen, "aanleveren/sjabloon.csv").content, "csv")

        years = [name for name in head if name.startswith("Bouw 20")]
        assert years == [f"Bouw {year}" for year in range(2026, 2036)]

    @pytest.mark.parametrize("kind", ["xlsx", "ods"])
    def test_explains_itself_and_names_the_municipality(
        self, kind, visit, kampen, official_kampen
    ):
        content = visit(official_kampen, f"aanleveren/sjabloon.{kind}").content
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            text = "".join(
                archive.read(name).decode() for name in archive.namelist() if name.endswith("xml")
            )

        assert "Plannen van Kampen op 24-11-2026." in text

    @pytest.mark.parametrize("kind", KINDS)
    def test_of_an_example_says_so(self, kind, visit, kampen, official_kampen, example):
        record_plan(kampen, "Reeve", {2027: 600})

        answer = visit(official_kampen, f"aanleveren/sjabloon.{kind}")

        assert f"voorbeeldgegevens.{kind}" in answer["Content-Disposition"]
        head, row = rows_of(answer.content, kind)
        assert (head[-1], row[-1]) == ("Gegevens", "voorbeeldgegevens")

    def test_of_another_municipality_or_kind_is_not_there(
        self, visit, kampen, zwolle, official_kampen
    ):
        theirs = {"gemeente": "GM0193"}

        assert visit(official_kampen, "aanleveren/sjabloon.csv", theirs).status_code == 404
        assert visit(official_kampen, "aanleveren/sjabloon.pdf").status_code == 404

    def test_is_offered_in_three_kinds(self, visit, kampen, official_kampen):
        page = visit(official_kampen, "aanleveren/").content.decode()

        for kind in KINDS:
            assert f"aanleveren/sjabloon.{kind}?gemeente=GM0166" in page

    def test_of_an_ods_is_known_by_its_first_bytes(self, visit, kampen, official_kampen):
        content = visit(official_kampen, "aanleveren/sjabloon.ods").content

        # The file name and content of the first, unpacked part (OpenDocument 1.2, part 3, 3.3).
        assert content[30:38] == b"mimetype"
        assert content[38:84] == b"application/vnd.oasis.opendocument.spreadsheet"


class TestList:
    @pytest.fixture
    def plan(self, kampen):
        return record_plan(kampen, "Reeve", {2027: 600, None: 40}, **located(SQUARE))

    def test_as_csv_has_a_row_per_plan(self, visit, plan, official_kampen):
        answer = visit(official_kampen, "plannen.csv")

        head, row = rows_of(answer.content, "csv")
        found = dict(zip(head, row, strict=True))
        assert (found["Naam"], found["Bouw"], found["Bouw zonder jaar"]) == ("Reeve", "640", "40")
        assert "Gegevens" not in head

    def test_as_csv_of_an_example_says_so(self, visit, plan, official_kampen, example):
        answer = visit(official_kampen, "plannen.csv")

        head, row = rows_of(answer.content, "csv")
        assert (head[-1], row[-1]) == ("Gegevens", "voorbeeldgegevens")
        assert "voorbeeldgegevens.csv" in answer["Content-Disposition"]

    def test_as_xlsx_of_an_example_says_so(self, visit, plan, official_kampen, example):
        answer = visit(official_kampen, "plannen.xlsx")

        notes = [row[0] for row in rows_of(answer.content, "xlsx")[:3]]
        assert any(str(note).startswith("Voorbeeldgegevens") for note in notes)
        assert "voorbeeldgegevens.xlsx" in answer["Content-Disposition"]

    @pytest.mark.parametrize("marked", [True, False])
    def test_as_geojson_says_whether_it_is_an_example(
        self, marked, visit, plan, official_kampen, region, legal_hard
    ):
        region.demonstration = marked
        region.save()

        for path in ("kaart.geojson", f"{plan.number}/vlak.geojson"):
            found = json.loads(visit(official_kampen, path).content)
            assert found["voorbeeldgegevens"] is marked

    def test_of_another_kind_is_not_there(self, visit, plan, official_kampen):
        assert visit(official_kampen, "plannen.docx").status_code == 404

    @pytest.mark.parametrize("kind", KINDS)
    def test_says_what_people_judge_of_a_plan(self, kind, visit, plan, official_kampen):
        change(plan, programme_class="agreed", built_up_area="within", key_project=True)

        rows = rows_of(visit(official_kampen, f"plannen.{kind}").content, kind)
        head = next(row for row in rows if "Programmaklasse" in row)
        found = dict(zip(head, rows[rows.index(head) + 1], strict=False))

        assert found["Programmaklasse"] == "bestuurlijk afgesproken"
        assert found["Bestaand bebouwd gebied"] == "binnen bestaand bebouwd gebied"
        assert found["Sleutelproject"] == "ja"

    @pytest.mark.parametrize("kind", ["ods", "gpkg"])
    def test_of_an_example_says_so_in_its_name(self, kind, visit, plan, official_kampen, example):
        answer = visit(official_kampen, f"plannen.{kind}")

        assert f"voorbeeldgegevens.{kind}" in answer["Content-Disposition"]

    def test_as_geopackage_has_shapes_in_metres(
        self, visit, plan, kampen, official_kampen, tmp_path
    ):
        record_plan(kampen, "Zonder plek", {2027: 1})

        content = visit(official_kampen, "plannen.gpkg").content

        path = tmp_path / "plannen.gpkg"
        path.write_bytes(content)
        meta, _ids, shapes, values = pyogrio.raw.read(path)
        found = dict(zip(meta["fields"], values, strict=True))
        assert meta["crs"] == "EPSG:28992"
        assert list(found["naam"]) == ["Reeve", "Zonder plek"]
        assert list(found["bouw"]) == [640, 1]
        assert shapely.from_wkb(shapes[0]).equals(SQUARE)
        assert shapes[1] is None

    def test_as_geopackage_of_no_plans_can_be_opened(
        self, visit, kampen, official_kampen, tmp_path
    ):
        path = tmp_path / "plannen.gpkg"
        path.write_bytes(visit(official_kampen, "plannen.gpkg").content)

        assert pyogrio.read_info(path)["features"] == 0

    def test_is_offered_in_four_kinds(self, visit, plan, official_kampen, legal_hard):
        page = visit(official_kampen).content.decode()

        for kind in ("xlsx", "csv", "ods", "gpkg"):
            assert f"plannen.{kind}?" in page

    def test_is_of_the_day_that_was_asked(self, visit, plan, official_kampen):
        before = visit(official_kampen, "plannen.csv", {"op": date(2024, 12, 31).isoformat()})

        assert len(rows_of(before.content, "csv")) == 1
