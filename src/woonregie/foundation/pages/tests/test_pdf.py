"""A PDF is accessible, or there is none; texts in it are data, never markup."""

import io

import pikepdf
import pytest
import typst

from woonregie.foundation.pages.pdf import compile_pdf

TEMPLATE = """
#let content = json("content.json")
#set document(title: content.title)
#set text(lang: "nl")
= #content.title
#content.text
"""
PICTURE = '#figure(image("kaart.svg", alt: content.title))'
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    '<rect width="9" height="9"/></svg>'
)


@pytest.fixture
def template(tmp_path):
    def written(text):
        place = tmp_path / "brief.typ"
        place.write_text(text)
        return place

    return written


def _opened(found):
    return pikepdf.open(io.BytesIO(found))


class TestCompile:
    def test_gives_a_tagged_pdf_with_title_and_language(self, template):
        content = {"title": "Hoe het ervoor staat", "text": "Kampen"}

        with _opened(compile_pdf(template(TEMPLATE), content)) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang) == "nl"
            assert pdf.open_metadata()["pdfuaid:part"] == "1"
            assert pdf.open_metadata()["dc:title"] == "Hoe het ervoor staat"

    def test_takes_a_text_as_it_is(self, template):
        content = {"title": "Titel", "text": '#panic("markup") $x^2$ *vet* \\ é'}

        assert compile_pdf(template(TEMPLATE), content).startswith(b"%PDF")

    def test_takes_pictures(self, template):
        content = {"title": "Kaart van Kampen", "text": ""}

        found = compile_pdf(template(TEMPLATE + PICTURE), content, pictures={"kaart.svg": SVG})

        assert found.startswith(b"%PDF")

    def test_refuses_a_picture_without_words(self, template):
        silent = '#figure(image("kaart.svg"))'

        with pytest.raises(typst.TypstError, match="alt"):
            compile_pdf(
                template(TEMPLATE + silent),
                {"title": "Kaart", "text": ""},
                pictures={"kaart.svg": SVG},
            )

    def test_gives_the_same_bytes_of_text_for_the_same_content(self, template):
        content = {"title": "Titel", "text": "Reeve"}
        place = template(TEMPLATE)

        with (
            _opened(compile_pdf(place, content)) as one,
            _opened(compile_pdf(place, content)) as two,
        ):
            assert one.pages[0].Contents.read_bytes() == two.pages[0].Contents.read_bytes()
