"""The numbers that people see: GM0193-2026-0042."""

from woonregie.foundation.region.models import Municipality
from woonregie.subjects.plans.models import Plan


def next_numbers(municipality: Municipality, year: int, count: int) -> list[str]:
    """Return the next numbers of a municipality in a year; call it inside a transaction.

    The municipality's row is the lock, so that two people never get one number. It is a lock that
    lets others name the municipality: whoever changes a plan of hers writes her key.
    """
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    prefix = f"{municipality.code}-{year}-"
    taken = Plan.objects.filter(municipality=municipality, number__startswith=prefix).values_list(
        "number", flat=True
    )
    last = max((int(number.removeprefix(prefix)) for number in taken), default=0)
    return [f"{prefix}{serial:04d}" for serial in range(last + 1, last + 1 + count)]
