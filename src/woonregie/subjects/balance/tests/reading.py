"""Reading what we gave out: the words of a PDF, the cells and formulas of a workbook."""

import html
import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import python_calamine

_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_RANGE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_CELL = re.compile(r'<c r="([A-Z]+)(\d+)"[^>]*>(.*?)</c>')


def words_of(pdf_bytes: bytes) -> str:
    """Return the text of a PDF without blanks, so that line breaks do not matter."""
    with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
        return "".join(_words_of_page(page) for page in pdf.pages)


def plain(text: str) -> str:
    """Return a text as `words_of` gives it."""
    return re.sub(r"[\s\u00ad]", "", text)


def _words_of_page(page) -> str:
    fonts = {
        str(name): _letters(font.ToUnicode.read_bytes())
        for name, font in page.Resources.get("/Font", {}).items()
    }
    found, letters = [], {}
    for step in pikepdf.parse_content_stream(page):
        operands, operator = step.operands, step.operator
        if str(operator) == "Tf":
            letters = fonts[str(operands[0])]
        elif str(operator) == "Tj":
            found.append(_spelled(bytes(operands[0]), letters))
        elif str(operator) == "TJ":
            found += [
                _spelled(bytes(part), letters)
                for part in operands[0]
                if isinstance(part, pikepdf.String)
            ]
    return plain("".join(found))


def _spelled(glyphs: bytes, letters) -> str:
    return "".join(letters.get(glyphs[at : at + 2], "") for at in range(0, len(glyphs), 2))


def _letters(cmap: bytes) -> dict[bytes, str]:
    """Return glyph -> text of a ToUnicode map."""
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for glyph, text in _PAIR.findall(block):
            found[bytes.fromhex(glyph.decode())] = _utf16(text)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in _RANGE.findall(block):
            start = int(text, 16)
            for at, glyph in enumerate(range(int(first, 16), int(last, 16) + 1)):
                found[glyph.to_bytes(2, "big")] = chr(start + at)
    return found


def _utf16(text: bytes) -> str:
    return bytes.fromhex(text.decode()).decode("utf-16-be")


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: what it shows, and the formulas by address."""

    title: str
    rows: list[list[Any]]
    formulas: dict[str, str] = field(default_factory=dict)
    cached: dict[str, Any] = field(default_factory=dict)

    def value(self, address: str) -> Any:
        """Return what a cell shows, by its address; 0 where it is empty."""
        place = re.fullmatch(r"([A-Z]+)(\d+)", address)
        assert place, address
        letters, number = place.groups()
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        value = self.rows[int(number) - 1][column - 1]
        return 0 if value in {"", None} else value

    def worked_out(self, formula: str) -> Any:
        """Work a formula out anew; only the three shapes that we write are known."""
        if match := re.fullmatch(r"SUM\(([A-Z]+)(\d+):\1(\d+)\)", formula):
            column, first, last = match[1], int(match[2]), int(match[3])
            return sum(self.value(f"{column}{at}") for at in range(first, last + 1))
        if match := re.fullmatch(r'IF\((\w+)>0,(\w+)/(\w+),""\)', formula):
            asked, above, below = match.groups()
            return self.value(above) / self.value(below) if self.value(asked) > 0 else ""
        assert re.fullmatch(r"[A-Z]+\d+(\+[A-Z]+\d+)*", formula), formula
        return sum(self.value(part) for part in formula.split("+"))


def pages_of(workbook_bytes: bytes) -> dict[str, Page]:
    """Return the sheets of a workbook by title, with what they show and how it comes about."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(workbook_bytes))
    found = {}
    with zipfile.ZipFile(io.BytesIO(workbook_bytes)) as archive:
        for at, name in enumerate(book.sheet_names, start=1):
            text = archive.read(f"xl/worksheets/sheet{at}.xml").decode()
            formulas, cached = {}, {}
            for column, number, inside in _CELL.findall(text):
                formula = re.search(r"<f>(.*?)</f>", inside)
                if formula:
                    value = re.search(r"<v>(.*?)</v>", inside)
                    formulas[f"{column}{number}"] = html.unescape(formula[1])
                    cached[f"{column}{number}"] = value[1] if value else ""
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            found[name] = Page(name, rows, formulas, cached)
    return found
