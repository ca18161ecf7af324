"""A document in Word; what changed since another edition stands in it as tracked changes."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from woonregie.foundation.documents.difference import Change, Compared
from woonregie.foundation.documents.markdown import as_words
from woonregie.foundation.documents.models import ClauseKind
from woonregie.foundation.documents.words import Mark, Piece

DEEPEST = 4
BULLET = "• "
WORDS = frozenset({Change.CHANGED, Change.ADDED, Change.REMOVED})
"""What became of a clause whose words are shown as changed."""
AUTHOR = "Woonregie"


def word_file(
    title: str, subtitle: str, found: Sequence[Compared], *, at: datetime, tracked: bool
) -> bytes:
    """Return a docx.

    Args:
        title: above it.
        subtitle: edition and parties.
        found: the clauses, compared with the edition since which changes are shown.
        at: the moment that Word shows with each change.
        tracked: whether what changed is kept as a tracked change; else only the new text stands.
    """
    document = Document()
    document.core_properties.title = title
    document.core_properties.author = AUTHOR
    document.add_heading(_clean(title), level=0)
    document.add_paragraph(_clean(subtitle))
    writer = _Writer(at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), tracked=tracked)
    for item in found:
        if item.change is Change.REMOVED and not tracked:
            continue
        kind, depth = item.line.clause.kind, item.line.depth
        heading = kind == ClauseKind.HEADING
        paragraph = (
            document.add_heading("", level=min(depth + 1, DEEPEST))
            if heading
            else document.add_paragraph()
        )
        writer.write(paragraph, item)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


class _Writer:
    """Writes clauses into paragraphs, numbering the changes."""

    def __init__(self, day: str, *, tracked: bool) -> None:
        self.day, self.tracked, self.count = day, tracked, 0

    def write(self, paragraph: Any, item: Compared) -> None:
        """Write one clause."""
        number = f"{item.line.clause.number} "
        pieces = item.pieces if self.tracked and item.change in WORDS else now(item)
        first = pieces[0].mark if item.before is None or item.after is None else Mark.SAME
        for piece in [Piece(first if self.tracked else Mark.SAME, number), *pieces]:
            text = _clean(piece.text)
            if piece.mark is Mark.SAME:
                paragraph.add_run(text)
            else:
                self._changed(paragraph, text, gone=piece.mark is Mark.REMOVED)

    def _changed(self, paragraph: Any, text: str, *, gone: bool) -> None:
        self.count += 1
        change = OxmlElement("w:del" if gone else "w:ins")
        change.set(qn("w:id"), str(self.count))
        change.set(qn("w:author"), AUTHOR)
        change.set(qn("w:date"), self.day)
        run = OxmlElement("w:r")
        for at, line in enumerate(text.split("\n")):
            if at:
                run.append(OxmlElement("w:br"))
            words = OxmlElement("w:delText" if gone else "w:t")
            words.set(qn("xml:space"), "preserve")
            words.text = line
            run.append(words)
        change.append(run)
        paragraph._p.append(change)  # noqa: SLF001  python-docx has no door for changes


def now(item: Compared) -> list[Piece]:
    """Return what a clause says, with a sign before each item of a list."""
    return [Piece(Mark.SAME, as_words(item.line.revision.text, bullet=BULLET))]


def _clean(text: str) -> str:
    """Return text that XML can hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")
