"""What parties answer: an answer can be given anew, and then the last one stands."""

from collections.abc import Mapping

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.accounts.models import Role
from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.foundation.consents.models.asking import Consent


class Reply(models.TextChoices):
    """What a party can answer."""

    AGREED = "agreed", _("akkoord")
    RESERVED = "reserved", _("akkoord onder voorbehoud")
    OBJECTION = "objection", _("bezwaar")
    ABSTENTION = "abstention", _("onthouding")


class Body(models.TextChoices):
    """The body (*orgaan*) of which a reservation says that it has yet to decide."""

    SUPERVISORS = "supervisors", _("raad van commissarissen")
    COUNCIL = "council", _("gemeenteraad")
    STATES = "states", _("Provinciale Staten")
    GENERAL_BOARD = "general_board", _("algemeen bestuur")
    MEMBERS = "members", _("ledenraad")


IN_A_SENTENCE: Mapping[str, Promise] = {
    Body.SUPERVISORS: _("de raad van commissarissen"),
    Body.COUNCIL: _("de gemeenteraad"),
    Body.STATES: _("Provinciale Staten"),
    Body.GENERAL_BOARD: _("het algemeen bestuur"),
    Body.MEMBERS: _("de ledenraad"),
}


@append_only()
class Answer(KeyedModel):
    """What a party answered (*antwoord*), by whom, on what it was shown."""

    consent = models.ForeignKey(Consent, models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField(_("volgnummer"))
    reply = models.CharField(_("antwoord"), max_length=12, choices=Reply)
    body = models.CharField(_("voorbehoud van"), max_length=15, choices=Body, blank=True)
    body_decides_by = models.DateField(_("orgaan besluit uiterlijk"), null=True)
    reason = models.TextField(_("toelichting"), blank=True)
    valid_until = models.DateField(_("geldt tot en met"), null=True)
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name=_("bewijs")
    )
    decision = models.ForeignKey(
        "consents.Decision", models.PROTECT, null=True, related_name="+", verbose_name=_("besluit")
    )
    answered_by = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="+", verbose_name=_("wie")
    )
    role = models.CharField(_("rol"), max_length=30, blank=True)
    answered_at = models.DateTimeField(_("geantwoord op"))

    class Meta:
        verbose_name = _("antwoord")
        verbose_name_plural = _("antwoorden")
        ordering = ["consent", "number"]
        constraints = [
            # Two who answer at once: the second sees first what the other said.
            models.UniqueConstraint(fields=["consent", "number"], name="answer_numbered_once"),
            models.CheckConstraint(
                condition=~Q(reply=Reply.RESERVED) | ~Q(body=""), name="reservation_names_a_body"
            ),
            models.CheckConstraint(
                condition=~Q(reply=Reply.OBJECTION) | ~Q(reason=""), name="objection_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consent}: {self.get_reply_display()}"

    @property
    def role_text(self) -> str:
        """What the role is called in which somebody answered."""
        return str(dict(Role.choices).get(self.role, self.role))

    @property
    def body_in_a_sentence(self) -> str:
        """The body with its article: "de gemeenteraad"; empty when there is none."""
        return str(IN_A_SENTENCE.get(self.body, ""))


@append_only()
class ReservationOutcome(KeyedModel):
    """How a reservation ended (*afloop van een voorbehoud*): the body agreed, or it did not."""

    answer = models.OneToOneField(Answer, models.PROTECT, related_name="outcome")
    agreed = models.BooleanField(_("het orgaan is akkoord"))
    decision = models.ForeignKey(
        "consents.Decision", models.PROTECT, related_name="+", verbose_name=_("besluit")
    )
    reason = models.TextField(_("toelichting"), blank=True)
    recorded_by = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="+", verbose_name=_("wie")
    )
    recorded_at = models.DateTimeField(_("vastgelegd op"))

    class Meta:
        verbose_name = _("afloop van een voorbehoud")
        verbose_name_plural = _("aflopen van voorbehouden")
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed=True) | ~Q(reason=""), name="refused_reservation_says_why"
            )
        ]

    def __str__(self) -> str:
        return str(self.decision)
