"""The bridge: why two balances of one region have two totals, line by line.

Two totals of capacity differ plan by plan: every plan that differs has one cause. Two needs have
no plans; they differ step by step: one thing is changed at a time, in a fixed order, and each
step is a line. Either way the lines are the whole difference.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import numpy as np
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from woonregie.engines.delivery import ROUNDING, Bridge, Line, bridge, within
from woonregie.foundation.accounts.models import Account
from woonregie.foundation.norms.models import DefinitionProfile, UnphasedRule
from woonregie.foundation.norms.queries import profile_named
from woonregie.foundation.region.models import Region
from woonregie.subjects.balance.queries.asking import (
    Question,
    basis_written,
    period_of,
    years_written,
)
from woonregie.subjects.balance.queries.capacities import GROUPS, Held, groups_of, held_in, signs
from woonregie.subjects.balance.queries.needs import needs_of
from woonregie.subjects.balance.queries.terms import Terms, basis_of, terms_of, who_counts
from woonregie.subjects.forecast.errors import MissingYearError
from woonregie.subjects.plans.queries import (
    STATUSES,
    CapacityArrays,
    capacity_arrays,
    secrets_from,
)

NEED = "need"
CLASSES = (*(str(group) for group in GROUPS), "total", NEED)


@dataclass(frozen=True, slots=True)
class BridgeOf:
    """The bridge with its two ends.

    `group` is what is compared: a class ("hard", ...), "total" or "need". `secrets` says that
    plans are kept from who asked: neither end counts them.
    """

    start: Question
    end: Question
    group: str
    bridge: Bridge
    titles: tuple[str, str]
    secrets: bool = False


def bridge_between(
    *,
    account: Account | None,
    region: Region,
    start: Question,
    end: Question,
    today: date,
    group: str = "hard",
) -> BridgeOf:
    """Return why one total leads to another: profiles, dates, periods, forecasts, or several.

    Args:
        region: any kind of region.
        today: the day on which the account must have the permission.
        account: who asks; None is the system itself.
        start: the first question.
        end: the second question.
        group: "hard", "soft", "unknown", "total" or "need".

    Raises:
        ForbiddenError: the account may not see totals of this region.
        RefusedError: what is asked is not there.
    """
    if group == NEED:
        return _of_needs(account, region, start, end, today)
    sides = [_side(account, region, question, group, today) for question in (start, end)]
    before, after = sides
    found = bridge(
        before.parts, after.parts, _causes(before, after), start=before.total, end=after.total
    )
    secrets = bool(secrets_from(account, today=today))
    return BridgeOf(start, end, group, found, _titles(before.title, after.title), secrets)


# ------------------------------------------------------------------ capacity, plan by plan
@dataclass(slots=True)
class _Plan:
    """What one plan says on one side."""

    place: UUID
    status: str
    counted: bool
    build: int = 0
    demolition: int = 0


@dataclass(frozen=True, slots=True)
class _Side:
    """One end: what each plan adds to the total, and what it says."""

    total: int
    parts: Mapping[object, float]
    plans: Mapping[object, _Plan]
    places: Mapping[UUID, str]
    basis: str
    title: Sequence[str]


def _side(
    account: Account | None, region: Region, question: Question, group: str, today: date
) -> _Side:
    places, _left_out = who_counts(account, region, question, today)
    profile = profile_named(question.profile)
    period = period_of(question, profile.horizon_years)
    basis = basis_of(question, profile)
    without = secrets_from(account, today=today)
    arrays = capacity_arrays(
        [place.pk for place in places],
        on=question.on,
        known_on=question.known_on,
        per_plan=True,
        without=without,
    )
    wanted = _wanted(profile, arrays, group)
    inside = within(
        arrays.from_year,
        arrays.before_year,
        arrays.dwellings,
        period,
        count_unphased=profile.unphased == UnphasedRule.COUNT,
    )
    adds = inside * signs(arrays, basis) * wanted
    parts: dict[object, float] = {}
    plans: dict[object, _Plan] = {}
    for at, plan in enumerate(arrays.plan_ids[int(p)] for p in arrays.plan):
        parts[plan] = parts.get(plan, 0.0) + float(adds[at])
        said = plans.setdefault(
            plan,
            _Plan(
                place=arrays.municipality_ids[int(arrays.municipality[at])],
                status=STATUSES[int(arrays.status[at])],
                counted=bool(wanted[at]),
            ),
        )
        if arrays.demolition[at]:
            said.demolition += int(arrays.dwellings[at])
        else:
            said.build += int(arrays.dwellings[at])
    return _Side(
        total=_shown(held_in(places, question, profile, period, basis, without), basis, group),
        parts=parts,
        plans=plans,
        places={place.pk: place.name for place in places},
        basis=basis,
        title=(
            profile.title,
            date_format(question.on, "j-n-Y"),
            years_written(period),
            basis_written(basis),
        ),
    )


def _wanted(
    profile: DefinitionProfile, arrays: CapacityArrays, group: str
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    of_row = groups_of(profile)[arrays.status]
    if group == "total":
        return np.asarray(of_row >= 0)
    return np.asarray(of_row == CLASSES.index(group))


def _shown(held: Held, basis: str, group: str) -> int:
    """Return the total exactly as the balance shows it, of the plans that count live."""
    dwellings = held.on(basis)
    return int(dwellings.sum() if group == "total" else dwellings[:, CLASSES.index(group)].sum())


def _causes(before: _Side, after: _Side) -> dict[object, object]:
    """Return one cause per plan, the first that holds in a fixed order."""
    return {
        plan: _cause(plan, before, after) for plan in dict.fromkeys([*before.plans, *after.plans])
    }


def _cause(plan: object, before: _Side, after: _Side) -> tuple[str, str]:
    old, new = before.plans.get(plan), after.plans.get(plan)
    if old is None:
        return _appeared(after.plans[plan], before, after)
    if new is None:
        return _vanished(old, before, after)
    steps = f"{status_written(old.status)} → {status_written(new.status)}"
    reasons = (
        # A status that changes within its class moves no home: then the number is the cause.
        (old.counted != new.counted and old.status != new.status, ("status_changed", steps)),
        (old.counted != new.counted, ("counted_otherwise", status_written(new.status))),
        ((old.build, old.demolition) != (new.build, new.demolition), ("quantity", "")),
        (before.basis != after.basis, ("basis", "")),
    )
    return next((cause for holds, cause in reasons if holds), ("cut", ""))


def _appeared(plan: _Plan, before: _Side, after: _Side) -> tuple[str, str]:
    if plan.place in before.places:
        return "new", ""
    return "joined", after.places[plan.place]


def _vanished(plan: _Plan, before: _Side, after: _Side) -> tuple[str, str]:
    if plan.place in after.places:
        return "gone", ""
    return "left", before.places[plan.place]


def status_written(status: str) -> str:
    """Return a planning status as it stands in tables: its code, or "onbekend"."""
    return _("onbekend") if status == "unknown" else status


def _titles(first: Sequence[str], second: Sequence[str]) -> tuple[str, str]:
    """Return what each end is called: its definition or forecast, and what sets it apart."""
    apart = [
        at
        for at, pair in enumerate(zip(first, second, strict=True))
        if at == 0 or len(set(pair)) > 1
    ]
    one, other = (", ".join(parts[at] for at in apart if parts[at]) for parts in (first, second))
    return (one, other) if one != other else (f"{one} (1)", f"{other} (2)")


# ------------------------------------------------------------------ need, step by step
def _of_needs(
    account: Account | None, region: Region, start: Question, end: Question, today: date
) -> BridgeOf:
    before, after = (terms_of(account, region, question, today) for question in (start, end))
    first, last = _need_total(before), _need_total(after)
    lines = _need_lines(before, after, first)
    return BridgeOf(
        start,
        end,
        NEED,
        Bridge(first, last, lines),
        _titles(_need_title(before), _need_title(after)),
    )


def _need_total(terms: Terms) -> int:
    planned = np.zeros(len(terms.places), dtype=np.int64)
    if terms.basis == "gross":
        held = held_in(
            terms.places, terms.question, terms.profile, terms.period, terms.basis, terms.without
        )
        planned = held.planned_demolition
    return int(needs_of(terms, planned).dwellings.sum())


def _need_lines(before: Terms, after: Terms, total: int) -> list[Line]:
    """Return one line per thing that differs.

    A forecast may lack the years of the other period: then both are changed in one step.
    """
    lines: list[Line] = []
    state, waiting = before, []
    for cause, change in _STEPS:
        changed = change(state, after)
        if changed == state:
            continue
        state = changed
        waiting.append(cause)
        try:
            reached = _need_total(state)
        except MissingYearError:
            continue
        if reached != total:
            lines.append(Line(("step", tuple(waiting)), reached - total, 0))
        total, waiting = reached, []
    return lines


def _with_shortage(state: Terms, after: Terms) -> Terms:
    asked = replace(state.question, with_shortage=after.question.with_shortage)
    return replace(state, question=asked)


_STEPS: Sequence[tuple[str, Callable[[Terms, Terms], Terms]]] = (
    ("places", lambda state, after: replace(state, places=after.places)),
    (
        "vintage",
        lambda state, after: replace(state, vintage=after.vintage, scenario=after.scenario),
    ),
    ("period", lambda state, after: replace(state, period=after.period)),
    ("norms", lambda state, after: replace(state, norms=after.norms)),
    ("shortage", _with_shortage),
    ("withdrawals", lambda state, after: replace(state, basis=after.basis)),
    # What is left is the day, the definition and what was known: they choose the plans of which
    # the demolition counts.
    ("plans", lambda _state, after: after),
)


def _need_title(terms: Terms) -> Sequence[str]:
    return (
        terms.vintage.title,
        terms.scenario,
        years_written(terms.period),
        basis_written(terms.basis),
        _("met begintekort") if terms.question.with_shortage else "",
    )


# ------------------------------------------------------------------ in words
def in_words(cause: object) -> str:
    """Return a cause as a sentence."""
    kind, detail = cause if isinstance(cause, tuple) else (cause, "")
    if kind == "step":
        return _(" en ").join(_step_in_words(step) for step in detail)
    sentences = {
        "new": _("Nieuwe plannen, of plannen die weer woningen hebben"),
        "gone": _("Plannen die er niet meer zijn, of geen woningen meer hebben"),
        "joined": _("%(detail)s doet nu mee in deze regio"),
        "left": _("%(detail)s doet niet meer mee in deze regio"),
        "status_changed": _("Status gewijzigd: %(detail)s"),
        "counted_otherwise": _("Status %(detail)s telt anders"),
        "quantity": _("Aantal woningen gewijzigd"),
        "basis": _("Sloop gaat er alleen netto af"),
        "cut": _("Andere periode, of woningen zonder jaar tellen anders"),
        ROUNDING: _("Afronding"),
    }
    return sentences[str(kind)] % {"detail": detail}


def _step_in_words(step: str) -> str:
    return {
        "places": _("Andere gemeenten in de regio"),
        "vintage": _("Andere prognose of ander scenario"),
        "period": _("Andere periode"),
        "norms": _("Andere norm voor frictieleegstand"),
        "shortage": _("Begintekort"),
        "withdrawals": _("Onttrekkingen: alleen bruto tellen zij mee"),
        "plans": _("Andere sloop in de plannen"),
    }[step]
