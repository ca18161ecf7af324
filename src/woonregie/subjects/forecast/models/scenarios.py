"""Where forecasts of a region begin, and the scenarios that go on from there."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel


@append_only(set_once=["superseded_at"])
class StartingPoint(KeyedModel):
    """Where the forecasts of a region begin (*uitgangspunt*): people, rates and dwellings.

    Its arrays lie in a file, kept by hash. It holds no secrets. Of each reference window one
    stands; a newer one replaces it and changes nothing in it.
    """

    region = models.ForeignKey("region.Region", models.PROTECT, related_name="starting_points")
    year = models.PositiveSmallIntegerField(_("jaar"))
    title = models.CharField(_("titel"), max_length=200)
    window = models.CharField(_("referentieperiode"), max_length=40, blank=True)
    source = models.ForeignKey("sources.Source", models.PROTECT, verbose_name=_("bron"))
    derived = models.BooleanField(_("afgeleid voorbeeld"), default=False)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, verbose_name=_("bestand"))
    digest = models.CharField(_("vingerafdruk"), max_length=64)
    notes = models.JSONField(_("aantekeningen"), default=list, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("vastgelegd"))
    superseded_at = models.DateTimeField(_("vervangen"), null=True, blank=True)

    class Meta:
        verbose_name = _("uitgangspunt")
        verbose_name_plural = _("uitgangspunten")
        ordering = ["-year", "-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "window"],
                condition=Q(superseded_at__isnull=True),
                name="starting_point_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1800, year__lte=2200), name="starting_point_year"
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("recorded_at")),
                name="starting_point_superseded_later",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@append_only(set_once=["shared_at", "withdrawn_at"])
class ForecastScenario(KeyedModel):
    """A name, a starting point and levers (*scenario*), owned by an organisation.

    Nothing in it changes: a change is a new one that replaces it. Only its organisation reads it,
    until it is shared with the region.
    """

    region = models.ForeignKey("region.Region", models.PROTECT, related_name="forecast_scenarios")
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="forecast_scenarios",
        verbose_name=_("organisatie"),
    )
    starting_point = models.ForeignKey(
        StartingPoint, models.PROTECT, related_name="scenarios", verbose_name=_("uitgangspunt")
    )
    name = models.CharField(_("naam"), max_length=120)
    note = models.TextField(_("toelichting"), blank=True)
    levers = models.JSONField(_("knoppen"))
    digest = models.CharField(_("vingerafdruk"), max_length=64)
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("vervangt"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("vastgelegd"))
    shared_at = models.DateTimeField(_("gedeeld"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("ingetrokken"), null=True, blank=True)

    class Meta:
        verbose_name = _("prognosescenario")
        verbose_name_plural = _("prognosescenario's")
        ordering = ["-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "organisation", "name", "digest"],
                condition=Q(withdrawn_at__isnull=True),
                name="forecast_scenario_once",
            ),
            # Whoever changes what a colleague just changed, would lose it.
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(withdrawn_at__isnull=True),
                name="forecast_scenario_replaced_once",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")),
                name="forecast_scenario_not_itself",
            ),
            models.CheckConstraint(
                condition=Q(shared_at__isnull=True) | Q(shared_at__gte=F("recorded_at")),
                name="forecast_scenario_shared_later",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("recorded_at")),
                name="forecast_scenario_withdrawn_later",
            ),
        ]
        indexes = [models.Index(fields=["region", "organisation"], name="forecast_scenario_owner")]

    def __str__(self) -> str:
        return self.name
