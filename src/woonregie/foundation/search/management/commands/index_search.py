"""`woonregie index-search`: make everything findable again."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.pages.commands import HouseCommand
from woonregie.foundation.search.registry import searchables
from woonregie.foundation.search.services import rebuild


class Command(HouseCommand):
    """Makes the index of search again, in small steps beside the daily work."""

    help = (
        "Maak de zoekindex opnieuw, in kleine stappen: iedereen kan doorwerken. Laat dit elke "
        "nacht draaien, dan vindt zoeken ook wat vandaag ingaat."
    )
    prints_figures = True

    def run(self, **options: Any) -> dict[str, int]:
        """Make the index again, and tell on the way how far it is."""
        told = None if options["format"] == "json" else self._told
        return rebuild(today=timezone.localdate(), told=told)

    def words(self, result: Any) -> str:
        """Say how much can be found."""
        titles = {item.name: str(item.title).lower() for item in searchables()}
        lines = [f"{count} {titles[name]}" for name, count in result.items()]
        return _("Vindbaar: %(what)s.") % {"what": ", ".join(lines)}

    def _told(self, name: str, done: int) -> None:
        self.stderr.write(f"{name}: {done}")
