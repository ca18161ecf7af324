"""Starting, running, stopping and burying long work."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.audit.digest import digest, plain
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.runs.handle import CancelledError, JobHandle
from woonregie.foundation.runs.models import ACTIVE, Job, JobState
from woonregie.foundation.runs.registry import job_named

SILENT_AFTER = timedelta(minutes=5)
log = logging.getLogger(__name__)


def start(
    *,
    kind: str,
    parameters: Mapping[str, Any],
    by: Account | None,
    at: datetime,
    enqueue: Callable[[str], object],
    organisation: Organisation | None = None,
) -> Job:
    """Ask for long work; the same work on the same input that waits or runs is not asked twice.

    Args:
        at: the moment of recording.
        by: who does this; None is the system itself.
        organisation: whose work it is.
        kind: name of a registered job.
        parameters: its input, JSON-ready.
        enqueue: hands the id to a worker once the row is committed; comes from the edge.
    """
    job_named(kind)
    found = digest({"kind": kind, "parameters": parameters, "by": by.pk if by else None})
    with transaction.atomic():
        # The database holds one such job at a time, also when two people press at once.
        job, made = Job.objects.filter(state__in=ACTIVE).get_or_create(
            input_digest=found,
            defaults={
                "kind": kind,
                "parameters": plain(parameters),
                "created_by": by,
                "organisation": organisation,
                "created_at": at,
            },
        )
        if made:
            transaction.on_commit(lambda: enqueue(str(job.pk)))
    return job


def perform(*, job_id: str, clock: Callable[[], datetime]) -> Job:
    """Do the work of a job and keep how it ended; a job that is not waiting is left alone."""
    taken = Job.objects.filter(pk=job_id, state=JobState.WAITING).update(
        state=JobState.RUNNING, started_at=clock(), heartbeat_at=clock()
    )
    job = Job.objects.select_related("created_by").get(pk=job_id)
    if not taken:
        return job
    try:
        result = job_named(job.kind).perform(JobHandle(job, clock))
    except CancelledError:
        return _end(job, JobState.CANCELLED, clock(), message=_("Gestopt op verzoek."))
    except RefusedError as error:
        return _end(
            job, JobState.REFUSED, clock(), message=str(error), result={"code": error.code}
        )
    except Exception:
        log.exception("job %s failed", job_id)
        return _end(
            job,
            JobState.FAILED,
            clock(),
            message=_("Er ging iets mis aan onze kant. Er is niets half bewaard."),
        )
    return _end(job, JobState.DONE, clock(), message=_("Klaar."), result=result)


def _end(
    job: Job, state: str, at: datetime, *, message: str, result: Mapping[str, Any] | None = None
) -> Job:
    ended: dict[str, Any] = {
        "state": state,
        "ended_at": at,
        "message": message[:500],
        "result": plain(result or {}),
    }
    # Somebody thought it dead and said so; only work that was done after all says otherwise.
    before = [JobState.RUNNING, JobState.FAILED] if state == JobState.DONE else [JobState.RUNNING]
    Job.objects.filter(pk=job.pk, state__in=before).update(
        **ended, **({"progress": 1.0} if state == JobState.DONE else {})
    )
    job.refresh_from_db()
    return job


def cancel(*, job: Job, at: datetime) -> None:
    """Ask a job to stop at its next progress; one that waits stops at once."""
    Job.objects.filter(pk=job.pk, state=JobState.WAITING).update(
        state=JobState.CANCELLED, ended_at=at, message=_("Gestopt op verzoek.")
    )
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING, cancel_requested_at=None).update(
        cancel_requested_at=at
    )


def reap(*, at: datetime) -> int:
    """Mark running jobs that have been silent too long as failed; return how many."""
    return Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=at - SILENT_AFTER).update(
        state=JobState.FAILED,
        ended_at=at,
        message=_("De taak gaf geen teken meer. Er is niets half bewaard. Start haar opnieuw."),
    )
