"""The scenarios that somebody may read."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.region.access import reads_widely, works_for
from woonregie.foundation.region.models import Region
from woonregie.subjects.forecast.errors import NoScenarioError, SameNameError
from woonregie.subjects.forecast.models import ForecastScenario, ForecastVintage
from woonregie.subjects.forecast.permissions import may_work
from woonregie.subjects.forecast.queries.vintages import ADOPTED

BESIDE = ("organisation", "region__organisation", "starting_point__file", "created_by")
"""What is nearly always asked of a scenario as well."""
MOST_OFFERED = 200
"""So many scenarios stand in a select; whoever wants another one begins at its page."""


def readable_scenarios(
    *, account: Account, region: Region, on: date
) -> QuerySet[ForecastScenario]:
    """Return every scenario that somebody may read, also what was replaced or withdrawn.

    Hers are those of the organisations for which she works. Of others she reads what was shared
    with the region, as long as it was not withdrawn; guests and market experts do not.

    Args:
        account: who reads.
        region: in which region.
        on: the day of reading.
    """
    found = ForecastScenario.objects.select_related(*BESIDE)
    if not may_work(account, region, on):
        return found.none()
    hers = Q(organisation__in=works_for(account, region, on))
    if reads_widely(account, region, on):
        hers |= Q(shared_at__isnull=False, withdrawn_at__isnull=True)
    return found.filter(hers, region=region)


def visible_scenarios(*, account: Account, region: Region, on: date) -> QuerySet[ForecastScenario]:
    """Return the scenarios that stand, as somebody may see them, the newest first.

    What was withdrawn stands no longer, nor what was replaced by something that she may read.

    Args:
        account: who reads.
        region: in which region.
        on: the day of reading.
    """
    readable = readable_scenarios(account=account, region=region, on=on)
    newer = readable.filter(replaces=OuterRef("pk"), withdrawn_at__isnull=True)
    return readable.filter(~Exists(newer), withdrawn_at__isnull=True)


def scenario_choices(
    visible: QuerySet[ForecastScenario], *chosen: ForecastScenario | None
) -> list[ForecastScenario]:
    """Return the scenarios that a select offers: the newest, and those that were chosen.

    Args:
        visible: those that she may choose.
        chosen: what stands chosen, if anything.
    """
    short = visible.select_related(None).select_related("organisation").defer("levers", "note")
    found = list(short[:MOST_OFFERED])
    there = {item.pk for item in found}
    return [item for item in chosen if item is not None and item.pk not in there] + found


def scenario_for(account: Account, *, region: Region, key: UUID, on: date) -> ForecastScenario:
    """Return a scenario that somebody may read, whether it stands or not.

    Raises:
        NoScenarioError: there is none, or it is not for her; the answer does not tell which.
    """
    found = readable_scenarios(account=account, region=region, on=on).filter(pk=key).first()
    if found is None:
        raise NoScenarioError(
            _("Dit scenario bestaat niet, of is niet met u gedeeld."), scenario=str(key)
        )
    return found


def scenario_named(
    region: Region, wanted: str, *, account: Account | None, on: date
) -> ForecastScenario:
    """Return a scenario by its key or its name; of one name the newest.

    Args:
        region: in which region.
        wanted: key, or name in full.
        account: who reads; None is the system itself, which reads all.
        on: the day of reading.

    Raises:
        NoScenarioError: there is none, or it is not for her; the answer does not tell which.
        SameNameError: several organisations have one of this name.
    """
    if account is None:
        found = ForecastScenario.objects.select_related(*BESIDE).filter(region=region)
    else:
        found = readable_scenarios(account=account, region=region, on=on)
    key = _key(wanted)
    kept = list(
        found.filter(pk=key)
        if key
        else found.filter(name__iexact=wanted.strip(), withdrawn_at__isnull=True).order_by(
            "-recorded_at"
        )
    )
    if not kept:
        raise NoScenarioError(
            _("Dit scenario bestaat niet, of is niet met u gedeeld."), scenario=wanted
        )
    owners = {item.organisation_id: item for item in reversed(kept)}
    if len(owners) > 1:
        told = ", ".join(f"{item.organisation.name}: {item.pk}" for item in owners.values())
        raise SameNameError(
            _("Meer organisaties hebben een scenario dat zo heet. Geef de sleutel: %(keys)s.")
            % {"keys": told},
            scenario=wanted,
        )
    return kept[0]


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def vintages_of(scenario: ForecastScenario) -> QuerySet[ForecastVintage]:
    """Return the vintages that a scenario became when a body adopted it, the newest first."""
    return ForecastVintage.objects.filter(source__key__startswith=source_key(scenario))


def source_key(scenario: ForecastScenario) -> str:
    """Return how the key of every source begins that is this scenario."""
    return f"{ADOPTED}{scenario.pk}-"
