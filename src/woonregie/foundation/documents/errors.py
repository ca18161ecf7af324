"""What this room refuses."""

from woonregie.foundation.pages.errors import RefusedError


class RemarkError(RefusedError):
    """A remark or reading that cannot be kept or changed."""

    code = "remark_refused"
