"""Tables whose history may not be rewritten: the database itself refuses UPDATE and DELETE.

A model says so with `@append_only()`; `post_migrate` installs the triggers, again and again,
because SQLite drops them whenever it rebuilds a table.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

ModelType = TypeVar("ModelType", bound=models.Model)

_REGISTERED: dict[type[models.Model], tuple[str, ...]] = {}


def append_only(*, set_once: Sequence[str] = ()) -> Callable[[type[ModelType]], type[ModelType]]:
    """Register a model as append-only.

    Args:
        set_once: fields that may go from empty to a value, once; all others never change.
    """

    def register(model: type[ModelType]) -> type[ModelType]:
        _REGISTERED[model] = tuple(set_once)
        return model

    return register


def registered() -> dict[type[models.Model], tuple[str, ...]]:
    """Return every append-only model with the fields that may be set once."""
    return dict(_REGISTERED)


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """(Re)install the triggers of every append-only table that exists in this database."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model, set_once in _REGISTERED.items():
            if model._meta.db_table in tables:
                for statement in _statements(connection.vendor, model, set_once):
                    cursor.execute(statement)


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Name the append-only tables that the database does not guard."""
    # PostgreSQL can switch a trigger off without dropping it.
    query, guards = (
        ("SELECT name FROM sqlite_master WHERE type = 'trigger'", ("update", "delete"))
        if connection.vendor == "sqlite"
        else (
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
            ("update", "delete", "truncate"),
        )
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    tables = [model._meta.db_table for model in _REGISTERED]
    return [
        table for table in tables if not {f"{table}_no_{guard}" for guard in guards} <= present
    ]


def _statements(vendor: str, model: type[models.Model], set_once: Sequence[str]) -> list[str]:
    table = model._meta.db_table
    columns = {field.name: field.column for field in model._meta.local_concrete_fields}
    once = [columns[name] for name in set_once]
    fixed = [
        field.column for field in model._meta.local_concrete_fields if field.column not in once
    ]
    different = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    # A change is refused when a fixed column differs, or a set-once column had a value already.
    broken = " OR ".join(
        [f'OLD."{column}" {different} NEW."{column}"' for column in fixed]
        + [
            f'(OLD."{column}" IS NOT NULL AND OLD."{column}" {different} NEW."{column}")'
            for column in once
        ]
    )
    update_guard = f" WHEN ({broken})" if once else ""
    refusal = f"{table} is append-only"
    if vendor == "sqlite":
        body = f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        return [
            f'DROP TRIGGER IF EXISTS "{table}_no_update"',
            f'DROP TRIGGER IF EXISTS "{table}_no_delete"',
            f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}"{update_guard} {body}',
            f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {body}',
        ]
    return [
        "CREATE OR REPLACE FUNCTION woonregie_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f'DROP TRIGGER IF EXISTS "{table}_no_update" ON "{table}"',
        f'DROP TRIGGER IF EXISTS "{table}_no_delete" ON "{table}"',
        f'DROP TRIGGER IF EXISTS "{table}_no_truncate" ON "{table}"',
        f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" '
        f"FOR EACH ROW{update_guard} EXECUTE FUNCTION woonregie_append_only()",
        f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" FOR EACH ROW '
        "EXECUTE FUNCTION woonregie_append_only()",
        f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" '
        "EXECUTE FUNCTION woonregie_append_only()",
    ]
