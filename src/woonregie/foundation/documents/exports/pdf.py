"""A document to print: the clauses, with what changed since another edition marked."""

from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from woonregie.foundation.documents.difference import Compared
from woonregie.foundation.documents.exports.word import WORDS, now
from woonregie.foundation.pages.pdf import compile_pdf

TEMPLATE = Path(__file__).parent / "work.typ"


def pdf_file(title: str, subtitle: str, found: Sequence[Compared], *, marked: str) -> bytes:
    """Return a PDF of an edition.

    Args:
        title: above it.
        subtitle: edition and parties.
        found: the clauses, compared with the edition since which changes are marked.
        marked: the sentence that says since which edition; empty where nothing is marked.
    """
    content = {
        "language": (get_language() or "nl")[:2],
        "title": title,
        "subtitle": subtitle,
        "marked": marked,
        "page": _("bladzijde"),
        "of": _("van"),
        "clauses": [_clause(item, marked=bool(marked)) for item in found],
    }
    return compile_pdf(TEMPLATE, content)


def _clause(item: Compared, *, marked: bool) -> dict[str, object]:
    changed = marked and item.change in WORDS
    pieces = item.pieces if changed else now(item)
    return {
        "number": item.line.clause.number,
        "heading": item.line.heading,
        "depth": item.line.depth,
        "pieces": [[piece.mark.value, piece.text] for piece in pieces],
    }
