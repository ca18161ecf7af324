"""Deliveries that came in, and the keys by which a sender knows its plans."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.subjects.plans.models.plan import Plan


class ImportState(models.TextChoices):
    """Where a delivery stands."""

    ASKED = "asked", _("wacht op uw antwoord")
    PREVIEWED = "previewed", _("bekeken")
    APPLIED = "applied", _("verwerkt")
    REFUSED = "refused", _("geweigerd")


class PlanImport(KeyedModel):
    """One delivered list (*aanlevering*) with what was found in it."""

    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("bestand")
    )
    format_name = models.CharField(_("formaat"), max_length=40)
    municipality = models.ForeignKey(
        "region.Municipality", models.PROTECT, null=True, blank=True, verbose_name=_("gemeente")
    )
    region = models.ForeignKey("region.Region", models.PROTECT, null=True, blank=True)
    reference_date = models.DateField(_("peildatum"))
    # From which system the list comes, where that leads for some fields.
    system = models.CharField(_("uit welk systeem"), max_length=80, blank=True, default="")
    state = models.CharField(_("stand"), max_length=10, choices=ImportState)
    report = models.JSONField(_("verslag"), default=dict)
    # How columns and words were read: of a list of the sender's own.
    meanings = models.JSONField(_("gelezen volgens"), default=dict, blank=True)
    # What people chose: list or register by plan, and which absence they agreed to.
    answers = models.JSONField(_("antwoorden"), default=dict, blank=True)
    source = models.ForeignKey("sources.Source", models.PROTECT, null=True, verbose_name=_("bron"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("aangeleverd"))
    applied_at = models.DateTimeField(_("verwerkt"), null=True, blank=True)

    @property
    def waits_for_columns(self) -> bool:
        """Whether we must first be told how to read the list."""
        return self.state == ImportState.ASKED

    @property
    def open_questions(self) -> int:
        """How many questions about a list that waits nobody answered yet."""
        waits = self.state == ImportState.PREVIEWED
        return sum(self.report.get("open", {}).values()) if waits else 0

    class Meta:
        verbose_name = _("aanlevering")
        verbose_name_plural = _("aanleveringen")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.format_name} {self.reference_date}"


class PlanKey(KeyedModel):
    """Under which key another system knows a plan; makes a second delivery change nothing."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="keys")
    system = models.CharField(_("systeem"), max_length=40)
    key = models.CharField(_("sleutel"), max_length=120)

    class Meta:
        verbose_name = _("sleutel van een plan")
        verbose_name_plural = _("sleutels van plannen")
        constraints = [models.UniqueConstraint(fields=["system", "key"], name="plan_key_once")]

    def __str__(self) -> str:
        return f"{self.system}:{self.key}"


class Recognition(KeyedModel):
    """Somebody's answer whether what a sender calls by a key is this plan of ours.

    A yes becomes a `PlanKey` when the list is written; a no keeps us from asking it again.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    system = models.CharField(_("systeem"), max_length=40)
    key = models.CharField(_("sleutel"), max_length=120)
    same = models.BooleanField(_("hetzelfde plan"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("beantwoord"))

    class Meta:
        verbose_name = _("herkenning van een plan")
        verbose_name_plural = _("herkenningen van plannen")
        constraints = [
            models.UniqueConstraint(fields=["system", "key", "plan"], name="recognition_once")
        ]

    def __str__(self) -> str:
        return f"{self.system}:{self.key} {'=' if self.same else '≠'} {self.plan}"
