"""Who may see what, and what was published: rows that are never rewritten."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.foundation.disclosure.circles import Circle


class Ground(models.TextChoices):
    """Why something is kept from others, in the words of the law.

    Source: Wet open overheid, articles 5.1 and 5.2, as they stood on 1 January 2026.
    """

    OPEN = "open", _("geen: het wordt juist gedeeld")
    TRUSTED = "5.1.1c", _("vertrouwelijk gegeven door een bedrijf (Woo 5.1, lid 1 c)")
    INTERESTS = "5.1.2b", _("financieel belang van de gemeente (Woo 5.1, lid 2 b)")
    PRIVACY = "5.1.2e", _("privacy (Woo 5.1, lid 2 e)")
    COMPETITION = "5.1.2f", _("concurrentiegevoelig (Woo 5.1, lid 2 f)")
    HARM = "5.1.5", _("onevenredig nadeel (Woo 5.1, lid 5)")
    DELIBERATION = "5.2", _("intern beraad (Woo 5.2)")


@append_only(set_once=["superseded_at"])
class Audience(KeyedModel):
    """Who may see a thing, or one group of its fields (*publiek*), since `recorded_at`.

    Saying something new closes the row that stood. Where no row stands, the usual audience holds.
    """

    kind = models.CharField(_("soort"), max_length=60)
    target_id = models.UUIDField(_("van wat"))
    group = models.CharField(_("groep van velden"), max_length=30, blank=True)
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="audiences", verbose_name=_("eigenaar")
    )
    circles = models.PositiveSmallIntegerField(_("kringen"))
    ground = models.CharField(_("grond"), max_length=10, choices=Ground)
    reason = models.CharField(_("toelichting"), max_length=300, blank=True)
    decided_by = models.CharField(_("besloten door"), max_length=120)
    decided_on = models.DateField(_("besloten op"))
    review_on = models.DateField(_("opnieuw bekijken op"), null=True, blank=True)
    # From this day on the usual audience holds again, without anybody doing anything.
    embargo_until = models.DateField(_("embargo tot"), null=True, blank=True)
    counts_in_totals = models.BooleanField(_("telt mee in totalen"), default=True)
    recorded_at = models.DateTimeField(_("vastgelegd"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    superseded_at = models.DateTimeField(_("vervangen"), null=True, blank=True)

    class Meta:
        verbose_name = _("publiek")
        verbose_name_plural = _("publiek")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "target_id", "group"],
                condition=Q(superseded_at__isnull=True),
                name="audience_one_stands",
            ),
            models.CheckConstraint(
                condition=Q(ground="open") | Q(review_on__isnull=False),
                name="audience_restriction_is_reviewed",
            ),
        ]
        indexes = [models.Index(fields=["kind", "superseded_at"], name="audience_standing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.group or '*'}"

    @property
    def circle_set(self) -> Circle:
        """The circles as a set."""
        return Circle(self.circles)


@append_only()
class Partner(KeyedModel):
    """An organisation with which something is shared by name (*genoemde partner*)."""

    audience = models.ForeignKey(Audience, models.PROTECT, related_name="partners")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("genoemde partner")
        verbose_name_plural = _("genoemde partners")
        constraints = [
            models.UniqueConstraint(fields=["audience", "organisation"], name="partner_named_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}"


@append_only()
class Publication(KeyedModel):
    """Totals as they were published for a reference date (*publicatie*), in two parts.

    `numbers` is what secrets add: per table the area, the key and what is shown, or null; no value
    that is hidden is kept here. `counted` are the secrets that are in it, and `terms` what else
    was laid down, so that later publications can be weighed beside this one. `open_numbers` is
    the same of all that is no secret, and `open_counted` tells of each such thing whose it was.
    Publications from before there was an open part have none.
    """

    scope = models.ForeignKey(
        Organisation, models.PROTECT, related_name="publications", verbose_name=_("regio")
    )
    on = models.DateField(_("peildatum"))
    published_at = models.DateTimeField(_("gepubliceerd"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    rules = models.JSONField(_("regels"))
    terms = models.JSONField(_("wat vastligt"))
    counted = models.JSONField(_("geteld"))
    numbers = models.JSONField(_("getallen"))
    withheld = models.BooleanField(_("niets nieuws getoond"), default=False)
    open_counted = models.JSONField(_("geteld in het open deel"), default=dict)
    open_numbers = models.JSONField(_("getallen van het open deel"), default=dict)
    open_withheld = models.BooleanField(_("niets nieuws getoond van het open deel"), default=False)
    digest = models.CharField(_("vingerafdruk"), max_length=64)

    class Meta:
        verbose_name = _("publicatie")
        verbose_name_plural = _("publicaties")
        indexes = [models.Index(fields=["scope", "on"], name="publication_of_scope")]

    def __str__(self) -> str:
        return f"{self.scope} {self.on}"

    def shown(self) -> dict[tuple[str, str, str], int | None]:
        """Return what secrets add: (table, area, key) -> dwellings; None is hidden."""
        return _by_key(self.numbers)

    def open_shown(self) -> dict[tuple[str, str, str], int | None]:
        """Return the same of all that is no secret; empty where there is no open part."""
        return _by_key(self.open_numbers)

    def whole(self) -> dict[tuple[str, str, str], int | None]:
        """Return whole totals: both parts together, hidden where one of them is hidden."""
        added, rest = self.shown(), self.open_shown()
        return {key: _sum(value, rest.get(key)) for key, value in added.items()}


def _by_key(numbers: Mapping[str, Any]) -> dict[tuple[str, str, str], int | None]:
    return {
        (table, area, key): value for table, rows in numbers.items() for area, key, value in rows
    }


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other
