"""Changing accounts: tokens of the own account, and who works for whom in which role."""

from woonregie.foundation.accounts.services.people import (
    add_role,
    close_account,
    end_membership,
    invite,
    open_account,
)
from woonregie.foundation.accounts.services.tokens import make_token, revoke_token

__all__ = [
    "add_role",
    "close_account",
    "end_membership",
    "invite",
    "make_token",
    "open_account",
    "revoke_token",
]
