"""Small files to read, and a schema that is nothing like housing plans."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from woonregie.foundation.intake.schema import Schema, read_schema

TREES = """
title = "Bomen"
key = "number"
personal = ["telefoon"]

[place]
x = "x"
y = "y"
system = 4326
systems = [28992, 4326]
bounds = [3.2, 50.7, 7.3, 53.6]

[[field]]
name = "number"
title = "Boomnummer"
needed = true
names = ["nummer", "tree id"]

[[field]]
name = "species"
title = "Soort"
kind = "code"
names = ["boomsoort", "species of tree"]

[field.codes]
"oak" = ["eik", "zomereik"]
"beech" = ["beuk"]
"" = ["onbekend"]

[[field]]
name = "planted"
title = "Plantdatum"
kind = "date"
names = ["geplant op"]

[[field]]
name = "height"
title = "Hoogte"
kind = "decimal"
least = 0
most = 60
decimals = 1
endings = ["meter", "m"]
names = ["hoogte in meters"]

[[field]]
name = "count"
title = "Aantal"
kind = "whole"
least = 0

[[field]]
name = "protected"
kind = "yes_no"
title = "Beschermd"

[[field]]
name = "x"
kind = "x"

[[field]]
name = "y"
kind = "y"

[[field]]
name = "notes"
title = "Opmerkingen"
joined = ["caretaker_note"]

[[field]]
name = "caretaker_note"
title = "Beheeropmerking"
shown = false
"""


@pytest.fixture
def trees() -> Schema:
    return read_schema(TREES, "trees")


@pytest.fixture
def text_file(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str, encoding: str = "utf-8", name: str = "bomen.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    def write(sheets: dict[str, Sequence[Sequence[Any]]], merged: Sequence[Any] = ()) -> Path:
        path = tmp_path / "bomen.xlsx"
        with xlsxwriter.Workbook(path) as book:
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for at, row in enumerate(rows):
                    sheet.write_row(at, 0, row)
                for span in merged:
                    sheet.merge_range(*span)
        return path

    return write
