"""One of everything that can stand around a plan, for the small region."""

import io
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.documents.services import read_otherwise, remark
from woonregie.foundation.files.services import store
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.sources.models import Source
from woonregie.subjects.plans import services
from woonregie.subjects.plans.models import Plan, Posting, PostingProposal
from woonregie.subjects.plans.services import daily
from woonregie.subjects.plans.values import SeenChange

SPOKEN = date(2026, 3, 1)
COUNTED = b"Gemeente;Jaar;Nieuwbouw\nKampen;2024;210\nZwolle;2024;800\n"


def stand_around(
    plan: Plan,
    other: Plan,
    *,
    place: Municipality,
    region: Region,
    official: Account,
    secretary: Account,
    decision: Decision,
    source: Source,
    at: datetime,
) -> Mapping[str, UUID]:
    """Record one of everything around a plan, and return the keys by what they are."""
    owner = place.organisation_id
    said: dict[str, Any] = {"by": official, "at": at, "plan": plan}
    agreed = services.write_down(
        **said, dwellings=40, reason="agreement", decision=decision, agreed_on=SPOKEN
    )
    decided = services.record_planning_decision(
        **said, instrument="zoning_plan", step="draft", decided_on=SPOKEN
    )
    relation = services.relate(**said, other=other, kind="alternative_for", valid_on=SPOKEN)
    region_says: dict[str, Any] = {"by": secretary, "at": at, "target": plan, "owner_id": owner}
    remarked = remark(**region_says, organisation=region.organisation, text="Klopt het jaar?")
    reading = read_otherwise(
        **region_says,
        organisation=region.organisation,
        field="build",
        value=Decimal(550),
        reason="Brief",
    )
    bottleneck = daily.report_bottleneck(
        **said, kind="capacity", owner=place.organisation, starts_on=SPOKEN
    )
    file = store(io.BytesIO(b"Een brief"), name="brief.txt", at=at)
    attachment = daily.attach_file(**said, file=file, title="Brief")
    saved = daily.save_filter(by=official, at=at, region=region, name="Hard", query="status=1A")
    change = SeenChange("0166100000000001", "built", SPOKEN, 1, 189_000.0, 504_000.0)
    services.take_in_changes(
        by=official, at=at, municipality=place, changes=[change], source=source
    )
    counted = services.preview_realised(
        by=official,
        at=at,
        file=store(io.BytesIO(COUNTED), name="geteld.csv", at=at),
        region=region,
    )
    return {
        "completions": counted.pk,
        "posting": Posting.objects.filter(movements__plan=plan).earliest("recorded_at").pk,
        "write_down": agreed.pk,
        "decision": decided.pk,
        "relation": relation.pk,
        "remark": remarked.pk,
        "reading": reading.pk,
        "bottleneck": bottleneck.pk,
        "attachment": attachment.pk,
        "filter": saved.pk,
        "proposal": PostingProposal.objects.get(municipality=place).pk,
    }
