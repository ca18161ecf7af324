"""Making and withdrawing tokens."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.accounts.models import Account, ApiToken
from woonregie.foundation.accounts.queries import hash_of
from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.services import record
from woonregie.foundation.pages.errors import ForbiddenError

HOLDS_DAYS = 365
TOKEN_MADE = register_act("accounts.token_made", gettext_lazy("maakte een toegangssleutel"))
TOKEN_REVOKED = register_act("accounts.token_revoked", gettext_lazy("trok een toegangssleutel in"))


@transaction.atomic
def make_token(*, by: Account, at: datetime, label: str) -> tuple[ApiToken, str]:
    """Make a token for the account itself.

    Returns:
        The stored token and the secret, which is shown once and never kept.
    """
    secret = f"wr_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        account=by,
        label=label,
        prefix=secret[:10],
        sha256=hash_of(secret),
        created_at=at,
        expires_on=localdate(at) + timedelta(days=HOLDS_DAYS),
    )
    record(act=TOKEN_MADE.name, by=by, at=at, target=token)
    return token, secret


@transaction.atomic
def revoke_token(*, by: Account, at: datetime, token: ApiToken) -> None:
    """Withdraw a token of the account itself; withdrawing twice is once.

    Raises:
        ForbiddenError: a token of somebody else.
    """
    if token.account_id != by.pk:
        raise ForbiddenError(_("Alleen wie een sleutel maakte, trekt hem in."))
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        record(act=TOKEN_REVOKED.name, by=by, at=at, target=token)
