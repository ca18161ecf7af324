"""Who speaks to the API: a machine with a token, or a person who is logged in."""

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer
from ninja.security.session import SessionAuth

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.accounts.queries import account_of_token


class TokenAuth(HttpBearer):
    """`Authorization: Bearer wr_...`."""

    def authenticate(self, request: HttpRequest, token: str) -> Account | None:
        """Return the account of a valid token, and let the rest of the request know it."""
        account = account_of_token(token, on=timezone.localdate())
        if account is not None:
            request.user = account
        return account


# A page of somebody else cannot let the browser of who is logged in write here.
by_token_or_session = [TokenAuth(), SessionAuth(csrf=True)]
