"""Every look that ships can be read: contrast by WCAG 2.2, computed from the tokens."""

import re
from pathlib import Path

import pytest

from woonregie.foundation.accounts.models import Organisation, Theme
from woonregie.foundation.pages import apps

TOKENS = Path(apps.__file__).parent / "assets" / "tokens.css"
THEMES = ["regio", *Theme.values]
TEXT, LARGE = 4.5, 3.0
# What stands on what: colour of the text, colour behind it.
READ = [
    ("ink", "paper"),
    ("ink", "ground"),
    ("ink", "soft"),
    ("ink", "warn-ground"),
    ("ink", "bad-ground"),
    ("ink", "good-ground"),
    ("ink-soft", "paper"),
    ("ink-soft", "ground"),
    ("accent", "paper"),
    ("accent", "ground"),
    ("accent", "soft"),
    ("accent-strong", "paper"),
    ("accent-strong", "ground"),
    ("accent-strong", "soft"),
    ("good", "paper"),
    ("warn", "paper"),
    ("bad", "paper"),
    ("warn", "warn-ground"),
    ("bad", "bad-ground"),
    ("good", "good-ground"),
    ("on-header", "header"),
    ("button", "accent"),
    ("button", "accent-strong"),
    ("on-focus", "focus"),
    ("on-series", "series-1"),
]
# Edges of controls, the ring of the focus.
SEEN = [
    ("accent", "paper"),
    ("accent", "ground"),
    ("ink", "paper"),
    ("ink", "ground"),
    ("focus", "header"),
    ("edge", "paper"),
    *((f"series-{at}", "paper") for at in range(1, 8)),
]


def declared(text):
    """Return name -> value of the custom properties in a block."""
    return dict(re.findall(r"(--[\w-]+):\s*([^;}]+?)\s*[;}]", text + "}"))


def blocks(text):
    """Return (theme or "", properties) of each block, in order."""
    return [
        (theme, declared(body))
        for theme, body in re.findall(r"\.wr-theme(?:--(\w+))?\s*\{([^}]*)\}", text)
    ]


def colours(theme, *, dark):
    """Return the colours of a theme, light or dark: later blocks go before earlier ones."""
    text = re.sub(r"/\*.*?\*/", "", TOKENS.read_text(encoding="utf-8"), flags=re.DOTALL)
    light, *night = re.split(r"@media[^{]*prefers-color-scheme:\s*dark[^{]*\{", text)
    found = {}
    for part in [light, *night] if dark else [light]:
        for name, properties in blocks(part):
            if name in {"", theme}:
                found |= properties
    button = found["--utrecht-button-primary-action-color"]
    named = {
        name.removeprefix("--wr-"): value
        for name, value in found.items()
        if name.startswith("--wr-") and value.startswith("#")
    }
    return named | {"button": button}


def luminance(colour):
    """Return the relative luminance (0-1) of "#rrggbb"; WCAG 2.2, definition of that name."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Return the contrast ratio (1-21) of two colours."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


class TestContrast:
    @pytest.mark.parametrize(
        ("one", "other", "ratio"),
        [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#777777", "#ffffff", 4.48)],
    )
    def test_is_computed_as_wcag_says(self, one, other, ratio):
        # The third is the well-known grey that just fails.
        assert contrast(one, other) == pytest.approx(ratio, abs=0.01)

    @pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
    @pytest.mark.parametrize("theme", THEMES)
    def test_of_text_is_enough(self, theme, dark):
        found = colours(theme, dark=dark)

        weak = {
            pair: round(contrast(found[pair[0]], found[pair[1]]), 2)
            for pair in READ
            if contrast(found[pair[0]], found[pair[1]]) < TEXT
        }

        assert weak == {}

    @pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
    @pytest.mark.parametrize("theme", THEMES)
    def test_of_controls_is_enough(self, theme, dark):
        found = colours(theme, dark=dark)

        weak = {
            pair: round(contrast(found[pair[0]], found[pair[1]]), 2)
            for pair in SEEN
            if contrast(found[pair[0]], found[pair[1]]) < LARGE
        }

        assert weak == {}


class TestFocus:
    def test_a_link_with_the_focus_is_read_on_the_colour_of_the_focus(self):
        # The open tokens paint a focused link yellow, in the dark as well.
        text = TOKENS.read_text(encoding="utf-8")

        assert "--utrecht-link-focus-color: var(--wr-on-focus)" in text
        assert "--utrecht-link-focus-background-color: var(--wr-focus)" in text


class TestThemes:
    def test_all_that_can_be_chosen_are_drawn(self):
        drawn = {name for name, _properties in blocks(TOKENS.read_text(encoding="utf-8")) if name}

        assert drawn == set(Theme.values)

    def test_each_changes_the_same_colours(self):
        changed = {
            name: set(properties)
            for name, properties in blocks(TOKENS.read_text(encoding="utf-8"))
            if name
        }

        assert len({frozenset(names) for names in changed.values()}) == 1

    def test_a_page_wears_that_of_the_readers_municipality(self, official_kampen, client_for):
        Organisation.objects.filter(slug="kampen").update(theme=Theme.HANZE)

        page = client_for(official_kampen).get("/testregio/").content.decode()

        assert "wr-theme--hanze" in page

    def test_a_page_wears_that_of_the_region_where_there_is_none(self, secretary, client_for):
        page = client_for(secretary).get("/testregio/").content.decode()

        assert "wr-theme--regio" in page
