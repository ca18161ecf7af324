"""Writing capacity down: agreed on one day, in force on another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.subjects.plans.models.codes import CompensationRisk, Landowner, WriteDownReason
from woonregie.subjects.plans.models.ledger import Posting
from woonregie.subjects.plans.models.plan import Plan


@append_only(set_once=["effective_on", "posting", "withdrawn_on", "withdrawn_at", "withdrawn_why"])
class WriteDown(KeyedModel):
    """Homes that a plan gives up (*afboeking*): agreed, then legally in force, or withdrawn.

    Capacity falls with the posting, on the day that the write-down is in force. Until then the
    homes stand as "agreed, still hard" (*afgesproken, nog hard*).
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="write_downs")
    dwellings = models.PositiveIntegerField(_("woningen"))
    reason = models.CharField(_("reden"), max_length=20, choices=WriteDownReason)
    explanation = models.CharField(_("toelichting"), max_length=300, blank=True)
    decision = models.ForeignKey(
        "consents.Decision", models.PROTECT, related_name="+", verbose_name=_("besluit")
    )
    agreed_on = models.DateField(_("afgesproken op"))
    effective_on = models.DateField(_("rechtsgeldig op"), null=True, blank=True)
    posting = models.OneToOneField(
        Posting, models.PROTECT, null=True, related_name="write_down", verbose_name=_("boeking")
    )
    landowner = models.CharField(_("grondeigenaar"), max_length=12, choices=Landowner)
    compensation_risk = models.CharField(
        _("risico op nadeelcompensatie"), max_length=10, choices=CompensationRisk
    )
    foreseeable_on = models.DateField(_("voorzienbaar sinds"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("vastgelegd"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    withdrawn_on = models.DateField(_("ingetrokken op"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("intrekking vastgelegd"), null=True, blank=True)
    withdrawn_why = models.CharField(_("waarom ingetrokken"), max_length=300, null=True)  # noqa: DJ001  set once: null is "not yet"

    class Meta:
        verbose_name = _("afboeking")
        verbose_name_plural = _("afboekingen")
        constraints = [
            models.CheckConstraint(condition=Q(dwellings__gt=0), name="write_down_of_homes"),
            models.CheckConstraint(
                condition=Q(effective_on__isnull=True) | Q(effective_on__gte=F("agreed_on")),
                name="write_down_in_force_after_agreed",
            ),
            models.CheckConstraint(
                condition=Q(posting__isnull=True) | Q(withdrawn_at__isnull=True),
                name="write_down_in_force_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: -{self.dwellings}"
