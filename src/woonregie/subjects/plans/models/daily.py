"""What daily work with plans needs: saved filters, bottlenecks, attachments, claims, prospects."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.subjects.plans.models.codes import BottleneckKind
from woonregie.subjects.plans.models.plan import Plan


class SavedFilter(KeyedModel):
    """A question to the list that somebody asks again and again (*bewaard filter*)."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters"
    )
    region = models.ForeignKey("region.Region", models.PROTECT, related_name="+")
    name = models.CharField(_("naam"), max_length=60)
    query = models.CharField(_("vraag"), max_length=500)

    class Meta:
        verbose_name = _("bewaard filter")
        verbose_name_plural = _("bewaarde filters")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["account", "region", "name"], name="saved_filter_once")
        ]

    def __str__(self) -> str:
        return self.name


class Recorded(KeyedModel):
    """A row about a plan that somebody recorded, and that may be taken back but never changed."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="%(class)ss")
    recorded_at = models.DateTimeField(_("vastgelegd"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    superseded_at = models.DateTimeField(_("vervangen"), null=True, blank=True)

    class Meta:
        abstract = True


@append_only(set_once=["superseded_at"])
class Bottleneck(Recorded):
    """What holds a plan up, since when, and whose turn it is (*knelpunt*)."""

    kind = models.CharField(_("soort"), max_length=20, choices=BottleneckKind)
    owner = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("aan zet")
    )
    text = models.CharField(_("toelichting"), max_length=500, blank=True)
    starts_on = models.DateField(_("sinds"))
    ends_before = models.DateField(_("tot"), null=True, blank=True)

    class Meta:
        verbose_name = _("knelpunt")
        verbose_name_plural = _("knelpunten")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="bottleneck_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.get_kind_display()}"


@append_only(set_once=["superseded_at"])
class Attachment(Recorded):
    """A file that belongs to a plan (*bijlage*)."""

    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("bestand")
    )
    title = models.CharField(_("titel"), max_length=200)

    class Meta:
        verbose_name = _("bijlage")
        verbose_name_plural = _("bijlagen")

    def __str__(self) -> str:
        return self.title


@append_only(set_once=["superseded_at"])
class LocationClaim(Recorded):
    """An organisation counts on homes of this plan (*claim op een locatie*).

    Written by other subjects, through the services of the register.
    """

    claimant = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("wie")
    )
    dwellings = models.PositiveIntegerField(_("woningen"))
    decision = models.ForeignKey(
        "consents.Decision", models.PROTECT, null=True, related_name="+", verbose_name=_("besluit")
    )
    note = models.CharField(_("toelichting"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("claim op een locatie")
        verbose_name_plural = _("claims op locaties")
        constraints = [models.CheckConstraint(condition=Q(dwellings__gt=0), name="claim_of_homes")]

    def __str__(self) -> str:
        return f"{self.claimant}: {self.dwellings}"


@append_only(set_once=["superseded_at"])
class Prospect(Recorded):
    """How likely a plan is to be built, as one party judges it (*kansrijkheid*); 0 to 1.

    Written by other subjects, through the services of the register.
    """

    judge = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("wie")
    )
    judged_on = models.DateField(_("op"))
    probability_share = models.DecimalField(_("kans (0-1)"), max_digits=4, decimal_places=3)
    spread_share = models.DecimalField(
        _("spreiding (0-1)"), max_digits=4, decimal_places=3, null=True, blank=True
    )
    delay_years = models.DecimalField(
        _("vertraging (jaren)"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    note = models.CharField(_("toelichting"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("kansrijkheid")
        verbose_name_plural = _("kansrijkheden")
        constraints = [
            models.CheckConstraint(
                condition=Q(probability_share__gte=0, probability_share__lte=1),
                name="prospect_is_a_share",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.probability_share}"
