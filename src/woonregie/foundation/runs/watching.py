"""What `runs/progress.html` shows of a job: on its own page, or on that of what it works on."""

from datetime import datetime

from woonregie.foundation.runs.models import ACTIVE, Job, JobState
from woonregie.foundation.runs.registry import job_named

# Before this much is done its pace says little.
TELLING_PROGRESS = 0.05


def watched(job: Job, *, at: datetime) -> dict[str, object]:
    """Return what the template of progress needs.

    Args:
        job: which one.
        at: the moment of looking.
    """
    done = job.state == JobState.DONE
    seconds = _seconds_left(job, at)
    return {
        "job": job,
        "active": job.state in ACTIVE,
        "result_url": job_named(job.kind).address(job.result) if done else "",
        "seconds_left": seconds,
        "minutes_left": round(seconds / 60) if seconds else 0,
    }


def _seconds_left(job: Job, at: datetime) -> float | None:
    """Return how long a job goes on at the pace that it has; None when that says nothing yet."""
    if job.state != JobState.RUNNING or job.started_at is None or job.progress < TELLING_PROGRESS:
        return None
    return (at - job.started_at).total_seconds() * (1 - job.progress) / job.progress
