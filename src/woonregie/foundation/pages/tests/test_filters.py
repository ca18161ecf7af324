"""A filter is said in words, each part can be taken away, and the past is told from today."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from woonregie.foundation.pages.forms import DayField, chosen

TODAY = datetime(2026, 11, 24, 12, tzinfo=UTC)


class PlanFilter(forms.Form):
    zoek = forms.CharField(label="Zoek op naam", required=False)
    gemeente = forms.ChoiceField(
        label="Gemeente", required=False, choices=[("", "alle"), ("GM0166", "Kampen")]
    )
    op = DayField(label="Peildatum", required=False)
    hard = forms.BooleanField(label="Alleen hard", required=False)
    geheim = forms.CharField(required=False, widget=forms.HiddenInput)


@pytest.fixture(autouse=True)
def _dutch_day():
    with translation.override("nl"), time_machine.travel(TODAY, tick=False):
        yield


def _said(**given):
    return [(item.name, item.label, item.text) for item in chosen(PlanFilter(given))]


def _shown(tag, address, **context):
    request = RequestFactory().get(address)
    context = {"request": request, "form": PlanFilter(request.GET), **context}
    return Template("{% load house %}" + tag).render(Context(context))


class TestChosen:
    def test_is_said_as_the_page_says_it(self):
        assert _said(gemeente="GM0166", op="2021-06-01", hard="on", zoek="Reeve") == [
            ("zoek", "Zoek op naam", "Reeve"),
            ("gemeente", "Gemeente", "Kampen"),
            ("op", "Peildatum", "1 juni 2021"),
            ("hard", "Alleen hard", "ja"),
        ]

    def test_is_nothing_when_nobody_chose(self):
        assert _said(zoek="", gemeente="", op="") == []
        assert chosen(PlanFilter()) == []

    def test_leaves_out_what_cannot_be_read(self):
        assert _said(gemeente="GM9999", op="morgen", zoek="Reeve") == [
            ("zoek", "Zoek op naam", "Reeve")
        ]

    def test_leaves_out_what_nobody_sees(self):
        assert _said(geheim="x") == []


class TestChips:
    def test_each_takes_one_part_away_and_begins_at_the_first_page(self):
        html = _shown("{% chips form %}", "/plannen/?zoek=Reeve&gemeente=GM0166&op=&na=x")

        assert 'href="?gemeente=GM0166"' in html
        assert 'href="?zoek=Reeve"' in html
        assert "Alle filters wissen" in html

    def test_of_one_part_need_no_way_to_take_all_away(self):
        assert "Alle filters wissen" not in _shown("{% chips form %}", "/plannen/?zoek=Reeve")

    def test_are_absent_without_a_filter(self):
        assert "wr-chip" not in _shown("{% chips form %}", "/plannen/")

    def test_take_no_markup_from_what_was_typed(self):
        html = _shown("{% chips form %}", "/plannen/?zoek=%3Cscript%3E&gemeente=GM0166")

        assert "<script>" not in html

    def test_one_part_can_stand_in_a_sentence(self):
        shown = _shown(
            "{{ form|choice:'gemeente' }}|{{ form|choice:'zoek' }}", "/?gemeente=GM0166"
        )

        assert shown == "Kampen|"


class TestPast:
    TAG = "{% past on known_on %}"

    def test_is_told_with_the_way_back(self):
        known = datetime(2021, 6, 30, 20, tzinfo=UTC)
        address = "/plannen/?op=2021-06-01&bekend_op=2021-06-30&status=1A&na=x"

        html = _shown(self.TAG, address, on=date(2021, 6, 1), known_on=known)

        assert "U kijkt naar 1 juni 2021." in html
        assert "Zoals bekend op 30 juni 2021." in html
        assert 'href="?status=1A"' in html

    def test_is_told_when_only_what_was_known_differs(self):
        known = datetime(2021, 6, 30, 20, tzinfo=UTC)

        html = _shown(self.TAG, "/plannen/", on=TODAY.date(), known_on=known)

        assert "U kijkt naar wat men eerder wist." in html

    def test_is_not_today(self):
        assert _shown(self.TAG, "/plannen/", on=TODAY.date(), known_on=None).strip() == ""
