"""The capacity ledger: every quantity of a plan is a sum of movements."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.subjects.plans.models.codes import (
    LOWERING,
    RAISING,
    Account,
    Breakdown,
    MovementKind,
)
from woonregie.subjects.plans.models.plan import Plan


@append_only()
class Posting(KeyedModel):
    """Movements that were booked together (*boeking*): one form, one import, one decision."""

    booked_on = models.DateField(_("boekdatum"))
    recorded_at = models.DateTimeField(_("vastgelegd"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("door"),
    )
    reason = models.CharField(_("reden"), max_length=300, blank=True)
    decision = models.ForeignKey(
        "consents.Decision", models.PROTECT, null=True, related_name="+", verbose_name=_("besluit")
    )
    source = models.ForeignKey(
        "sources.Source", models.PROTECT, null=True, related_name="+", verbose_name=_("bron")
    )
    # A posting is corrected once, by its mirror image; a correction is not corrected again.
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="corrected_by", verbose_name=_("herstelt")
    )

    class Meta:
        verbose_name = _("boeking")
        verbose_name_plural = _("boekingen")

    def __str__(self) -> str:
        return f"{self.booked_on} {self.reason}"


@append_only()
class Movement(KeyedModel):
    """So many dwellings more or less in one cell of a plan's ledger (*mutatie*).

    The cell is account x breakdown x category x delivery period (years, end exclusive; both
    empty = not phased). What a plan holds on a day, as known at a moment, is the sum.
    """

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="movements")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="movements")
    kind = models.CharField(_("soort"), max_length=20, choices=MovementKind)
    account = models.CharField(_("rekening"), max_length=12, choices=Account)
    breakdown = models.CharField(_("verdeling"), max_length=12, choices=Breakdown)
    category = models.CharField(_("klasse"), max_length=120, blank=True)
    from_year = models.PositiveSmallIntegerField(_("oplevering vanaf"), null=True)
    before_year = models.PositiveSmallIntegerField(_("oplevering voor"), null=True)
    dwellings = models.IntegerField(_("woningen"))
    # Copied from the posting, so that "on this day, as known then" needs no other table.
    booked_on = models.DateField(_("boekdatum"))
    recorded_at = models.DateTimeField(_("vastgelegd"))

    class Meta:
        verbose_name = _("mutatie")
        verbose_name_plural = _("mutaties")
        constraints = [
            models.CheckConstraint(
                condition=Q(from_year__isnull=True, before_year__isnull=True)
                # Half a period would pass unseen: a comparison with nothing is not false.
                | Q(
                    from_year__isnull=False,
                    before_year__isnull=False,
                    before_year__gt=F("from_year"),
                ),
                name="movement_period_whole",
            ),
            models.CheckConstraint(condition=~Q(dwellings=0), name="movement_not_zero"),
            models.CheckConstraint(
                condition=~Q(kind__in=LOWERING) | Q(dwellings__lt=0), name="movement_takes_away"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=RAISING) | Q(dwellings__gt=0), name="movement_adds"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.dwellings:+d}"
