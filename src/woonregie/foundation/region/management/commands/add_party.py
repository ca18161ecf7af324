"""`woonregie add-party`: a corporation or other party takes part in a region."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from woonregie.foundation.accounts.models import OrganisationKind
from woonregie.foundation.pages.commands import HouseCommand
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import UnknownPlaceError
from woonregie.foundation.region.services import add_party

KINDS = (
    OrganisationKind.CORPORATION,
    OrganisationKind.TENANTS,
    OrganisationKind.CARE,
    OrganisationKind.MARKET,
    OrganisationKind.STATE,
)


class Command(HouseCommand):
    """Adds a party to a region."""

    help = (
        "Laat een corporatie, huurdersorganisatie, zorginstelling of marktpartij meedoen in een "
        "regio. Gemeenten en provincies komen mee met make-region."
    )
    prints_figures = True

    def arguments(self, parser: CommandParser) -> None:
        """Ask who, what and where."""
        parser.add_argument("region", metavar="REGIO", help="korte naam van de regio")
        parser.add_argument("slug", metavar="KORT", help="korte naam, bijvoorbeeld deltawonen")
        parser.add_argument("--name", required=True, help="naam op het scherm")
        parser.add_argument(
            "--kind", required=True, choices=KINDS, metavar="SOORT", help=", ".join(KINDS)
        )
        parser.add_argument(
            "--works-in", nargs="*", default=(), metavar="GM0193", help="gemeenten, op CBS-code"
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Add."""
        region = Region.objects.filter(organisation__slug=options["region"]).first()
        if region is None:
            raise UnknownPlaceError(f"Regio {options['region']} is er niet.")
        party = add_party(
            at=timezone.now(),
            region=region,
            slug=options["slug"],
            name=options["name"],
            kind=options["kind"],
            codes=options["works_in"],
        )
        return {"region": region.slug, "organisation": party.slug}

    def words(self, result: Any) -> str:
        """Say what was done."""
        return f"{result['organisation']} doet nu mee in {result['region']}."
