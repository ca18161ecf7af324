"""What was told to whom, how somebody wants to hear it, and the mail that waits to go out."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.keyed import KeyedModel


class Rhythm(models.TextChoices):
    """How often somebody is mailed what waits for her (*ritme*)."""

    DAILY = "daily", _("elke werkdag, als er iets nieuws op u wacht")
    WEEKLY = "weekly", _("elke week, als er iets op u wacht")
    NEVER = "never", _("nooit")


class Language(models.TextChoices):
    """The language of mails and of the calendar."""

    DUTCH = "nl", _("Nederlands")
    ENGLISH = "en", _("Engels")


class MailChoice(KeyedModel):
    """How somebody wants to hear what waits for her (*mailkeuze*); until then daily, in Dutch."""

    account = models.OneToOneField(
        "accounts.Account", models.CASCADE, related_name="mail_choice", verbose_name=_("account")
    )
    rhythm = models.CharField(_("ritme"), max_length=10, choices=Rhythm, default=Rhythm.DAILY)
    language = models.CharField(_("taal"), max_length=5, choices=Language, default=Language.DUTCH)
    digest_on = models.DateField(_("laatste overzicht"), null=True, blank=True)

    class Meta:
        verbose_name = _("mailkeuze")
        verbose_name_plural = _("mailkeuzes")

    def __str__(self) -> str:
        return f"{self.account}: {self.get_rhythm_display()}"


class Notice(KeyedModel):
    """That somebody was told of a turn (*bericht*): once, for as long as the turn lasts.

    A turn that ended and comes back later is another one: `over_at` is set when it is no longer
    there.
    """

    account = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="notices", verbose_name=_("account")
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", models.CASCADE, related_name="+", verbose_name=_("regio")
    )
    about = models.CharField(_("waarover"), max_length=250)
    text = models.TextField(_("tekst"))
    url = models.CharField(_("adres"), max_length=500)
    told_at = models.DateTimeField(_("verteld op"))
    read_at = models.DateTimeField(_("gelezen op"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("gemaild op"), null=True, blank=True)
    over_at = models.DateTimeField(_("voorbij op"), null=True, blank=True)

    class Meta:
        verbose_name = _("bericht")
        verbose_name_plural = _("berichten")
        ordering = ["-told_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "organisation", "about"],
                condition=Q(over_at__isnull=True),
                name="notice_told_once",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Mail(KeyedModel):
    """A mail to an account that waits until the mail server takes it (*mail in de wachtrij*)."""

    account = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="+", verbose_name=_("aan")
    )
    subject = models.CharField(_("onderwerp"), max_length=200)
    body_text = models.TextField(_("tekst"))
    body_html = models.TextField(_("opgemaakt"), blank=True)
    calendar = models.TextField(_("agendabestand"), blank=True)
    calendar_method = models.CharField(_("soort agendabestand"), max_length=20, blank=True)
    queued_at = models.DateTimeField(_("klaargezet op"))
    attempts = models.PositiveIntegerField(_("pogingen"), default=0)
    next_attempt_at = models.DateTimeField(_("volgende poging"))
    sent_at = models.DateTimeField(_("verstuurd op"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("opgegeven op"), null=True, blank=True)
    failure = models.CharField(_("waarom niet"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("mail in de wachtrij")
        verbose_name_plural = _("mails in de wachtrij")
        ordering = ["queued_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True),
                name="mail_sent_or_given_up",
            ),
            models.CheckConstraint(
                condition=Q(next_attempt_at__gte=F("queued_at")), name="mail_tried_after_queued"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="mail_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.subject


class CalendarKey(KeyedModel):
    """The secret address of somebody's calendar (*agendasleutel*); only its hash is kept."""

    account = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="calendar_keys", verbose_name=_("account")
    )
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("gemaakt"))
    revoked_at = models.DateTimeField(_("ingetrokken"), null=True, blank=True)

    class Meta:
        verbose_name = _("agendasleutel")
        verbose_name_plural = _("agendasleutels")
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(revoked_at__isnull=True),
                name="calendar_key_one_holds",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account}, {self.made_at:%Y-%m-%d}"
