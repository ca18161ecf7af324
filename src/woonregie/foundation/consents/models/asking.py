"""What is asked of whom: about which thing, as it was then, until when."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel


class Readers(models.TextChoices):
    """Who reads a request for consent, as it was said when it was asked."""

    PARTIES = "parties", _("alleen de partijen")
    REGION = "region", _("iedereen in de regio")


@append_only()
class Request(KeyedModel):
    """One question to several parties, about one thing as it was then (*instemmingsvraag*)."""

    region = models.ForeignKey(
        "region.Region", models.PROTECT, related_name="+", verbose_name=_("regio")
    )
    # A pointer of search, not a foreign key: this room does not know what is asked about
    # (docs/adr/0032).
    thing_kind = models.CharField(_("soort stuk"), max_length=40)
    thing_id = models.UUIDField(_("stuk"))
    thing_digest = models.CharField(_("vingerafdruk van het stuk"), max_length=64)
    question = models.TextField(_("vraag"))
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("gevraagd door")
    )
    asked_by = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="+", verbose_name=_("wie")
    )
    asked_at = models.DateTimeField(_("gevraagd op"))
    answer_by = models.DateField(_("antwoord uiterlijk"))
    silence_agrees = models.BooleanField(_("geen antwoord is geen bezwaar"), default=False)
    read_by = models.CharField(
        _("wie dit leest"), max_length=10, choices=Readers, default=Readers.PARTIES
    )
    file = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("het stuk als bestand"),
    )
    invented = models.BooleanField(_("verzonnen voorbeeld"), default=False)

    class Meta:
        verbose_name = _("vraag om instemming")
        verbose_name_plural = _("vragen om instemming")
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["thing_kind", "thing_id"], name="request_thing")]

    def __str__(self) -> str:
        return self.question.partition("\n")[0][:120]

    @property
    def last_day(self) -> date:
        """The last day for an answer, with the extensions that were given since it was asked."""
        return max([self.answer_by, *(one.ends_on for one in self.extensions.all())])


@append_only()
class Extension(KeyedModel):
    """More time to answer (*verlenging*): until when, until when it was, by whom and why."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="extensions")
    ended_on = models.DateField(_("was uiterlijk"))
    ends_on = models.DateField(_("nu uiterlijk"))
    reason = models.CharField(_("reden"), max_length=500)
    by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("verlengd op"))

    class Meta:
        verbose_name = _("verlenging")
        verbose_name_plural = _("verlengingen")
        ordering = ["request", "ends_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("ended_on")), name="extension_gives_more_time"
            ),
            # Two who extend at once: the second sees first until when it is now.
            models.UniqueConstraint(
                fields=["request", "ended_on"], name="extended_once_from_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ended_on} – {self.ends_on}"


@append_only()
class Withdrawal(KeyedModel):
    """A question that is no longer asked (*ingetrokken*): who took it back, when and why."""

    request = models.OneToOneField(Request, models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("ingetrokken op"))
    reason = models.CharField(_("reden"), max_length=500)

    class Meta:
        verbose_name = _("ingetrokken vraag")
        verbose_name_plural = _("ingetrokken vragen")

    def __str__(self) -> str:
        return self.reason


@append_only()
class Consent(KeyedModel):
    """One party that is asked (*instemming*); what it answers stands in its answers."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="consents")
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="consents",
        verbose_name=_("partij"),
    )

    class Meta:
        verbose_name = _("instemming")
        verbose_name_plural = _("instemmingen")
        constraints = [
            models.UniqueConstraint(fields=["request", "organisation"], name="party_asked_once")
        ]

    def __str__(self) -> str:
        return str(self.organisation)
