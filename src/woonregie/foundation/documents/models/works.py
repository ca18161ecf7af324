"""A work, its editions and its clauses; what a clause said is never overwritten.

A revision says what a clause holds and where it stands from an edition on. What an edition holds
is, for every clause, its last revision up to that edition: an old edition is read without copying
or touching anything.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel


class Reach(models.TextChoices):
    """How wide a work can be read (*bereik*)."""

    PARTIES = "parties", _("alleen de partijen")
    REGION = "region", _("iedereen in de regio")


class Work(KeyedModel):
    """A document that lives on in editions (*document*): programme, agreement, minutes."""

    region = models.ForeignKey(
        "region.Region", models.PROTECT, related_name="works", verbose_name=_("regio")
    )
    kind = models.SlugField(_("soort"), max_length=40)
    code = models.CharField(_("kenmerk"), max_length=40)
    title = models.CharField(_("titel"), max_length=250)
    reach = models.CharField(_("wie leest dit"), max_length=10, choices=Reach)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("hoort bij"),
    )
    remarks_until = models.DateField(_("opmerkingen tot en met"), null=True, blank=True)
    remarks_asked_at = models.DateTimeField(_("opmerkingen gevraagd"), null=True)
    invented = models.BooleanField(_("verzonnen voorbeeld"), default=False)
    version = models.PositiveIntegerField(_("versie"), default=1)
    recorded_at = models.DateTimeField(_("vastgelegd"))

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documenten")
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["region", "code"], name="work_code_once"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="work_not_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class WorkParty(KeyedModel):
    """An organisation takes part in a work (*partij*)."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="works")

    class Meta:
        verbose_name = _("partij")
        verbose_name_plural = _("partijen")
        constraints = [
            models.UniqueConstraint(fields=["work", "organisation"], name="work_party_once")
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class EditionStatus(models.TextChoices):
    """What an edition is on a day; it follows from its dates and is not kept."""

    DRAFT = "draft", _("concept")
    FROZEN = "frozen", _("voorgelegd")
    ADOPTED = "adopted", _("vastgesteld")
    IN_FORCE = "in_force", _("geldend")
    REPLACED = "replaced", _("vervangen")
    ENDED = "ended", _("vervallen")


@append_only(
    set_once=[
        "frozen_at",
        "digest",
        "adopted_at",
        "starts_on",
        "ends_before",
        "decided",
        "decision_kind",
        "decision_id",
    ]
)
class Edition(KeyedModel):
    """One dated state of a work (*editie*): open while people write, then frozen, then adopted."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("nummer"))
    opened_at = models.DateTimeField(_("geopend"))
    frozen_at = models.DateTimeField(_("bevroren"), null=True, blank=True)
    digest = models.CharField(_("vingerafdruk"), max_length=64, null=True)  # noqa: DJ001  set once
    adopted_at = models.DateTimeField(_("vastgesteld"), null=True, blank=True)
    starts_on = models.DateField(_("geldt vanaf"), null=True, blank=True)
    ends_before = models.DateField(_("geldt tot"), null=True, blank=True)
    decided = models.CharField(  # noqa: DJ001  set once
        _("vastgesteld door"), max_length=250, null=True
    )
    # Which thing says so, as search names it: a decision stands in a room beside this one.
    decision_kind = models.SlugField(_("soort stuk"), null=True)  # noqa: DJ001  set once
    decision_id = models.UUIDField(_("besluit"), null=True)

    class Meta:
        verbose_name = _("editie")
        verbose_name_plural = _("edities")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["work", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["work"],
                condition=Q(frozen_at__isnull=True),
                name="edition_one_open",
            ),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=False) | Q(adopted_at__isnull=True),
                name="edition_adopted_is_frozen",
            ),
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="edition_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work}, {self.number}"

    @property
    def open(self) -> bool:
        """Whether people may still write in it."""
        return self.frozen_at is None

    def holds_on(self, day: date) -> bool:
        """Return whether it was adopted and its own period holds on a day."""
        return (
            self.starts_on is not None
            and self.starts_on <= day
            and (self.ends_before is None or self.ends_before > day)
        )


class ClauseKind(models.TextChoices):
    """What a clause does (*soort bepaling*)."""

    HEADING = "heading", _("kop")
    CONSIDERATION = "consideration", _("overweging")
    AGREEMENT = "agreement", _("afspraak")
    PROCEDURE = "procedure", _("procedure")
    DEFINITION = "definition", _("begrip")


@append_only()
class Clause(KeyedModel):
    """A clause (*bepaling*) of a work; it keeps its number for good, wherever it moves."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="clauses")
    number = models.CharField(_("nummer"), max_length=40)
    kind = models.CharField(_("soort"), max_length=20, choices=ClauseKind)

    class Meta:
        verbose_name = _("bepaling")
        verbose_name_plural = _("bepalingen")
        constraints = [
            models.UniqueConstraint(fields=["work", "number"], name="clause_number_once")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def code(self) -> str:
        """Its stable name, such as "RAA-2027-3.2"."""
        return f"{self.work.code}-{self.number}"


class Provenance(models.TextChoices):
    """Where the words of a clause come from (*herkomst*)."""

    WRITTEN = "written", _("hier geschreven")
    MODEL = "model", _("modelbepaling")
    PREVIOUS = "previous", _("eerder document")
    PRACTICE = "practice", _("praktijk elders")
    TAKEN_IN = "taken_in", _("ingelezen bestand")


@append_only()
class ClauseRevision(KeyedModel):
    """What a clause says and where it stands from an edition on (*lezing van een bepaling*)."""

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="revisions")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("volgnummer"))
    parent = models.ForeignKey(Clause, models.PROTECT, null=True, related_name="+")
    rank = models.CharField(_("plaats"), max_length=250)
    text = models.TextField(_("tekst"))
    plain = models.TextField(_("in gewone taal"), blank=True)
    gone = models.BooleanField(_("geschrapt"), default=False)
    digest = models.CharField(_("vingerafdruk"), max_length=64)
    provenance = models.CharField(
        _("herkomst"), max_length=20, choices=Provenance, default=Provenance.WRITTEN
    )
    came_from = models.UUIDField(_("komt van"), null=True, blank=True)
    note = models.CharField(_("toelichting bij herkomst"), max_length=250, blank=True)
    proposal = models.ForeignKey(
        "documents.ChangeProposal", models.PROTECT, null=True, related_name="revisions"
    )
    recorded_at = models.DateTimeField(_("vastgelegd"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("lezing van een bepaling")
        verbose_name_plural = _("lezingen van bepalingen")
        constraints = [
            models.UniqueConstraint(fields=["clause", "number"], name="clause_revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.clause} ({self.number})"
