"""`python -m tools.manual` writes the tables of the manual anew; --check only looks."""

import importlib
import os
import sys

import django

from tools.manual import DOCS, filled, pages


def main() -> int:
    """Write what differs, or with --check name it and fail."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "woonregie.conf.test")
    django.setup()
    tables = importlib.import_module("tools.manual.tables").TABLES
    stale = 0
    for page in pages():
        text = page.read_text(encoding="utf-8")
        written = filled(text, tables)
        if written != text:
            stale += 1
            sys.stdout.write(f"{page.relative_to(DOCS)}\n")
            if "--check" not in sys.argv:
                page.write_text(written, encoding="utf-8")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
