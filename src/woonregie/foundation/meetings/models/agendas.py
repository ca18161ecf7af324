"""What is spoken of: the backlog, the agenda, the documents that go with it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.foundation.meetings.models.planning import Meeting, Reach, Series


class BacklogItem(KeyedModel):
    """Something to speak of one day (*voorraadpunt*), by theme; or left by a meeting.

    What a meeting left is read by who read that meeting: its title stood on that agenda only.
    """

    region = models.ForeignKey("region.Region", models.PROTECT, related_name="+")
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="backlog"
    )
    theme = models.CharField(_("thema"), max_length=120, blank=True)
    title = models.CharField(_("punt"), max_length=200)
    note = models.TextField(_("toelichting"), blank=True)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("namens")
    )
    reach = models.CharField(
        _("wie leest mee"), max_length=10, choices=Reach, default=Reach.PARTIES
    )
    parties = models.ManyToManyField(
        "accounts.Organisation", related_name="+", blank=True, verbose_name=_("partijen")
    )
    # A pointer of search: what it speaks of (docs/adr/0032).
    thing_kind = models.CharField(_("soort stuk"), max_length=40, blank=True)
    thing_id = models.UUIDField(_("stuk"), null=True, blank=True)
    added_at = models.DateTimeField(_("toegevoegd op"))
    dealt_at = models.DateTimeField(_("behandeld op"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("weggehaald op"), null=True, blank=True)
    invented = models.BooleanField(_("verzonnen voorbeeld"), default=False)

    class Meta:
        verbose_name = _("voorraadpunt")
        verbose_name_plural = _("voorraadpunten")
        ordering = ["theme", "added_at"]

    def __str__(self) -> str:
        return self.title


class Purpose(models.TextChoices):
    """What an agenda item is for (*doel van een agendapunt*)."""

    INFORM = "inform", _("ter kennisname")
    DISCUSS = "discuss", _("ter bespreking")
    DECIDE = "decide", _("ter besluitvorming")


class Dealt(models.TextChoices):
    """What became of an agenda item."""

    OPEN = "open", _("nog niet behandeld")
    DEALT = "dealt", _("behandeld")
    CARRIED = "carried", _("doorgeschoven")


class AgendaItem(KeyedModel):
    """One item of an agenda (*agendapunt*), with what was said of it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(_("plaats op de agenda"))
    title = models.CharField(_("punt"), max_length=200)
    purpose = models.CharField(_("doel"), max_length=10, choices=Purpose, default=Purpose.DISCUSS)
    minutes = models.PositiveSmallIntegerField(_("minuten"), default=10)
    presenter = models.CharField(_("wie leidt in"), max_length=120, blank=True)
    backlog = models.ForeignKey(
        BacklogItem, models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    thing_kind = models.CharField(_("soort stuk"), max_length=40, blank=True)
    thing_id = models.UUIDField(_("stuk"), null=True, blank=True)
    prepared_by = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("wie levert het stuk"),
    )
    dealt = models.CharField(_("behandeling"), max_length=10, choices=Dealt, default=Dealt.OPEN)
    notes = models.TextField(_("aantekeningen"), blank=True)
    version = models.PositiveIntegerField(_("versie"), default=1)

    class Meta:
        verbose_name = _("agendapunt")
        verbose_name_plural = _("agendapunten")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(thing_id__isnull=True) | ~Q(thing_kind=""), name="item_thing_whole"
            )
        ]

    def __str__(self) -> str:
        return self.title


class AgendaDocument(KeyedModel):
    """A file that goes with an agenda item (*vergaderstuk*)."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="documents")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    title = models.CharField(_("titel"), max_length=200)
    added_at = models.DateTimeField(_("toegevoegd op"))
    added_by = models.ForeignKey("accounts.Account", models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("vergaderstuk")
        verbose_name_plural = _("vergaderstukken")
        ordering = ["added_at"]

    def __str__(self) -> str:
        return self.title
