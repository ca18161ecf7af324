"""Why something cannot be asked, answered or signed, in words."""

from woonregie.foundation.pages.errors import ForbiddenError, RefusedError


class ConsentError(RefusedError):
    """Base of the refusals of this room."""

    code = "consent"


class DecisionOfTomorrowError(ConsentError):
    """A decision on a day that has yet to come."""

    code = "decision_of_tomorrow"


class AskingError(ConsentError):
    """A question that cannot be asked like this."""

    code = "asking"


class AnswerError(ConsentError):
    """An answer that cannot be given like this."""

    code = "answer"


class AlreadyExtendedError(AskingError):
    """That is the last day already."""

    code = "already_extended"


class TooLateError(ConsentError):
    """The last day for an answer is over."""

    code = "too_late"


class WithdrawnError(ConsentError):
    """The question is no longer asked."""

    code = "withdrawn"


class ThingChangedError(ConsentError):
    """What is asked about is no longer what it was."""

    code = "thing_changed"


class AlreadyAnsweredError(ConsentError):
    """The same answer stands already."""

    code = "already_answered"


class AlreadySettledError(AnswerError):
    """The reservation ended so already."""

    code = "already_settled"


class MandateError(ForbiddenError):
    """Somebody may not speak for a party today."""

    code = "mandate"


class CertificateError(ConsentError):
    """A certificate with which nobody can sign, or that nobody can trust."""

    code = "certificate"


class SignedFileError(ConsentError):
    """A file that cannot be signed or read."""

    code = "signed_file"


class SigningError(ConsentError):
    """A signature that cannot be put now."""

    code = "signing"
