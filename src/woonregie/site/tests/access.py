"""Reads the one table of access, and says which routes, jobs and commands do not stand in it.

`python -m woonregie.site.tests.access` is the gate of `make check`; it needs no database.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("access.txt")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: what, of which place, how, and what each role gets."""

    kind: str
    name: str
    place: str
    how: str
    cells: Mapping[str, str]

    @property
    def label(self) -> str:
        """How the row is called in a message."""
        return f"{self.how} {self.name}{'@' if self.place else ''}{self.place}"


def entries() -> list[Entry]:
    """Return the rows of the table."""
    lines = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines()]
    rows = [line for line in lines if line and not line[0].startswith("#")]
    roles = rows[0][2:]
    return [_entry(row, roles) for row in rows[1:]]


def _entry(row: list[str], roles: list[str]) -> Entry:
    kind, full, how, *cells = row
    name, _sep, place = full.partition("@")
    return Entry(kind, name, place, how, dict(zip(roles, cells, strict=True)))


def present() -> dict[tuple[str, str], str]:
    """Return everything that somebody can open or run: (kind, name) -> where it is."""
    from django.core.management import get_commands  # noqa: PLC0415  after django.setup
    from django.urls import get_resolver  # noqa: PLC0415  as above

    from woonregie.foundation.runs.registry import all_jobs  # noqa: PLC0415  as above

    found = {
        ("api" if name.startswith("api:") else "page", name): route
        for name, route in _routes(get_resolver().url_patterns)
    }
    found |= {("job", name): name for name in all_jobs()}
    return found | {
        ("command", name.replace("_", "-")): name
        for name, room in get_commands().items()
        if str(getattr(room, "name", room)).startswith("woonregie.")
    }


def _routes(patterns: Any, space: str = "", before: str = "") -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = f"{before}{pattern.pattern}"
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _routes(pattern.url_patterns, inner, route)
        else:
            # An address without a name cannot stand in the table, and so never passes.
            yield f"{space}{pattern.name or f'(without a name: {route})'}", route


def complaints() -> list[str]:
    """Return what is wrong with the table, in words; nothing when it is complete."""
    told = {(entry.kind, entry.name) for entry in entries()}
    there = present()
    wrong = [
        f"{kind} {name} ({there[kind, name]}) does not stand in {TABLE.name}: say who gets what"
        for kind, name in sorted(set(there) - told)
    ]
    return wrong + [
        f"{kind} {name} stands in {TABLE.name} and is there no more"
        for kind, name in sorted(told - set(there))
    ]


def main() -> int:
    """Print the complaints."""
    import django  # noqa: PLC0415  only as a program

    django.setup()
    wrong = complaints()
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
