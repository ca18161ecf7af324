"""`woonregie list-plans`: the register on a day, as known then."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from woonregie.foundation.pages.commands import HouseCommand
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import (
    UnknownPlaceError,
    lineage,
    municipalities_of,
    region_named,
)
from woonregie.subjects.plans.queries import holdings, versions_on
from woonregie.subjects.plans.queries.relations import plans_that_step_back
from woonregie.subjects.plans.queries.write_downs import agreed_still_hard


class Command(HouseCommand):
    """Prints the plans of a region."""

    help = "Toont de plannen van een regio op een dag, zoals bekend op een dag."
    prints_figures = True

    def arguments(self, parser: CommandParser) -> None:
        """Ask for the region and the days."""
        parser.add_argument(
            "--region", required=True, help="sleutel van de regio, bijvoorbeeld west-overijssel"
        )
        parser.add_argument(
            "--municipality", default="", help="CBS-code; alleen plannen van deze gemeente"
        )
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="peildatum")
        parser.add_argument(
            "--known-on", type=date.fromisoformat, default=None, help="zoals bekend op deze dag"
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """List."""
        on = options["on"] or timezone.localdate()
        known: date | None = options["known_on"]
        known_on = timezone.make_aware(datetime.combine(known, time.max)) if known else None
        places = _places(options["region"], options["municipality"], on)
        versions = list(
            versions_on(on, known_on)
            .filter(municipality__in=lineage(places, on=on))
            .select_related("plan", "municipality")
            .order_by("plan__number")
        )
        keys = [version.plan_id for version in versions]
        held = holdings(keys, on=on, known_on=known_on)
        pending = agreed_still_hard(keys, on=on, known_on=known_on)
        back = plans_that_step_back(on, known_on)
        return {
            "region": options["region"],
            "reference_date": on.isoformat(),
            "known_on": known.isoformat() if known else None,
            "plans": [
                {
                    "number": version.plan.number,
                    "name": version.name,
                    "municipality": version.municipality.code,
                    "planning_status": version.planning_status,
                    "build": held[version.plan_id].build,
                    "demolition": held[version.plan_id].demolition,
                    "agreed_still_hard": pending[version.plan_id],
                    "counts": version.plan_id not in back,
                }
                for version in versions
            ],
        }

    def words(self, result: Mapping[str, Any]) -> str:
        """Return the list as lines."""
        lines = [
            f"{item['number']:20}{item['planning_status']:>8}{item['build']:>8}"
            f"{item['demolition']:>7}  {item['name']}"
            + ("" if item["counts"] else " (telt niet mee)")
            for item in result["plans"]
        ]
        return "\n".join([f"{result['region']}, peildatum {result['reference_date']}", *lines])


def _places(slug: str, code: str, on: date) -> list[Any]:
    try:
        region = region_named(slug)
    except Region.DoesNotExist:
        raise UnknownPlaceError(f"Regio {slug} bestaat niet.", region=slug) from None
    places = municipalities_of(region, on=on)
    if code:
        places = places.filter(code=code)
        if not Municipality.objects.filter(code=code).exists():
            raise UnknownPlaceError(f"Gemeente {code} bestaat niet.", municipality=code)
    return list(places.values_list("pk", flat=True))
