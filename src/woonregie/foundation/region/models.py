"""Places: municipalities and settlements, regions of several kinds, membership through time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.audit.keyed import KeyedModel

# CBS codes; a province that takes part in no region here still has its name.
PROVINCES = {
    "PV20": "Groningen",
    "PV21": "Fryslân",
    "PV22": "Drenthe",
    "PV23": "Overijssel",
    "PV24": "Flevoland",
    "PV25": "Gelderland",
    "PV26": "Utrecht",
    "PV27": "Noord-Holland",
    "PV28": "Zuid-Holland",
    "PV29": "Zeeland",
    "PV30": "Noord-Brabant",
    "PV31": "Limburg",
}


class Municipality(KeyedModel):
    """A municipality (*gemeente*); name, validity and successor stand on its organisation."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="municipality")
    code = models.CharField(_("CBS-code"), max_length=6, unique=True)
    province_code = models.CharField(_("provincie"), max_length=4, db_index=True)
    source = models.ForeignKey("sources.Source", models.PROTECT, null=True, verbose_name=_("bron"))

    class Meta:
        verbose_name = _("gemeente")
        verbose_name_plural = _("gemeenten")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.organisation.name

    @property
    def name(self) -> str:
        """The name of its organisation."""
        return self.organisation.name


class Province(KeyedModel):
    """A province (*provincie*) with its CBS code."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="province")
    code = models.CharField(_("CBS-code"), max_length=4, unique=True)

    class Meta:
        verbose_name = _("provincie")
        verbose_name_plural = _("provincies")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.organisation.name


class Settlement(KeyedModel):
    """A town or village within a municipality (*kern*); x and y in RD metres."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="settlements")
    name = models.CharField(_("naam"), max_length=120)
    main = models.BooleanField(_("hoofdkern"), default=False)
    x = models.FloatField(_("x (RD)"))
    y = models.FloatField(_("y (RD)"))

    class Meta:
        verbose_name = _("kern")
        verbose_name_plural = _("kernen")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="settlement_once")
        ]

    def __str__(self) -> str:
        return self.name


class RegionKind(models.TextChoices):
    """What a region is for; one municipality may be in many."""

    HOUSING = "housing", _("woonregio")
    WOONDEAL = "woondeal", _("woondealregio")
    ALLOCATION = "allocation", _("regio voor woonruimteverdeling")
    SHELTER = "shelter", _("regio voor opvang")
    SUBREGION = "subregion", _("deelregio")


class Region(KeyedModel):
    """A region (*regio*) of one kind.

    Its slug on the organisation stands in front of every page.
    """

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="region")
    kind = models.CharField(_("soort"), max_length=20, choices=RegionKind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("deel van"),
    )
    demonstration = models.BooleanField(_("voorbeeldgegevens"), default=False)

    class Meta:
        verbose_name = _("regio")
        verbose_name_plural = _("regio's")

    def __str__(self) -> str:
        return self.organisation.name

    @property
    def slug(self) -> str:
        """What stands in front of every page address."""
        return self.organisation.slug


class RegionMember(KeyedModel):
    """An organisation belongs to a region for a time: municipality, province or corporation."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="members")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="regions")
    starts_on = models.DateField(_("vanaf"), null=True, blank=True)
    ends_before = models.DateField(_("tot"), null=True, blank=True)

    class Meta:
        verbose_name = _("deelnemer")
        verbose_name_plural = _("deelnemers")

    def __str__(self) -> str:
        return f"{self.organisation} in {self.region}"


class WorkingArea(KeyedModel):
    """A corporation or tenants' organisation works in a municipality (*werkgebied*)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="working_areas")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="worked_in_by")
    starts_on = models.DateField(_("vanaf"), null=True, blank=True)
    ends_before = models.DateField(_("tot"), null=True, blank=True)

    class Meta:
        verbose_name = _("werkgebied")
        verbose_name_plural = _("werkgebieden")

    def __str__(self) -> str:
        return f"{self.organisation} in {self.municipality}"


class Border(KeyedModel):
    """The border of a municipality for a time, as WKB in RD (EPSG:28992)."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="borders")
    geometry = models.BinaryField(_("grens"))
    schematic = models.BooleanField(_("schematisch"), default=False)
    starts_on = models.DateField(_("vanaf"), null=True, blank=True)
    ends_before = models.DateField(_("tot"), null=True, blank=True)
    source = models.ForeignKey("sources.Source", models.PROTECT, verbose_name=_("bron"))

    class Meta:
        verbose_name = _("grens")
        verbose_name_plural = _("grenzen")

    def __str__(self) -> str:
        return str(self.municipality)


class CountedMeasure(models.TextChoices):
    """What the statistical office counts in a municipality every year, in dwellings."""

    NEW = "new_dwellings", _("nieuwbouw")
    ADDED = "added_dwellings", _("overige toevoeging")
    DEMOLISHED = "demolished_dwellings", _("sloop")
    WITHDRAWN = "withdrawn_dwellings", _("overige onttrekking")


class PublicFact(KeyedModel):
    """One public total about a municipality or a region, as its publisher printed it (*feit*)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="facts")
    measure = models.CharField(_("maat"), max_length=60)
    starts_on = models.DateField(_("van"))
    ends_before = models.DateField(_("tot"), null=True, blank=True)
    value = models.DecimalField(_("waarde"), max_digits=16, decimal_places=2)
    unit = models.CharField(_("eenheid"), max_length=30)
    source = models.ForeignKey("sources.Source", models.PROTECT, verbose_name=_("bron"))
    note = models.CharField(_("toelichting"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("openbaar cijfer")
        verbose_name_plural = _("openbare cijfers")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "measure", "starts_on", "source"], name="public_fact_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.measure} {self.value}"

    @property
    def label(self) -> str:
        """What was measured, in words."""
        known = self.measure in CountedMeasure.values
        return str(CountedMeasure(self.measure).label) if known else self.measure
