"""Which long work there is: each room registers its jobs by name.

A room may also name where the work stands, as urls may name a view: it is then loaded when the
first job runs. A computer that only asks for help, or shows a page, does not wait for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import get_callable
from django.utils.functional import Promise

if TYPE_CHECKING:
    from woonregie.foundation.runs.handle import JobHandle

Work = Callable[["JobHandle"], dict[str, Any]]
Address = Callable[[dict[str, Any]], str]


class UnknownJobError(LookupError):
    """A job that no room registered."""


@dataclass(frozen=True, slots=True)
class RegisteredJob:
    """Long work: its name, what people call it, the function, and where its result is shown."""

    name: str
    title: Promise | str
    work: Work | str
    result_url: Address | str | None = None

    def perform(self, job: "JobHandle") -> dict[str, Any]:
        """Do the work."""
        result: dict[str, Any] = get_callable(self.work)(job)
        return result

    def address(self, result: dict[str, Any]) -> str:
        """Return where a result is shown; empty when nowhere."""
        return get_callable(self.result_url)(result) if self.result_url else ""


_JOBS: dict[str, RegisteredJob] = {}


def register_job(
    name: str,
    work: Work | str,
    title: Promise | str,
    result_url: Address | str | None = None,
) -> None:
    """Register long work; called from a room's `hooks`.

    Args:
        name: of the job.
        work: the function, or where it stands: "woonregie.subjects.plans.jobs.preview".
        title: what people call it.
        result_url: the function that gives the address of a result, or where it stands.
    """
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
