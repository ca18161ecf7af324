"""Errors of this room."""

from woonregie.foundation.pages.errors import RefusedError


class AudienceError(RefusedError):
    """An audience that cannot be said like this."""

    code = "audience"


class PublicationError(RefusedError):
    """Totals that cannot be published like this."""

    code = "publication"
