"""PDF out: typst templates with their content as JSON, always PDF/UA-1."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def compile_pdf(
    template: Path, content: Mapping[str, Any], *, pictures: Mapping[str, str] | None = None
) -> bytes:
    """Return an accessible PDF.

    The template reads `content.json`; texts come in as data, so nothing in them is ever taken for
    markup. A picture without a text alternative is an error of the compiler.

    Args:
        template: a typst file.
        content: what the template shows, JSON-ready.
        pictures: SVG by file name.
    """
    import typst  # noqa: PLC0415  80 MB that only PDFs need

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        shutil.copy(template, place / template.name)
        (place / "content.json").write_text(json.dumps(content, default=str, ensure_ascii=False))
        for name, svg in (pictures or {}).items():
            (place / name).write_text(svg)
        found = typst.compile(str(place / template.name), pdf_standards=["ua-1"])
    if not isinstance(found, bytes):
        raise TypeError("typst gave more than one document")
    return found
