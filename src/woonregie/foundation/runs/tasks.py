"""The worker's side: one task that performs any registered job."""

from django.utils import timezone
from django_tasks import task

from woonregie.foundation.runs import results, services


@task()
def perform(job_id: str) -> None:
    """Perform a job; first bury those that fell silent, and take away what nobody looks at."""
    services.reap(at=timezone.now())
    results.sweep(at=timezone.now())
    services.perform(job_id=job_id, clock=timezone.now)
