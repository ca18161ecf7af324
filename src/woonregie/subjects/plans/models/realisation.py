"""Homes that others saw being built or demolished, and the postings that follow from it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.subjects.plans.models.codes import ChangeKind, MovementKind
from woonregie.subjects.plans.models.ledger import Posting
from woonregie.subjects.plans.models.plan import Plan


class ProposalState(models.TextChoices):
    """What was done with a proposed posting."""

    OPEN = "open", _("te beoordelen")
    APPROVED = "approved", _("geboekt")
    REJECTED = "rejected", _("afgewezen")


class PostingProposal(KeyedModel):
    """A posting that follows from building changes, for somebody to approve (*voorstel*)."""

    municipality = models.ForeignKey("region.Municipality", models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="proposals")
    kind = models.CharField(_("soort"), max_length=20, choices=MovementKind)
    on = models.DateField(_("datum"))
    dwellings = models.PositiveIntegerField(_("woningen"))
    state = models.CharField(
        _("stand"), max_length=10, choices=ProposalState, default=ProposalState.OPEN
    )
    proposed_at = models.DateTimeField(_("voorgesteld"))
    decided_at = models.DateTimeField(_("beoordeeld"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    why = models.CharField(_("waarom"), max_length=300, blank=True)
    posting = models.OneToOneField(
        Posting, models.PROTECT, null=True, related_name="proposal", verbose_name=_("boeking")
    )

    class Meta:
        verbose_name = _("voorstel voor een boeking")
        verbose_name_plural = _("voorstellen voor boekingen")
        ordering = ["-on"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}: {self.dwellings}"


class BuildingChange(KeyedModel):
    """One change in the register of buildings (*mutatie in de BAG*), kept once."""

    municipality = models.ForeignKey("region.Municipality", models.PROTECT, related_name="+")
    object_id = models.CharField(_("object"), max_length=40)
    kind = models.CharField(_("soort"), max_length=12, choices=ChangeKind)
    changed_on = models.DateField(_("datum"))
    dwellings = models.PositiveIntegerField(_("woningen"), default=1)
    x = models.FloatField(_("x (RD)"))
    y = models.FloatField(_("y (RD)"))
    source = models.ForeignKey("sources.Source", models.PROTECT, related_name="+")
    proposal = models.ForeignKey(
        PostingProposal, models.PROTECT, null=True, related_name="changes"
    )

    class Meta:
        verbose_name = _("mutatie van een gebouw")
        verbose_name_plural = _("mutaties van gebouwen")
        constraints = [
            models.UniqueConstraint(
                fields=["object_id", "kind", "changed_on"], name="building_change_once"
            ),
            models.CheckConstraint(condition=Q(dwellings__gt=0), name="building_change_of_homes"),
        ]

    def __str__(self) -> str:
        return f"{self.object_id} {self.get_kind_display()} {self.changed_on}"
