"""Plans that are kept from a reader who usually sees them.

Where a page is made of more than versions of plans (days, counts, proposals, deliveries), what
belongs to these plans is left out. A municipality that keeps any plan from a reader is guarded
towards her: what can be told only of all its plans together, is not told.
"""

from datetime import date
from uuid import UUID

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.disclosure.queries import seen_by
from woonregie.foundation.pages.among import Among
from woonregie.foundation.pages.once import once
from woonregie.foundation.region.queries import predecessors, reader_of
from woonregie.subjects.plans.groups import PLAN
from woonregie.subjects.plans.models import Plan


@once
def withheld(account: Account | None, *, today: date) -> frozenset[UUID]:
    """Return the keys of the plans of which somebody may not see everything.

    Only those that were restricted: a plan outside her usual reach is in none of her questions.

    Args:
        account: who reads; None is the system itself, from which nothing is kept.
        today: the day of which the audiences hold.
    """
    seen = seen_by(reader_of(account, on=today), PLAN, on=today)
    return seen.hidden | frozenset(seen.partly)


@once
def guarded(account: Account | None, *, today: date) -> frozenset[UUID]:
    """Return the keys of the municipalities that keep any plan from somebody.

    A municipality that came of another guards its plans too: its lists speak of them.
    """
    kept = withheld(account, today=today)
    if not kept:
        return frozenset()
    owners = Plan.objects.filter(Among("id", kept)).order_by().values_list("municipality")
    heirs = {old: new for new, gone in predecessors().items() for old in gone}
    found: set[UUID] = set()
    for (owner,) in owners.distinct():
        place: UUID | None = owner
        while place is not None and place not in found:
            found.add(place)
            place = heirs.get(place)
    return frozenset(found)
