"""Choosing the vintage that a region measures itself against."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.services import record
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import municipalities_of
from woonregie.subjects.forecast.errors import IncompleteVintageError
from woonregie.subjects.forecast.models import ForecastVintage, RegionReference
from woonregie.subjects.forecast.permissions import may_choose
from woonregie.subjects.forecast.queries import known_years, require_households


@transaction.atomic
def choose_reference(
    *,
    by: Account | None,
    at: datetime,
    region: Region,
    vintage: ForecastVintage,
    scenario: str,
    valid_on: date,
    decision: Decision | None = None,
) -> RegionReference:
    """Choose the vintage and scenario that a region measures itself against from a day on.

    Args:
        by: who chooses; None is the system itself.
        at: the moment of choosing.
        region: of which region.
        vintage: the figures.
        scenario: which of its scenarios.
        valid_on: the first day on which it counts.
        decision: what a body decided about it, where one did.

    Raises:
        ForbiddenError: only the secretary of this region may.
        NotHouseholdsError: the vintage has no households in this scenario.
        IncompleteVintageError: it lacks a municipality of the region, or has one year only.
    """
    if by is not None and not may_choose(by, region, localdate(at)):
        raise ForbiddenError(
            _("Alleen de regiosecretaris van deze regio kiest de referentie."),
            permission="forecast.choose",
        )
    require_households(vintage, scenario)
    _require_whole(region, vintage, scenario, valid_on)
    standing = RegionReference.objects.filter(
        region=region, valid_on=valid_on, superseded_at__isnull=True
    )
    present = standing.select_for_update().first()
    if present and _same(present, vintage, scenario, decision):
        return present
    standing.update(superseded_at=at)
    chosen = RegionReference.objects.create(
        region=region,
        vintage=vintage,
        scenario=scenario,
        chosen_by=by,
        valid_on=valid_on,
        recorded_at=at,
        decision=decision,
    )
    record(
        act="forecast.reference_chosen",
        by=by,
        at=at,
        target=chosen,
        organisation_id=region.organisation_id,
        payload={"vintage": vintage.slug, "scenario": scenario, "valid_on": valid_on},
    )
    return chosen


def _same(
    present: RegionReference, vintage: ForecastVintage, scenario: str, decision: Decision | None
) -> bool:
    """Return whether this reference stands already; a decision that is new is something new."""
    decided = decision is None or present.decision_id == decision.pk
    return decided and (present.vintage_id, present.scenario) == (vintage.pk, scenario)


def _require_whole(region: Region, vintage: ForecastVintage, scenario: str, on: date) -> None:
    """Refuse a vintage with which no balance of this region can be made."""
    places = list(municipalities_of(region, on=on, fictitious=False))
    years = known_years(vintage, scenario, [place.pk for place in places])
    names = [place.name for place in places if not years[place.pk]]
    if names:
        raise IncompleteVintageError(
            _("%(title)s heeft geen huishoudens van: %(names)s. Kies een andere prognose.")
            % {"title": vintage.title, "names": ", ".join(names[:5])},
            vintage=vintage.slug,
            municipalities=names,
        )
    if places and len(set.intersection(*years.values())) < 2:  # noqa: PLR2004  a begin and an end
        raise IncompleteVintageError(
            _(
                "%(title)s heeft geen twee jaren waarin elke gemeente een cijfer "
                "heeft. Voor een behoefte zijn een begin en een eind nodig."
            )
            % {"title": vintage.title},
            vintage=vintage.slug,
        )
