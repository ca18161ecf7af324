"""The statement: page, PDF and sheet say the same as the balance, in words and in numbers."""

import io

import pikepdf
import pytest
from django.utils import translation

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.pages.sheets import workbook
from woonregie.foundation.region.models import PublicFact, Region
from woonregie.foundation.sources.models import Source
from woonregie.subjects.balance.errors import NotInTotalsError
from woonregie.subjects.balance.exports import statement_pdf, statement_sheets
from woonregie.subjects.balance.queries import Question, statement
from woonregie.subjects.balance.tests.factories import TODAY, adopt
from woonregie.subjects.balance.tests.reading import pages_of, plain, words_of
from woonregie.subjects.forecast.tests.factories import households, record_vintage

pytestmark = pytest.mark.django_db


@pytest.fixture
def tell(region):
    """Tell the statement of the region, or of a municipality."""

    def told(code="", account=None, **question):
        asked = Question(**{"on": TODAY, **question})
        return statement(account=account, region=region, question=asked, today=TODAY, code=code)

    return told


@pytest.mark.usefixtures("small")
class TestSentences:
    def test_of_kampen(self, tell, kampen, a_source):
        adopt(kampen, a_source, 900)

        found = tell("GM0166")

        assert found.title == "Hoe het ervoor staat: Kampen"
        assert found.sentences == [
            "Kampen heeft in 2026–2035 1.000 woningen nodig (netto).",
            "Harde plannen zijn er voor 600 woningen, zachte voor 470.",
            "Van 22 woningen is de status van het plan niet bekend.",
            # 60 % and 109.2 %.
            "Harde plannen dekken 60 % van de behoefte, alle plannen samen 109 %.",
            "Het vastgestelde programma telt 900 woningen.",
        ]

    def test_of_the_region(self, tell):
        assert tell().sentences[:2] == [
            "Testregio heeft in 2026–2035 3.000 woningen nodig (netto).",
            "Harde plannen zijn er voor 2.100 woningen, zachte voor 470.",
        ]

    def test_of_a_municipality_that_shrinks(self, tell, a_source, kampen, zwolle):
        given = households(kampen, {2026: 22_980, 2036: 22_000})
        given += households(zwolle, {2026: 60_000, 2036: 60_000})
        record_vintage(a_source, given, slug="krimp", title="Krimp")

        kampen_told, zwolle_told = (tell(code, vintage="krimp") for code in ("GM0166", "GM0193"))

        assert kampen_told.sentences[0] == (
            "Kampen heeft in 2026–2035 1.000 woningen minder nodig (netto)."
        )
        assert "geen behoefte om de plannen aan te meten" in kampen_told.sentences[3]
        assert zwolle_told.sentences[0] == (
            "Zwolle heeft in 2026–2035 geen extra woningen nodig (netto)."
        )

    def test_half_a_percent_goes_up_everywhere(self, tell, a_source, kampen, zwolle):
        # 600 of 960 homes are 62.5 %.
        given = households(kampen, {2026: 22_000, 2036: 22_940.8})
        given += households(zwolle, {2026: 60_000, 2036: 61_960})
        record_vintage(a_source, given, slug="half", title="Half")

        found = tell("GM0166", vintage="half")

        assert found.row.hard_share == 0.625
        assert "63 %" in found.sentences[3]
        assert "63%" in words_of(statement_pdf(found))


@pytest.mark.usefixtures("small")
class TestRemarks:
    def test_say_the_definition_the_forecast_and_what_has_no_year(self, tell):
        text = " ".join(tell("GM0166").remarks)

        assert "Juridisch hard, versie 1" in text
        assert "Behoefte: Primos 2025, scenario midden." in text
        assert "50 woningen hebben geen jaar van oplevering" in text

    def test_of_a_municipality_are_of_that_municipality_alone(self, tell):
        text = " ".join(tell("GM0193").remarks)

        assert "jaar van oplevering" not in text

    def test_say_which_programme_cannot_be_compared(self, tell, kampen, a_source):
        adopt(kampen, a_source, 900, (2021, 2031), basis="gross")

        assert "2021–2030 bruto is niet te vergelijken" in " ".join(tell("GM0166").remarks)

    def test_mark_a_demonstration_and_who_is_left_out(self, tell, region, sallandermark):
        Region.objects.filter(pk=region.pk).update(demonstration=True)
        region.refresh_from_db()

        text = " ".join(tell().remarks)

        assert "Niet meegeteld, want verzonnen: Sallandermark." in text
        assert "Voorbeeldgegevens" in text

    def test_mark_a_derived_forecast(self, tell, a_source, kampen, zwolle):
        given = households(kampen, {2026: 1, 2036: 2}) + households(zwolle, {2026: 1, 2036: 2})
        record_vintage(a_source, given, slug="afgeleid", title="Afgeleid", derived=True)

        assert "afgeleid voorbeeld" in " ".join(tell(vintage="afgeleid").remarks)


@pytest.mark.usefixtures("small")
class TestSources:
    def test_name_everything_that_the_figures_come_from(self, tell, kampen, zwolle):
        makers = {}
        for key in ("plannen", "programma", "feit"):
            makers[key] = Source.objects.create(
                key=key, publisher=f"Uitgever {key}", title=f"Lijst {key}"
            )
        adopt(kampen, makers["programma"], 900)
        PublicFact.objects.create(
            organisation=kampen.organisation,
            measure="woningvoorraad",
            starts_on="2021-01-01",
            value=22_785,
            unit="woningen",
            source=makers["feit"],
        )

        lines = tell("GM0166").source_lines()

        assert any("Uitgever programma: Lijst programma" in line for line in lines)
        assert any("Uitgever feit" in line for line in lines)
        assert any("Provincie Overijssel: Monitor plancapaciteit" in line for line in lines)
        assert not any("Uitgever programma" in line for line in tell("GM0193").source_lines())


@pytest.mark.usefixtures("small")
class TestRefusals:
    def test_a_fictitious_municipality_has_no_statement(self, tell, sallandermark):
        with pytest.raises(NotInTotalsError, match="verzonnen"):
            tell("GM9901")

    @pytest.mark.parametrize("code", ["GM0163", "GM0000", "onzin"])
    def test_nor_has_one_of_another_region(self, tell, hellendoorn, code):
        with pytest.raises(NotInTotalsError):
            tell(code)


def opened(found):
    return pikepdf.open(io.BytesIO(found))


@pytest.mark.usefixtures("small")
class TestPdf:
    @pytest.mark.parametrize(
        ("language", "title"),
        [("nl", "Hoe het ervoor staat: Kampen"), ("en", "How things stand: Kampen")],
    )
    def test_is_accessible_in_both_languages(self, tell, language, title):
        with translation.override(language):
            found = statement_pdf(tell("GM0166"))

        with opened(found) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang) == language
            assert "/StructTreeRoot" in pdf.Root
            assert pdf.Root.ViewerPreferences.DisplayDocTitle
            metadata = pdf.open_metadata()
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == title
            assert str(pdf.docinfo.Title) == title

    def test_says_the_numbers_of_the_balance(self, tell, kampen, zwolle, a_source):
        adopt(kampen, a_source, 900)
        found = tell()

        words = words_of(statement_pdf(found))

        for sentence in found.sentences:
            assert plain(sentence) in words
        assert plain("Kampen 1.000 900 600 470 22 1.092 60 % 109 %") in words
        assert plain("Zwolle 2.000 – 1.500 0 0 1.500 75 % 75 %") in words
        assert plain("Testregio 3.000 – 2.100 470 22 2.592 70 % 86 %") in words
        for line in found.source_lines():
            assert plain(line) in words

    def test_repeats_the_head_of_a_long_table_and_numbers_its_pages(self, tell):
        with opened(statement_pdf(tell())) as pdf:
            pages = len(pdf.pages)

        assert plain(f"bladzijde 1 van {pages}") in words_of(statement_pdf(tell()))

    def test_takes_every_sign_for_itself(self, tell, kampen):
        odd = "#panic(1) *vet* _schuin_ $x^2$ <label> @ref `code` \\ = Kop [haken] // commentaar"
        Organisation.objects.filter(pk=kampen.organisation_id).update(name=odd)

        words = words_of(statement_pdf(tell("GM0166")))

        assert words.count(plain(odd)) >= 3

    def test_of_a_municipality_without_need_has_no_shares(self, tell, a_source, kampen, zwolle):
        given = households(kampen, {2026: 22_000, 2036: 22_000})
        given += households(zwolle, {2026: 1, 2036: 2})
        record_vintage(a_source, given, slug="rust", title="Rust")

        words = words_of(statement_pdf(tell("GM0166", vintage="rust")))

        assert plain("Kampen 0 – 600 470 22 1.092 – –") in words

    def test_carries_the_mark_of_a_demonstration_on_every_page(self, tell, region):
        Region.objects.filter(pk=region.pk).update(demonstration=True)
        region.refresh_from_db()

        found = statement_pdf(tell())

        with opened(found) as pdf:
            assert words_of(found).count("voorbeeldgegevens") > len(pdf.pages)


@pytest.mark.usefixtures("small")
class TestSheet:
    def pages(self, found):
        return pages_of(workbook(statement_sheets(found)))

    def row_of(self, page, name):
        return next(row for row in page.rows if row and row[0] == name)

    def test_says_the_numbers_of_the_balance(self, tell, kampen, a_source):
        adopt(kampen, a_source, 900)
        found = tell()

        page = self.pages(found)["Balans"]

        for row in (*found.balance.rows, found.balance.total):
            shown = self.row_of(page, row.name)
            assert shown[1:7] == [
                row.need,
                "" if row.programme is None else row.programme,
                row.hard,
                row.soft,
                row.unknown,
                row.total,
            ]
            assert shown[7:] == pytest.approx([row.hard_share, row.total_share])

    @pytest.mark.parametrize("code", ["", "GM0166"])
    def test_every_formula_gives_what_stands_there(self, tell, kampen, zwolle, a_source, code):
        adopt(kampen, a_source, 900)
        adopt(zwolle, a_source, 1_750)

        page = self.pages(tell(code))["Balans"]

        # Three formulas in each row; the total of the region adds five columns up besides.
        assert len(page.formulas) == (3 if code else 3 * 3 + 5)
        for address, formula in page.formulas.items():
            assert float(page.cached[address]) == pytest.approx(page.worked_out(formula))

    def test_a_need_of_nothing_gives_an_empty_share(self, tell, a_source, kampen, zwolle):
        given = households(kampen, {2026: 22_980, 2036: 22_000})
        given += households(zwolle, {2026: 60_000, 2036: 60_000})
        record_vintage(a_source, given, slug="krimp", title="Krimp")

        page = self.pages(tell(vintage="krimp"))["Balans"]

        shares = [address for address in page.formulas if address[0] in "HI"]
        assert [page.cached[address] for address in shares] == [""] * 6
        assert [page.worked_out(page.formulas[address]) for address in shares] == [""] * 6

    def test_has_its_sources_on_a_sheet_of_their_own(self, tell):
        page = self.pages(tell())["Bronnen"]

        assert self.row_of(page, "Provincie Overijssel")[1] == "Monitor plancapaciteit"

    def test_carries_the_mark_of_a_demonstration_on_every_sheet(self, tell, region):
        Region.objects.filter(pk=region.pk).update(demonstration=True)
        region.refresh_from_db()

        pages = self.pages(tell())

        assert len(pages) == 3
        for page in pages.values():
            assert self.row_of(page, "voorbeeldgegevens")

    def test_a_text_that_looks_like_a_formula_is_none(self, tell, kampen):
        Organisation.objects.filter(pk=kampen.organisation_id).update(name="=1+1")

        page = self.pages(tell())["Balans"]

        assert self.row_of(page, "=1+1")[3] == 600
        assert "1+1" not in page.formulas.values()

    def test_is_english_for_who_reads_english(self, tell):
        with translation.override("en"):
            pages = self.pages(tell())

        assert "Balans" not in pages
