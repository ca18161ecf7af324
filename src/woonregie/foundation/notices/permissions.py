"""Who may know how the mail of the whole server stands."""

from datetime import date

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.accounts.permissions import grants


def may_see_mail(account: Account, *, on: date) -> bool:
    """Return whether somebody may see how the mail stands, and have it tried again."""
    return bool(grants(account, "mail.view", on))
