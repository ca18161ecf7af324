"""Which system leads for a field of the plans of a region."""

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.appendonly import append_only
from woonregie.foundation.audit.keyed import KeyedModel
from woonregie.foundation.sources.models import Certainty
from woonregie.subjects.plans.models.codes import Account, Breakdown


class LedField(models.TextChoices):
    """What of a plan a system can lead (*leidend veld*)."""

    NAME = "name", _("naam")
    SETTLEMENT = "settlement", _("kern")
    LOCATION = "location", _("locatie")
    LOCATION_KIND = "location_kind", _("soort locatie")
    PLANNING_STATUS = "planning_status", _("planologische status")
    PROJECT_PHASE = "project_phase", _("projectfase")
    PROGRAMME_CLASS = "programme_class", _("programmaklasse")
    BUILT_UP_AREA = "built_up_area", _("bestaand bebouwd gebied")
    CLIENT_KIND = "client_kind", _("opdrachtgever")
    LIVING_ENVIRONMENT = "living_environment", _("woonmilieu")
    REGIONAL_FUNCTION = "regional_function", _("regionale functie")
    KEY_PROJECT = "key_project", _("sleutelproject")
    NOTE = "note", _("opmerkingen")
    NUMBERS = "numbers", _("aantallen per jaar")
    DIVISION = "division", _("verdeling naar type, eigendom en prijs")


_NUMBERS = frozenset(f"{account} {Breakdown.TOTAL.value}" for account in Account.values)
PARTS: Mapping[str, frozenset[str]] = {
    **{field.value: frozenset({field.value}) for field in LedField},
    LedField.SETTLEMENT.value: frozenset({"settlement_id"}),
    LedField.LOCATION.value: frozenset({"geometry", "x", "y", "area_m2"}),
    LedField.NUMBERS.value: _NUMBERS,
    LedField.DIVISION.value: frozenset(
        f"{account} {breakdown}" for account in Account.values for breakdown in Breakdown.values
    )
    - _NUMBERS,
}
"""Field -> the values of a plan and the lines of numbers ("build price") that it is made of."""


@append_only(set_once=["superseded_at"])
class FieldLead(KeyedModel):
    """A system leads for a field of the plans of a region, from a day on (*leidend systeem*).

    Without a system it says that Woonregie leads again.
    """

    region = models.ForeignKey(
        "region.Region", models.PROTECT, related_name="+", verbose_name=_("regio")
    )
    field = models.CharField(_("veld"), max_length=20, choices=LedField)
    system = models.CharField(_("systeem"), max_length=80, blank=True)
    starts_on = models.DateField(_("geldt vanaf"))
    source = models.ForeignKey("sources.Source", models.PROTECT, verbose_name=_("bron"))
    certainty = models.CharField(
        _("zekerheid"), max_length=20, choices=Certainty, default=Certainty.CONFIRMED
    )
    note = models.CharField(_("afspraak"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("vastgelegd"))
    superseded_at = models.DateTimeField(_("vervangen"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("leidend systeem")
        verbose_name_plural = _("leidende systemen")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "field", "starts_on"],
                condition=models.Q(superseded_at__isnull=True),
                name="field_lead_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.system or 'Woonregie'}"
