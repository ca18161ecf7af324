"""The bridge: why two balances of one region have two totals, line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils.translation import gettext as _

from woonregie.engines.delivery import ROUNDING, Bridge, bridge, within
from woonregie.foundation.accounts.models import Account
from woonregie.foundation.norms.models import DefinitionProfile, UnphasedRule
from woonregie.foundation.norms.queries import profile_named
from woonregie.foundation.region.models import Municipality, Region
from woonregie.subjects.balance.queries.asking import Question, period_of
from woonregie.subjects.balance.queries.balance import (
    GROUPS,
    asked_places,
    groups_of,
    plan_capacity,
)
from woonregie.subjects.plans.queries import STATUSES, CapacityArrays, capacity_arrays


@dataclass(frozen=True, slots=True)
class BridgeOf:
    """The bridge with its two ends.

    `group` is the class that is compared ("hard", ... or "total").
    """

    start: Question
    end: Question
    group: str
    bridge: Bridge
    titles: tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Side:
    """One end: what each plan adds to the total, and what it says."""

    total: int
    parts: Mapping[object, float]
    status: Mapping[object, str]
    counted: Mapping[object, bool]
    dwellings: Mapping[object, int]


def bridge_between(
    *,
    account: Account | None,
    region: Region,
    start: Question,
    end: Question,
    today: date,
    group: str = "hard",
) -> BridgeOf:
    """Return why one total leads to another: profiles, dates, or both.

    Args:
        region: any kind of region.
        today: the day on which the account must have the permission.
        account: who asks; None is the system itself.
        start: the first question.
        end: the second question.
        group: "hard", "soft", "unknown" or "total".

    Raises:
        ForbiddenError: the account may not see totals of this region.
    """
    sides, titles = [], []
    for question in (start, end):
        profile = profile_named(question.profile)
        places = [
            p
            for p in asked_places(account, region, question, today)
            if not p.organisation.fictitious
        ]
        sides.append(_side(places, question, profile, group))
        titles.append(f"{profile.title}, {question.on:%d-%m-%Y}")
    before, after = sides
    found = bridge(
        before.parts, after.parts, _causes(before, after), start=before.total, end=after.total
    )
    return BridgeOf(start, end, group, found, (titles[0], titles[1]))


def _side(
    places: Sequence[Municipality], question: Question, profile: DefinitionProfile, group: str
) -> _Side:
    period = period_of(question, profile.horizon_years)
    arrays = capacity_arrays(
        [place.pk for place in places], on=question.on, known_on=question.known_on, per_plan=True
    )
    basis = question.basis or profile.basis
    wanted = _wanted(profile, arrays, group)
    inside = within(
        arrays.from_year,
        arrays.before_year,
        arrays.dwellings,
        period,
        count_unphased=profile.unphased == UnphasedRule.COUNT,
    )
    sign = np.where(arrays.demolition, -1 if basis == "net" else 0, 1)
    parts: dict[object, float] = {}
    status: dict[object, str] = {}
    counted: dict[object, bool] = {}
    dwellings: dict[object, int] = {}
    for at, plan in enumerate(arrays.plan_ids[int(p)] for p in arrays.plan):
        parts[plan] = parts.get(plan, 0.0) + float(inside[at] * sign[at] * wanted[at])
        status[plan] = STATUSES[int(arrays.status[at])]
        counted[plan] = bool(wanted[at])
        dwellings[plan] = dwellings.get(plan, 0) + int(arrays.dwellings[at] * sign[at])
    return _Side(
        _published(places, question, profile, period, basis, group),
        parts,
        status,
        counted,
        dwellings,
    )


def _wanted(
    profile: DefinitionProfile, arrays: CapacityArrays, group: str
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    of_row = groups_of(profile)[arrays.status]
    if group == "total":
        return np.asarray(of_row >= 0)
    return np.asarray(of_row == [str(item) for item in GROUPS].index(group))


def _published(
    places: Sequence[Municipality],
    question: Question,
    profile: DefinitionProfile,
    period: tuple[int, int],
    basis: str,
    group: str,
) -> int:
    """Return the total exactly as the balance shows it."""
    found = plan_capacity(places, question, profile, period)
    held = found.net if basis == "net" else found.build
    return int(
        held.sum()
        if group == "total"
        else held[:, [str(item) for item in GROUPS].index(group)].sum()
    )


def _causes(before: _Side, after: _Side) -> dict[object, object]:
    """Return one cause per plan, in a fixed order: new, gone, status, rule, quantity, cut."""
    causes: dict[object, object] = {}
    for plan in {**before.parts, **after.parts}:
        if plan not in before.parts:
            causes[plan] = ("new", "")
        elif plan not in after.parts:
            causes[plan] = ("gone", "")
        elif before.status[plan] != after.status[plan]:
            causes[plan] = ("status_changed", f"{before.status[plan]} → {after.status[plan]}")
        elif before.counted[plan] != after.counted[plan]:
            causes[plan] = ("counted_otherwise", after.status[plan])
        elif before.dwellings[plan] != after.dwellings[plan]:
            causes[plan] = ("quantity", "")
        else:
            causes[plan] = ("cut", "")
    return causes


def in_words(cause: object) -> str:
    """Return a cause as a sentence."""
    kind, detail = cause if isinstance(cause, tuple) else (cause, "")
    sentences = {
        "new": _("Nieuwe plannen"),
        "gone": _("Plannen die er niet meer zijn"),
        "status_changed": _("Status gewijzigd: %(detail)s"),
        "counted_otherwise": _("Status %(detail)s telt anders"),
        "quantity": _("Aantal woningen gewijzigd"),
        "cut": _("Anders verdeeld over de periode, of woningen zonder jaar tellen anders"),
        ROUNDING: _("Afronding"),
    }
    return sentences.get(str(kind), str(kind)) % {"detail": detail}
