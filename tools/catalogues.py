"""Translations: find every Dutch sentence, keep the English catalogue complete, compile it.

Plain Babel does not read Django templates, so templates go through Django's own `templatize`.
`--update` adds what is new, `--compile` writes the .mo, `--check` is the gate: complete, nothing
fuzzy, nothing left over, no literal text in templates.
"""

import argparse
import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE = Path("src/woonregie")
LOCALE = SOURCE / "locale" / "en" / "LC_MESSAGES"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
LITERAL = re.compile(r">\s*([A-ZÀ-Ž][a-zà-ž]{2,}[^<{}]*)<")
PRODUCT = {"Woonregie", "English", "Nederlands"}


def found() -> Catalog:
    """Return every sentence of the code and the templates, with the files it stands in."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
    catalog = Catalog(locale="en", project="Woonregie", fuzzy=False)
    for path in sorted(SOURCE.rglob("*")):
        if "/tests/" in str(path) or "/migrations/" in str(path) or path.name == "conftest.py":
            continue
        if path.suffix == ".py":
            content = path.read_bytes()
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            lines = templatize(path.read_text(encoding="utf-8"), origin=str(path)).splitlines()
            # The tokenizer takes leading blanks for indentation.
            content = "\n".join(line.strip() for line in lines).encode()
        else:
            continue
        # The file but not the line: a moved line is no change.
        for _line, message, _comments, context in extract(
            "python", io.BytesIO(content), KEYWORDS, options={"encoding": "utf-8"}
        ):
            catalog.add(message, locations=[(str(path), None)], context=context)  # type: ignore[list-item]
    return catalog


def stored() -> Catalog:
    """Return the English catalogue as it stands."""
    path = LOCALE / "django.po"
    if not path.exists():
        return Catalog(locale="en", fuzzy=False)
    with path.open("rb") as stream:
        return read_po(stream, locale="en")


def update() -> None:
    """Add new sentences, drop those that are gone, keep every translation."""
    present, catalog = stored(), found()
    for message in catalog:
        known = present.get(message.id, message.context)
        if message.id and known is not None:
            message.string = known.string
            message.flags = known.flags
    LOCALE.mkdir(parents=True, exist_ok=True)
    with (LOCALE / "django.po").open("wb") as stream:
        write_po(
            stream,
            catalog,
            width=98,
            sort_output=True,
            omit_header=False,
            include_lineno=False,
            no_location=True,
        )


def compile_catalogue() -> None:
    """Write the compiled catalogue, which git ignores."""
    with (LOCALE / "django.mo").open("wb") as stream:
        write_mo(stream, stored())


def check() -> list[str]:
    """Return what is wrong with the catalogue and the templates."""
    present, wanted = stored(), found()
    wrong = []
    for message in wanted:
        if not message.id:
            continue
        known = present.get(message.id, message.context)
        text = known.string if known else ""
        if not text or (isinstance(text, tuple | list) and not all(text)):
            wrong.append(f"not in English: {message.id!r}")
        elif known is not None and known.fuzzy:
            wrong.append(f"fuzzy: {message.id!r}")
    wrong += [
        f"left over: {item.id!r}"
        for item in present
        if item.id and wanted.get(item.id, item.context) is None
    ]
    for path in sorted(SOURCE.rglob("templates/**/*.html")):
        text = re.sub(
            r"{%\s*blocktranslate.*?endblocktranslate\s*%}",
            "",
            path.read_text(encoding="utf-8"),
            flags=re.DOTALL,
        )
        text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", text, flags=re.DOTALL)
        wrong += [
            f"{path}: literal text {match!r}"
            for match in LITERAL.findall(text)
            if match.strip() not in PRODUCT
        ]
    return wrong


def main() -> int:
    """Do what is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("update", "compile", "check"):
        parser.add_argument(f"--{name}", action="store_true")
    asked = parser.parse_args()
    if asked.update:
        update()
    if asked.compile:
        compile_catalogue()
    wrong = check() if asked.check else []
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
