"""The mail with which somebody chooses her own password: nobody else ever knows it."""

import smtplib

from allauth.account.forms import ResetPasswordForm, default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.http import HttpRequest
from django.urls import reverse

from woonregie.foundation.accounts.models import Account


def send_password_mail(request: HttpRequest, account: Account) -> bool:
    """Send an account the link with which it chooses a password; return whether it went out."""
    form = ResetPasswordForm(data={"email": account.email})
    if not form.is_valid():
        return False
    try:
        form.save(request)
    except (smtplib.SMTPException, OSError):
        # The account is there already; a page offers to send the mail again.
        return False
    return True


def password_path(account: Account) -> str:
    """Return the path of the page on which this account chooses its password, once."""
    return reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(account),
            "key": default_token_generator.make_token(account),
        },
    )
