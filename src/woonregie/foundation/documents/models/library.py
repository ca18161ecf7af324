"""Model clauses that can be used again, and files that wait to become a work."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.foundation.documents.models.proposals import ChangeProposal
from woonregie.foundation.documents.models.works import ClauseKind, Work


@append_only(set_once=["withdrawn_at"])
class ModelClause(KeyedModel):
    """A clause that others may use in their works (*modelbepaling*)."""

    region = models.ForeignKey("region.Region", models.PROTECT, related_name="model_clauses")
    title = models.CharField(_("naam"), max_length=150)
    kind = models.CharField(
        _("soort"), max_length=20, choices=ClauseKind, default=ClauseKind.AGREEMENT
    )
    text = models.TextField(_("tekst"))
    plain = models.TextField(_("in gewone taal"), blank=True)
    source = models.CharField(_("bron"), max_length=250, blank=True)
    recorded_at = models.DateTimeField(_("vastgelegd"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("ingetrokken"), null=True, blank=True)

    class Meta:
        verbose_name = _("modelbepaling")
        verbose_name_plural = _("modelbepalingen")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class ImportDraft(KeyedModel):
    """The text of a file, split by its numbers, that a person looks at first (*ingelezen tekst*).

    It is no document yet: it is corrected until it is kept as a work, or thrown away. A text that
    was taken in for a work that is there becomes a proposal to change that work.
    """

    region = models.ForeignKey("region.Region", models.PROTECT, related_name="+")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    text = models.TextField(_("tekst"))
    notes = models.JSONField(_("wat opviel"), default=list)
    version = models.PositiveIntegerField(_("versie"), default=1)
    recorded_at = models.DateTimeField(_("aangeleverd"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kept_as = models.ForeignKey(Work, models.PROTECT, null=True, related_name="+")
    work = models.ForeignKey(Work, models.PROTECT, null=True, related_name="+")
    choices = models.JSONField(_("welke bepaling welke is"), default=dict)
    proposed_as = models.ForeignKey(ChangeProposal, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("ingelezen tekst")
        verbose_name_plural = _("ingelezen teksten")
        ordering = ["-recorded_at"]

    def __str__(self) -> str:
        return str(self.file)
