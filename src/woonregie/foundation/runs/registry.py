"""Which long work there is: each room registers its jobs by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from woonregie.foundation.runs.handle import JobHandle

Work = Callable[["JobHandle"], dict[str, Any]]


class UnknownJobError(LookupError):
    """A job that no room registered."""


@dataclass(frozen=True, slots=True)
class RegisteredJob:
    """Long work: its name, what people call it, the function, and where its result is shown."""

    name: str
    title: Promise | str
    work: Work
    result_url: Callable[[dict[str, Any]], str] | None = None


_JOBS: dict[str, RegisteredJob] = {}


def register_job(
    name: str,
    work: Work,
    title: Promise | str,
    result_url: Callable[[dict[str, Any]], str] | None = None,
) -> None:
    """Register long work; called from a room's `hooks`."""
    _JOBS[name] = RegisteredJob(name, title, work, result_url)


def job_named(name: str) -> RegisteredJob:
    """Return registered work.

    Raises:
        UnknownJobError: no room registered it.
    """
    try:
        return _JOBS[name]
    except KeyError:
        raise UnknownJobError(name) from None


def all_jobs() -> dict[str, RegisteredJob]:
    """Return all registered work by name."""
    return dict(_JOBS)
