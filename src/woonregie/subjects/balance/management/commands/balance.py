"""`woonregie balance`: need against capacity."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from woonregie.foundation.pages.commands import HouseCommand
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import UnknownPlaceError, region_named
from woonregie.subjects.balance.queries import Question, balance


def region_of(slug: str) -> Region:
    """Return the region, or refuse in words.

    Raises:
        UnknownPlaceError: no such region.
    """
    try:
        return region_named(slug)
    except Region.DoesNotExist:
        names = ", ".join(Region.objects.values_list("organisation__slug", flat=True))
        raise UnknownPlaceError(
            f"Regio {slug} bestaat niet. Kies uit: {names}.", region=slug
        ) from None


def asked(options: Mapping[str, Any]) -> Question:
    """Return the question of the options that balance and statement share."""
    known: date | None = options["known_on"]
    moment = timezone.make_aware(datetime.combine(known, time.max)) if known else None
    return Question(
        on=options["on"] or timezone.localdate(),
        known_on=moment,
        profile=options["profile"],
        vintage=options["vintage"],
        scenario=options["scenario"],
        basis=options["basis"],
    )


def add_question(parser: CommandParser) -> None:
    """Add the options that balance and statement share."""
    parser.add_argument(
        "--region", required=True, help="sleutel van de regio, bijvoorbeeld west-overijssel"
    )
    parser.add_argument(
        "--on",
        type=date.fromisoformat,
        default=None,
        help="peildatum (jjjj-mm-dd); anders vandaag",
    )
    parser.add_argument(
        "--known-on", type=date.fromisoformat, default=None, help="zoals bekend op deze dag"
    )
    parser.add_argument(
        "--profile", default="legal-hard", help="definitie van hard; anders legal-hard"
    )
    parser.add_argument(
        "--vintage", default="", help="sleutel van een prognose; anders de referentie van de regio"
    )
    parser.add_argument("--scenario", default="", help="scenario van de prognose")
    parser.add_argument(
        "--basis",
        choices=["net", "gross"],
        default="",
        help="netto of bruto; anders volgens de definitie",
    )


class Command(HouseCommand):
    """Prints the balance."""

    help = (
        "Toont de behoefte naast harde, zachte en onbekende "
        "plancapaciteit, per gemeente en voor de regio."
    )
    prints_figures = True

    def arguments(self, parser: CommandParser) -> None:
        """Ask for the region and how to count."""
        add_question(parser)

    def run(self, **options: Any) -> dict[str, Any]:
        """Count."""
        found = balance(
            account=None,
            region=region_of(options["region"]),
            question=asked(options),
            today=timezone.localdate(),
        )
        return found.as_json()

    def words(self, result: Mapping[str, Any]) -> str:
        """Return the balance as a table."""
        first, before = result["period"]
        lines = [
            f"{result['region']}, peildatum {result['reference_date']}, "
            f"{result['profile']}, {result['basis']}, {first} t/m {before - 1}",
            f"{'':20}{'behoefte':>10}{'programma':>11}{'hard':>9}{'zacht':>9}{'onbekend':>10}{'samen':>9}",
        ]
        for row in [*result["municipalities"], {**result["total"], "name": "Regio"}]:
            programme = "-" if row["programme"] is None else row["programme"]
            lines.append(
                f"{row['name']:20}{row['need']:>10}{programme:>11}{row['hard']:>9}{row['soft']:>9}{row['unknown']:>10}{row['total']:>9}"
            )
        if result["left_out"]:
            lines.append(f"Niet meegeteld (verzonnen): {', '.join(result['left_out'])}")
        if "note" in result:
            lines.append("Voorbeeldgegevens.")
        return "\n".join(lines)
