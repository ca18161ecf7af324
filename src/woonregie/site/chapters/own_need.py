"""The chapter of own need: two definitions, what the region chose, and who sees it differently.

The definitions are those of the action programme of 2014; that the region decided anything about
them is invented, and only the fictitious municipality dissents.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from woonregie.foundation.consents.models import Readers
from woonregie.foundation.consents.services import record_decision
from woonregie.foundation.region.models import Municipality, Region
from woonregie.subjects.forecast.services import (
    choose_definition,
    dissent,
    lay_down_definition,
)

LAID_DOWN_AT = datetime(2026, 10, 6, 9, tzinfo=UTC)
CHOSEN_AT = datetime(2026, 10, 20, 9, tzinfo=UTC)
DISSENTED_AT = datetime(2026, 11, 3, 9, tzinfo=UTC)
FICTITIOUS = "GM9901"


def tell(region: Region, places: Mapping[str, Municipality]) -> None:
    """Record the chapter.

    Args:
        region: the demonstration region.
        places: its municipalities by code.
    """
    zero, trend = (
        lay_down_definition(
            by=None,
            at=LAID_DOWN_AT,
            region=region,
            organisation=region.organisation,
            key=key,
            title=title,
            domestic=domestic,
            in_force_from=date(2014, 1, 1),
            source=source,
        )
        for key, title, domestic, source in (
            (
                "saldo-nul",
                "Migratiesaldo nul",
                "zero",
                "Actieprogramma regionale woonvisie 2014, actie 4: bouwen voor eigen behoefte.",
            ),
            (
                "trend",
                "Trend",
                "trend",
                "Zoals er de afgelopen jaren verhuisd is; ter vergelijking.",
            ),
        )
    )
    decision = record_decision(
        by=None,
        at=CHOSEN_AT,
        organisation=region.organisation,
        body="Portefeuillehoudersoverleg",
        title="Wat in de regio eigen behoefte is (voorbeeld)",
        decided_on=date(2026, 10, 20),
        read_by=Readers.REGION,
        invented=True,
    )
    choice = choose_definition(
        by=None,
        at=CHOSEN_AT,
        region=region,
        definition=zero,
        decision=decision,
        valid_on=date(2026, 10, 20),
    )
    dissent(
        by=None,
        at=DISSENTED_AT,
        choice=choice,
        municipality=places[FICTITIOUS],
        reason="Sallandermark vangt al jaren mensen uit de stad op en wil daarvoor bouwen.",
        definition=trend,
    )
