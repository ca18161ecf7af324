"""What ships with the register, and must be there before a region works with it."""

from datetime import datetime

from django.db import transaction

from woonregie.foundation.region.models import Region
from woonregie.subjects.plans.services.rules import load_validations
from woonregie.subjects.plans.services.statuses import load_status_rules


@transaction.atomic
def load_register_rules(*, at: datetime) -> int:
    """Load the rules for statuses and the checks; what is there already stays as it is.

    Returns:
        How many were new.
    """
    return load_status_rules(at=at) + load_validations(at=at)


def renew(*, at: datetime) -> None:
    """Load what a newer version brought; an empty house gets it with its region."""
    if Region.objects.exists():
        load_register_rules(at=at)
