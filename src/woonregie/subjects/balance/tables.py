"""The tables of totals that are published: what plans hold, by class and by year."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from woonregie.foundation.disclosure.tables import Atom, Counted
from woonregie.foundation.norms.models import CapacityClass, UnphasedRule
from woonregie.foundation.norms.queries import classes_of, profile_named, profiles_for
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import municipalities_of
from woonregie.subjects.plans.queries import NO_YEAR, YearOfPlan, years_of_plans

CAPACITY, YEARS = "capacity", "years"
CLASSES = (CapacityClass.HARD.value, CapacityClass.SOFT.value, CapacityClass.UNKNOWN.value)
TOTAL = "total"
ACCOUNTS = ("build", "demolition")
YEARS_SHOWN = 10


def capacity_key(profile: str, group: str, account: str) -> str:
    """Return how the table of capacity names a number.

    >>> capacity_key("legal-hard", "hard", "build")
    'legal-hard/hard/build'
    """
    return f"{profile}/{group}/{account}"


def year_key(year: int, account: str) -> str:
    """Return how the table of years names a number; 0 is without a year."""
    return f"{year or 'none'}/{account}"


def _region(scope_id: UUID) -> Region:
    return Region.objects.select_related("organisation").get(organisation=scope_id)


def _areas(scope_id: UUID, on: date) -> dict[str, Any]:
    region = _region(scope_id)
    places = municipalities_of(region, on=on, fictitious=False)
    return {
        "region": region.slug,
        "municipalities": {place.code: str(place.pk) for place in places},
    }


def capacity_terms(scope_id: UUID, on: date) -> dict[str, Any]:
    """Return what the table of capacity lays down: areas, and each definition as it stands."""
    profiles = [
        {
            "name": profile.name,
            "version": profile.version,
            "years": [on.year, on.year + profile.horizon_years],
            "unphased": profile.unphased == UnphasedRule.COUNT,
            "classes": classes_of(profile_named(profile.name, profile.version)),
        }
        for profile in profiles_for(_region(scope_id))
    ]
    return {**_areas(scope_id, on), "profiles": profiles}


def years_terms(scope_id: UUID, on: date) -> dict[str, Any]:
    """Return what the table of years lays down: areas, and which years."""
    return {**_areas(scope_id, on), "years": [on.year, on.year + YEARS_SHOWN]}


def _rows(counted: Counted, terms: Mapping[str, Any]) -> dict[str, list[YearOfPlan]]:
    """Return what the plans hold, by area; the region holds what its municipalities hold."""
    places = {UUID(key): code for code, key in terms["municipalities"].items()}
    rows = years_of_plans(counted.things, list(places), on=counted.on, known_on=counted.known_on)
    found: dict[str, list[YearOfPlan]] = {code: [] for code in places.values()}
    for row in rows:
        found[places[row.municipality_id]].append(row)
    return {**found, terms["region"]: rows}


def _atoms(rows: Iterable[YearOfPlan]) -> frozenset[Atom]:
    return frozenset(Atom(row.plan_id, row.account, row.year, row.dwellings) for row in rows)


Numbers = Sequence[tuple[str, str, frozenset[Atom]]]


def capacity_numbers(counted: Counted) -> Numbers:
    """Return area x definition x class and account, within the horizon of the definition."""
    terms = counted.terms[CAPACITY]
    found = []
    for area, rows in _rows(counted, terms).items():
        for profile in terms["profiles"]:
            start, end = profile["years"]
            inside = [
                row
                for row in rows
                if (start <= row.year < end or (row.year == NO_YEAR and profile["unphased"]))
                and _class(profile, row) in CLASSES
            ]
            for group in (*CLASSES, TOTAL):
                held = [row for row in inside if group in {TOTAL, _class(profile, row)}]
                found += [
                    (
                        area,
                        capacity_key(profile["name"], group, account),
                        _atoms(row for row in held if row.account == account),
                    )
                    for account in ACCOUNTS
                ]
    return found


def _class(profile: Mapping[str, Any], row: YearOfPlan) -> str:
    return str(profile["classes"].get(row.status, CapacityClass.UNKNOWN.value))


def years_numbers(counted: Counted) -> Numbers:
    """Return area x year of delivery and account."""
    terms = counted.terms[YEARS]
    return [
        (
            area,
            year_key(year, account),
            _atoms(row for row in rows if (row.year, row.account) == (year, account)),
        )
        for area, rows in _rows(counted, terms).items()
        for year in (*range(*terms["years"]), NO_YEAR)
        for account in ACCOUNTS
    ]


def region_first(terms: Mapping[str, Any]) -> list[list[tuple[str, str]]]:
    """Return the totals of the region, by definition: a balance needs all classes or none."""
    return [
        [(terms["region"], capacity_key(profile["name"], group, account)) for group in CLASSES]
        for profile in terms["profiles"]
        for account in ACCOUNTS
    ]
