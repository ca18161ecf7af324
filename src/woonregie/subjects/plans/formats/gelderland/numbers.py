"""Homes of a plan as the province counts them: per year, 33 kinds to build and 33 to demolish.

A kind crosses the type of dwelling with tenure and price. Only the full division of a plan knows
that crossing, so it fills the kinds; what it does not explain stays "onbekend". Type, tenure and
price on their own are totals of the plan, without a year.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from woonregie.subjects.plans.formats.gelderland.codes import tables
from woonregie.subjects.plans.formats.yearly import Year, classes_per_year, per_year
from woonregie.subjects.plans.models import (
    Account,
    Breakdown,
    Care,
    DwellingType,
    Flexible,
    PriceClass,
    Tenure,
)
from woonregie.subjects.plans.queries.outgoing import OutPlan
from woonregie.subjects.plans.values import Cell, HomeKind

BUILD, DEMOLITION = Account.BUILD.value, Account.DEMOLITION.value
CELL, TOTAL = Breakdown.CELL.value, Breakdown.TOTAL.value
TYPES = {
    DwellingType.APARTMENT.value: "meergezins",
    DwellingType.GROUND_BOUND.value: "eengezins",
    "": "onbekend",
}
OWN = (
    "koop1",
    "koop2",
    "koop3",
    "koop4",
    "koop_onb",
    "huur1",
    "huur2",
    "huur3",
    "huur4",
    "huur_onb",
    "onbekend",
)
KINDS = tuple(f"{kind}_{own}" for kind in ("meergezins", "eengezins", "onbekend") for own in OWN)
"""The 33 kinds of a year."""
UNKNOWN = "onbekend_onbekend"
OWNER_CLASSES = {
    PriceClass.OWNER_AFFORDABLE.value,
    PriceClass.OWNER_EXPENSIVE.value,
    PriceClass.OWNER_UNKNOWN.value,
}
_CODES = {word: code for code, word in TYPES.items()}
_NO_PRICE = {PriceClass.RENT_UNKNOWN.value, PriceClass.OWNER_UNKNOWN.value}


@dataclass(slots=True)
class YearRow:
    """Homes of one year of a plan, by kind.

    Args:
        year: None where no year is known.
        build: kind -> homes to build.
        demolition: kind -> homes to demolish.
        built: whether this was built.
        demolished: whether this was demolished.
    """

    year: Year
    build: dict[str, int] = field(default_factory=dict)
    demolition: dict[str, int] = field(default_factory=dict)
    built: bool = False
    demolished: bool = False


# ------------------------------------------------------------------ kinds
@cache
def kind_of(category: str, price_class: str) -> str:
    """Return the kind of a full cell.

    Args:
        category: `HomeKind` as text.
        price_class: its price class in this region on this day; "" where that is not known.

    >>> kind_of(HomeKind("apartment", "rent", price_cents=85_000).written(), "rent_social")
    'meergezins_huur2'
    >>> kind_of(HomeKind("", "owner").written(), "")
    'onbekend_koop_onb'
    """
    home = HomeKind.read(category)
    return f"{TYPES[home.dwelling_type]}_{own_of(home.tenure, price_class)}"


def own_of(tenure: str, price_class: str) -> str:
    """Return what the province calls a price class, or a tenure of which no price is known."""
    known = tables()["home_class"]
    if price_class:
        return known.written[price_class]
    unknown = {
        Tenure.RENT.value: PriceClass.RENT_UNKNOWN.value,
        Tenure.OWNER.value: PriceClass.OWNER_UNKNOWN.value,
    }
    return known.written[unknown.get(tenure, "")]


@cache
def class_of(own: str) -> str:
    """Return our price class of one of their eleven, as the province itself means them.

    >>> class_of("koop1"), class_of("huur_onb"), class_of("onbekend")
    ('owner_affordable', 'rent_unknown', '')
    """
    known = tables()["home_class"].code(own)
    return known[0] if known else ""


USUAL: Mapping[str, str] = {own: class_of(own) for own in OWN}
"""Price class of each column where a region has no labels of its own."""


@cache
def home_of(kind: str, price_class: str) -> HomeKind:
    """Return the kind of home of one of the 33.

    Args:
        kind: name of the field without "sloop_".
        price_class: what its label means in the region of the plan.

    >>> home_of("eengezins_huur3", "rent_mid").tenure
    'rent'
    """
    dwelling_type = _CODES[kind.split("_", 1)[0]]
    tenure = tenure_of(price_class)
    return HomeKind(dwelling_type, tenure, "" if price_class in _NO_PRICE else price_class)


def tenure_of(price_class: str) -> str:
    """Return whether homes of a price class are rented or owned; "" where nothing is known."""
    if not price_class:
        return ""
    return Tenure.OWNER.value if price_class in OWNER_CLASSES else Tenure.RENT.value


# ------------------------------------------------------------------ writing
def by_year(plan: OutPlan, classes: Mapping[str, str]) -> list[YearRow]:
    """Return the homes of a plan per year, what is left first, what was carried out behind it.

    Args:
        plan: with its cells.
        classes: category of a full cell -> price class.
    """
    rows: dict[Year, YearRow] = {}
    for account in (BUILD, DEMOLITION):
        for year, homes in _left(plan, account, classes).items():
            row = rows.setdefault(year, YearRow(year))
            kept = row.build if account == BUILD else row.demolition
            kept.update(homes)
    found = [rows[year] for year in sorted(rows, key=lambda year: year or 9999)]
    return [*found, *_carried_out(plan)]


def _left(plan: OutPlan, account: str, classes: Mapping[str, str]) -> dict[Year, dict[str, int]]:
    """Return what is left on one account, by year and kind."""
    if not plan.lines.get(f"{account} {TOTAL}"):
        return {}
    totals = per_year(plan, account)
    if not plan.lines.get(f"{account} {CELL}"):
        return {year: {UNKNOWN: homes} for year, homes in totals.items()}
    placed, _beyond = _placed(_claims(plan, account, classes), totals)
    found: dict[Year, dict[str, int]] = {year: {} for year in totals}
    for (year, kind), homes in placed.items():
        found[year][kind] = homes
        totals[year] -= homes
    for year, rest in totals.items():
        if rest:
            found[year][UNKNOWN] = found[year].get(UNKNOWN, 0) + rest
    return found


def _claims(
    plan: OutPlan, account: str, classes: Mapping[str, str]
) -> list[tuple[Cell, str, int]]:
    return [
        (cell, kind_of(cell.category, classes.get(cell.category, "")), homes)
        for cell, homes in plan.cells.items()
        if cell.breakdown == CELL and cell.account == account
    ]


def _placed(
    claims: Iterable[tuple[Cell, str, int]], totals: Mapping[Year, int]
) -> tuple[dict[tuple[Year, str], int], int]:
    """Return homes by year and kind, and how many there are more than the totals.

    What has no year goes with the homes that have none, as far as these go.
    """
    room = dict(totals)
    found: dict[tuple[Year, str], int] = {}
    others: list[tuple[Cell, str, int]] = []
    for cell, kind, homes in claims:
        fits = min(homes, room.get(None, 0)) if cell.from_year is None else 0
        if fits:
            room[None] -= fits
            found[None, kind] = found.get((None, kind), 0) + fits
        if homes > fits:
            others.append((cell, kind, homes - fits))
    divided, too_many = classes_per_year(others, room)
    for place, homes in divided.items():
        found[place] = found.get(place, 0) + homes
    return found, too_many


def beyond(plan: OutPlan) -> int:
    """Return the homes of the full division that are more than the plan has in total."""
    return sum(
        _placed(_claims(plan, account, {}), per_year(plan, account))[1]
        for account in (BUILD, DEMOLITION)
    )


def _carried_out(plan: OutPlan) -> list[YearRow]:
    rows: dict[int, YearRow] = {}
    for (account, year), homes in sorted(plan.realised.items()):
        row = rows.setdefault(year, YearRow(year, built=True, demolished=True))
        kept = row.build if account == BUILD else row.demolition
        if homes > 0:
            kept[UNKNOWN] = homes
    return [row for row in rows.values() if row.build or row.demolition]


TYPE_TOTALS = {
    DwellingType.GROUND_BOUND.value: "totaal_eengezins_resterend",
    DwellingType.APARTMENT.value: "totaal_meergezins_resterend",
}
TENURE_TOTALS = {
    Tenure.OWNER.value: "totaal_koop_resterend",
    Tenure.RENT.value: "totaal_huur_resterend",
}
PRICE_TOTALS = {
    own: f"Totaal_{own.replace('_onb', '_onbekend')}" for own in OWN if own != "onbekend"
}
UNKNOWN_TOTALS = {
    "type": "totaal_type_onbekend_resterend",
    "tenure": "totaal_koop_huur_onbekend_resterend",
    "price": "Totaal_eigendom_onbekend",
}
CARE_TOTALS = {
    Care.NO_STAIRS.value: "aantal_nultreden_woningen",
    Care.CLUSTERED.value: "aantal_geclusterde_woningen",
    Care.CARE_READY.value: "aantal_zorggeschikte_woningen",
}
FLEXIBLE_TOTALS = {Flexible.FLEXIBLE.value: "aantal_tijdelijke_woningen"}
LINES: Mapping[str, Mapping[str, str]] = {
    "type": TYPE_TOTALS,
    "tenure": TENURE_TOTALS,
    "price": {
        code: PRICE_TOTALS[own]
        for code, own in tables()["home_class"].written.items()
        if own in PRICE_TOTALS
    },
    "care": CARE_TOTALS,
    "flexible": FLEXIBLE_TOTALS,
}
"""Line of numbers -> category -> the field with its total."""


def totals_of(plan: OutPlan, rows: Iterable[YearRow]) -> dict[str, int | None]:
    """Return the totals that stand at the plan itself, by the name of their field.

    A line of which the plan says nothing takes its totals from the years; its "onbekend" stays
    empty, so that our own reader knows that nothing was stated.
    """
    years = list(rows)
    left, done = _sums(years)
    found: dict[str, int | None] = _main_totals(left, done)
    stated = _stated(plan)
    from_years = marginals(years, USUAL)
    for line, columns in LINES.items():
        own = stated.get(line)
        counts = from_years.get(line, {}) if own is None else own
        given = sum(counts.values())
        if line in UNKNOWN_TOTALS:
            found |= {name: counts.get(code, 0) for code, name in columns.items()}
            found[UNKNOWN_TOTALS[line]] = None if own is None else left[BUILD] - given
        elif own is not None:
            found |= {name: counts.get(code, 0) for code, name in columns.items()}
    return found


def _sums(rows: Iterable[YearRow]) -> tuple[dict[str, int], dict[str, int]]:
    """Return homes left and homes carried out, by account."""
    left, done = {BUILD: 0, DEMOLITION: 0}, {BUILD: 0, DEMOLITION: 0}
    for row in rows:
        if row.build:
            (done if row.built else left)[BUILD] += sum(row.build.values())
        if row.demolition:
            (done if row.demolished else left)[DEMOLITION] += sum(row.demolition.values())
    return left, done


def _main_totals(left: Mapping[str, int], done: Mapping[str, int]) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for ending, build, demolition in (
        ("", left[BUILD] + done[BUILD], left[DEMOLITION] + done[DEMOLITION]),
        ("_gerealiseerd", done[BUILD], done[DEMOLITION]),
        ("_resterend", left[BUILD], left[DEMOLITION]),
    ):
        found[f"totaal{ending or '_bouw'}"] = build
        found[f"totaal_sloop{ending}"] = demolition
        found[f"totaal_netto{ending}"] = build - demolition
    return found


def _stated(plan: OutPlan) -> dict[str, dict[str, int]]:
    """Return what the lines of a plan say, without years."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for cell, homes in plan.cells.items():
        if cell.account == BUILD and cell.breakdown in LINES:
            line = found[cell.breakdown]
            line[cell.category] = line.get(cell.category, 0) + homes
    return found


def marginals(rows: Iterable[YearRow], classes: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """Return what the years know of homes left to build: line -> category -> homes.

    Args:
        rows: the years.
        classes: koop1 to onbekend -> price class.
    """
    found: dict[str, dict[str, int]] = {"type": {}, "tenure": {}, "price": {}}
    for row in rows:
        if row.built:
            continue
        for kind, homes in row.build.items():
            if kind == UNKNOWN:
                continue
            word, own = kind.split("_", 1)
            price = classes[own]
            for line, code in zip(found, (_CODES[word], tenure_of(price), price), strict=True):
                if code:
                    found[line][code] = found[line].get(code, 0) + homes
    return found
