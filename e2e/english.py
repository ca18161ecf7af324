"""Is English complete: does no sentence of ours stand on an English page in Dutch?"""

import re
from functools import cache

from playwright.sync_api import Page
from tools.catalogues import found, stored

TEXTS = """
[...document.querySelectorAll('body *:not([lang=nl], [lang=nl] *, code)')].flatMap((one) => [
  ...[...one.childNodes].filter((part) => part.nodeType === 3).map((part) => part.textContent),
  ...['aria-label', 'title', 'placeholder', 'value', 'data-label', 'alt']
    .filter((name) => name !== 'value' || !one.matches('input, button, option'))
    .map((name) => one.getAttribute(name) || ''),
])
"""
PLACE = re.compile(r"%\((\w+)\)s|%s")


def left_in_dutch(page: Page) -> list[str]:
    """Return the sentences of ours that nobody translated on an English page."""
    plain, patterns = _dutch()
    assert page.locator("html").get_attribute("lang") == "en", page.url
    texts = {_flat(text) for text in page.evaluate(TEXTS)} - {""}
    wrong = texts & plain
    return sorted(wrong | {text for text in texts if _follows(text, patterns)})


def _follows(text: str, patterns: list[tuple[str, re.Pattern[str]]]) -> bool:
    """Return whether a text follows a pattern; most miss already its longest fixed part."""
    return any(fixed in text and pattern.fullmatch(text) for fixed, pattern in patterns)


@cache
def _dutch() -> tuple[set[str], list[tuple[str, re.Pattern[str]]]]:
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
                fixed = PLACE.split(text)[::2]
                if len(re.findall(r"\w", "".join(fixed))) >= 12:
                    pattern = re.compile(".+".join(re.escape(part) for part in fixed))
                    patterns.append((max(fixed, key=len), pattern))
            else:
                plain.add(text)
    return plain, patterns


def _flat(text: str) -> str:
    return " ".join(text.replace("%%", "%").split())
