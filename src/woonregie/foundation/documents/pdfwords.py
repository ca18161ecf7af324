"""Reads the words of a PDF in a process of its own, and writes them to its standard output.

A page of a PDF is a small program, and many pages may share one that is large: whoever runs them
all may be busy for hours. So they are weighed before they are run, and what was made to hurt the
reader can at most end this process, which may use so much memory and time and knows nothing of
the house: it is started by its path (see `wordfiles`), and imports nothing of Woonregie.
"""

import resource
import sys
from collections.abc import Sequence
from typing import Any

MEMORY = 1024**3
SECONDS = 60
MAX_PAGES = 500
MAX_CONTENT = 20 * 1024**2
"""So many bytes of drawing and type setting the pages hold together, unpacked."""
PAGES, HEAVY, LONG = 3, 4, 5
"""Ends so when there are too many pages; too much to run; more words than were asked for."""


def main(place: str, most: int) -> None:
    """Write the words of all pages, with a new line between two pages.

    Args:
        place: the file to read.
        most: so many characters at most.
    """
    from pypdf import PdfReader  # noqa: PLC0415  after the limits are set

    reader = PdfReader(place)
    if len(reader.pages) > MAX_PAGES:
        sys.exit(PAGES)
    weight = 0
    for page in reader.pages:
        for content in _contents(page):
            weight += len(content.get_object().get_data())
            if weight > MAX_CONTENT:
                sys.exit(HEAVY)
    found: list[str] = []
    for page in reader.pages:
        found.append(page.extract_text())
        most -= len(found[-1]) + 1
        if most < 0:
            sys.exit(LONG)
    sys.stdout.buffer.write("\n".join(found).encode("utf-8", "replace"))


def _contents(page: Any) -> Sequence[Any]:
    """Return the streams of one page; most have one, some a list."""
    content = page.get("/Contents")
    content = content.get_object() if content is not None else []
    return content if isinstance(content, list) else [content]


if __name__ == "__main__":
    for limit, allowed in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (allowed, allowed))
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except MemoryError:
        sys.exit(HEAVY)
