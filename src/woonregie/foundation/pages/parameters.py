"""Parameters of an address: a filter with a slip would filter nothing, so it is refused."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from woonregie.foundation.pages.errors import RefusedError


class UnknownParameterError(RefusedError):
    """A parameter that the operation does not have."""

    code = "unknown_parameter"


def refuse_unknown(given: Iterable[str], known: Iterable[str]) -> None:
    """Refuse parameters that an operation does not know, and say which it does.

    Raises:
        UnknownParameterError: at least one that is not known.
    """
    known = sorted(known)
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise UnknownParameterError(
            _("Deze parameter kennen wij hier niet: %(unknown)s. Wel: %(known)s.")
            % {"unknown": ", ".join(unknown), "known": ", ".join(known) or "–"},
            parameters=unknown,
        )


Returned = TypeVar("Returned", bound=Callable[..., Any])


def reads_its_own_parameters(view: Returned) -> Returned:
    """Mark an operation whose parameters differ per address: it refuses unknown ones itself."""
    view.__dict__[OWN] = True
    return view


OWN = "reads_its_own_parameters"
