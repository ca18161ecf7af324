"""Checks of numbers: sums, phasing, demolition, delivery years, prices, dominance."""

from collections.abc import Iterator, Mapping

from woonregie.subjects.plans.models import (
    Account,
    Breakdown,
    ClientKind,
    PlanningStatus,
    PriceClass,
    ProjectPhase,
)
from woonregie.subjects.plans.prices import class_of_price
from woonregie.subjects.plans.quantities import overallocated
from woonregie.subjects.plans.validations.found import Check, Finding, Picture
from woonregie.subjects.plans.values import Cells, HomeKind

AFFORDABLE = (PriceClass.RENT_SOCIAL, PriceClass.RENT_MID, PriceClass.OWNER_AFFORDABLE)


def categories_exceed_total(picture: Picture) -> Iterator[Finding]:
    """Find plans of which a division claims more homes than there are (negative "unknown")."""
    for view in picture.plans:
        for account, breakdown, claimed, total in overallocated(view.holding.cells):
            yield view.finding(
                "categories_exceed_total",
                account=account,
                breakdown=breakdown,
                claimed=claimed,
                total=total,
            )


def unphased(picture: Picture) -> Iterator[Finding]:
    """Find plans with homes of which no year of delivery is known."""
    for view in picture.plans:
        if view.holding.unphased:
            yield view.finding(
                "unphased", dwellings=view.holding.unphased, total=view.holding.build
            )


def demolishes_more_than_it_builds(picture: Picture) -> Iterator[Finding]:
    """Find plans that take more homes away than they add."""
    for view in picture.plans:
        if view.holding.net < 0:
            yield view.finding(
                "demolishes_more_than_it_builds",
                build=view.holding.build,
                demolition=view.holding.demolition,
            )


def nothing_left(picture: Picture) -> Iterator[Finding]:
    """Find plans without homes left that are not said to be finished."""
    done = {ProjectPhase.AFTERCARE, ProjectPhase.FINISHED}
    for view in picture.plans:
        empty = not view.holding.build and not view.holding.demolition
        if view.counts and empty and view.version.project_phase not in done:
            yield view.finding("nothing_left")


def delivery_in_the_past(picture: Picture) -> Iterator[Finding]:
    """Find homes that should have been delivered before the year of the reference date."""
    for view in picture.plans:
        late = sum(
            homes
            for period, homes in view.holding.by_period().items()
            if period is not None and period[1] <= picture.on.year
        )
        if late > 0:
            yield view.finding("delivery_in_the_past", dwellings=late, year=picture.on.year)


def all_in_one_year(picture: Picture) -> Iterator[Finding]:
    """Find large plans that deliver all their homes in one year."""
    most = picture.limit("all_in_one_year", "dwellings")
    for view in picture.plans:
        periods = [period for period, homes in view.holding.by_period().items() if homes > 0]
        if view.holding.build > most and len(periods) == 1 and periods[0] is not None:
            first, before = periods[0]
            if before == first + 1:
                yield view.finding("all_in_one_year", dwellings=view.holding.build, year=first)


def too_soon_for_its_phase(picture: Picture) -> Iterator[Finding]:
    """Find plans in an early phase that deliver sooner than any plan does."""
    for view in picture.plans:
        years = [period[0] for period in view.holding.by_period() if period is not None]
        name = f"years_before_{view.version.project_phase}"
        if not years or name not in picture.limits["too_soon_for_its_phase"]:
            continue
        earliest = picture.on.year + int(picture.limit("too_soon_for_its_phase", name))
        if min(years) < earliest:
            yield view.finding("too_soon_for_its_phase", year=min(years), earliest=earliest)


def price_class_and_price_differ(picture: Picture) -> Iterator[Finding]:
    """Find cells with a price in euros that falls in another class than was stated."""
    for view in picture.plans:
        for segment, homes in _segments(view.holding.cells).items():
            derived = class_of_price(segment, picture.norms)
            if segment.price_class and derived and derived != segment.price_class:
                yield view.finding(
                    "price_class_and_price_differ",
                    dwellings=homes,
                    stated=segment.price_class,
                    derived=derived,
                    cents=segment.price_cents,
                )


def corporation_sells(picture: Picture) -> Iterator[Finding]:
    """Find plans of a corporation with homes for sale."""
    for view in picture.plans:
        sold = view.holding.by_category(Breakdown.TENURE).get("owner", 0)
        if view.version.client_kind == ClientKind.CORPORATION and sold > 0:
            yield view.finding("corporation_sells", dwellings=sold)


def affordable_share(picture: Picture) -> Iterator[Finding]:
    """Find a municipality whose plans with a known price have too few affordable homes."""
    known = affordable = social = 0
    for view in picture.plans:
        prices = view.holding.by_category(Breakdown.PRICE) if view.counts else {}
        prices.pop("unknown", None)
        known += sum(prices.values())
        affordable += sum(prices.get(name, 0) for name in AFFORDABLE)
        social += prices.get(PriceClass.RENT_SOCIAL, 0)
    if not known:
        return
    wanted = {name: picture.limit("affordable_share", name) for name in ("affordable", "social")}
    if affordable / known < wanted["affordable"] or social / known < wanted["social"]:
        values = {
            "known": known,
            "affordable_share": affordable / known,
            "social_share": social / known,
        }
        yield Finding("affordable_share", (), picture.municipality_id, values)


def one_plan_dominates(picture: Picture) -> Iterator[Finding]:
    """Find plans that alone are a large part of the municipality's capacity."""
    total = sum(max(view.holding.net, 0) for view in picture.plans if view.counts)
    share = picture.limit("one_plan_dominates", "share")
    most = picture.limit("one_plan_dominates", "dwellings")
    for view in picture.plans:
        net = view.holding.net
        if view.counts and net > 0 and (net > most or net > share * total):
            yield view.finding("one_plan_dominates", dwellings=net, share=net / total)


def change_power_counts_as_hard(picture: Picture) -> Iterator[Finding]:
    """Find plans with an unused power of change that the region's definition counts as hard."""
    powers = {PlanningStatus.IRREVOCABLE_CHANGE_POWER, PlanningStatus.ADOPTED_CHANGE_POWER}
    for view in picture.plans:
        status = view.version.planning_status
        if status in powers and status in picture.hard and view.holding.total(Account.BUILD):
            yield view.finding("change_power_counts_as_hard", status=status)


def _segments(cells: Cells) -> dict[HomeKind, int]:
    return {
        HomeKind.read(cell.category): homes
        for cell, homes in cells.items()
        if cell.breakdown == Breakdown.CELL
    }


CHECKS: Mapping[str, Check] = {
    "categories_exceed_total": categories_exceed_total,
    "unphased": unphased,
    "demolishes_more_than_it_builds": demolishes_more_than_it_builds,
    "nothing_left": nothing_left,
    "delivery_in_the_past": delivery_in_the_past,
    "all_in_one_year": all_in_one_year,
    "too_soon_for_its_phase": too_soon_for_its_phase,
    "price_class_and_price_differ": price_class_and_price_differ,
    "corporation_sells": corporation_sells,
    "affordable_share": affordable_share,
    "one_plan_dominates": one_plan_dominates,
    "change_power_counts_as_hard": change_power_counts_as_hard,
}
