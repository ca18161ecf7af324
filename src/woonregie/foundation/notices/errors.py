"""What this room refuses."""

from woonregie.foundation.pages.errors import RefusedError


class NoticeError(RefusedError):
    """Something about mail or calendar that cannot be done."""

    code = "notice_refused"
