"""What senders told us about their own lists: which column and which word means what."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel


class LearnedKind(models.TextChoices):
    """What was learned."""

    COLUMN = "column", _("kolom")
    WORD = "word", _("woord")


@append_only(set_once=["superseded_at", "superseded_by"])
class LearnedMeaning(KeyedModel):
    """What a column or a word in the lists of one sender means (*geleerde kolom*).

    Another answer is another row; the earlier one is superseded and stays.
    """

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("afzender")
    )
    kind = models.CharField(_("soort"), max_length=10, choices=LearnedKind)
    column = models.CharField(_("kolom"), max_length=80, blank=True)
    written = models.CharField(_("geschreven als"), max_length=200)
    meaning = models.CharField(_("betekenis"), max_length=80, blank=True)
    recorded_at = models.DateTimeField(_("vastgelegd"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    superseded_at = models.DateTimeField(_("vervangen"), null=True, blank=True)
    superseded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("geleerde kolom")
        verbose_name_plural = _("geleerde kolommen")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "column", "written"],
                condition=Q(superseded_at__isnull=True),
                name="learned_meaning_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.written}: {self.meaning}"
