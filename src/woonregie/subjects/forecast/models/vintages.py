"""Forecasts by others and counts, and which of them a region measures itself against."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel


class VintageKind(models.TextChoices):
    """What the figures of a vintage are."""

    FORECAST = "forecast", _("prognose")
    REALISED = "realised", _("gerealiseerd")


class Measure(models.TextChoices):
    """What is counted, with its unit in the name; stocks on 1 January, flows during the year.

    Persons and households are different measures, and no service turns one into the other.
    """

    HOUSEHOLDS = "households", _("huishoudens")
    PERSONS = "persons", _("personen")
    DWELLING_STOCK = "dwelling_stock", _("woningvoorraad")
    NEW_DWELLINGS = "new_dwellings", _("nieuwe woningen")
    WITHDRAWN_DWELLINGS = "withdrawn_dwellings", _("onttrokken woningen")
    INITIAL_SHORTAGE = "initial_shortage", _("woningtekort bij de start")
    BIRTHS = "births", _("geboren personen")
    DEATHS = "deaths", _("overleden personen")
    ARRIVALS = "arrivals", _("gevestigde personen")
    DEPARTURES = "departures", _("vertrokken personen")
    IMMIGRATION = "immigration", _("immigranten")
    EMIGRATION = "emigration", _("emigranten")


class ForecastVintage(KeyedModel):
    """One published set of figures (*prognosejaargang*), kept for ever beside its successors."""

    slug = models.SlugField(_("sleutel"), max_length=80, unique=True)
    title = models.CharField(_("titel"), max_length=200)
    kind = models.CharField(_("soort"), max_length=10, choices=VintageKind)
    published_on = models.DateField(_("gepubliceerd op"))
    source = models.ForeignKey("sources.Source", models.PROTECT, verbose_name=_("bron"))
    derived = models.BooleanField(_("afgeleid voorbeeld"), default=False)
    recorded_at = models.DateTimeField(_("vastgelegd"))
    digest = models.CharField(_("vingerafdruk"), max_length=64)

    class Meta:
        verbose_name = _("prognosejaargang")
        verbose_name_plural = _("prognosejaargangen")
        ordering = ["-published_on", "title"]

    def __str__(self) -> str:
        return self.title


@append_only()
class ForecastFigure(models.Model):
    """One number of a vintage; a plain key, because there are millions and nobody links to one."""

    vintage = models.ForeignKey(ForecastVintage, models.PROTECT, related_name="figures")
    municipality = models.ForeignKey("region.Municipality", models.PROTECT, related_name="+")
    measure = models.CharField(_("maat"), max_length=24, choices=Measure)
    scenario = models.CharField(_("scenario"), max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(_("jaar"))
    value = models.DecimalField(_("waarde"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("prognosecijfer")
        verbose_name_plural = _("prognosecijfers")
        constraints = [
            models.UniqueConstraint(
                fields=["vintage", "measure", "scenario", "municipality", "year"],
                name="forecast_figure_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.vintage_id} {self.year} {self.value}"


@append_only()
class NationalFigure(models.Model):
    """One number of a vintage that is of the whole country: what a region can be scaled to."""

    vintage = models.ForeignKey(ForecastVintage, models.PROTECT, related_name="national_figures")
    measure = models.CharField(_("maat"), max_length=24, choices=Measure)
    scenario = models.CharField(_("scenario"), max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(_("jaar"))
    value = models.DecimalField(_("waarde"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("landelijk prognosecijfer")
        verbose_name_plural = _("landelijke prognosecijfers")
        constraints = [
            models.UniqueConstraint(
                fields=["vintage", "measure", "scenario", "year"], name="national_figure_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.vintage_id} {self.year} {self.value}"


@append_only(set_once=["superseded_at"])
class RegionReference(KeyedModel):
    """Which vintage and scenario a region measures itself against (*referentieprognose*)."""

    region = models.ForeignKey("region.Region", models.PROTECT, related_name="forecast_references")
    vintage = models.ForeignKey(ForecastVintage, models.PROTECT, related_name="references")
    scenario = models.CharField(_("scenario"), max_length=40, blank=True)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decision = models.ForeignKey(
        "consents.Decision",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("besluit"),
    )
    valid_on = models.DateField(_("geldt vanaf"))
    recorded_at = models.DateTimeField(_("vastgelegd"))
    superseded_at = models.DateTimeField(_("vervangen"), null=True, blank=True)

    class Meta:
        verbose_name = _("referentieprognose")
        verbose_name_plural = _("referentieprognoses")

    def __str__(self) -> str:
        return f"{self.region}: {self.vintage}"
