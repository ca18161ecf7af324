"""`woonregie invite`: the first administrator of a region, who invites all others on the page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from woonregie.foundation.accounts.errors import PeopleError
from woonregie.foundation.accounts.mail import password_path
from woonregie.foundation.accounts.models import Organisation, Role
from woonregie.foundation.accounts.services import invite
from woonregie.foundation.pages.commands import HouseCommand


class Command(HouseCommand):
    """Gives somebody a role at an organisation, and an account if she has none."""

    help = (
        "Nodigt iemand uit: geeft een rol bij een organisatie, en een account als dat er nog niet "
        "is. Bedoeld voor de eerste beheerder van een regio; die nodigt daarna anderen uit op de "
        "pagina Mensen. Er gaat geen mail: u krijgt een link om door te geven."
    )
    prints_figures = True

    def arguments(self, parser: CommandParser) -> None:
        """Ask who, for whom, as what."""
        parser.add_argument("--email", required=True, help="e-mailadres, om mee in te loggen")
        parser.add_argument("--name", required=True, help="naam op het scherm")
        parser.add_argument(
            "--organisation", required=True, help="korte naam van de organisatie of regio"
        )
        parser.add_argument(
            "--role",
            required=True,
            choices=Role.values,
            metavar="ROL",
            help=", ".join(Role.values),
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Invite."""
        try:
            validate_email(options["email"])
        except ValidationError:
            raise PeopleError(f"{options['email']} is geen e-mailadres.") from None
        at = timezone.now()
        membership = invite(
            by=None,
            at=at,
            email=options["email"],
            name=options["name"],
            organisation=_organisation(options["organisation"]),
            role=options["role"],
            starts_on=timezone.localdate(at),
        )
        account = membership.account
        return {
            "email": account.email,
            "role": membership.role,
            "organisation": membership.organisation.slug,
            "password_path": "" if account.has_usable_password() else password_path(account),
        }

    def words(self, result: Any) -> str:
        """Say what was done and what comes next."""
        done = f"{result['email']} heeft nu de rol {result['role']} bij {result['organisation']}."
        if not result["password_path"]:
            return done
        return (
            f"{done}\nGeef deze link door; hij werkt een keer, drie dagen lang. Zet het adres van "
            f"uw server ervoor:\n  {result['password_path']}"
        )


def _organisation(slug: str) -> Organisation:
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        regions = Organisation.objects.filter(kind="region").order_by("slug")
        names = ", ".join(regions.values_list("slug", flat=True)) or "geen"
        raise PeopleError(
            f"Organisatie {slug} is er niet. Regio's die er zijn: {names}.", organisation=slug
        )
    return found
