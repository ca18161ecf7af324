"""What levers count besides numbers: places, members, and the plans, frozen as they are today.

Plans reach a scenario only when nobody in the region is kept from them: a scenario that is shared
says nothing of the others. What it froze stays as it was.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from woonregie.engines.household import Baseline, Domestic
from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.remembering import until_recorded
from woonregie.foundation.norms.queries import classes_of, profile_named
from woonregie.foundation.region.access import permitted
from woonregie.foundation.region.models import Municipality, Region
from woonregie.subjects.forecast.errors import LeversError
from woonregie.subjects.forecast.levers import NATIONAL, OWN_NEED, PROGRAMME, WINDOW
from woonregie.subjects.forecast.models import StartingPoint
from woonregie.subjects.forecast.queries.national import national_totals
from woonregie.subjects.forecast.queries.starting import places_of_base
from woonregie.subjects.plans.queries import (
    NO_YEAR,
    YearOfPlan,
    kept_from_anybody,
    years_of_plans,
)

PROFILE = "legal-hard"
"""The definition of hard and soft plans: the usual one, as in the register."""
HARD, SOFT = "hard", "soft"
TOTALS = "totals.view"
"""Who may see totals of plans may see what they add to a forecast."""
MOST_NAMED = 5


def settled(
    levers: Mapping[str, Any],
    *,
    region: Region,
    starting_point: StartingPoint,
    base: Baseline,
    account: Account | None,
    today: date,
) -> dict[str, Any]:
    """Return levers with all that they count, ready for the engine and to be saved.

    Args:
        levers: as `read_levers` gave them, or as a scenario kept them.
        region: for which region.
        starting_point: where it begins.
        base: its baseline.
        account: who turned them; None is the system itself.
        today: the day of which the plans, their audiences and the members are.

    Raises:
        LeversError: a municipality that is not in the region, or a choice that is not there.
    """
    places = places_of_base(region, base, on=today)
    if not places:
        raise LeversError(
            _("In dit uitgangspunt staat geen gemeente van de regio."), region=region.slug
        )
    _require_choices(levers, starting_point)
    _require_totals(levers[PROGRAMME], account, region, today)
    return {
        **levers,
        WINDOW: starting_point.window,
        NATIONAL: national_totals(levers[NATIONAL], base, int(levers["years"])),
        "places": places,
        OWN_NEED: _own_need(levers[OWN_NEED], places),
        PROGRAMME: _programme(levers, places, base, today),
    }


def _require_choices(levers: Mapping[str, Any], starting_point: StartingPoint) -> None:
    if levers[WINDOW] not in {"", starting_point.window}:
        raise _refused(
            "venster", _("Dit uitgangspunt heeft een andere referentieperiode dan gekozen is.")
        )


def _require_totals(
    given: Mapping[str, Any], account: Account | None, region: Region, today: date
) -> None:
    """Refuse plans to whoever sees no totals of them."""
    asked = given["kind"] == "plans"
    if asked and account is not None and not permitted(account, TOTALS, region, on=today):
        raise _refused(
            "plannen",
            _("U ziet geen totalen van plannen in deze regio. Kies geen plannen, of eigen."),
        )


def _own_need(given: Mapping[str, Any], places: Sequence[str]) -> dict[str, Any]:
    kind = given["kind"]
    chosen = {name: given[name] for name in ("chosen",) if name in given}
    if kind == Domestic.ZERO_WITHIN:
        if len(places) < 2:  # noqa: PLR2004  between one there is nothing to balance
            raise _refused(
                "eigenBehoefte", _("In dit uitgangspunt staat maar één gemeente van de regio.")
            )
        return {"kind": kind, "members": list(places), **chosen}
    if kind == Domestic.STATED:
        _require_ours("saldo", given["stated"], places)
        return dict(given)
    return {"kind": kind, **chosen}


def _programme(
    levers: Mapping[str, Any], places: Sequence[str], base: Baseline, today: date
) -> dict[str, Any]:
    given, years = levers[PROGRAMME], int(levers["years"])
    if given["kind"] == "own":
        _require_ours(HARD, given["hard"], places)
        _require_ours("zacht", given["soft"], places)
    if given["kind"] != "plans" or given.get("years", 0) >= years:
        return dict(given)
    return frozen_plans(places, first=base.year, years=years, today=today)


def frozen_plans(codes: Sequence[str], *, first: int, years: int, today: date) -> dict[str, Any]:
    """Return what plans would add and take away by year, of plans that are kept from nobody.

    Args:
        codes: of the municipalities.
        first: the first year.
        years: how many.
        today: the day of the plans, and of who may see them.

    Returns:
        What can be saved as a programme: per part, code and year whole dwellings; and how many
        dwellings have no year, or another one, so that they count in none.
    """
    return dict(_frozen(tuple(codes), first, years, today))


@until_recorded(most=8)
def _frozen(codes: tuple[str, ...], first: int, years: int, today: date) -> Mapping[str, Any]:
    """Return `frozen_plans`, the same for whoever may see totals: nobody is kept from what counts.

    It is never changed: who is asked again within a moment gets the same.
    """
    of_code = dict(Municipality.objects.filter(code__in=codes).values_list("code", "pk"))
    classes = classes_of(profile_named(PROFILE))
    found: dict[str, Any] = {
        part: {code: [0] * years for code in codes} for part in (HARD, SOFT, "demolition")
    }
    left_out = 0
    named = {key: code for code, key in of_code.items()}
    for row in _counted(list(of_code.values()), today):
        demolition = row.account == "demolition"
        part = "demolition" if demolition else classes.get(row.status, "")
        if part in found and first <= row.year < first + years:
            found[part][named[row.municipality_id]][row.year - first] += row.dwellings
        elif not demolition:
            left_out += row.dwellings
    return {
        "kind": "plans",
        "on": today.isoformat(),
        "profile": PROFILE,
        "first": first,
        "years": years,
        "left_out": left_out,
        **found,
    }


def _counted(places: Sequence[UUID], today: date) -> list[YearOfPlan]:
    """Return what plans that are kept from nobody hold a year; of no year what is not phased."""
    kept = kept_from_anybody(today=today)
    rows = years_of_plans(None, places, on=today)
    return [
        row for row in rows if row.plan_id not in kept and (row.year != NO_YEAR or row.dwellings)
    ]


def _require_ours(name: str, by_place: Mapping[str, Any], places: Sequence[str]) -> None:
    others = [code for code in by_place if code not in places]
    if others:
        raise _refused(
            f"{name}-{others[0]}",
            _("%(code)s ligt niet in deze regio, of niet in dit uitgangspunt.")
            % {"code": ", ".join(others[:MOST_NAMED])},
        )


def _refused(name: str, text: str) -> LeversError:
    return LeversError(text, levers={name: text})
