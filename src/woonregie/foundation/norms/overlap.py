"""On SQLite a trigger refuses overlapping norms.

PostgreSQL has an exclusion constraint (migration 0002).

A trigger, installed again after every migration, because SQLite drops it when it rebuilds the
table.
"""

from typing import Any

from django.db import connections

_OVERLAPS = """
    SELECT 1 FROM norms_norm other
    WHERE other.key = NEW.key AND other.region_id IS NEW.region_id AND other.id <> NEW.id
      AND (other.ends_before IS NULL OR other.ends_before > NEW.starts_on)
      AND (NEW.ends_before IS NULL OR NEW.ends_before > other.starts_on)
"""


def install(*, using: str, **_kwargs: Any) -> None:
    """(Re)install the triggers on SQLite."""
    connection = connections[using]
    if connection.vendor != "sqlite" or "norms_norm" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for event in ("INSERT", "UPDATE"):
            name = f"norms_norm_no_overlap_{event.lower()}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON norms_norm WHEN EXISTS ({_OVERLAPS}) "
                "BEGIN SELECT RAISE(ABORT, 'norm_no_overlap'); END"
            )
