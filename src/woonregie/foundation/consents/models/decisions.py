"""Decisions of bodies: one model for all subjects."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.foundation.consents.models.asking import Readers


class Decision(KeyedModel):
    """What a body decided (*besluit*): council, executive, province, regional table."""

    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="decisions",
        verbose_name=_("organisatie"),
    )
    body = models.CharField(_("orgaan"), max_length=120)
    number = models.CharField(_("nummer"), max_length=80, blank=True)
    title = models.CharField(_("titel"), max_length=250)
    decided_on = models.DateField(_("besloten op"))
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, verbose_name=_("bestand")
    )
    url = models.URLField(_("adres"), max_length=500, blank=True)
    read_by = models.CharField(
        _("wie dit leest"), max_length=10, choices=Readers, default=Readers.PARTIES
    )
    invented = models.BooleanField(_("verzonnen voorbeeld"), default=False)

    class Meta:
        verbose_name = _("besluit")
        verbose_name_plural = _("besluiten")
        ordering = ["-decided_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "body", "number", "title", "decided_on"],
                name="decision_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.decided_on}: {self.title}"
