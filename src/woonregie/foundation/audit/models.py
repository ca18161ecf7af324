"""The audit trail: one event per act, each chained to the one before."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel


@append_only()
class Event(KeyedModel):
    """One act of one account on one thing (*gebeurtenis*); holds ids, never personal data."""

    sequence = models.BigIntegerField(_("volgnummer"), unique=True)
    at = models.DateTimeField(_("tijdstip"), db_index=True)
    act = models.CharField(_("handeling"), max_length=100)
    # An id, not a foreign key: the trail outlives the account, and stands on a lower floor.
    actor_id = models.UUIDField(_("wie"), null=True)
    target_type = models.CharField(_("soort"), max_length=100)
    target_id = models.UUIDField(_("wat"), null=True, db_index=True)
    # The organisation whose people may read the line.
    organisation_id = models.UUIDField(_("van wie"), null=True, db_index=True)
    payload = models.JSONField(_("gegevens"), default=dict)
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("gebeurtenis")
        verbose_name_plural = _("gebeurtenissen")
        ordering = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence} {self.act}"


class ChainHead(models.Model):
    """The last link of the chain: what the next holds on to, and the lock that orders writers."""

    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        verbose_name = _("kop van de keten")
        verbose_name_plural = _("kop van de keten")

    def __str__(self) -> str:
        return f"{self.sequence}"
