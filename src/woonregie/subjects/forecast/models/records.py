"""How earlier forecasts turned out."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel


@append_only(set_once=["superseded_at"])
class BacktestRecord(KeyedModel):
    """How forecasts from an earlier year turned out in a region (*terugblik*), as it was tried.

    What was tried again on other counts replaces it; both stay.
    """

    region = models.ForeignKey("region.Region", models.PROTECT, related_name="backtests")
    origin = models.PositiveSmallIntegerField(_("vanuit"))
    target = models.PositiveSmallIntegerField(_("jaar"))
    national_given = models.BooleanField(_("landelijk totaal gegeven"))
    source = models.ForeignKey("sources.Source", models.PROTECT, verbose_name=_("bron"))
    digest = models.CharField(_("vingerafdruk"), max_length=64)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("vastgelegd"))
    superseded_at = models.DateTimeField(_("vervangen"), null=True, blank=True)

    class Meta:
        verbose_name = _("terugblik")
        verbose_name_plural = _("terugblikken")
        ordering = ["-target", "origin"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "origin", "target"],
                condition=Q(superseded_at__isnull=True),
                name="backtest_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(target__gt=F("origin")), name="backtest_looks_ahead"
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("recorded_at")),
                name="backtest_superseded_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region}: {self.origin} - {self.target}"


@append_only()
class BacktestFigure(models.Model):
    """What one model expected of a municipality in a record, and what was counted: persons."""

    record = models.ForeignKey(BacktestRecord, models.PROTECT, related_name="figures")
    municipality = models.ForeignKey("region.Municipality", models.PROTECT, related_name="+")
    model = models.CharField(_("model"), max_length=20)
    expected = models.DecimalField(_("verwacht"), max_digits=14, decimal_places=2)
    counted = models.DecimalField(_("geteld"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("cijfer van een terugblik")
        verbose_name_plural = _("cijfers van terugblikken")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "municipality", "model"], name="backtest_figure_once"
            ),
            models.CheckConstraint(
                condition=Q(expected__gt=0, counted__gt=0), name="backtest_figure_of_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.model} {self.expected}"
