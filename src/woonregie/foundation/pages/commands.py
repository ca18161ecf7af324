"""One kind of command: a sentence for people, JSON for programs, an exit code for scripts."""

import json
import sys
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from woonregie.foundation.pages.errors import RefusedError

REFUSED = 2


class HouseCommand(BaseCommand):
    """A command of the house; exit code 0 done, 1 our fault, 2 input refused.

    A subclass writes `arguments`, `run` and, where words are better than JSON, `words`.
    """

    requires_migrations_checks = False
    group = ""
    prints_figures = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --format for commands that print figures, and the command's own arguments."""
        if self.prints_figures:
            parser.add_argument(
                "--format", choices=["text", "json"], default="text", help="tekst of JSON"
            )
        self.arguments(parser)

    def arguments(self, parser: CommandParser) -> None:
        """Add the command's own arguments."""

    def run(self, **options: Any) -> Mapping[str, Any] | None:
        """Do the work and return what is to be shown."""
        raise NotImplementedError

    def words(self, result: Mapping[str, Any]) -> str:
        """Return the result in words."""
        return json.dumps(result, indent=2, ensure_ascii=False, default=str)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run, show, and turn a refusal into exit code 2."""
        try:
            result = self.run(**options)
        except RefusedError as error:
            if options.get("format") == "json":
                body = {
                    "error": {"code": error.code, "text": str(error), "fields": dict(error.fields)}
                }
                self.stdout.write(json.dumps(body, ensure_ascii=False, default=str))
            self.stderr.write(str(error))
            sys.exit(REFUSED)
        if result is None:
            return
        if options.get("format") == "json":
            self.stdout.write(json.dumps(result, ensure_ascii=False, default=str))
        else:
            self.stdout.write(self.words(result))
