"""A table has a caption, headings that belong to their cells, and sorts by address."""

import re

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from woonregie.foundation.pages.tables import Column, Table

COLUMNS = (
    Column("naam", "Naam", "link", sort="naam"),
    Column("netto", "Netto (woningen)", "number", sort="netto"),
    Column("verschil", "Verschil", "signed"),
)
ROWS = (
    {"naam": "Reeve", "naam_url": "/reeve/", "netto": 1389, "verschil": -11},
    {"naam": "Stadshagen", "netto": None, "verschil": 3},
)


def _shown(table, address="/plannen/"):
    context = {"table": table}
    if address:
        context["request"] = RequestFactory().get(address)
    with translation.override("nl"):
        return Template("{% load house %}{% table table %}").render(Context(context))


def _head(html, label):
    return next(
        item for item in re.findall(r"<th scope=\"col\".*?</th>", html, re.DOTALL) if label in item
    )


class TestTable:
    def test_has_a_caption_and_headings_with_a_scope(self):
        html = _shown(Table("plannen", "Plannen in Kampen", COLUMNS, ROWS))

        assert "Plannen in Kampen</caption>" in html
        assert html.count('scope="col"') == len(COLUMNS)
        assert html.count('scope="row"') == len(ROWS)

    def test_can_be_scrolled_with_the_keyboard(self):
        html = _shown(Table("plannen", "Plannen in Kampen", COLUMNS, ROWS))

        assert 'tabindex="0" role="region" aria-label="Plannen in Kampen"' in html

    def test_puts_numbers_to_the_right(self):
        html = _shown(Table("plannen", "Plannen", COLUMNS, ROWS))

        assert "wr-number" not in _head(html, "Naam")
        assert "wr-number" in _head(html, "Netto")
        assert "wr-number" in _head(html, "Verschil")
        assert '<td class="utrecht-table__cell wr-number">1.389</td>' in html
        assert '<td class="utrecht-table__cell wr-number">−11</td>' in html
        assert '<td class="utrecht-table__cell wr-number">–</td>' in html

    def test_a_heading_sorts_and_starts_at_the_first_page(self):
        html = _shown(
            Table("plannen", "Plannen", COLUMNS, ROWS), "/plannen/?status=1A&na=x&voor=y"
        )

        assert 'href="?status=1A&amp;sorteer=netto"' in _head(html, "Netto")
        assert "href" not in _head(html, "Verschil")

    @pytest.mark.parametrize(
        ("sorted_by", "said", "turned"),
        [("netto", "ascending", "-netto"), ("-netto", "descending", "netto")],
    )
    def test_says_how_it_is_sorted_and_turns_it(self, sorted_by, said, turned):
        html = _shown(Table("plannen", "Plannen", COLUMNS, ROWS, sorted_by=sorted_by))

        assert f'aria-sort="{said}"' in _head(html, "Netto")
        assert f'href="?sorteer={turned}"' in _head(html, "Netto")
        assert html.count("aria-sort") == 1

    def test_without_a_request_nothing_sorts(self):
        assert "wr-sort" not in _shown(Table("plannen", "Plannen", COLUMNS, ROWS), "")

    def test_says_when_there_is_nothing(self):
        assert "Er staat hier nog niets." in _shown(Table("plannen", "Plannen", COLUMNS, []))
        assert "Geen plannen bij dit filter." in _shown(
            Table("plannen", "Plannen", COLUMNS, [], empty="Geen plannen bij dit filter.")
        )

    def test_shows_a_total_at_its_foot(self):
        html = _shown(
            Table("plannen", "Plannen", COLUMNS, ROWS, foot={"naam": "Samen", "netto": 9623})
        )

        foot = html[html.index("<tfoot") :]
        assert "Samen" in foot
        assert "9.623" in foot

    def test_takes_no_markup_from_names(self):
        html = _shown(Table("plannen", "<i>", (Column("naam", "<b>"),), [{"naam": "<script>"}]))

        assert "<script>" not in html
        assert "<b>" not in html
        assert "<i>" not in html


class TestQuery:
    def _shown(self, tag, address):
        context = Context({"request": RequestFactory().get(address)})
        return Template("{% load house %}" + tag).render(context)

    def test_changes_one_value_and_keeps_the_others(self):
        shown = self._shown("{% query na='x y' %}", "/plannen/?status=1A&status=2A&na=oud")

        assert shown == "?status=1A&amp;status=2A&amp;na=x+y"

    def test_takes_a_value_away(self):
        assert self._shown("{% query na=None %}", "/plannen/?na=oud") == "?"
