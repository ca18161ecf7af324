"""Own need: which definitions there are, which one counts, and what comes of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import Q, QuerySet

from woonregie.engines.household import EngineError, project
from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.digest import digest
from woonregie.foundation.audit.remembering import until_recorded
from woonregie.foundation.region.access import permitted
from woonregie.foundation.region.models import Region
from woonregie.subjects.forecast.errors import LeversError
from woonregie.subjects.forecast.levers import (
    OWN_NEED,
    PROGRAMME,
    default_levers,
    scenario_of,
)
from woonregie.subjects.forecast.levers.reading import LONGEST_SOURCE
from woonregie.subjects.forecast.models import (
    OwnNeedChoice,
    OwnNeedDefinition,
    OwnNeedDissent,
    StartingPoint,
)
from woonregie.subjects.forecast.queries.settling import TOTALS, settled
from woonregie.subjects.forecast.queries.starting import baseline_of

OWN_NEED_YEARS = 10
KEPT_SECONDS = 24 * 60 * 60


def definitions_of(region: Region) -> QuerySet[OwnNeedDefinition]:
    """Return the definitions of own need of a region, and of the region it is a part of."""
    own = Q(region=region)
    if region.parent_id is not None:
        own |= Q(region=region.parent_id)
    return OwnNeedDefinition.objects.filter(own).select_related("organisation")


@until_recorded(most=64)
def definition_that_counts(region: Region, *, on: date) -> OwnNeedChoice | None:
    """Return which definition of own need counts in a region on a day; None before it chose."""
    return (
        OwnNeedChoice.objects.filter(region=region, valid_on__lte=on, superseded_at__isnull=True)
        .select_related("definition__organisation", "decision__organisation", "region")
        .order_by("-valid_on", "-recorded_at")
        .first()
    )


def choices_of_own_need(region: Region) -> QuerySet[OwnNeedChoice]:
    """Return what a region chose, the newest first, with what was replaced."""
    return (
        OwnNeedChoice.objects.filter(region=region)
        .select_related("definition", "decision__organisation")
        .order_by("-valid_on", "-recorded_at")
    )


def dissents_of(choice: OwnNeedChoice) -> QuerySet[OwnNeedDissent]:
    """Return who does not agree with a choice, and why."""
    return choice.dissents.filter(withdrawn_at__isnull=True).select_related(
        "municipality__organisation", "definition", "choice__region"
    )


def lever_of(definition: OwnNeedDefinition) -> dict[str, Any]:
    """Return the lever "own need" that a definition is.

    Each municipality names a source. Where all together are longer than a source may be, the
    definition is named, beside which they stand.
    """
    if not definition.stated:
        return {"kind": definition.domestic}
    stated = {code: given["persons"] for code, given in definition.stated.items()}
    sources = "; ".join(sorted({str(given["source"]) for given in definition.stated.values()}))
    return {
        "kind": definition.domestic,
        "stated": stated,
        "source": sources if len(sources) <= LONGEST_SOURCE else definition.title,
    }


CHOSEN = "chosen"
"""Where a lever "own need" keeps by which decision it is the usual one."""


def usual_levers(region: Region, *, on: date) -> dict[str, Any]:
    """Return every lever as it is in a region on a day when nobody turns it.

    Own need is what the region chose; with it stands by which decision.
    """
    return levers_where(definition_that_counts(region, on=on))


def levers_where(counts: OwnNeedChoice | None) -> dict[str, Any]:
    """Return every lever as it is where a definition of own need counts; None where none does."""
    plain = default_levers()
    if counts is None:
        return plain
    decision = counts.decision
    chosen = {
        "title": counts.definition.title,
        "body": decision.body,
        "number": decision.number,
        "on": decision.decided_on.isoformat(),
    }
    return {**plain, OWN_NEED: {**lever_of(counts.definition), CHOSEN: chosen}}


def as_usual(levers: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    """Return levers in which own need, where it is what the region chose, says so."""
    mine, theirs = levers[OWN_NEED], usual[OWN_NEED]
    same = all(mine.get(name) == theirs.get(name) for name in ("kind", "stated", "source"))
    return {**levers, OWN_NEED: theirs} if same else dict(levers)


@dataclass(frozen=True, slots=True)
class NeedOf:
    """What comes of one definition, over ten years.

    Args:
        growth: code of a municipality -> dwellings more that are needed.
        hard: code -> dwellings in hard plans that everybody in the region may see; None where
            the reader sees no totals of plans.
        margin: code -> growth less hard capacity (*lokale groeipotentie*); None likewise.
        refusal: why nothing comes of it; empty where something does.
    """

    growth: Mapping[str, float]
    hard: Mapping[str, float] | None
    margin: Mapping[str, float] | None
    refusal: str = ""


def needs_of(
    definitions: Iterable[OwnNeedDefinition],
    *,
    region: Region,
    starting_point: StartingPoint,
    account: Account | None,
    today: date,
) -> list[NeedOf]:
    """Return what comes of each definition from a starting point.

    Args:
        definitions: which ones.
        region: in which region.
        starting_point: where it begins.
        account: who reads; None is the system itself.
        today: the day of the plans, and of who may see them.

    Raises:
        DamagedStartingPointError: the file of the starting point is gone.
    """
    sees = account is None or permitted(account, TOTALS, region, on=today)
    base = baseline_of(starting_point)
    plain = {
        **default_levers(),
        "years": OWN_NEED_YEARS,
        PROGRAMME: {"kind": "plans" if sees else "none"},
    }
    # The plans are the same under every definition: they are asked once.
    frozen: Any = None
    found: list[NeedOf] = []
    for definition in definitions:
        levers = {**plain, OWN_NEED: lever_of(definition)}
        if frozen is not None:
            levers[PROGRAMME] = frozen
        try:
            whole = settled(
                levers,
                region=region,
                starting_point=starting_point,
                base=base,
                account=account,
                today=today,
            )
            frozen = whole[PROGRAMME]
            found.append(_need(whole, starting_point, sees))
        except LeversError as error:
            found.append(NeedOf({}, None, None, str(error)))
    return found


def _need(levers: Mapping[str, Any], starting_point: StartingPoint, sees: bool) -> NeedOf:
    name = digest({"own_need": starting_point.digest, "levers": levers})
    kept = cache.get(f"own-need:{name}")
    if kept is None:
        kept = _worked_out(levers, starting_point)
        cache.set(f"own-need:{name}", kept, KEPT_SECONDS)
    growth, margin = kept
    if not sees:
        return NeedOf(growth, None, None)
    hard = {code: growth[code] - margin[code] for code in growth}
    return NeedOf(growth, hard, margin)


def _worked_out(
    levers: Mapping[str, Any], starting_point: StartingPoint
) -> tuple[dict[str, float], dict[str, float]]:
    base = baseline_of(starting_point)
    try:
        told = project(base, scenario_of(levers, base), years=OWN_NEED_YEARS)
    except EngineError as error:
        raise LeversError(str(error), **error.fields) from error
    places: Sequence[str] = levers["places"]
    at = {code: told.regions.index(code) for code in places}
    growth, margin = told.need[-1] - told.need[0], told.margin[-1]
    return (
        {code: float(growth[place]) for code, place in at.items()},
        {code: float(margin[place]) for code, place in at.items()},
    )
