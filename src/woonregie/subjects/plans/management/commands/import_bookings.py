"""`woonregie import-bookings FILE`: bookings in the ledger of plans."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woonregie.foundation.files.models import StoredFile
from woonregie.subjects.plans.management.commands._lists import ListCommand
from woonregie.subjects.plans.services import Asked
from woonregie.subjects.plans.services.booking_lists import apply_bookings, look_at_bookings


class Command(ListCommand):
    """Reads a list of bookings."""

    help = (
        "Leest boekingen in op de rekening van plannen: realisatie, sloop, vervallen, ruil en "
        "overdracht (xlsx, xls, ods, csv). Alles of niets."
    )

    def look(self, asked: Asked, at: datetime) -> Any:
        """Return what was found in the list."""
        return look_at_bookings(by=None, at=at, asked=asked)

    def take_in(self, look: Any, file: StoredFile, at: datetime) -> Mapping[str, Any]:
        """Book all of the list."""
        booked = apply_bookings(by=None, at=at, look=look, file=file)
        return {**look.report, "applied": {"bookings": booked}}

    def sentences(self, report: Mapping[str, Any]) -> list[str]:
        """Return how many bookings there are and how many are new."""
        return [
            ngettext("%(bookings)s boeking.", "%(bookings)s boekingen.", report["bookings"])
            % report,
            _("Nieuw: %(fresh)s. Al bekend: %(known)s.") % report["change"],
        ]
