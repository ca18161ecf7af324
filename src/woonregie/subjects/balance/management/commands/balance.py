"""`woonregie balance`: need against capacity."""

from argparse import ArgumentTypeError
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from woonregie.foundation.norms.queries import profile_named
from woonregie.foundation.pages.commands import HouseCommand
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import UnknownPlaceError, region_named
from woonregie.subjects.balance.queries import Question, balance


def day(text: str) -> date:
    """Return a day of the command line.

    Raises:
        ArgumentTypeError: not a day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is geen datum; schrijf jjjj-mm-dd") from None


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
        period=_period(options),
        with_shortage=options["shortage"],
    )


def _period(options: Mapping[str, Any]) -> tuple[int, int] | None:
    """Return the period of two years of which either may be absent; None is the default."""
    first, last = options["from_year"], options["last_year"]
    if first is None and last is None:
        return None
    on: date = options["on"] or timezone.localdate()
    start = on.year if first is None else first
    if last is None:
        return start, start + profile_named(options["profile"]).horizon_years
    return start, last + 1


def add_question(parser: CommandParser) -> None:
    """Add the options that balance and statement share."""
    parser.add_argument(
        "--region", required=True, help="sleutel van de regio, bijvoorbeeld west-overijssel"
    )
    parser.add_argument(
        "--on",
        type=day,
        default=None,
        help="peildatum (jjjj-mm-dd) van plannen, programma en normen; anders vandaag",
    )
    parser.add_argument(
        "--known-on",
        type=day,
        default=None,
        help="zoals bekend aan het eind van deze dag; anders zoals bekend op dit moment",
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
    parser.add_argument(
        "--from-year",
        type=int,
        default=None,
        help="eerste jaar dat telt; anders het jaar van de peildatum",
    )
    parser.add_argument(
        "--last-year",
        type=int,
        default=None,
        help="laatste jaar dat telt; anders tien jaar samen (de horizon van de definitie)",
    )
    parser.add_argument(
        "--shortage", action="store_true", help="ook het woningtekort bij de start inlopen"
    )


class Command(HouseCommand):
    """Prints the balance."""

    help = (
        "Toont de behoefte naast programma en harde, zachte en onbekende plancapaciteit, "
        "in woningen, per gemeente en voor de regio. In JSON is period [eerste jaar, "
        "eerste jaar erna]: het tweede jaar telt zelf niet mee; last_year is het laatste "
        "jaar dat wel telt."
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
        first, last = result["period"][0], result["last_year"]
        basis = "netto" if result["basis"] == "net" else "bruto"
        lines = [
            f"{result['region']}, peildatum {result['reference_date']}, "
            f"{result['profile']}, {basis}, {first} tot en met {last}",
            f"{'':20}{'behoefte':>10}{'programma':>11}{'hard':>9}{'zacht':>9}"
            f"{'onbekend':>10}{'samen':>9}",
        ]
        for row in [*result["municipalities"], {**result["total"], "name": "Regio"}]:
            programme = "-" if row["programme"] is None else row["programme"]
            lines.append(
                f"{row['name']:20}{row['need']:>10}{programme:>11}{row['hard']:>9}"
                f"{row['soft']:>9}{row['unknown']:>10}{row['total']:>9}"
            )
        remarks = [*result["remarks"], *result["programmes_not_comparable"]]
        lines += [item["text"] for item in remarks]
        if result["left_out"]:
            lines.append(f"Niet meegeteld (verzonnen): {', '.join(result['left_out'])}.")
        if result["derived_forecast"]:
            lines.append("De prognose is een afgeleid voorbeeld.")
        if "note" in result:
            lines.append("Voorbeeldgegevens.")
        return "\n".join(lines)
