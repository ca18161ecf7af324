"""A chart is a finding, a picture, its numbers and a file; none of them can be misused."""

import csv
import io
import json
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


class TestColours:
    """A chart wears the colours of its page, and says nothing by colour alone."""

    HATCHED = {**SPEC, "mark": {"type": "bar", "color": charts.SOFT_HATCHED}}

    def test_of_a_page_are_those_of_its_style_sheet(self):
        coloured = {**SPEC, "mark": {"type": "bar", "color": charts.HARD}}
        chart = _chart(spec=coloured)

        assert f'"{charts.HARD}"' in chart.svg()
        assert charts.HARD not in chart.page_svg()
        assert "var(--wr-series-1)" in chart.page_svg()

    def test_of_a_document_are_plain(self):
        assert "var(" not in _chart(spec=self.HATCHED).svg()

    def test_have_a_pattern_where_they_stand_for_one(self):
        svg = _chart(spec=self.HATCHED).svg()

        assert '<pattern id="capaciteit-wide-soft"' in svg
        assert 'fill="url(#capaciteit-wide-soft)"' in svg
        assert charts.SOFT_HATCHED not in svg

    def test_of_two_widths_do_not_share_the_name_of_a_pattern(self):
        chart = _chart(spec=self.HATCHED)

        assert "capaciteit-narrow-soft" in chart.svg(narrow=True)
        assert "capaciteit-wide" not in chart.svg(narrow=True)

    def test_mean_one_thing_each(self):
        assert len(set(charts.PALETTE)) == len(charts.PALETTE)
        assert not {charts.HARD, charts.SOFT, charts.UNKNOWN} & set(charts.SERIES)


class TestWidths:
    def _drawn(self, width=""):
        headers = {"X-Woonregie-Width": width} if width else {}
        request = RequestFactory().get("/balans/", headers=headers)
        context = Context({"chart": _chart(), "request": request})
        return Template("{% load house %}{% chart chart %}").render(context)

    def test_are_two_so_that_a_phone_can_read_it(self):
        html = self._drawn()

        assert '<div class="wr-chart__wide"><svg' in html
        assert '<div class="wr-chart__narrow"><svg' in html
        assert 'width="860"' in _chart().svg()
        assert 'width="340"' in _chart().svg(narrow=True)

    @pytest.mark.parametrize(("asked", "left_out"), [("wide", "narrow"), ("narrow", "wide")])
    def test_are_one_for_a_script_that_says_which_it_shows(self, asked, left_out):
        html = self._drawn(asked)

        assert f"wr-chart__{asked}" in html
        assert f"wr-chart__{left_out}" not in html

    def test_may_differ_in_what_is_drawn(self):
        chart = _chart(narrow={"height": 300})

        assert chart.full_spec()["height"] == 80
        assert chart.full_spec(narrow=True)["height"] == 300


class TestLive:
    """A chart that follows a slider: drawn here at first, by the browser from then on."""

    def _tag(self, headers=None, chart=None):
        request = RequestFactory().get("/prognoses/rekenen/", headers=headers or {})
        context = Context({"chart": chart or _chart(), "request": request})
        return Template("{% load house %}{% chart chart live=True %}").render(context)

    def test_is_drawn_on_the_server_as_long_as_no_script_draws(self):
        html = self._tag()

        assert '<div class="wr-chart__wide"><svg' in html
        assert '<div class="wr-chart__narrow"><svg' in html

    def test_is_left_to_the_script_that_draws(self, monkeypatch):
        monkeypatch.setattr(charts, "_draw", lambda spec: pytest.fail("drawn on the server"))

        html = self._tag({"X-Woonregie-Draws": "browser"})

        assert "<svg" not in html[: html.index("<details")]
        assert 'data-chart="capaciteit-drawing"' in html

    def test_tells_the_script_the_same_specification(self):
        html = self._tag({"X-Woonregie-Draws": "browser"})

        told = re.search(r'<script id="capaciteit-drawing"[^>]*>(.*?)</script>', html)[1]
        drawing = json.loads(told)
        chart = _chart()
        assert drawing["spec"] == chart.full_spec()
        assert {**drawing["spec"], **drawing["narrow"]} == chart.full_spec(narrow=True)
        assert drawing["colours"][charts.HARD] == "var(--wr-series-1)"
        assert {item["colour"] for item in drawing["patterns"]} == {
            charts.SOFT_HATCHED,
            charts.UNKNOWN_DOTTED,
        }

    def test_leaves_the_numbers_out_until_somebody_opens_them(self):
        shut = self._tag({"X-Woonregie-Draws": "browser"})
        opened = self._tag({"X-Woonregie-Draws": "browser", "X-Woonregie-Table": "open"})

        assert "<table" not in shut
        assert 'hx-trigger="toggle once"' in shut
        assert 'id="capaciteit-numbers"' in shut
        assert " open>" not in shut
        # Who opened them before the move sees those of after it.
        assert re.search(r"<details [^>]* open>", opened)
        assert 'id="capaciteit-data"' in opened
        assert "hx-get" not in opened

    def test_has_the_numbers_at_once_where_no_script_draws(self):
        html = self._tag()

        assert 'id="capaciteit-data"' in html
        assert "hx-get" not in html

    def test_keeps_an_exact_number_a_number(self):
        exact = _chart([{"gemeente": lazystr("Zwolle"), "woningen": Decimal("2.5")}])

        html = self._tag({"X-Woonregie-Draws": "browser"}, exact)

        assert '{"gemeente": "Zwolle", "woningen": 2.5}' in html

    def test_lets_no_name_end_the_script(self):
        bad = _chart([{"gemeente": "</script><script>alert(1)", "woningen": 1}])

        html = self._tag({"X-Woonregie-Draws": "browser"}, bad)

        assert "</script><script>alert" not in html

    def test_other_charts_are_drawn_on_the_server_whoever_asks(self):
        request = RequestFactory().get("/balans/", headers={"X-Woonregie-Draws": "browser"})
        context = Context({"chart": _chart(), "request": request})

        html = Template("{% load house %}{% chart chart %}").render(context)

        assert '<div class="wr-chart__wide"><svg' in html
        assert "data-chart" not in html


class TestAround:
    def test_a_legend_names_what_each_sign_means(self):
        html = _shown(_chart(legend=[{"swatch": "soft", "label": "zacht"}]))

        assert 'class="wr-swatch wr-swatch--soft" aria-hidden="true"></span>zacht' in html

    def test_a_lettered_line_is_explained(self):
        line = {"sign": "A", "label": "80 %: vastgelegd", "note": "sinds 2026", "source": None}

        html = _shown(_chart(lines=[line]))

        explained = html[html.index("wr-lines") : html.index("<details")]
        assert ">A</span>" in explained
        assert "80 %: vastgelegd" in explained
        assert "sinds 2026" in explained

    def test_nothing_stands_there_for_nothing(self):
        html = _shown(_chart())

        assert "wr-legend" not in html
        assert "wr-lines" not in html


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
