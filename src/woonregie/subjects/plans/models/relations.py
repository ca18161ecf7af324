"""How plans relate to one another, so that no home is counted twice."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.subjects.plans.models.codes import RelationKind
from woonregie.subjects.plans.models.plan import Plan


@append_only(set_once=["superseded_at"])
class PlanRelation(KeyedModel):
    """One plan relates to another for a time (*planrelatie*), in two times."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="relations")
    other = models.ForeignKey(Plan, models.PROTECT, related_name="relations_from")
    kind = models.CharField(_("soort"), max_length=20, choices=RelationKind)
    valid_on = models.DateField(_("geldt vanaf"))
    ends_before = models.DateField(_("geldt tot"), null=True, blank=True)
    reason = models.CharField(_("reden"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("vastgelegd"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    superseded_at = models.DateTimeField(_("vervangen"), null=True, blank=True)

    class Meta:
        verbose_name = _("planrelatie")
        verbose_name_plural = _("planrelaties")
        constraints = [
            models.CheckConstraint(condition=~Q(plan=F("other")), name="relation_of_two_plans"),
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("valid_on")),
                name="relation_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["plan", "other", "kind", "valid_on"],
                condition=Q(superseded_at__isnull=True),
                name="relation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.get_kind_display()} {self.other}"
