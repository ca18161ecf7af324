"""Forecast vintages, and the scenarios with which a region makes its own.

A vintage is what somebody expected, or counted, on one day of publication. A scenario is levers on
a starting point; its outcome is worked out again for each reader, until a body adopts it.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
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


class OwnNeedKind(models.TextChoices):
    """What net domestic migration does under a definition of own need."""

    ZERO = "zero", _("migratiesaldo nul")
    ZERO_WITHIN = "zero-within", _("migratiesaldo nul binnen de regio")
    TREND = "trend", _("trend")
    STATED = "stated", _("eigen opgave")


@append_only()
class OwnNeedDefinition(KeyedModel):
    """A named, dated definition of own need (*eigen behoefte*) that a party laid down.

    Nothing in it changes: who means something else lays down another one.
    """

    region = models.ForeignKey("region.Region", models.PROTECT, related_name="own_needs")
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="own_needs",
        verbose_name=_("organisatie"),
    )
    key = models.SlugField(_("sleutel"), max_length=60)
    title = models.CharField(_("titel"), max_length=120)
    domestic = models.CharField(_("soort"), max_length=12, choices=OwnNeedKind)
    in_force_from = models.DateField(_("geldt vanaf"))
    source = models.TextField(_("bron"))
    stated = models.JSONField(_("opgave per gemeente"), default=dict, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("vastgelegd"))

    class Meta:
        verbose_name = _("definitie van eigen behoefte")
        verbose_name_plural = _("definities van eigen behoefte")
        ordering = ["in_force_from", "key"]
        constraints = [
            models.UniqueConstraint(fields=["region", "key"], name="own_need_key_once"),
        ]

    def __str__(self) -> str:
        return self.title


@append_only(set_once=["superseded_at"])
class OwnNeedChoice(KeyedModel):
    """Which definition of own need counts in a region, from a day on, by which decision."""

    region = models.ForeignKey("region.Region", models.PROTECT, related_name="own_need_choices")
    definition = models.ForeignKey(OwnNeedDefinition, models.PROTECT, related_name="choices")
    decision = models.ForeignKey(
        "consents.Decision", models.PROTECT, related_name="+", verbose_name=_("besluit")
    )
    valid_on = models.DateField(_("geldt vanaf"))
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("vastgelegd"))
    superseded_at = models.DateTimeField(_("vervangen"), null=True, blank=True)

    class Meta:
        verbose_name = _("keuze van eigen behoefte")
        verbose_name_plural = _("keuzes van eigen behoefte")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "valid_on"],
                condition=Q(superseded_at__isnull=True),
                name="own_need_choice_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region}: {self.definition}"


@append_only(set_once=["withdrawn_at"])
class OwnNeedDissent(KeyedModel):
    """A municipality puts on record that it does not agree with the choice, and why."""

    choice = models.ForeignKey(OwnNeedChoice, models.PROTECT, related_name="dissents")
    municipality = models.ForeignKey("region.Municipality", models.PROTECT, related_name="+")
    reason = models.TextField(_("reden"))
    definition = models.ForeignKey(
        OwnNeedDefinition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("eigen definitie"),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("vastgelegd"))
    withdrawn_at = models.DateTimeField(_("ingetrokken"), null=True, blank=True)

    class Meta:
        verbose_name = _("afwijkend standpunt over eigen behoefte")
        verbose_name_plural = _("afwijkende standpunten over eigen behoefte")
        ordering = ["recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["choice", "municipality"],
                condition=Q(withdrawn_at__isnull=True),
                name="own_need_dissent_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.choice_id}"
