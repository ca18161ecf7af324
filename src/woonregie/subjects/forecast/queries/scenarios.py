"""The scenarios that somebody may read."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.region.access import reads_widely, works_for
from woonregie.foundation.region.models import Region
from woonregie.subjects.forecast.errors import NoScenarioError
from woonregie.subjects.forecast.models import ForecastScenario, ForecastVintage
from woonregie.subjects.forecast.permissions import may_work


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
    found = ForecastScenario.objects.select_related(
        "organisation", "region__organisation", "starting_point__file", "created_by"
    )
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


def vintages_of(scenario: ForecastScenario) -> QuerySet[ForecastVintage]:
    """Return the vintages that a scenario became when a body adopted it, the newest first."""
    return ForecastVintage.objects.filter(source__key__startswith=source_key(scenario))


def source_key(scenario: ForecastScenario) -> str:
    """Return how the key of every source begins that is this scenario."""
    return f"scenario-{scenario.pk}-"
