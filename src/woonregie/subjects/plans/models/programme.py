"""The building programme: what was decided to build, apart from what plans allow."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.subjects.plans.models.codes import Segment


@append_only(set_once=["superseded_at"])
class BuildingProgramme(KeyedModel):
    """Dwellings that a municipality decided to build in a period and segment (*bouwprogramma*)."""

    municipality = models.ForeignKey(
        "region.Municipality",
        models.PROTECT,
        related_name="programmes",
        verbose_name=_("gemeente"),
    )
    segment = models.CharField(_("segment"), max_length=20, choices=Segment)
    from_year = models.PositiveSmallIntegerField(_("van jaar"))
    before_year = models.PositiveSmallIntegerField(_("tot jaar"))
    dwellings = models.IntegerField(_("woningen"))
    basis = models.CharField(
        _("telwijze"),
        max_length=5,
        choices=[("net", _("netto")), ("gross", _("bruto"))],
        default="net",
    )
    decision = models.ForeignKey(
        "consents.Decision", models.PROTECT, null=True, blank=True, verbose_name=_("besluit")
    )
    source = models.ForeignKey("sources.Source", models.PROTECT, verbose_name=_("bron"))
    valid_on = models.DateField(_("geldt vanaf"))
    recorded_at = models.DateTimeField(_("vastgelegd"))
    superseded_at = models.DateTimeField(_("vervangen"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("bouwprogramma")
        verbose_name_plural = _("bouwprogramma's")
        constraints = [
            models.CheckConstraint(
                condition=Q(before_year__gt=F("from_year")), name="programme_period_whole"
            ),
            models.CheckConstraint(condition=Q(dwellings__gte=0), name="programme_not_negative"),
            models.UniqueConstraint(
                fields=["municipality", "segment", "from_year", "before_year", "valid_on"],
                condition=Q(superseded_at__isnull=True),
                name="programme_once",
            ),
        ]

    @property
    def period_and_basis(self) -> tuple[int, int, str]:
        """What numbers must share to stand in one row."""
        return (self.from_year, self.before_year, self.basis)

    def __str__(self) -> str:
        return f"{self.municipality} {self.from_year}-{self.before_year - 1}: {self.dwellings}"
