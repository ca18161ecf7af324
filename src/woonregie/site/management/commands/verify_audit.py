"""`woonregie verify-audit`: re-compute the chain of the audit trail."""

import sys
from typing import Any

from django.db import connection

from woonregie.foundation.audit.appendonly import missing_triggers
from woonregie.foundation.audit.chain import verify
from woonregie.foundation.pages.commands import HouseCommand

REASONS = {
    "missing": "er ontbreekt een regel",
    "changed": "een regel is gewijzigd",
    "cut_off": "de laatste regels zijn weg",
}


class Command(HouseCommand):
    """Proves that nobody rewrote the trail; exit code 1 when somebody did."""

    help = (
        "Rekent het logboek na: is er een regel gewijzigd of "
        "weg, en bewaakt de database de geschiedenis nog?"
    )
    prints_figures = True

    def run(self, **_options: Any) -> dict[str, Any]:
        """Re-compute."""
        report = verify()
        return {
            "events": report.events,
            "intact": report.intact,
            "broken_at": report.broken_at,
            "reason": report.reason,
            "unguarded_tables": missing_triggers(connection),
        }

    def words(self, result: Any) -> str:
        """Say it in a sentence."""
        if result["intact"]:
            text = f"Het logboek klopt: {result['events']} regels nagerekend."
        else:
            text = (
                "Het logboek klopt niet: bij regel "
                f"{result['broken_at']} {REASONS[result['reason']]}."
            )
        if result["unguarded_tables"]:
            text += f" Niet bewaakt: {', '.join(result['unguarded_tables'])}."
        return text

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, and end with 1 when the chain is broken."""
        super().handle(*args, **options)
        if not verify().intact or missing_triggers(connection):
            sys.exit(1)
