"""One model of a remark, and one of a figure that two parties read differently.

Both are about anything: a kind of thing, its key and one of its fields. Who may see the thing is
for the subject that owns it; these tables are only read through its pages.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel


class About(KeyedModel):
    """What a remark or reading is about, who says it for whom, and when."""

    target_type = models.CharField(_("soort"), max_length=100)
    target_id = models.UUIDField(_("wat"))
    field = models.CharField(_("veld"), max_length=80, blank=True)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("namens")
    )
    recorded_at = models.DateTimeField(_("vastgelegd"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("door"),
    )

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["target_type", "target_id"])]


@append_only(set_once=["settled_at", "settled_by", "settlement"])
class Remark(About):
    """Somebody asks or notes something (*opmerking*); settled by an answer, never removed."""

    text = models.TextField(_("opmerking"))
    settled_at = models.DateTimeField(_("afgehandeld"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    settlement = models.TextField(_("antwoord"), null=True)  # noqa: DJ001  set once: null is "not yet"

    class Meta(About.Meta):
        verbose_name = _("opmerking")
        verbose_name_plural = _("opmerkingen")

    def __str__(self) -> str:
        return self.text[:60]


@append_only(set_once=["withdrawn_at", "withdrawn_by"])
class Reading(About):
    """Another party reads a figure differently (*tweede lezing*); both stand side by side.

    A disputed figure is a state, not an error: the owner's figure keeps counting.
    """

    value = models.DecimalField(_("waarde"), max_digits=16, decimal_places=2)
    reason = models.CharField(_("waarom"), max_length=500)
    source = models.ForeignKey(
        "sources.Source", models.PROTECT, null=True, blank=True, verbose_name=_("bron")
    )
    withdrawn_at = models.DateTimeField(_("ingetrokken"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta(About.Meta):
        verbose_name = _("lezing")
        verbose_name_plural = _("lezingen")

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"
