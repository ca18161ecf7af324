"""Proposals to change a work: what is asked, on which text it was written, what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.foundation.documents.models.works import (
    Clause,
    ClauseKind,
    ClauseRevision,
    Edition,
    Provenance,
    Work,
)


class Outcome(models.TextChoices):
    """What became of a proposal."""

    ACCEPTED = "accepted", _("overgenomen")
    REJECTED = "rejected", _("afgewezen")
    WITHDRAWN = "withdrawn", _("ingetrokken")


@append_only(set_once=["outcome", "decided_at", "decided_by", "answer", "into"])
class ChangeProposal(KeyedModel):
    """Somebody asks to change clauses of a work (*wijzigingsvoorstel*)."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="proposals")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="proposals")
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("namens")
    )
    motive = models.TextField(_("waarom"), blank=True)
    recorded_at = models.DateTimeField(_("voorgesteld"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField(  # noqa: DJ001  set once: null is "not yet"
        _("uitkomst"), max_length=10, choices=Outcome, null=True
    )
    decided_at = models.DateTimeField(_("beslist"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answer = models.TextField(_("antwoord"), null=True)  # noqa: DJ001  set once
    into = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("wijzigingsvoorstel")
        verbose_name_plural = _("wijzigingsvoorstellen")
        ordering = ["-recorded_at"]
        indexes = [
            models.Index(
                fields=["work"], condition=Q(outcome__isnull=True), name="open_proposals_of_work"
            )
        ]

    def __str__(self) -> str:
        return f"{self.work}: {self.organisation}"

    @property
    def open(self) -> bool:
        """Whether nobody decided on it."""
        return self.outcome is None


class OpKind(models.TextChoices):
    """What a proposal does with one clause."""

    REPLACE = "replace", _("tekst wijzigen")
    INSERT = "insert", _("invoegen")
    DELETE = "delete", _("schrappen")
    MOVE = "move", _("verplaatsen")
    LEAVE = "leave", _("laten zoals het is")


@append_only()
class ChangeOp(KeyedModel):
    """One change of a proposal (*wijziging*), with the text on which it was written."""

    proposal = models.ForeignKey(ChangeProposal, models.PROTECT, related_name="ops")
    position = models.PositiveIntegerField(_("volgorde"))
    op = models.CharField(_("wat"), max_length=10, choices=OpKind)
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, related_name="+")
    base = models.ForeignKey(ClauseRevision, models.PROTECT, null=True, related_name="+")
    base_hash = models.CharField(_("vingerafdruk"), max_length=64, blank=True)
    kind = models.CharField(_("soort"), max_length=20, choices=ClauseKind, blank=True)
    text = models.TextField(_("tekst"), blank=True)
    plain = models.TextField(_("in gewone taal"), blank=True)
    number = models.CharField(_("gewenst nummer"), max_length=40, blank=True)
    parent = models.ForeignKey(Clause, models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey(Clause, models.PROTECT, null=True, related_name="+")
    # A clause that the same proposal inserts is not there yet: its change is named instead.
    below_op = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    after_op = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    provenance = models.CharField(
        _("herkomst"), max_length=20, choices=Provenance, default=Provenance.WRITTEN
    )
    came_from = models.UUIDField(_("komt van"), null=True, blank=True)
    note = models.CharField(_("toelichting bij herkomst"), max_length=250, blank=True)
    instead_of = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="resolved_by"
    )
    recorded_at = models.DateTimeField(_("vastgelegd"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("wijziging")
        verbose_name_plural = _("wijzigingen")
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.get_op_display()}: {self.clause}"
