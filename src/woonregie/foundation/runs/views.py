"""The page of a job: progress that may be left and found again."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.runs import services
from woonregie.foundation.runs.models import ACTIVE, Job, JobState
from woonregie.foundation.runs.registry import job_named

# Before this much is done its pace says little.
TELLING_PROGRESS = 0.05


def detail(request: AccountRequest, key: UUID) -> HttpResponse:
    """Show a job; a request by htmx gets only the part that changes."""
    now = timezone.now()
    services.reap(at=now)
    job = _own(request, key)
    registered = job_named(job.kind)
    done = job.state == JobState.DONE
    result_url = registered.address(job.result) if done else ""
    shown: dict[str, object] = {
        "job": job,
        "title": registered.title,
        "active": job.state in ACTIVE,
        "result_url": result_url,
    }
    seconds = _seconds_left(job, now)
    shown |= {"seconds_left": seconds, "minutes_left": round(seconds / 60) if seconds else 0}
    return render(
        request,
        "runs/progress.html" if getattr(request, "htmx", False) else "runs/detail.html",
        shown,
    )


@require_POST
def cancel(request: AccountRequest, key: UUID) -> HttpResponse:
    """Ask a job to stop."""
    job = _own(request, key)
    services.cancel(job=job, at=timezone.now())
    return redirect("runs:detail", key)


def _seconds_left(job: Job, now: datetime) -> float | None:
    """Return how long a job goes on at the pace that it has; None when that says nothing yet."""
    if job.state != JobState.RUNNING or job.started_at is None or job.progress < TELLING_PROGRESS:
        return None
    return (now - job.started_at).total_seconds() * (1 - job.progress) / job.progress


def _own(request: AccountRequest, key: UUID) -> Job:
    job = Job.objects.filter(pk=key, created_by=request.user.pk).first()
    if job is None:
        raise Http404
    return job
