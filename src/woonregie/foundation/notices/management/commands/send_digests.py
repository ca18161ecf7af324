"""`woonregie send-digests`: tell everybody what waits for her."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.notices.services import send_waiting, tell_all
from woonregie.foundation.pages.commands import HouseCommand


class Command(HouseCommand):
    """Tells what waits, and sends the mail."""

    help = (
        "Vertel iedereen wat op hem of haar wacht, per mail in het gekozen ritme. Laat dit elke "
        "werkdag draaien, bijvoorbeeld om zeven uur."
    )
    prints_figures = True

    def run(self, **options: Any) -> dict[str, int]:
        """Tell, and send."""
        at = timezone.now()
        told = tell_all(at=at)
        sent = send_waiting(at=at)
        return {
            "people": told.people,
            "notices": told.notices,
            "failed": told.failed,
            "queued": told.mails,
            "sent": sent.sent,
            "put_off": sent.put_off,
            "given_up": sent.given_up,
        }

    def words(self, result: Any) -> str:
        """Say what was told."""
        return _(
            "%(people)s mensen, %(notices)s nieuwe berichten, %(queued)s overzichten klaargezet. "
            "Verstuurd: %(sent)s, uitgesteld: %(put_off)s, opgegeven: %(given_up)s. "
            "Mislukt: %(failed)s."
        ) % dict(result)
