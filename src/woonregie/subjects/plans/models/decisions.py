"""Dated planning decisions, and the rules by which a planning status follows from them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.foundation.sources.models import Certainty
from woonregie.subjects.plans.models.codes import (
    DecisionStep,
    DelayedDuty,
    Instrument,
    PlanningStatus,
)
from woonregie.subjects.plans.models.plan import Plan


@append_only(set_once=["superseded_at"])
class PlanningDecision(KeyedModel):
    """One dated step of one legal instrument for a plan (*planologisch besluit*)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="planning_decisions")
    instrument = models.CharField(_("instrument"), max_length=20, choices=Instrument)
    step = models.CharField(_("stap"), max_length=12, choices=DecisionStep)
    decided_on = models.DateField(_("datum"))
    duty = models.CharField(
        _("uitgestelde plicht"), max_length=12, choices=DelayedDuty, default=DelayedDuty.NONE
    )
    identifier = models.CharField(_("IMRO- of IMOW-nummer"), max_length=80, blank=True)
    most_dwellings = models.PositiveIntegerField(_("ten hoogste woningen"), null=True, blank=True)
    expires_on = models.DateField(_("vervalt op"), null=True, blank=True)
    decision = models.ForeignKey(
        "consents.Decision", models.PROTECT, null=True, related_name="+", verbose_name=_("besluit")
    )
    note = models.CharField(_("toelichting"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("vastgelegd"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    superseded_at = models.DateTimeField(_("vervangen"), null=True, blank=True)

    class Meta:
        verbose_name = _("planologisch besluit")
        verbose_name_plural = _("planologische besluiten")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=F("decided_on")),
                name="planning_decision_expires_later",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_instrument_display()}, {self.get_step_display()} {self.decided_on}"


class StatusDerivation(KeyedModel):
    """A step of an instrument with a duty means this planning status (*afleidingsregel*).

    A row without an instrument holds for every instrument that has no row of its own.
    """

    instrument = models.CharField(_("instrument"), max_length=20, choices=Instrument, blank=True)
    step = models.CharField(_("stap"), max_length=12, choices=DecisionStep)
    duty = models.CharField(_("uitgestelde plicht"), max_length=12, choices=DelayedDuty)
    status = models.CharField(_("planologische status"), max_length=10, choices=PlanningStatus)
    source = models.ForeignKey("sources.Source", models.PROTECT, verbose_name=_("bron"))
    certainty = models.CharField(_("zekerheid"), max_length=20, choices=Certainty)
    checked_on = models.DateField(_("nagegaan op"), null=True, blank=True)

    class Meta:
        verbose_name = _("afleidingsregel")
        verbose_name_plural = _("afleidingsregels")
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "step", "duty"], name="status_derivation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.status}"
