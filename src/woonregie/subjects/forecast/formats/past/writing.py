"""Writing the tables of a folder; nothing that is there is written over."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from woonregie.subjects.forecast.errors import FolderError


def require_new(folder: Path, *names: str) -> None:
    """Refuse to write over tables.

    Raises:
        FolderError: one of them is there.
    """
    for name in names:
        if (folder / name).exists():
            raise FolderError(
                _("In %(folder)s staat al een %(name)s. Kies een lege map.")
                % {"folder": folder, "name": name},
                file=name,
            )


def write_table(path: Path, titles: Sequence[str], lines: Iterable[Sequence[object]]) -> None:
    """Write a table; its folder is made.

    Args:
        path: the csv file.
        titles: of the columns.
        lines: one for each row.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(titles)
        writer.writerows(lines)
