"""`woonregie recompute-measures`: measure and assess all commitments again."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.commitments.services import recompute
from woonregie.foundation.pages.commands import HouseCommand


class Command(HouseCommand):
    """Measures all commitments again: time passes too, and paths go on."""

    help = (
        "Reken alle afspraken opnieuw door: lees de registers en beoordeel elke maat. Laat dit "
        "elke nacht draaien: ook als er niets verandert, gaat de tijd verder."
    )
    prints_figures = True

    def run(self, **_options: Any) -> dict[str, int]:
        """Measure and assess again."""
        now = timezone.now()
        return recompute(on=timezone.localdate(now), at=now)

    def words(self, result: Any) -> str:
        """Say what was read and what changed."""
        said: dict[str, int] = result
        text = _(
            "Gelezen: %(measures)s maten. Veranderd: %(changed)s waarden en %(assessments)s "
            "oordelen."
        )
        return text % said
