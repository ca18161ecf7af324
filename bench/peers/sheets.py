"""Taking in a workbook with django-import-export and openpyxl, into one simple table.

As its admin does: a dry run to look at, then the import; in its bulk mode, which is its fastest.
Its work is lighter than ours: one flat table, no ledger, no history, no check of a cell beyond its
type. Prints JSON: seconds by the clock and of the processor, plans, and dwellings.
"""

import json
import sys
import time
from pathlib import Path

import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "import_export"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": sys.argv[2] if len(sys.argv) > 2 else ":memory:",
            "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"},
        }
    },
    USE_TZ=True,
)
django.setup()

import tablib  # noqa: E402  the settings come first
from django.db import connection, models  # noqa: E402
from django.db.models import Sum  # noqa: E402
from import_export import fields, resources, widgets  # noqa: E402


def _model(headings: list[str]) -> type[models.Model]:
    columns = {
        f"column_{at}": models.IntegerField(null=True)
        if _is_number(heading)
        else models.CharField(max_length=300, null=True)
        for at, heading in enumerate(headings)
    }
    meta = type("Meta", (), {"app_label": "peer"})
    return type("Plan", (models.Model,), {"__module__": __name__, "Meta": meta, **columns})


def _is_number(heading: str) -> bool:
    return heading.split(maxsplit=1)[0] in {"Bouw", "Sloop"} or heading.islower()


def main(book: Path) -> dict[str, float]:
    """Import a workbook; return what it took, and what came in."""
    wall, cpu = time.perf_counter(), time.process_time()
    with book.open("rb") as stream:
        rows = tablib.Dataset().load(stream, format="xlsx")
    headings = list(rows.headers)
    model = _model(headings)
    with connection.schema_editor() as editor:
        editor.create_model(model)
    meta = type(
        "Meta",
        (),
        {
            "model": model,
            "import_id_fields": [],
            "fields": [f"column_{at}" for at in range(len(headings))],
            "use_bulk": True,
            "batch_size": 5000,
            "skip_diff": True,
            "use_transactions": True,
        },
    )
    columns = {
        f"column_{at}": fields.Field(
            attribute=f"column_{at}",
            column_name=heading,
            widget=widgets.IntegerWidget() if _is_number(heading) else widgets.CharWidget(),
        )
        for at, heading in enumerate(headings)
    }
    resource = type("PlanResource", (resources.ModelResource,), {"Meta": meta, **columns})()
    for dry_run in (True, False):
        outcome = resource.import_data(rows, dry_run=dry_run, raise_errors=True)
        assert not outcome.has_errors()
    spent = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    build = [name for name, item in columns.items() if item.column_name.startswith("Bouw")]
    sums = model.objects.aggregate(**{f"sum_{name}": Sum(name) for name in build})
    return {**spent, "plans": model.objects.count(), "build": sum(sums.values())}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))) + "\n")
