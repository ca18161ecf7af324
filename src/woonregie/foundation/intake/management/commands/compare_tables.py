"""`woonregie compare-tables --schema NAME OLD NEW`: what changed between two rounds of a list."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from woonregie.foundation.intake.delivery import asked_schema, read_file
from woonregie.foundation.intake.differences import differences
from woonregie.foundation.intake.harmonise import written
from woonregie.foundation.pages.commands import HouseCommand


class Command(HouseCommand):
    """Compares two rounds of a list."""

    help = (
        "Vergelijkt twee rondes van een lijst: per regel wat er veranderde, wat nieuw is en wat "
        "verdween. Regels horen bij elkaar op sleutel, en anders op naam en plek."
    )
    prints_figures = True

    def arguments(self, parser: CommandParser) -> None:
        """Ask for both files and their schema."""
        parser.add_argument("old", type=Path, help="de oude lijst")
        parser.add_argument("new", type=Path, help="de nieuwe lijst")
        parser.add_argument("--schema", required=True, help="naam van het schema")

    def run(self, **options: Any) -> dict[str, Any]:
        """Read both and compare."""
        schema = asked_schema(options["schema"])
        (old, before), (new, after) = (read_file(options[side], schema) for side in ("old", "new"))
        told_of = _told_of(before.rows) & _told_of(after.rows)
        both = [item.name for item in schema.shown if item.name in told_of]
        place = schema.place
        told = differences(
            before.rows,
            after.rows,
            key=schema.key,
            texts=schema.texts,
            place=(place.x, place.y) if place is not None else None,
            reach=schema.reach,
            compare=both,
        )
        return {
            "schema": schema.name,
            "old": {"file": options["old"].name, "rows": len(before.rows)},
            "new": {"file": options["new"].name, "rows": len(after.rows)},
            "counts": told.counts,
            "changed_fields": told.changed_fields,
            "pairs": [
                {
                    "old_line": old.lines[pair.old],
                    "new_line": new.lines[pair.new],
                    "how": pair.how,
                    "score": pair.score,
                    "changes": {
                        change.field: [written(change.old), written(change.new)]
                        for change in pair.changes
                    },
                }
                for pair in told.pairs
                if pair.changes or pair.how != "key"
            ],
            "new_lines": [new.lines[at] for at in told.new],
            "gone_lines": [old.lines[at] for at in told.gone],
        }

    def words(self, result: Mapping[str, Any]) -> str:
        """Return the counts, for a person."""
        lines = [
            _(
                "Op sleutel herkend: %(by_key)s; op naam en plek: %(by_likeness)s; "
                "veranderd: %(changed)s; nieuw: %(new)s; verdwenen: %(gone)s."
            )
            % result["counts"],
            *(f"  {name}: {count}" for name, count in result["changed_fields"].items()),
        ]
        return "\n".join(lines)


def _told_of(rows: Sequence[Mapping[str, Any]]) -> set[str]:
    """Return the fields of which any row says something."""
    return {name for row in rows for name, value in row.items() if value is not None}
