"""The shipped rules by which a planning status follows from decisions."""

import csv
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from woonregie.foundation.sources.models import Certainty, SourceKind
from woonregie.foundation.sources.services import record_source
from woonregie.subjects.plans.models import StatusDerivation

SHIPPED = Path(__file__).parent.parent / "fixtures" / "status_derivations.csv"
CHECKED_ON = date(2026, 11, 23)


@transaction.atomic
def load_status_rules(*, at: datetime) -> int:
    """Load the rules that ship; a rule that is there already stays as it is.

    Returns:
        How many were new.
    """
    source = record_source(
        by=None,
        at=at,
        key="afleiding-planologische-status",
        publisher="Woonregie",
        title="Van besluit naar planologische status",
        dated_on=CHECKED_ON,
        licence="EUPL-1.2",
        certainty=Certainty.ESTIMATED,
        kind=SourceKind.DERIVED,
        note="Eigen lezing van de codelijst van de provinciale planregistratie. Voor de "
        "instrumenten van de Omgevingswet bestaat geen gepubliceerde omzetting.",
    )
    fresh = 0
    with SHIPPED.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            status = row.pop("status")
            _rule, made = StatusDerivation.objects.get_or_create(
                **row,
                defaults={
                    "status": status,
                    "source": source,
                    "certainty": Certainty.ESTIMATED,
                    "checked_on": CHECKED_ON,
                },
            )
            fresh += made
    return fresh
