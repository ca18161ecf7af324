"""Nobody makes an account for herself: the administrator invites."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ClosedDoorAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Closes public sign-up, and says in our own words why somebody stays outside."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "Dit e-mailadres en wachtwoord horen niet bij elkaar. "
            "Probeer het opnieuw, of kies een nieuw wachtwoord."
        ),
        "too_many_login_attempts": _(
            "U probeerde het te vaak. Wacht vijf minuten, of kies een nieuw wachtwoord."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return that nobody may sign up."""
        return False
