"""Keep the manual true: its tables that repeat what the code says are written by the code."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
Table = Callable[..., str]
_BLOCK = re.compile(
    r"(?P<begin><!-- begin (?P<name>[a-z-]+)(?: (?P<about>[a-z0-9-]+))? -->\n)"
    r"(?P<body>.*?)"
    r"(?P<end><!-- end -->)",
    re.DOTALL,
)


def filled(text: str, tables: Mapping[str, Table]) -> str:
    """Return a page with every block between `<!-- begin NAME -->` and `<!-- end -->` written.

    Raises:
        KeyError: a block has a name for which there is no table.
    """

    def written(block: re.Match[str]) -> str:
        about = [block["about"]] if block["about"] else []
        return f"{block['begin']}{tables[block['name']](*about)}\n{block['end']}"

    return _BLOCK.sub(written, text)


def blocks_in(text: str) -> set[tuple[str, str]]:
    """Return the name and the subject of every block of a page."""
    return {(block["name"], block["about"] or "") for block in _BLOCK.finditer(text)}


def pages() -> list[Path]:
    """Return every page of the documentation."""
    return sorted(DOCS.rglob("*.md"))


def table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table; a bar within a cell is escaped."""
    lines = [_line(heading), "|" + "---|" * len(heading)]
    return "\n".join([*lines, *(_line(row) for row in rows)])


def _line(cells: Sequence[object]) -> str:
    written = (str(cell).replace("|", "\\|").replace("\n", " ").strip() for cell in cells)
    return f"| {' | '.join(written)} |".replace("|  |", "| |").replace("|  |", "| |")
