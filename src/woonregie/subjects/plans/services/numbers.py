"""The numbers that people see: GM0193-2026-0042."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from woonregie.foundation.region.models import Municipality
from woonregie.subjects.plans.models import Plan


def next_numbers(counts: Mapping[UUID, int], year: int) -> dict[UUID, list[str]]:
    """Return the next numbers of municipalities in a year; call it inside a transaction.

    The rows of the municipalities are the lock, so that two people never get one number. It is a
    lock that lets others name the municipality: whoever changes a plan of hers writes her key.

    Args:
        counts: how many numbers, by the key of the municipality.
        year: the year in the numbers.
    """
    places = Municipality.objects.select_for_update(no_key=True).filter(pk__in=list(counts))
    codes = dict(places.order_by("pk").values_list("pk", "code"))
    prefixes = {key: f"{code}-{year}-" for key, code in codes.items()}
    last: dict[UUID, int] = defaultdict(int)
    taken = Plan.objects.filter(municipality__in=list(counts), number__contains=f"-{year}-")
    for key, number in taken.values_list("municipality_id", "number"):
        if number.startswith(prefixes[key]):
            last[key] = max(last[key], int(number.removeprefix(prefixes[key])))
    return {
        key: [f"{prefixes[key]}{last[key] + serial:04d}" for serial in range(1, count + 1)]
        for key, count in counts.items()
    }
