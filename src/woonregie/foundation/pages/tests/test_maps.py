"""A map says what it shows, offers the same facts as a list, and takes its settings as data."""

import json
import re

from django.template import Context, Template
from django.utils import translation
from django.utils.functional import lazystr

from woonregie.foundation.pages.maps import Layer, Map


def _map(**changes):
    values = {
        "key": "plannenkaart",
        "title": lazystr("Waar de plannen liggen"),
        "sentence": "Elke stip is een plan.",
        "layers": [Layer("plannen", "/plannen.geojson?status=1A&fase=x", "points")],
        "bounds": (5.6, 52.1, 6.9, 53.0),
        "legend": [{"swatch": "hard", "label": "harde capaciteit"}],
        "note": "De grenzen zijn schematisch.",
    }
    return Map(**{**values, **changes})


def _shown(shown):
    with translation.override("nl"):
        return Template("{% load house %}{% map map %}").render(Context({"map": shown}))


class TestTag:
    def test_is_a_figure_with_title_sentence_legend_and_note(self):
        html = _shown(_map())

        assert '<figure class="wr-figure wr-map-figure" id="plannenkaart">' in html
        for text in (
            "Waar de plannen liggen",
            "Elke stip is een plan.",
            "harde capaciteit",
            "De grenzen zijn schematisch.",
        ):
            assert text in html

    def test_says_where_the_facts_are_for_who_sees_no_map(self):
        assert "Alle gegevens staan ook in de lijst." in _shown(_map())

    def test_hands_its_settings_over_as_data(self):
        html = _shown(_map())

        [data] = re.findall(
            r'<script id="plannenkaart-settings" type="application/json">(.*?)</script>', html
        )
        settings = json.loads(data)
        assert settings["bounds"] == [5.6, 52.1, 6.9, 53.0]
        assert settings["layers"][0]["url"] == "/plannen.geojson?status=1A&fase=x"
        assert 'data-map="plannenkaart-settings"' in html

    def test_settings_cannot_end_their_own_script(self):
        hostile = "</script><script>alert(1)</script>"

        html = _shown(_map(layers=[Layer("x", hostile, "points")], title=hostile))

        assert "<script>alert" not in html

    def test_asks_no_tiles_of_anybody_unless_set(self):
        assert _map().settings()["tiles"] == ""

    def test_leaves_out_an_empty_legend(self):
        assert "wr-legend" not in _shown(_map(legend=[]))
