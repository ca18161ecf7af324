"""A chart is a finding, a picture, its numbers and a file; none of them can be misused."""

import csv
import io
import re
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.functional import lazystr

from woonregie.foundation.pages import charts
from woonregie.foundation.pages.charts import Chart, csv_of, csv_response
from woonregie.foundation.pages.tables import Column

COLUMNS = (Column("gemeente", "Gemeente"), Column("woningen", "Woningen", "number"))
ROWS = ({"gemeente": "Zwolle", "woningen": 1389}, {"gemeente": "Kampen", "woningen": 600})
SPEC = {
    "height": 80,
    "mark": "bar",
    "encoding": {
        "x": {"field": "woningen", "type": "quantitative"},
        "y": {"field": "gemeente", "type": "nominal"},
    },
}


def _chart(rows=ROWS, **changes):
    values = {
        "key": "capaciteit",
        "title": "Zwolle heeft de meeste plannen",
        "sentence": "Zwolle heeft 1.389 woningen, Kampen 600.",
        "spec": SPEC,
        "rows": rows,
        "columns": COLUMNS,
    }
    return Chart(**{**values, **changes})


def _shown(chart, address="/balans/?horizon=10"):
    context = {"chart": chart}
    if address:
        context["request"] = RequestFactory().get(address)
    with translation.override("nl"):
        return Template("{% load house %}{% chart chart %}").render(Context(context))


def _bars(svg):
    """Return what the picture says of each bar that it draws."""
    return re.findall(r'aria-label="(woningen: [^"]*)"', svg)


class TestTag:
    def test_is_a_figure_with_its_finding_and_sentence(self):
        html = _shown(_chart())

        assert '<figure class="wr-figure" id="capaciteit">' in html
        caption = html[html.index("<figcaption") : html.index("</figcaption>")]
        assert "Zwolle heeft de meeste plannen" in caption
        assert "Zwolle heeft 1.389 woningen, Kampen 600." in caption

    def test_tells_in_words_what_the_picture_shows(self):
        assert (
            'role="img" aria-label="Zwolle heeft de meeste plannen. '
            'Zwolle heeft 1.389 woningen, Kampen 600."'
        ) in _shown(_chart())

    def test_has_the_numbers_in_a_table_and_as_a_file(self):
        html = _shown(_chart())

        details = html[html.index("<details") :]
        assert "<summary>Cijfers bij deze grafiek</summary>" in details
        assert "1.389</td>" in details
        assert 'href="?horizon=10&amp;csv=capaciteit"' in details

    def test_offers_no_file_where_nobody_can_ask_for_it(self):
        assert "csv" not in _shown(_chart(), "")

    def test_has_no_style_that_the_policy_refuses(self):
        html = _shown(_chart())

        assert "style=" not in html
        assert "<style" not in html
        assert "<script" not in html


class TestPicture:
    def test_draws_every_row(self):
        bars = _bars(_chart().svg())

        assert bars == ["woningen: 1389; gemeente: Zwolle", "woningen: 600; gemeente: Kampen"]

    def test_writes_thousands_as_the_language_does(self):
        with translation.override("nl"):
            dutch = _chart().svg()
        with translation.override("en"):
            english = _chart().svg()

        assert "1.200</text>" in dutch
        assert "1,200</text>" in english

    def test_draws_a_decimal_as_the_number_it_is(self):
        exact = _chart([{"gemeente": "Zwolle", "woningen": Decimal("2.5")}])
        floating = _chart([{"gemeente": "Zwolle", "woningen": 2.5}])

        assert exact.svg() == floating.svg()

    def test_takes_no_markup_from_a_name(self):
        svg = _chart([{"gemeente": "</text><script>alert(1)</script>", "woningen": 1}]).svg()

        assert "<script" not in svg
        assert "alert(1)" in svg

    def test_is_drawn_once(self, monkeypatch):
        drawn = []
        monkeypatch.setattr(charts, "_draw", lambda spec: drawn.append(spec) or "<svg></svg>")
        cache.clear()

        assert _chart().svg() == _chart().svg() == "<svg></svg>"

        assert len(drawn) == 1
        cache.clear()

    def test_is_drawn_again_for_other_numbers(self):
        assert _chart().svg() != _chart([{"gemeente": "Zwolle", "woningen": 1}]).svg()

    def test_is_drawn_without_rows(self):
        assert _chart([]).svg().startswith("<svg")


def _lines(response):
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


class TestFile:
    def test_holds_the_numbers_behind_the_chart(self):
        response = csv_response(_chart())

        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert response["Content-Disposition"] == 'attachment; filename="capaciteit.csv"'
        assert _lines(response) == [
            ["Gemeente", "Woningen"],
            ["Zwolle", "1389"],
            ["Kampen", "600"],
        ]

    def test_of_an_example_says_so_in_its_name_and_in_every_row(self):
        response = csv_response(_chart(), demonstration=True)

        named = 'attachment; filename="capaciteit-voorbeeldgegevens.csv"'
        assert response["Content-Disposition"] == named
        assert _lines(response) == [
            ["Gemeente", "Woningen", "Gegevens"],
            ["Zwolle", "1389", "voorbeeldgegevens"],
            ["Kampen", "600", "voorbeeldgegevens"],
        ]

    @pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n"])
    def test_never_lets_a_name_become_a_formula(self, sign):
        name = f"{sign}HYPERLINK(A1)"

        [_head, [shown, lazily]] = _lines(
            csv_of(
                "plannen",
                [Column("naam", "Naam"), Column("lui", "Lui")],
                [{"naam": name, "lui": lazystr(name)}],
            )
        )

        assert shown == f"'{name}"
        assert lazily == f"'{name}"

    def test_never_lets_a_heading_become_a_formula(self):
        [[head]] = _lines(csv_of("plannen", [Column("naam", "=1+1")], []))

        assert head == "'=1+1"

    @pytest.mark.parametrize(
        ("value", "written"),
        [
            (-11, "-11"),
            (0, "0"),
            (None, ""),
            (Decimal("-0.25"), "-0,25"),
            (1.5, "1,5"),
            ("a;b", "a;b"),
            ('zegt "ja"', 'zegt "ja"'),
            ("twee\nregels", "twee\nregels"),
        ],
    )
    def test_writes_a_value_so_that_dutch_excel_reads_it_back(self, value, written):
        [_head, [found]] = _lines(csv_of("x", [Column("x", "X")], [{"x": value}]))

        assert found == written

    def test_leaves_a_missing_value_empty(self):
        assert _lines(csv_of("x", COLUMNS, [{}]))[1] == ["", ""]
