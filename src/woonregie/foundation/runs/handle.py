"""What a running job may say: how far it is, that it lives, whether it should stop."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.runs.models import Job, JobState


class CancelledError(Exception):
    """Somebody asked this job to stop."""


class JobHandle:
    """Handed to the work; writing progress is also the heartbeat."""

    def __init__(self, job: Job, clock: Callable[[], datetime]) -> None:
        self._job = job
        self._clock = clock

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The input of the job."""
        return dict(self._job.parameters)

    @property
    def by(self) -> Account | None:
        """Who started it."""
        return self._job.created_by

    @property
    def now(self) -> datetime:
        """The moment, from the clock that the edge handed in."""
        return self._clock()

    def progress(self, share: float, message: str = "") -> None:
        """Tell how far the work is (0-1) and that it lives.

        Raises:
            CancelledError: somebody asked to stop, or took this job for dead.
        """
        wanted = Job.objects.filter(
            pk=self._job.pk, state=JobState.RUNNING, cancel_requested_at__isnull=True
        ).update(
            progress=min(max(share, 0.0), 1.0), message=message[:500], heartbeat_at=self._clock()
        )
        if not wanted:
            raise CancelledError
