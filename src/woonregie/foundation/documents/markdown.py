"""The text of a clause on a page: a few marks become marks, everything else stays text."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

LINK = "utrecht-link utrecht-link--html-a"
_MARKED = re.compile(r"[*_`\[\]\\<>&]")
"""Bold, code, links, and what is escaped."""
_BEGINS = r"[ \t]*(?:[-+~=]|\d{1,9}[.)][ \t])| {4}|\t"
_BEGINS_SO, _GOES_ON_SO = re.compile(_BEGINS), re.compile(rf"\n(?:{_BEGINS})")
"""Lines of lists, rules and code. A text without any of this is its own words."""


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


def as_words(text: str, *, bullet: str = "") -> str:
    r"""Return the words of a text, each paragraph and item on a line of its own, without marks.

    Args:
        text: of a clause, in markdown.
        bullet: what stands before an item of a list without numbers.

    >>> as_words("**100** woningen:\n\n- noord\n- zuid")
    '100 woningen:\n\nnoord\nzuid'
    >>> as_words("**100** woningen:\n\n- noord", bullet="• ")
    '100 woningen:\n\n• noord'
    """
    if not (_MARKED.search(text) or _BEGINS_SO.match(text) or _GOES_ON_SO.search(text)):
        return text
    return "".join(_written(_reader().parse(text), bullet)).strip("\n")


def _written(tokens: Sequence[Token], bullet: str) -> Iterator[str]:
    """Give the words of blocks, with what stands between them."""
    items: list[str] = []
    for token in tokens:
        if token.type == "list_item_open":
            items.append(f"{token.info}{token.markup} " if token.info else bullet)
        elif token.type == "inline":
            yield items[-1] if items else ""
            yield _inline(token)
            yield "\n" if items else "\n\n"
            if items:
                items[-1] = ""
        elif token.type == "list_item_close":
            items.pop()
        elif token.type.endswith("list_close") and not items:
            yield "\n"
        elif token.type in {"fence", "code_block"}:
            yield token.content.rstrip("\n") + "\n\n"


def _inline(token: Token) -> str:
    """Return the words of one block; where a link leads is told behind its words."""
    found: list[str] = []
    links: list[tuple[str, int]] = []
    for child in token.children or ():
        if child.type in {"text", "code_inline"}:
            found.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            found.append("\n")
        elif child.type == "link_open":
            links.append((str(child.attrGet("href") or ""), len(found)))
        elif child.type == "link_close":
            leads, begins = links.pop()
            if leads != "".join(found[begins:]):
                found.append(f" ({leads})")
    return "".join(found)
