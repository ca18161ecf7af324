"""What commitments measure of the balance: hard and all capacity as a share of the need.

It counts no plan of which the numbers are kept from anybody who usually sees them, nor what was
published of such plans: a measure is read by all parties of a commitment.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.delivery import within
from woonregie.foundation.commitments.registry import Part, Reading, Scope, When
from woonregie.foundation.norms.models import UnphasedRule
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.region.models import Region
from woonregie.subjects.balance.queries.asking import Question
from woonregie.subjects.balance.queries.capacities import GROUPS, groups_of, held_in, signs
from woonregie.subjects.balance.queries.needs import needs_of
from woonregie.subjects.balance.queries.terms import Terms, terms_of
from woonregie.subjects.plans.queries import capacity_arrays
from woonregie.subjects.plans.queries.measured import parts_by_size, places_of_scopes
from woonregie.subjects.plans.queries.secrets import kept_from_anybody

HARD = 0
"""The place of hard capacity in `GROUPS`."""


def hard_share(scopes: Collection[Scope], when: When) -> dict[Scope, Reading]:
    """Return hard capacity as a share of the need, by the definition of each scope."""
    return _shares(scopes, when, hard=True)


def covered_share(scopes: Collection[Scope], when: When) -> dict[Scope, Reading]:
    """Return all capacity as a share of the need, by the definition of each scope."""
    return _shares(scopes, when, hard=False)


def _shares(scopes: Collection[Scope], when: When, *, hard: bool) -> dict[Scope, Reading]:
    together: dict[tuple[UUID, str], list[Scope]] = defaultdict(list)
    for scope in scopes:
        together[scope.region_id, scope.profile].append(scope)
    found: dict[Scope, Reading] = {}
    for (region_id, profile), some in together.items():
        region = Region.objects.select_related("organisation").get(pk=region_id)
        try:
            found |= _in_region(region, profile, some, when, hard=hard)
        except RefusedError:
            # No forecast, no definition: these cannot be measured, others can.
            continue
    return found


def _in_region(
    region: Region, profile: str, scopes: Collection[Scope], when: When, *, hard: bool
) -> dict[Scope, Reading]:
    terms = _terms(region, profile, when)
    held = held_in(
        terms.places, terms.question, terms.profile, terms.period, terms.basis, terms.without
    )
    capacity = held.on(terms.basis)
    counted: NDArray[np.int64] = capacity[:, HARD] if hard else capacity.sum(axis=1)
    needs = needs_of(terms, held.planned_demolition).dwellings
    positions = {place.pk: at for at, place in enumerate(terms.places)}
    found = {}
    for scope, some in places_of_scopes(scopes, when.on).items():
        at = [positions[place] for place in some]
        homes, need = int(counted[at].sum()), int(needs[at].sum())
        if need <= 0:
            continue
        basis = {
            "profile": f"{terms.profile.name} {terms.profile.version}",
            "vintage": f"{terms.vintage.slug} {terms.scenario}",
            "period": list(terms.period),
            "capacity": homes,
            "need": need,
        }
        found[scope] = Reading(Decimal(homes) / need, basis)
    return found


def _terms(region: Region, profile: str, when: When) -> Terms:
    question = Question(on=when.on, known_on=when.known_on, profile=profile)
    terms = terms_of(None, region, question, when.today)
    return replace(terms, without=kept_from_anybody(today=when.today))


def parts_of_hard(scope: Scope, when: When) -> list[Part]:
    """Return the plans that hold most of the hard capacity, in homes."""
    return _parts(scope, when, hard=True)


def parts_of_capacity(scope: Scope, when: When) -> list[Part]:
    """Return the plans that hold most of the capacity, in homes."""
    return _parts(scope, when, hard=False)


def _parts(scope: Scope, when: When, *, hard: bool) -> list[Part]:
    region = Region.objects.select_related("organisation").get(pk=scope.region_id)
    try:
        terms = _terms(region, scope.profile, when)
    except RefusedError:
        return []
    arrays = capacity_arrays(
        sorted(places_of_scopes([scope], when.on).get(scope, ())),
        on=when.on,
        known_on=when.known_on,
        per_plan=True,
        without=terms.without,
    )
    group = groups_of(terms.profile)[arrays.status]
    wanted = group == HARD if hard else (group >= 0) & (group < len(GROUPS))
    inside = within(
        arrays.from_year,
        arrays.before_year,
        arrays.dwellings,
        terms.period,
        count_unphased=terms.profile.unphased == UnphasedRule.COUNT,
    )
    sums = np.zeros(len(arrays.plan_ids))
    np.add.at(sums, arrays.plan, inside * signs(arrays, terms.basis) * wanted)
    return parts_by_size(
        dict(zip(arrays.plan_ids, np.rint(sums).astype(int).tolist(), strict=True))
    )
