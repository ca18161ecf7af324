"""The one base of all errors that speak to a person."""

from collections.abc import Mapping
from typing import Any


class RefusedError(Exception):
    """Something a person asked for cannot be done, and this says why.

    Pages turn it into a form error, the API into problem+json, commands into exit code 2.

    Args:
        text: the sentence for the person, translated, with what to do about it.
        fields: what the caller may want to know, JSON-ready values by English name.

    >>> raise RefusedError("Dat kan niet.", plan="GM0193-2026-0042")
    Traceback (most recent call last):
    woonregie.foundation.pages.errors.RefusedError: Dat kan niet.
    """

    code = "refused"
    status = 400

    def __init__(self, text: str, **fields: Any) -> None:
        super().__init__(text)
        self.text = text
        self.fields: Mapping[str, Any] = fields

    def __str__(self) -> str:
        return str(self.text)


class ForbiddenError(RefusedError):
    """This person may not do this; the page answers 403."""

    code = "forbidden"
    status = 403


class StaleVersionError(RefusedError):
    """Somebody else saved a newer version since this person began to edit.

    `fields["base_version"]` is what the person started from, `fields["current_version"]` what
    stands now.
    """

    code = "stale_version"
    status = 409
