"""Reading accounts: who holds a token."""

import hashlib
from datetime import date

from django.db.models import QuerySet

from woonregie.foundation.accounts.models import Account, ApiToken


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
