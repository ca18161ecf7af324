"""A request of somebody who is logged in."""

from django.http import HttpRequest

from woonregie.foundation.accounts.models import Account


class AccountRequest(HttpRequest):
    """What a page gets: `LoginRequiredMiddleware` lets nobody else through."""

    # Never anonymous behind the middleware.
    user: Account
