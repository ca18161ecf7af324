"""`woonregie make-region`: a real region, ready for its first administrator."""

from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction
from django.utils import timezone

from woonregie.foundation.norms.services import load_shipped
from woonregie.foundation.pages.commands import HouseCommand
from woonregie.foundation.region.models import Region, RegionKind
from woonregie.foundation.region.national import load_national_list
from woonregie.foundation.region.queries import UnknownPlaceError
from woonregie.foundation.region.services import make_region
from woonregie.subjects.plans.services import load_register_rules


class Command(HouseCommand):
    """Makes a region of municipalities, with the norms and definitions that ship."""

    help = (
        "Maakt een regio van gemeenten. Leest ook de landelijke lijst van gemeenten in, en de "
        "normen, definities en controles die Woonregie meebrengt. Nodig daarna een beheerder "
        "uit met: woonregie invite."
    )
    prints_figures = True

    def arguments(self, parser: CommandParser) -> None:
        """Ask for name, kind and municipalities."""
        parser.add_argument("slug", metavar="KORT", help="staat voor elk adres, zoals west-twente")
        parser.add_argument("--name", required=True, help="naam op het scherm")
        parser.add_argument(
            "--municipalities", nargs="+", required=True, metavar="GM0193", help="CBS-codes"
        )
        parser.add_argument(
            "--kind",
            choices=RegionKind.values,
            default=RegionKind.HOUSING,
            metavar="SOORT",
            help=f"{', '.join(RegionKind.values)} (anders: housing)",
        )
        parser.add_argument("--part-of", default="", metavar="REGIO", help="deel van deze regio")
        parser.add_argument(
            "--since", type=date.fromisoformat, metavar="DAG", help="sinds, als 2024-01-01"
        )

    @transaction.atomic
    def run(self, **options: Any) -> dict[str, Any]:
        """Make; all or nothing."""
        at = timezone.now()
        load_national_list(at=at)
        region = make_region(
            at=at,
            slug=options["slug"],
            name=options["name"],
            kind=options["kind"],
            codes=options["municipalities"],
            parent=_region(options["part_of"]),
            starts_on=options["since"],
        )
        load_shipped(at=at, regions={region.slug: region})
        load_register_rules(at=at)
        return {"region": region.slug, "municipalities": len(options["municipalities"])}

    def words(self, result: Any) -> str:
        """Say what comes next."""
        return (
            f"Regio {result['region']} is er, met {result['municipalities']} gemeenten.\n"
            f"Nu de eerste beheerder: woonregie invite --email ADRES --name NAAM "
            f"--organisation {result['region']} --role administrator"
        )


def _region(slug: str) -> Region | None:
    if not slug:
        return None
    found = Region.objects.filter(organisation__slug=slug).first()
    if found is None:
        raise UnknownPlaceError(f"Regio {slug} is er niet.", region=slug)
    return found
