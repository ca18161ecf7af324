"""`woonregie import-programme FILE`: adopted numbers, all of them or none."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woonregie.foundation.files.models import StoredFile
from woonregie.subjects.plans.management.commands._lists import ListCommand
from woonregie.subjects.plans.services import (
    Asked,
    apply_programme,
    keep_programme_look,
    look_at_programme,
)


class Command(ListCommand):
    """Reads a list of adopted numbers."""

    help = "Leest vastgestelde aantallen woningen in: het bouwprogramma (xlsx, xls, ods, csv)."

    def look(self, asked: Asked, at: datetime) -> Any:
        """Return what was found in the list."""
        return look_at_programme(by=None, at=at, asked=asked)

    def take_in(self, look: Any, file: StoredFile, at: datetime) -> Mapping[str, Any]:
        """Record all numbers of the list."""
        delivery = keep_programme_look(by=None, at=at, look=look, file=file)
        report: Mapping[str, Any] = apply_programme(by=None, at=at, delivery=delivery).report
        return report

    def sentences(self, report: Mapping[str, Any]) -> list[str]:
        """Return how many numbers there are and what changes."""
        return [
            ngettext("%(numbers)s aantal.", "%(numbers)s aantallen.", report["numbers"]) % report,
            _("Alle woningen: %(dwellings)s. Per segment, samen: %(in_segments)s.") % report,
            _("%(created)s nieuw, %(changed)s veranderd, %(unchanged)s gelijk gebleven.")
            % report["change"],
        ]
