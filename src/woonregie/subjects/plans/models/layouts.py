"""How a receiver wants plans, as a region filled it in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.foundation.sources.models import Certainty


@append_only(set_once=["superseded_at", "superseded_by"])
class DeliveryLayout(KeyedModel):
    """The columns that a receiver of plans asks for, from a day on (*leverindeling*).

    `columns` holds them in their order: heading, field, codes (our code -> their word), times.
    Another version is another row; the earlier one is superseded and stays.
    """

    region = models.ForeignKey(
        "region.Region", models.PROTECT, related_name="+", verbose_name=_("regio")
    )
    slug = models.SlugField(_("korte naam"), max_length=60)
    title = models.CharField(_("naam"), max_length=80)
    recipient = models.CharField(_("ontvanger"), max_length=200, blank=True)
    columns = models.JSONField(_("kolommen"))
    starts_on = models.DateField(_("geldt vanaf"))
    source = models.ForeignKey("sources.Source", models.PROTECT, verbose_name=_("bron"))
    certainty = models.CharField(
        _("zekerheid"), max_length=20, choices=Certainty, default=Certainty.CONFIRMED
    )
    decided_by = models.CharField(_("besloten door"), max_length=120, blank=True)
    recorded_at = models.DateTimeField(_("vastgelegd"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    superseded_at = models.DateTimeField(_("vervangen"), null=True, blank=True)
    superseded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("leverindeling")
        verbose_name_plural = _("leverindelingen")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "slug", "starts_on"],
                condition=models.Q(superseded_at__isnull=True),
                name="delivery_layout_once",
            )
        ]

    def __str__(self) -> str:
        return self.title
