"""`woonregie publish-totals`: the totals of a region, for a reference date."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from woonregie.foundation.pages.commands import HouseCommand
from woonregie.subjects.balance.management.commands.balance import day, region_of
from woonregie.subjects.balance.published import hidden_of
from woonregie.subjects.balance.services import publish_totals


class Command(HouseCommand):
    """Publishes the totals of a region."""

    help = (
        "Publiceert de totalen van een regio voor een peildatum, met wat afgeschermde plannen "
        "toevoegen. Een getal waaruit iemand een plan kan afleiden, blijft verborgen."
    )
    prints_figures = True

    def arguments(self, parser: CommandParser) -> None:
        """Ask for the region and the reference date."""
        parser.add_argument(
            "--region", required=True, help="sleutel van de regio, bijvoorbeeld west-overijssel"
        )
        parser.add_argument(
            "--on", type=day, default=None, help="peildatum (jjjj-mm-dd); anders vandaag"
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Publish."""
        made = publish_totals(
            by=None,
            at=timezone.now(),
            region=region_of(options["region"]),
            on=options["on"] or timezone.localdate(),
        )
        hidden, numbers = hidden_of(made)
        return {
            "region": made.terms["capacity"]["region"],
            "reference_date": made.on.isoformat(),
            "publication": str(made.pk),
            "numbers": numbers,
            "hidden": hidden,
            "withheld": made.withheld,
            "digest": made.digest,
        }

    def words(self, result: Mapping[str, Any]) -> str:
        """Return what was published in a sentence."""
        said = (
            f"{result['region']}, peildatum {result['reference_date']}: {result['numbers']} "
            f"getallen gepubliceerd, waarvan {result['hidden']} verborgen."
        )
        if result["withheld"]:
            said += " Geen enkel nieuw getal was veilig te tonen."
        return said
