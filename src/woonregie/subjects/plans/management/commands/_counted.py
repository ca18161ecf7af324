"""One kind of command for lists that count: building changes, and totals of a year."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.management.base import CommandParser

from woonregie.foundation.files.models import StoredFile
from woonregie.subjects.plans.management.commands._lists import ListCommand
from woonregie.subjects.plans.services import Asked
from woonregie.subjects.plans.services.realised_lists import (
    apply_realised,
    keep_realised_look,
    look_at_realised,
    told_in,
)


class CountedCommand(ListCommand):
    """Takes a list that counts in; a subclass says in which layout."""

    layout = ""

    def arguments(self, parser: CommandParser) -> None:
        """Ask who counted, too."""
        super().arguments(parser)
        parser.add_argument("--publisher", default="", help="wie de cijfers uitgaf")
        parser.add_argument("--licence", default="", help="onder welke licentie")

    def run(self, **options: Any) -> dict[str, Any]:
        """Look, and take in unless told not to or stopped by errors."""
        self.said = {name: options[name] for name in ("publisher", "licence")}
        return super().run(**options)

    def look(self, asked: Asked, at: datetime) -> Any:
        """Return what was found in the list."""
        return look_at_realised(by=None, at=at, asked=replace(asked, format_name=self.layout))

    def take_in(self, look: Any, file: StoredFile, at: datetime) -> Mapping[str, Any]:
        """Record all rows of the list."""
        delivery = keep_realised_look(by=None, at=at, look=look, file=file)
        done = apply_realised(by=None, at=at, delivery=delivery, **self.said)
        # What was new is the news; afterwards all of it is known.
        report: Mapping[str, Any] = {**look.report, "applied": done.report["applied"]}
        return report

    def sentences(self, report: Mapping[str, Any]) -> list[str]:
        """Return what was found and what is new."""
        return list(told_in(report))
