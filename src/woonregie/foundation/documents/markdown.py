"""The text of a clause on a page: a few marks become marks, everything else stays text."""

from functools import cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

LINK = "utrecht-link utrecht-link--html-a"


@cache
def _reader() -> MarkdownIt:
    """Return what reads markdown: no HTML, no pictures, no headings; a clause has a number."""
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True})
    reader.disable(["image", "heading", "lheading", "html_block", "html_inline"])
    reader.add_render_rule("link_open", _link)
    return reader


def _link(self: Any, tokens: list[Token], at: int, options: Any, env: Any) -> str:
    tokens[at].attrSet("class", LINK)
    tokens[at].attrSet("rel", "noopener")
    opened: str = self.renderToken(tokens, at, options, env)
    return opened


def as_html(text: str) -> SafeString:
    """Return the text of a clause as HTML.

    HTML that somebody pasted comes out as the text that it is, and a link that would run something
    is no link.

    >>> as_html("**120** woningen <script>x()</script>")
    '<p><strong>120</strong> woningen &lt;script&gt;x()&lt;/script&gt;</p>'
    """
    html: str = _reader().render(text)
    # The reader knows no HTML, so it escapes all of it.
    return mark_safe(html.strip())  # noqa: S308
