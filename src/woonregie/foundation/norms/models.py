"""Rules of the domain as dated rows: norms, and the profiles that say what counts as hard."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.foundation.sources.models import Certainty


class Norm(KeyedModel):
    """A value that a body set for a time (*norm*): a limit, a share, a date in days.

    Overlaps in time for one key and region are refused by the database.
    """

    key = models.SlugField(_("sleutel"), max_length=80)
    region = models.ForeignKey(
        "region.Region", models.PROTECT, null=True, blank=True, verbose_name=_("regio")
    )
    starts_on = models.DateField(_("geldt vanaf"))
    ends_before = models.DateField(_("geldt tot"), null=True, blank=True)
    value = models.DecimalField(_("waarde"), max_digits=14, decimal_places=4)
    upper_value = models.DecimalField(
        _("bovengrens"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    unit = models.CharField(_("eenheid"), max_length=40)
    label = models.CharField(_("omschrijving"), max_length=200)
    source = models.ForeignKey("sources.Source", models.PROTECT, verbose_name=_("bron"))
    certainty = models.CharField(_("zekerheid"), max_length=20, choices=Certainty)
    checked_on = models.DateField(_("nagegaan op"), null=True, blank=True)

    class Meta:
        verbose_name = _("norm")
        verbose_name_plural = _("normen")
        ordering = ["key", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="norm_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.starts_on})"


class NormUnit(models.TextChoices):
    """What the value of a norm is counted in."""

    SHARE = "share", _("aandeel (1,3 is 130 %)")
    DWELLINGS = "dwellings", _("woningen")
    PLANS = "plans", _("plannen")
    EURO = "eur", _("euro")
    EURO_MONTH = "eur_month", _("euro per maand")
    YEARS = "years", _("jaar")
    DAYS = "days", _("dagen")
    DEADLINE = "deadline", _("termijn (de begindag telt)")


class UnphasedRule(models.TextChoices):
    """What happens to homes without a delivery year when a horizon is asked."""

    COUNT = "count", _("tellen helemaal mee")
    LEAVE_OUT = "leave_out", _("tellen niet mee")


class DefinitionProfile(KeyedModel):
    """A named, versioned definition of capacity (*definitieprofiel*)."""

    name = models.SlugField(_("sleutel"), max_length=80)
    version = models.PositiveIntegerField(_("versie"), default=1)
    title = models.CharField(_("titel"), max_length=200)
    explanation = models.TextField(_("toelichting"), blank=True)
    region = models.ForeignKey(
        "region.Region", models.PROTECT, null=True, blank=True, verbose_name=_("regio")
    )
    starts_on = models.DateField(_("geldt vanaf"), null=True, blank=True)
    ends_before = models.DateField(_("geldt tot"), null=True, blank=True)
    unphased = models.CharField(
        _("woningen zonder jaar"), max_length=20, choices=UnphasedRule, default=UnphasedRule.COUNT
    )
    basis = models.CharField(
        _("telwijze"),
        max_length=5,
        choices=[("net", _("netto")), ("gross", _("bruto"))],
        default="net",
    )
    horizon_years = models.PositiveSmallIntegerField(_("horizon in jaren"), default=10)
    source = models.ForeignKey("sources.Source", models.PROTECT, verbose_name=_("bron"))
    certainty = models.CharField(_("zekerheid"), max_length=20, choices=Certainty)
    checked_on = models.DateField(_("nagegaan op"), null=True, blank=True)

    class Meta:
        verbose_name = _("definitieprofiel")
        verbose_name_plural = _("definitieprofielen")
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="profile_version_once")
        ]

    def __str__(self) -> str:
        return self.title


class CapacityClass(models.TextChoices):
    """What a planning status counts as under a profile."""

    HARD = "hard", _("hard")
    SOFT = "soft", _("zacht")
    UNKNOWN = "unknown", _("onbekend")
    LEFT_OUT = "left_out", _("telt niet mee")


class StatusRule(KeyedModel):
    """Under this profile a planning status (1A .. 5B, or "unknown") counts as this class."""

    profile = models.ForeignKey(DefinitionProfile, models.CASCADE, related_name="rules")
    status = models.CharField(_("planologische status"), max_length=10)
    counts_as = models.CharField(_("telt als"), max_length=10, choices=CapacityClass)

    class Meta:
        verbose_name = _("statusregel")
        verbose_name_plural = _("statusregels")
        constraints = [
            models.UniqueConstraint(fields=["profile", "status"], name="status_rule_once")
        ]

    def __str__(self) -> str:
        return f"{self.status}: {self.get_counts_as_display()}"
