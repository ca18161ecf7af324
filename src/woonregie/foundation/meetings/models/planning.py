"""When and with whom: series, meetings, and the poll that finds a date."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.keyed import KeyedModel


class MeetingKind(models.TextChoices):
    """What kind of meeting (*soort vergadering*)."""

    EXECUTIVE = "executive", _("portefeuillehoudersoverleg")
    OFFICIAL = "official", _("ambtelijk overleg")
    THEME = "theme", _("themabijeenkomst")
    PARTIES = "parties", _("overleg van partijen")


class MeetingState(models.TextChoices):
    """How far a meeting is (*stand van een vergadering*)."""

    POLLING = "polling", _("zoekt een datum")
    PLANNED = "planned", _("gepland")
    HELD = "held", _("gehouden")
    CANCELLED = "cancelled", _("afgezegd")


class Reach(models.TextChoices):
    """Who reads a meeting beside its parties and the office of the region."""

    PARTIES = "parties", _("alleen de partijen")
    REGION = "region", _("iedereen die in de regio werkt")


class Series(KeyedModel):
    """Meetings that come back by a rule (*reeks*); its times are those of the clock on the wall.

    What is not dealt with in one of its meetings returns to the backlog of the series.
    """

    region = models.ForeignKey("region.Region", models.PROTECT, related_name="+")
    title = models.CharField(_("titel"), max_length=200)
    kind = models.CharField(_("soort"), max_length=20, choices=MeetingKind)
    rule = models.CharField(_("herhaling"), max_length=200)
    starts_at = models.DateTimeField(_("eerste keer"))
    ends_at = models.DateTimeField(_("eerste keer tot"))
    organiser = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("georganiseerd door"),
    )

    class Meta:
        verbose_name = _("reeks")
        verbose_name_plural = _("reeksen")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="series_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Meeting(KeyedModel):
    """One meeting (*vergadering*) of some parties; without times for as long as a date is sought.

    `sequence` goes up with each change that calendars have to know.
    """

    region = models.ForeignKey("region.Region", models.PROTECT, related_name="+")
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    title = models.CharField(_("titel"), max_length=200)
    kind = models.CharField(_("soort"), max_length=20, choices=MeetingKind)
    theme = models.CharField(_("thema"), max_length=120, blank=True)
    state = models.CharField(
        _("stand"), max_length=10, choices=MeetingState, default=MeetingState.PLANNED
    )
    starts_at = models.DateTimeField(_("begint"), null=True, blank=True)
    ends_at = models.DateTimeField(_("eindigt"), null=True, blank=True)
    place = models.CharField(_("plaats"), max_length=200, blank=True)
    online = models.URLField(_("adres op internet"), max_length=500, blank=True)
    organiser = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("georganiseerd door"),
    )
    chair = models.ForeignKey(
        "accounts.Account",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("voorzitter"),
    )
    parties = models.ManyToManyField(
        "accounts.Organisation", related_name="+", verbose_name=_("partijen")
    )
    reach = models.CharField(
        _("wie leest mee"), max_length=10, choices=Reach, default=Reach.PARTIES
    )
    documents_days = models.PositiveSmallIntegerField(_("stukken zoveel dagen vooraf"), default=7)
    sequence = models.PositiveIntegerField(_("wijziging"), default=0)
    version = models.PositiveIntegerField(_("versie"), default=1)
    invited_at = models.DateTimeField(_("uitgenodigd op"), null=True, blank=True)
    closed_at = models.DateTimeField(_("afgesloten op"), null=True, blank=True)
    cancelled_because = models.CharField(_("afgezegd omdat"), max_length=300, blank=True)
    minutes_id = models.UUIDField(_("verslag"), null=True, blank=True)
    invented = models.BooleanField(_("verzonnen voorbeeld"), default=False)

    class Meta:
        verbose_name = _("vergadering")
        verbose_name_plural = _("vergaderingen")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"))
                | Q(starts_at__isnull=True, ends_at__isnull=True),
                name="meeting_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=False) | Q(state__in=["polling", "cancelled"]),
                name="meeting_planned_has_time",
            ),
            models.UniqueConstraint(
                fields=["series", "starts_at"],
                condition=Q(series__isnull=False),
                name="series_meets_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DateOption(KeyedModel):
    """One date that could suit (*voorgestelde datum*)."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="options")
    starts_at = models.DateTimeField(_("begint"))
    ends_at = models.DateTimeField(_("eindigt"))

    class Meta:
        verbose_name = _("voorgestelde datum")
        verbose_name_plural = _("voorgestelde data")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="option_ends_after_start"
            ),
            models.UniqueConstraint(fields=["meeting", "starts_at"], name="option_once"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class Suits(models.TextChoices):
    """Whether a date suits somebody."""

    YES = "yes", _("ja")
    MAYBE = "maybe", _("als het moet")
    NO = "no", _("nee")


class PollAnswer(KeyedModel):
    """Whether a date suits one person (*antwoord op de datumprikker*)."""

    option = models.ForeignKey(DateOption, models.CASCADE, related_name="answers")
    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    suits = models.CharField(_("past"), max_length=10, choices=Suits)
    answered_at = models.DateTimeField(_("beantwoord op"))

    class Meta:
        verbose_name = _("antwoord op de datumprikker")
        verbose_name_plural = _("antwoorden op de datumprikker")
        constraints = [
            models.UniqueConstraint(fields=["option", "account"], name="poll_answered_once")
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.get_suits_display()}"
