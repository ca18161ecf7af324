"""The shipped checks: how bad each is, who mends it, what is too much."""

import json
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from woonregie.foundation.sources.models import Certainty, SourceKind
from woonregie.foundation.sources.services import record_source
from woonregie.subjects.plans.models import ValidationRule

SHIPPED = Path(__file__).parent.parent / "fixtures" / "validations.json"


@transaction.atomic
def load_validations(*, at: datetime) -> int:
    """Load the checks that ship; what an administrator changed stays.

    Returns:
        How many were new.
    """
    source = record_source(
        by=None,
        at=at,
        key="controles-van-het-register",
        publisher="Woonregie",
        title="Controles van het planregister",
        dated_on=date(2026, 11, 23),
        licence="EUPL-1.2",
        certainty=Certainty.ESTIMATED,
        kind=SourceKind.DERIVED,
        note="Gekozen naar gemeten gebreken in openbare planbestanden. De grenzen zijn "
        "vuistregels; een beheerder kan ze wijzigen.",
    )
    fresh = 0
    for item in json.loads(SHIPPED.read_text(encoding="utf-8")):
        _rule, made = ValidationRule.objects.get_or_create(
            code=item.pop("code"), defaults={**item, "source": source}
        )
        fresh += made
    return fresh
