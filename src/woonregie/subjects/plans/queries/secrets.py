"""Plans of which the numbers are kept from somebody who usually sees them."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.disclosure.queries import kept_from, restricted
from woonregie.foundation.pages.among import Among
from woonregie.foundation.region.queries import reader_of
from woonregie.subjects.plans.groups import NUMBERS, PLAN, PRICE
from woonregie.subjects.plans.models import PlanVersion


def secrets_from(account: Account | None, *, today: date) -> frozenset[UUID]:
    """Return the plans that no live total may count for this reader.

    What she may not see today no answer counts, whatever day or moment she asks of.

    Args:
        account: who asks; None is the system itself, from which nothing is kept.
        today: the day of reading.
    """
    if account is None:
        return frozenset()
    secret = restricted(PLAN, [NUMBERS], on=today)
    if not secret:
        return frozenset()
    kept = kept_from([reader_of(account, on=today)], PLAN, [NUMBERS], on=today)
    return frozenset(secret.keys() & kept.keys())


def kept_from_anybody(*, today: date, prices: bool = False) -> frozenset[UUID]:
    """Return the plans that count in nothing that is read by many: whoever they are, one may not.

    Args:
        today: the day of reading.
        prices: whether what is read also tells of prices.
    """
    groups = [NUMBERS, PRICE] if prices else [NUMBERS]
    return frozenset(restricted(PLAN, groups, on=today))


def places_of(plan_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return the municipalities in which some plans ever lay, whatever they held."""
    found = PlanVersion.objects.filter(Among("plan", plan_ids)).order_by()
    return frozenset(found.values_list("municipality_id", flat=True).distinct())
