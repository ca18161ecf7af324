"""Reading accounts: who holds a token, who works for which organisations."""

import hashlib
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from woonregie.foundation.accounts.models import Account, ApiToken, Membership


def hash_of(token: str) -> str:
    """Return what we keep of a token; it is long and random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def account_of_token(token: str, *, on: date) -> Account | None:
    """Return the active account of a token that holds on a day, or None."""
    found = (
        ApiToken.objects.filter(
            sha256=hash_of(token),
            revoked_at__isnull=True,
            expires_on__gte=on,
            account__is_active=True,
        )
        .select_related("account")
        .first()
    )
    return found.account if found else None


def tokens_of(account: Account) -> QuerySet[ApiToken]:
    """Return the tokens of an account, newest first."""
    return ApiToken.objects.filter(account=account)


def roles_at(
    organisation_ids: Collection[UUID], *, on: date, also_past: bool = False
) -> QuerySet[Membership]:
    """Return who holds which role at some organisations, newest first.

    Args:
        organisation_ids: the organisations.
        on: the day; a role that begins later is there as well, so that nobody gives it twice.
        also_past: also roles that ended by that day.
    """
    found = Membership.objects.filter(organisation__in=organisation_ids)
    if not also_past:
        found = found.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=on))
    return found.select_related("account", "organisation").order_by("-starts_on", "pk")


def people_at(
    organisation_ids: Collection[UUID], *, on: date, also_past: bool = False
) -> QuerySet[Account]:
    """Return who holds a role at some organisations; arguments as of `roles_at`."""
    roles = roles_at(organisation_ids, on=on, also_past=also_past).order_by()
    return Account.objects.filter(Exists(roles.filter(account=OuterRef("pk"))))
