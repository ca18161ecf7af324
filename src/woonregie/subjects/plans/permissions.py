"""Who may do what with plans; the table of roles stands in `accounts.permissions`."""

from datetime import date

from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Municipality
from woonregie.foundation.region.queries import reachable_municipalities


def may(account: Account, permission: str, municipality: Municipality, *, on: date) -> bool:
    """Return whether somebody has a permission for a municipality on a day."""
    return reachable_municipalities(account, permission, on=on).filter(pk=municipality.pk).exists()


def require(
    account: Account | None, permission: str, municipality: Municipality, *, on: date
) -> None:
    """Refuse whoever has not this permission for this municipality; None is the system itself.

    Raises:
        ForbiddenError: with a sentence that says for which municipality.
    """
    if account is not None and not may(account, permission, municipality, on=on):
        raise ForbiddenError(
            _("U mag dit niet doen voor %(municipality)s.") % {"municipality": municipality.name},
            permission=permission,
            municipality=municipality.code,
        )
