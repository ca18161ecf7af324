"""What own need means: definitions, which one counts, and who thinks otherwise."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel


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
