"""`woonregie send-mail`: send the mail that waits."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.notices.services import send_waiting
from woonregie.foundation.pages.commands import HouseCommand


class Command(HouseCommand):
    """Sends what waits; what the mail server does not take is tried again later."""

    help = (
        "Verstuur de mail die klaarstaat. Wat de mailserver niet aanneemt, blijft staan en gaat "
        "later opnieuw. Laat dit elke vijf minuten draaien."
    )
    prints_figures = True

    def run(self, **options: Any) -> dict[str, int]:
        """Send."""
        sent = send_waiting(at=timezone.now())
        return {"sent": sent.sent, "put_off": sent.put_off, "given_up": sent.given_up}

    def words(self, result: Any) -> str:
        """Say what went out."""
        return _("Verstuurd: %(sent)s, uitgesteld: %(put_off)s, opgegeven: %(given_up)s.") % dict(
            result
        )
