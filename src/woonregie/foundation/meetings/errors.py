"""What this room refuses."""

from woonregie.foundation.pages.errors import ForbiddenError, RefusedError


class MeetingError(RefusedError):
    """Something about a meeting that cannot be done, and why."""

    code = "meeting_refused"


class NotYoursError(ForbiddenError):
    """Somebody may not do this with this meeting."""

    code = "meeting_not_yours"
