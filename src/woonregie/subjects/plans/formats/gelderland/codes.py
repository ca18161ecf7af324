"""The code lists and the fields of the province's file, from the data beside this module."""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from woonregie.subjects.plans.formats.codetables import CodeTable, code_tables

HERE = Path(__file__).parent


class Field(NamedTuple):
    """One field of a layer: its exact name, its kind, whether it must be filled, its list."""

    name: str
    kind: str
    required: bool
    list: str


@cache
def tables() -> Mapping[str, CodeTable]:
    """Return the code lists by name."""
    return code_tables(HERE / "codes.csv")


@cache
def layers() -> Mapping[str, Sequence[Field]]:
    """Return the fields of each layer, in the order of the province."""
    found: dict[str, list[Field]] = {}
    with (HERE / "fields.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            item = Field(row["field"], row["kind"], row["required"] == "yes", row["list"])
            found.setdefault(row["layer"], []).append(item)
    return found
