"""What came of a meeting: decisions, actions, promises, proposals."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.foundation.meetings.models.agendas import AgendaItem


@append_only()
class Outcome(KeyedModel):
    """Something that came of an agenda item (*uitkomst*); where it went is a pointer of search.

    It is kept as it was said. What is mended later is mended in the thing that came of it.
    """

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="outcomes")
    kind = models.CharField(_("soort"), max_length=40)
    text = models.TextField(_("tekst"))
    recorded_at = models.DateTimeField(_("vastgelegd op"))
    # Not a foreign key: it may have become a thing of any room.
    thing_kind = models.CharField(_("soort stuk"), max_length=40, blank=True)
    thing_id = models.UUIDField(_("stuk"), null=True)
    invented = models.BooleanField(_("verzonnen voorbeeld"), default=False)

    class Meta:
        verbose_name = _("uitkomst")
        verbose_name_plural = _("uitkomsten")
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return self.text.partition("\n")[0][:120]


class ActionItem(KeyedModel):
    """Something that somebody will do by a day (*actiepunt*), for an organisation.

    When its owner no longer works there, it waits for who speaks for that organisation.
    """

    region = models.ForeignKey("region.Region", models.PROTECT, related_name="+")
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="actions", verbose_name=_("agendapunt")
    )
    text = models.CharField(_("wat"), max_length=500)
    owner = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="+", verbose_name=_("wie")
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("namens")
    )
    due_on = models.DateField(_("uiterlijk"))
    recorded_at = models.DateTimeField(_("vastgelegd op"))
    done_at = models.DateTimeField(_("klaar op"), null=True, blank=True)
    done_note = models.CharField(_("wat het opleverde"), max_length=500, blank=True)
    invented = models.BooleanField(_("verzonnen voorbeeld"), default=False)

    class Meta:
        verbose_name = _("actiepunt")
        verbose_name_plural = _("actiepunten")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.text
