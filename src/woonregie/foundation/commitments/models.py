"""What was promised, on what terms, how it is measured, and what was seen and judged of it.

Everything here is append-only: who wants something else makes another commitment in its place.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel

REFERENCE = "A-"
"""What stands before the number of a commitment (*afspraak*)."""


class Hardness(models.TextChoices):
    """How firmly something was promised (*hardheid*)."""

    INTENTION = "intention", _("intentie")
    EFFORT = "effort", _("inspanning")
    RESULT = "result", _("resultaat")


class CommitmentReach(models.TextChoices):
    """How wide a commitment is read (*leeskring van een afspraak*)."""

    PARTIES = "parties", _("alleen de partijen en het bureau van de regio")
    REGION = "region", _("iedereen die in de regio werkt")


class Direction(models.TextChoices):
    """On which side of its target a measure must lie (*richting*)."""

    AT_LEAST = "at_least", _("minstens")
    AT_MOST = "at_most", _("hoogstens")


class MeasureUnit(models.TextChoices):
    """What a measure is counted in (*eenheid*)."""

    DWELLINGS = "dwellings", _("woningen")
    SHARE = "share", _("aandeel (0,3 is 30 %)")
    COUNT = "count", _("aantal")
    EURO = "eur", _("euro")


class ObservationSource(models.TextChoices):
    """Where an observed value comes from (*herkomst van een waarneming*)."""

    LIVE = "live", _("berekend uit de registers")
    MANUAL = "manual", _("opgegeven")
    EXTERNAL = "external", _("van een ander overgenomen")


class AssessmentResult(models.TextChoices):
    """How it stands with a commitment or measure (*oordeel*)."""

    MET = "met", _("gehaald")
    ON_COURSE = "on_course", _("op koers")
    AT_RISK = "at_risk", _("risico")
    BEHIND = "behind", _("achter")
    NOT_MEASURABLE = "not_measurable", _("niet meetbaar")
    SUSPENDED = "suspended", _("opgeschort")


class Said(KeyedModel):
    """Who recorded something, when; nobody is the system itself."""

    recorded_at = models.DateTimeField(_("vastgelegd"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("door"),
    )

    class Meta:
        abstract = True


class Withdrawable(Said):
    """Something that can be taken back, once, with a reason; it stays readable."""

    withdrawn_at = models.DateTimeField(_("ingetrokken"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_why = models.CharField(_("waarom ingetrokken"), max_length=500, null=True)  # noqa: DJ001  set once: null is "not yet"

    class Meta:
        abstract = True


WITHDRAWAL = ("withdrawn_at", "withdrawn_by", "withdrawn_why")


@append_only(set_once=WITHDRAWAL)
class Commitment(Withdrawable):
    """What one party promised others (*afspraak*), in words and with measures.

    `origin_kind` and `origin_key` point to where it comes from: a clause, a meeting, a decision
    (see `search.pointing`). `starts_on` is the first day, `ends_before` the first day after.
    """

    region = models.ForeignKey(
        "region.Region", models.PROTECT, related_name="commitments", verbose_name=_("regio")
    )
    # Counted on within its region; never given twice, since nothing here is ever deleted.
    number = models.PositiveIntegerField(_("nummer"))
    debtor = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="promised",
        verbose_name=_("wie doet"),
    )
    title = models.CharField(_("titel"), max_length=200)
    text = models.TextField(_("afspraak in woorden"))
    theme = models.CharField(_("thema"), max_length=120, blank=True)
    hardness = models.CharField(_("hardheid"), max_length=12, choices=Hardness)
    reach = models.CharField(_("wie leest mee"), max_length=12, choices=CommitmentReach)
    starts_on = models.DateField(_("geldt vanaf"))
    ends_before = models.DateField(_("geldt tot"), null=True, blank=True)
    origin_kind = models.CharField(_("soort herkomst"), max_length=40, blank=True)
    origin_key = models.UUIDField(_("herkomst"), null=True, blank=True)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("komt in plaats van"),
    )
    invented = models.BooleanField(_("verzonnen voorbeeld"), default=False)

    class Meta:
        verbose_name = _("afspraak")
        verbose_name_plural = _("afspraken")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="commitment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(origin_kind="", origin_key__isnull=True)
                | (~Q(origin_kind="") & Q(origin_key__isnull=False)),
                name="commitment_origin_whole",
            ),
            models.UniqueConstraint(fields=["region", "number"], name="commitment_numbered_once"),
        ]
        indexes = [models.Index(fields=["origin_kind", "origin_key"], name="commitment_origin")]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """The number by which people name it: "A-12"."""
        return f"{REFERENCE}{self.number}"


@append_only()
class Creditor(KeyedModel):
    """A party to whom something was promised (*aan wie*)."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="creditors")
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("aan wie")
    )

    class Meta:
        verbose_name = _("aan wie beloofd")
        verbose_name_plural = _("aan wie beloofd")
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "organisation"], name="commitment_creditor_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}"


@append_only(set_once=[*WITHDRAWAL, "met_on", "met_at", "met_by", "met_why"])
class Condition(Withdrawable):
    """On what a commitment depends (*voorwaarde*): another commitment, or something outside.

    Until it is met the commitment is suspended, it does not fail. Whether another commitment is
    met follows from that commitment; that something outside happened, a party says.
    """

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="conditions")
    depends_on = models.ForeignKey(
        Commitment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="awaited_by",
        verbose_name=_("hangt af van"),
    )
    event = models.CharField(_("gebeurtenis"), max_length=300, blank=True)
    deadline = models.DateField(_("uiterlijk"), null=True, blank=True)
    met_on = models.DateField(_("vervuld op"), null=True, blank=True)
    met_at = models.DateTimeField(_("vervulling vastgelegd"), null=True, blank=True)
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    met_why = models.CharField(_("waaruit dat blijkt"), max_length=500, null=True)  # noqa: DJ001  set once: null is "not yet"

    class Meta:
        verbose_name = _("voorwaarde")
        verbose_name_plural = _("voorwaarden")
        constraints = [
            models.CheckConstraint(
                condition=(Q(depends_on__isnull=False) & Q(event=""))
                | (Q(depends_on__isnull=True) & ~Q(event="")),
                name="condition_of_one_kind",
            ),
            models.CheckConstraint(
                condition=Q(depends_on__isnull=True) | ~Q(depends_on=F("commitment")),
                name="condition_not_of_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.event or f"{self.depends_on}"


@append_only(set_once=WITHDRAWAL)
class Measure(Withdrawable):
    """How a commitment is measured (*maat*): a registered metric, or a value that somebody gives.

    `metric` is empty for a measure by hand. `target` must be reached on `due_on`; between the
    points of its path what is expected is worked out (docs/engines/course.md). `since` is the day
    from which a counting metric counts. A value that lies up to `tolerance` beside the path is on
    course, up to `margin` further is at risk, beyond that is behind. `lasting` says that what is
    reached stays reached, so that a commitment can be met before its day.
    """

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="measures")
    metric = models.CharField(_("wat wordt gemeten"), max_length=80, blank=True)
    title = models.CharField(_("omschrijving"), max_length=200)
    scope = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("waar"),
    )
    segment = models.CharField(_("segment"), max_length=40, blank=True)
    profile = models.CharField(_("definitie"), max_length=80, blank=True)
    since = models.DateField(_("telt vanaf"), null=True, blank=True)
    direction = models.CharField(_("richting"), max_length=10, choices=Direction)
    target = models.DecimalField(_("doel"), max_digits=16, decimal_places=4)
    due_on = models.DateField(_("op"))
    unit = models.CharField(_("eenheid"), max_length=12, choices=MeasureUnit)
    tolerance = models.DecimalField(_("speling"), max_digits=16, decimal_places=4, default=0)
    margin = models.DecimalField(_("marge"), max_digits=16, decimal_places=4, default=0)
    lasting = models.BooleanField(_("eenmaal gehaald blijft gehaald"), default=False)
    evidence_wanted = models.CharField(_("gevraagd bewijs"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("maat")
        verbose_name_plural = _("maten")
        constraints = [
            models.CheckConstraint(
                condition=Q(tolerance__gte=0) & Q(margin__gte=0), name="measure_room_not_negative"
            )
        ]

    def __str__(self) -> str:
        return self.title


@append_only()
class PathPoint(KeyedModel):
    """What a measure must be on a day on the way to its target (*tussendoel*)."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="path")
    on = models.DateField(_("op"))
    value = models.DecimalField(_("waarde"), max_digits=16, decimal_places=4)

    class Meta:
        verbose_name = _("tussendoel")
        verbose_name_plural = _("tussendoelen")
        constraints = [
            models.UniqueConstraint(fields=["measure", "on"], name="path_point_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"


@append_only()
class Observation(Said):
    """What a measure was on a day (*waarneming*); nothing where it could not be worked out.

    `digest` recognises what was read. Live ones are written when the value changed.
    """

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="observations")
    as_of = models.DateField(_("op"))
    value = models.DecimalField(_("waarde"), max_digits=16, decimal_places=4, null=True)
    source = models.CharField(_("herkomst"), max_length=10, choices=ObservationSource)
    digest = models.CharField(_("vingerafdruk"), max_length=64)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("namens"),
    )
    evidence = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, verbose_name=_("bewijs")
    )
    note = models.CharField(_("toelichting"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("waarneming")
        verbose_name_plural = _("waarnemingen")
        indexes = [models.Index(fields=["measure", "as_of", "recorded_at"], name="observed_last")]

    def __str__(self) -> str:
        return f"{self.as_of}: {self.value}"


@append_only()
class Assessment(Said):
    """How it stood with a commitment or one of its measures (*beoordeling*).

    The engine speaks for no organisation and gives what it compared; a person speaks for a party,
    with a reason, and her judgement stands beside that of the engine.
    """

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="assessments")
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="assessments"
    )
    as_of = models.DateField(_("op"))
    result = models.CharField(_("oordeel"), max_length=16, choices=AssessmentResult)
    value = models.DecimalField(_("waarde"), max_digits=16, decimal_places=4, null=True)
    expected = models.DecimalField(_("verwacht"), max_digits=16, decimal_places=4, null=True)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("namens"),
    )
    reason = models.CharField(_("reden"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("beoordeling")
        verbose_name_plural = _("beoordelingen")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) | ~Q(reason=""),
                name="judgement_has_a_reason",
            )
        ]
        indexes = [models.Index(fields=["commitment", "measure", "as_of"], name="assessed_last")]

    def __str__(self) -> str:
        return f"{self.as_of}: {self.result}"
