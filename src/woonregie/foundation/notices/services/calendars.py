"""Making and withdrawing the secret address of somebody's calendar."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.accounts.queries import hash_of
from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.services import record
from woonregie.foundation.notices.models import CalendarKey

MADE = register_act("notices.calendar_made", gettext_lazy("maakte een adres voor de agenda"))
REVOKED = register_act("notices.calendar_revoked", gettext_lazy("trok het adres van de agenda in"))


@transaction.atomic
def make_calendar(*, by: Account, at: datetime) -> str:
    """Make a secret address for somebody's calendar; the former holds no longer.

    Returns:
        The secret, which is shown once and never kept.
    """
    Account.objects.select_for_update().get(pk=by.pk)
    _standing(by).update(revoked_at=at)
    secret = secrets.token_urlsafe(32)
    key = CalendarKey.objects.create(account=by, sha256=hash_of(secret), made_at=at)
    record(act=MADE.name, by=by, at=at, target=key)
    return secret


@transaction.atomic
def revoke_calendar(*, by: Account, at: datetime) -> None:
    """Withdraw the address of somebody's calendar; withdrawing twice is once."""
    key = _standing(by).select_for_update().first()
    if key is not None:
        key.revoked_at = at
        key.save(update_fields=["revoked_at"])
        record(act=REVOKED.name, by=by, at=at, target=key)


def _standing(account: Account) -> QuerySet[CalendarKey]:
    return CalendarKey.objects.filter(account=account, revoked_at__isnull=True)
