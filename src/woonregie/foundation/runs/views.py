"""The page of a job: progress that may be left and found again."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.runs import services
from woonregie.foundation.runs.models import Job
from woonregie.foundation.runs.registry import job_named
from woonregie.foundation.runs.watching import watched


def detail(request: AccountRequest, key: UUID) -> HttpResponse:
    """Show a job; a request by htmx gets only the part that changes."""
    now = timezone.now()
    services.reap(at=now)
    job = _own(request, key)
    shown = {**watched(job, at=now), "title": job_named(job.kind).title}
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


def _own(request: AccountRequest, key: UUID) -> Job:
    job = Job.objects.filter(pk=key, created_by=request.user.pk).first()
    if job is None:
        raise Http404
    return job
