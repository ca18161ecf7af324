"""Long work that people can follow, leave and find again."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.keyed import KeyedModel


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("wacht")
    RUNNING = "running", _("bezig")
    DONE = "done", _("klaar")
    REFUSED = "refused", _("geweigerd")
    FAILED = "failed", _("mislukt")
    CANCELLED = "cancelled", _("gestopt")


ACTIVE = frozenset({JobState.WAITING, JobState.RUNNING})


class Job(KeyedModel):
    """One piece of long work (*taak*): which job, on what input, how far, with what result."""

    kind = models.CharField(_("soort"), max_length=80)
    parameters = models.JSONField(_("invoer"), default=dict)
    input_digest = models.CharField(_("vingerafdruk van de invoer"), max_length=64, db_index=True)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, verbose_name=_("voor")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("gestart door"),
    )
    state = models.CharField(_("stand"), max_length=10, choices=JobState, default=JobState.WAITING)
    progress = models.FloatField(_("voortgang (0-1)"), default=0.0)
    message = models.CharField(_("melding"), max_length=500, blank=True)
    result = models.JSONField(_("uitkomst"), default=dict, blank=True)
    cancel_requested_at = models.DateTimeField(_("stoppen gevraagd"), null=True, blank=True)
    created_at = models.DateTimeField(_("gevraagd"))
    started_at = models.DateTimeField(_("begonnen"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("laatste teken"), null=True, blank=True)
    ended_at = models.DateTimeField(_("klaar"), null=True, blank=True)

    class Meta:
        verbose_name = _("taak")
        verbose_name_plural = _("taken")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["input_digest"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="job_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"
