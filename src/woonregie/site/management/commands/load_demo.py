"""`woonregie load-demo`: the demonstration region."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from woonregie.foundation.pages.commands import HouseCommand
from woonregie.site import demo


class Command(HouseCommand):
    """Puts the demonstration region in; a second time changes nothing."""

    help = "Zet de voorbeeldregio West-Overijssel klaar. Een tweede keer verandert er niets."

    def arguments(self, parser: CommandParser) -> None:
        """Ask whether to be silent."""
        parser.add_argument(
            "--quiet", action="store_true", help="alleen iets zeggen als het misgaat"
        )

    def run(self, **options: Any) -> dict[str, Any] | None:
        """Load."""
        loaded = demo.load(at=timezone.now())
        return None if options["quiet"] else {"loaded": loaded}

    def words(self, result: Any) -> str:
        """Say what was done."""
        return (
            "De voorbeeldregio staat klaar."
            if result["loaded"]
            else "De voorbeeldregio was er al."
        )
