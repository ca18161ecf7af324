"""The documents say what the code does; skipped where only the package is installed."""

import json
import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import TextChoices

from woonregie import cli
from woonregie.site.api import api

manual = pytest.importorskip("tools.manual", reason="the documents are not here")
tables = import_module("tools.manual.tables")

ROOT: Path = manual.DOCS.parent
MANUAL: Path = manual.DOCS / "handleiding"
PAGES = [*sorted(ROOT.glob("*.md")), *manual.pages()]
WITH_TABLES = [page for page in PAGES if manual.blocks_in(page.read_text(encoding="utf-8"))]
DECISIONS = sorted((manual.DOCS / "adr").glob("*.md"))
A_PAGE = 4_000

_LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (?P<title>.+)$", re.MULTILINE)
_BAR = re.compile(r"(?<!\\)\|")
_IN_CODE = re.compile(r"`([^`]+)`")
_PLACE = re.compile(r"%\(\w+\)[a-z]|%[sd]\b|\{\w*\}")


def name_of(page: Path | str) -> str:
    return str(page.relative_to(ROOT)) if isinstance(page, Path) else page


def prose(page: Path) -> str:
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """Return what a link can point at within a page, as GitHub and MyST make it of headings."""
    titles = (heading["title"] for heading in _HEADING.finditer(prose(page)))
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def links() -> list[tuple[Path, str]]:
    found = [(page, link["target"]) for page in PAGES for link in _LINK.finditer(prose(page))]
    return [(page, target) for page, target in found if "://" not in target]


class TestLinks:
    @pytest.mark.parametrize(("document", "target"), links(), ids=name_of)
    def test_lead_somewhere(self, document: Path, target: str) -> None:
        path, _hash, anchor = target.partition("#")

        place = (document.parent / path).resolve() if path else document

        assert place.exists()
        assert not anchor or anchor in anchors(place)

    def test_lead_from_the_index_to_every_page_of_the_manual(self) -> None:
        index = MANUAL / "index.md"

        linked = {target.partition("#")[0] for page, target in links() if page == index}

        assert {page.name for page in MANUAL.glob("*.md")} - {"index.md"} <= linked


class TestTables:
    @pytest.mark.parametrize("document", WITH_TABLES, ids=name_of)
    def test_are_as_the_code_says(self, document: Path) -> None:
        text = document.read_text(encoding="utf-8")

        assert text == manual.filled(text, tables.TABLES), "run: python -m tools.manual"

    def test_stand_each_on_some_page(self) -> None:
        blocks = [manual.blocks_in(page.read_text(encoding="utf-8")) for page in WITH_TABLES]

        assert {name for found in blocks for name, _about in found} == set(tables.TABLES)

    def test_name_every_command(self) -> None:
        blocks = manual.blocks_in((MANUAL / "opdrachtregel.md").read_text(encoding="utf-8"))

        named = {about for name, about in blocks if name == "opdracht"}
        assert named == tables.house_commands()

    def test_of_a_name_that_nobody_knows_are_refused(self) -> None:
        with pytest.raises(KeyError, match="onbekend"):
            manual.filled("<!-- begin onbekend -->\n<!-- end -->", tables.TABLES)

    @pytest.mark.parametrize("document", PAGES, ids=name_of)
    def test_show_no_raw_place_for_a_value(self, document: Path) -> None:
        lines = [line for line in prose(document).splitlines() if line.startswith("|")]

        assert not [line for line in lines if _PLACE.search(_IN_CODE.sub("", line))]

    def test_keep_a_bar_within_its_cell(self) -> None:
        written = manual.table(["Naam"], [["Reeve | fase 1"]])

        assert written == "| Naam |\n|---|\n| Reeve \\| fase 1 |"


class TestManual:
    @pytest.mark.parametrize("document", sorted(MANUAL.glob("*.md")), ids=name_of)
    def test_says_u_to_its_reader(self, document: Path) -> None:
        assert not re.search(r"\b(je|jij|jouw|jullie)\b", prose(document), re.IGNORECASE)

    def test_shows_an_answer_of_the_api_with_all_its_fields(self) -> None:
        example = re.findall(
            r"^```json\n(.*?)^```",
            (MANUAL / "api.md").read_text(encoding="utf-8"),
            re.MULTILINE | re.DOTALL,
        )[0]

        fields = api.get_openapi_schema()["components"]["schemas"]["GemeenteSchema"]["properties"]

        assert json.loads(example).keys() == fields.keys()

    def test_names_in_the_help_every_command(self) -> None:
        named = set(re.findall(r"^  ([a-z][a-z_-]+) +[A-Z\"]", cli.HELP, re.MULTILINE))

        assert tables.house_commands() <= named


class TestGlossary:
    def test_has_every_table_of_the_registers(self) -> None:
        models = {
            model.__name__
            for model in apps.get_models()
            if model.__module__.startswith("woonregie.")
        }

        assert models <= self._in_code()

    def test_has_every_code_list(self) -> None:
        lists = {
            choices.__name__
            for choices in TextChoices.__subclasses__()
            if choices.__module__.startswith("woonregie.") and ".tests." not in choices.__module__
        }

        assert lists <= self._in_code()

    def test_has_no_term_twice(self) -> None:
        terms = [row[0] for row in self._rows()]

        assert sorted(set(terms)) == sorted(terms)

    def test_says_of_every_term_what_it_is_in_the_code(self) -> None:
        assert all(_IN_CODE.findall(row[1]) for row in self._rows())

    def test_calls_a_class_only_what_is_one(self) -> None:
        package = ROOT / "src" / "woonregie"
        code = "\n".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
        text, _heading, _future = self._text().partition("## Words for the subjects to come")

        named = {name for name in _IN_CODE.findall(text) if re.fullmatch(r"([A-Z][a-z]+)+", name)}

        assert named
        assert named <= set(re.findall(r"^class (\w+)", code, re.MULTILINE))

    def _text(self) -> str:
        return str((manual.DOCS / "glossary.md").read_text(encoding="utf-8"))

    def _rows(self) -> list[list[str]]:
        lines = [line for line in self._text().splitlines() if line.startswith("| ")]
        rows = [[cell.strip() for cell in _BAR.split(line)[1:-1]] for line in lines]
        return [row for row in rows if row[0] != "Dutch"]

    def _in_code(self) -> set[str]:
        return {name for row in self._rows() for name in re.findall(r"\w+", row[1])}


class TestDecisions:
    def test_are_numbered_without_a_gap(self) -> None:
        numbers = [int(page.name[:4]) for page in DECISIONS]

        assert numbers == list(range(1, len(DECISIONS) + 1))

    @pytest.mark.parametrize("document", DECISIONS, ids=name_of)
    def test_fit_on_a_page_and_say_when_and_what(self, document: Path) -> None:
        text = document.read_text(encoding="utf-8")

        assert text.startswith(f"# {int(document.name[:4])}. ")
        assert re.search(r"^Date: \d+ \w+ \d{4}\. Status: ", text, re.MULTILINE)
        assert "**Decision.**" in text
        assert len(text) < A_PAGE


class TestFirstPages:
    @pytest.mark.parametrize("document", ["README.md", "docs/handleiding/beheer.md"])
    def test_name_every_setting(self, document: str) -> None:
        text = (ROOT / document).read_text(encoding="utf-8")

        assert tables.settings() <= set(re.findall(r"WOONREGIE_\w+", text))

    @pytest.mark.parametrize("document", ["README.md", "LEESMIJ.md", "CONTRIBUTING.md"])
    def test_name_only_targets_that_make_knows(self, document: str) -> None:
        text = (ROOT / document).read_text(encoding="utf-8")
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

        asked = set(re.findall(r"^make (\w+)|`make (\w+)", text, re.MULTILINE))

        known = set(re.findall(r"^(\w+):", makefile, re.MULTILINE))
        assert {name for pair in asked for name in pair if name} <= known

    def test_give_only_commands_that_there_are(self) -> None:
        text = (ROOT / "README.md").read_text(encoding="utf-8")

        given = set(re.findall(r"^\.venv/bin/woonregie ([a-z][a-z-]+)", text, re.MULTILINE))

        assert given
        assert given <= tables.house_commands()

    def test_give_one_version(self) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        public = (ROOT / "publiccode.yml").read_text(encoding="utf-8")

        assert f"\nsoftwareVersion: {project['version']}\n" in public
