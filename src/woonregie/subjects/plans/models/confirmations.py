"""Somebody looked at a plan and said that nothing had changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.subjects.plans.models.plan import Plan


@append_only()
class Confirmation(KeyedModel):
    """On this day the plan still was as the register says (*bevestiging*)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="confirmations")
    confirmed_on = models.DateField(_("bevestigd op"))
    version = models.PositiveIntegerField(_("versie"))
    recorded_at = models.DateTimeField(_("vastgelegd"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("bevestiging")
        verbose_name_plural = _("bevestigingen")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "confirmed_on"], name="confirmation_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.confirmed_on}"
