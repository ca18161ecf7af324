"""The code lists of the exchange file, from the data beside this module."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from woonregie.subjects.plans.formats.codetables import CodeTable, code_tables


@cache
def tables() -> Mapping[str, CodeTable]:
    """Return the code lists by name."""
    return code_tables(Path(__file__).parent / "codes.csv")


@cache
def keys(code_list: str) -> tuple[str, ...]:
    """Return the words of a list in the order of the template, each once."""
    return tuple(dict.fromkeys(tables()[code_list].written.values()))
