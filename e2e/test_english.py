"""English is complete: no sentence of ours stands on an English page in Dutch."""

import json
import re

import pytest
from tools.catalogues import found, stored

from e2e.conftest import addresses_of
from e2e.pages import BY_ROLE

TEXTS = """
[...document.querySelectorAll('body *:not([lang=nl], [lang=nl] *, code)')].flatMap((one) => [
  ...[...one.childNodes].filter((part) => part.nodeType === 3).map((part) => part.textContent),
  ...['aria-label', 'title', 'placeholder', 'value', 'data-label', 'alt']
    .filter((name) => name !== 'value' || !one.matches('input, button'))
    .map((name) => one.getAttribute(name) || ''),
])
"""
PLACE = re.compile(r"%\((\w+)\)s|%s")


@pytest.fixture(scope="module")
def dutch():
    """Return what our own sentences look like when nobody translated them."""
    english = stored()
    plain, patterns = set(), []
    for message in found():
        names = message.id if isinstance(message.id, tuple) else (message.id,)
        known = english.get(message.id, message.context)
        said = known.string if known else ""
        translated = set(said if isinstance(said, tuple) else (said,))
        for name in names:
            text = _flat(name)
            if len(text) < 4 or name in translated:
                continue
            if PLACE.search(text):
                fixed = PLACE.sub("", text)
                if len(re.findall(r"\w", fixed)) >= 12:
                    parts = [re.escape(part) for part in PLACE.split(text)[::2]]
                    patterns.append(re.compile(".+".join(parts)))
            else:
                plain.add(text)
    return plain, patterns


def _flat(text):
    return " ".join(text.replace("%%", "%").split())


@pytest.mark.parametrize("who", BY_ROLE)
def test_no_dutch_sentence_is_left(page_as, dutch, who):
    plain, patterns = dutch
    page = page_as(who, language="en-US")

    left = {}
    for address in addresses_of(page, who):
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == "en", address
        texts = {_flat(text) for text in page.evaluate(TEXTS)} - {""}
        wrong = texts & plain
        wrong |= {text for text in texts if any(one.fullmatch(text) for one in patterns)}
        if wrong:
            left[address] = sorted(wrong)
    assert not left, json.dumps(left, ensure_ascii=False, indent=1)


def test_changing_the_language_keeps_the_page(page_as):
    page = page_as("beleid.kampen")
    page.goto("/west-overijssel/plannen/?gemeente=GM0166&sorteer=-netto")
    page.get_by_role("button", name="English").click()

    page.wait_for_url("**/west-overijssel/plannen/?gemeente=GM0166&sorteer=-netto")
    assert page.locator("html").get_attribute("lang") == "en"

    page.get_by_role("button", name="Nederlands").click()

    page.wait_for_url("**/west-overijssel/plannen/?gemeente=GM0166&sorteer=-netto")
    assert page.locator("html").get_attribute("lang") == "nl"
