"""What this room refuses."""

from woonregie.foundation.pages.errors import RefusedError


class RemarkError(RefusedError):
    """A remark or reading that cannot be kept or changed."""

    code = "remark_refused"


class DocumentError(RefusedError):
    """Base of all refusals about works, editions, clauses and proposals."""

    code = "document"


class WorkError(DocumentError):
    """A work that cannot be begun or changed like this."""

    code = "work_refused"


class CircleError(WorkError):
    """A work would belong to itself, or a clause would stand below itself."""

    code = "circle"


class EditionError(DocumentError):
    """An edition that cannot be frozen or adopted like this."""

    code = "edition_refused"


class ProposalError(DocumentError):
    """A proposal that cannot be made or decided like this."""

    code = "proposal_refused"


class ConflictError(ProposalError):
    """The text changed since the proposal was written; nothing is lost, somebody has to choose."""

    code = "clause_conflict"
    status = 409


class TextFileError(DocumentError):
    """A file from which no text can be read."""

    code = "text_file"
