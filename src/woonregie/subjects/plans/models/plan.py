"""A plan is an identity; all that can change stands in versions in two times."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.subjects.plans.models.codes import (
    BuiltUpArea,
    ClientKind,
    LivingEnvironment,
    LocationKind,
    PlanningStatus,
    ProgrammeClass,
    ProjectPhase,
    RegionalFunction,
    StatusBasis,
)


class Plan(KeyedModel):
    """A housing plan (*plan*): its number and whose it is, and nothing that can change."""

    number = models.CharField(_("nummer"), max_length=30, unique=True)
    municipality = models.ForeignKey(
        "region.Municipality", models.PROTECT, related_name="plans", verbose_name=_("gemeente")
    )
    recorded_at = models.DateTimeField(_("vastgelegd"))

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plannen")

    def __str__(self) -> str:
        return self.number


@append_only(set_once=["superseded_at"])
class PlanVersion(KeyedModel):
    """What holds for a plan from `valid_on` until `ends_before`, as known since `recorded_at`.

    A row is never changed. Saying something new closes the rows it replaces (`superseded_at`)
    and records the remaining piece of their period again, with the same `version` number.
    """

    # No index of its own: that of plan and moment begins with it.
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions", db_index=False)
    # Copied from the plan, so that a list of one municipality needs one index.
    # No index of its own: the one of lists below begins with it.
    municipality = models.ForeignKey(
        "region.Municipality", models.PROTECT, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(_("versie"))
    valid_on = models.DateField(_("geldt vanaf"))
    ends_before = models.DateField(_("geldt tot"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("vastgelegd"))
    superseded_at = models.DateTimeField(_("vervangen"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("door"),
    )
    reason = models.CharField(_("reden"), max_length=300, blank=True)
    source = models.ForeignKey(
        "sources.Source", models.PROTECT, null=True, related_name="+", verbose_name=_("bron")
    )

    # Only the status is said anew, because decisions made it so; all else goes on as it was said.
    continues = models.BooleanField(_("gaat verder"), default=False)

    name = models.CharField(_("naam"), max_length=200)
    settlement = models.ForeignKey(
        "region.Settlement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kern"),
    )
    location_kind = models.CharField(
        _("soort locatie"), max_length=30, choices=LocationKind, default=LocationKind.UNKNOWN
    )
    # What decisions make of it, or else what was stated: the status that counts everywhere.
    planning_status = models.CharField(
        _("planologische status"),
        max_length=10,
        choices=PlanningStatus,
        default=PlanningStatus.UNKNOWN,
    )
    # What people or lists stated; it counts where no decision speaks.
    stated_status = models.CharField(
        _("opgegeven status"),
        max_length=10,
        choices=PlanningStatus,
        default=PlanningStatus.UNKNOWN,
    )
    status_basis = models.CharField(
        _("grondslag van de status"),
        max_length=10,
        choices=StatusBasis,
        default=StatusBasis.STATED,
    )
    programme_class = models.CharField(
        _("programmaklasse"),
        max_length=10,
        choices=ProgrammeClass,
        default=ProgrammeClass.UNKNOWN,
    )
    project_phase = models.CharField(
        _("projectfase"), max_length=10, choices=ProjectPhase, default=ProjectPhase.UNKNOWN
    )
    built_up_area = models.CharField(
        _("bestaand bebouwd gebied"),
        max_length=12,
        choices=BuiltUpArea,
        default=BuiltUpArea.UNDETERMINED,
    )
    client_kind = models.CharField(
        _("opdrachtgever"), max_length=12, choices=ClientKind, default=ClientKind.UNKNOWN
    )
    living_environment = models.CharField(
        _("woonmilieu"),
        max_length=12,
        choices=LivingEnvironment,
        default=LivingEnvironment.UNKNOWN,
    )
    regional_function = models.CharField(
        _("regionale functie"),
        max_length=20,
        choices=RegionalFunction,
        default=RegionalFunction.LOCAL,
    )
    key_project = models.BooleanField(_("sleutelproject"), default=False)
    note = models.TextField(_("opmerkingen"), blank=True)
    invented = models.BooleanField(_("verzonnen voorbeeld"), default=False)
    # WKB in RD (EPSG:28992): multipolygon, point, or nothing; x and y are its middle.
    geometry = models.BinaryField(_("locatie"), null=True, blank=True)
    x = models.FloatField(_("x (RD)"), null=True, blank=True)
    y = models.FloatField(_("y (RD)"), null=True, blank=True)
    area_m2 = models.FloatField(_("oppervlakte (m2)"), null=True, blank=True)

    # Copied from the ledger (`quantities.carried`), so that a list, its sums and a balance of
    # 50,000 plans read this table only. They hold for the whole row, because whoever books
    # movements on a day also says a version from that day on.
    build = models.IntegerField(_("te bouwen"), default=0)
    demolition = models.IntegerField(_("te slopen"), default=0)
    unphased = models.IntegerField(_("te bouwen zonder jaar"), default=0)
    phasing = models.TextField(_("fasering"), blank=True, default="")

    class Meta:
        verbose_name = _("versie van een plan")
        verbose_name_plural = _("versies van plannen")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("valid_on")),
                name="plan_version_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["plan", "valid_on"],
                condition=Q(superseded_at__isnull=True),
                name="plan_version_once_per_day",
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "recorded_at"]),
            # Filters, sorts and sums of a list are answered from this one alone, whether asked
            # as known now (nothing superseded) or as known at an earlier moment.
            models.Index(
                fields=[
                    "municipality",
                    "superseded_at",
                    "planning_status",
                    "valid_on",
                    "ends_before",
                    "recorded_at",
                    "project_phase",
                    "location_kind",
                    "build",
                    "demolition",
                    "unphased",
                    "name",
                    "plan",
                    "id",
                ],
                name="plan_version_listed",
            ),
        ]

    def __str__(self) -> str:
        return self.name
