"""`woonregie verify-audit`: re-compute the audit trail from the first line to the last."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from woonregie.foundation.audit.appendonly import missing_triggers
from woonregie.foundation.audit.chain import verify
from woonregie.foundation.pages.commands import HouseCommand
from woonregie.foundation.pages.errors import RefusedError


class BrokenTrailError(RefusedError):
    """The trail was changed, or nothing guards it any more."""

    code = "broken_trail"


class Command(HouseCommand):
    """Checks the trail."""

    help = (
        "Rekent het logboek na: is er een regel gewijzigd of weg, en bewaakt de database het nog?"
    )
    prints_figures = True

    def run(self, **_options: object) -> dict[str, Any]:
        """Re-compute every link, and look whether the database still refuses changes.

        Raises:
            BrokenTrailError: a link does not hold, a line is gone, or a guard is.
        """
        report = verify()
        if not report.intact:
            raise BrokenTrailError(
                _broken(report.reason, report.broken_at or 0),
                events=report.events,
                broken_at=report.broken_at,
                reason=report.reason,
            )
        unguarded = missing_triggers(connection)
        if unguarded:
            raise BrokenTrailError(
                _(
                    "De regels kloppen, maar de database bewaakt "
                    "deze tabellen niet meer: %(tables)s. "
                    "Voer `woonregie migrate` uit."
                )
                % {"tables": ", ".join(unguarded)},
                unguarded=unguarded,
            )
        return {"events": report.events, "intact": True}

    def words(self, result: Mapping[str, Any]) -> str:
        """Say it in a sentence."""
        return _("Het logboek klopt: %(events)d regels, geen gewijzigd, geen weg.") % result


def _broken(reason: str, sequence: int) -> str:
    sentences = {
        "missing": _("Regel %(sequence)d van het logboek is weg."),
        "changed": _("Regel %(sequence)d van het logboek is gewijzigd."),
        "cut_off": _(
            "Het einde van het logboek klopt niet: vanaf regel %(sequence)d ontbreekt er iets, "
            "of de kop van de keten is gewijzigd."
        ),
    }
    return sentences[reason] % {"sequence": sequence}
