"""Sources: who published a figure, when, under which licence; snapshots: the only freeze."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.keyed import KeyedModel


class Certainty(models.TextChoices):
    """How sure we are that the figure or rule is what its publisher meant."""

    CONFIRMED = "confirmed", _("bevestigd")
    PUBLISHED = "published", _("gepubliceerd, niet nagegaan")
    SECONDARY = "secondary", _("uit de tweede hand")
    UNKNOWN_RULE = "unknown_rule", _("regel onbekend")
    ESTIMATED = "estimated", _("geschat")


class SourceKind(models.TextChoices):
    """What the figures of a source are: facts, derived from facts, or invented as an example."""

    FACT = "fact", _("feit")
    DERIVED = "derived", _("afgeleid voorbeeld")
    INVENTED = "invented", _("verzonnen voorbeeld")


class Source(KeyedModel):
    """Where figures come from (*bron*)."""

    key = models.SlugField(_("sleutel"), max_length=120, unique=True)
    publisher = models.CharField(_("uitgever"), max_length=200)
    title = models.CharField(_("titel"), max_length=300)
    table = models.CharField(_("tabel of bladzijde"), max_length=200, blank=True)
    dated_on = models.DateField(_("datum"), null=True, blank=True)
    retrieved_on = models.DateField(_("opgehaald op"), null=True, blank=True)
    licence = models.CharField(_("licentie"), max_length=120, blank=True)
    url = models.URLField(_("adres"), max_length=500, blank=True)
    certainty = models.CharField(
        _("zekerheid"), max_length=20, choices=Certainty, default=Certainty.PUBLISHED
    )
    kind = models.CharField(_("soort"), max_length=20, choices=SourceKind, default=SourceKind.FACT)
    note = models.TextField(_("toelichting"), blank=True)
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, verbose_name=_("bestand")
    )

    class Meta:
        verbose_name = _("bron")
        verbose_name_plural = _("bronnen")
        ordering = ["publisher", "title"]

    def __str__(self) -> str:
        return f"{self.publisher}, {self.title}"


class Snapshot(KeyedModel):
    """One freeze of what was known (*momentopname*): the same snapshot gives the same figures."""

    on = models.DateField(_("peildatum"))
    known_on = models.DateTimeField(_("zoals bekend op"))
    profile = models.CharField(_("definitieprofiel"), max_length=80)
    vintage = models.CharField(_("prognose"), max_length=120, blank=True)
    norms = models.JSONField(_("normen"), default=dict)
    digest = models.CharField(_("vingerafdruk"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("momentopname")
        verbose_name_plural = _("momentopnamen")

    def __str__(self) -> str:
        return f"{self.on} ({self.digest[:8]})"
