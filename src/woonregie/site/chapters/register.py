"""The chapter of the register: what happens to plans between two lists.

It plays in Sallandermark, which does not exist; of Kampen only what leaves its numbers as they
are: nothing is invented about a real municipality that it would not say itself.
"""

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.consents.services import record_decision
from woonregie.foundation.documents.services import read_otherwise, remark
from woonregie.foundation.files.services import store
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.sources.models import Source
from woonregie.subjects.plans import services
from woonregie.subjects.plans.queries import versions_on
from woonregie.subjects.plans.queries.realisation import proposals_for
from woonregie.subjects.plans.services import daily
from woonregie.subjects.plans.values import SeenChange

COUNCIL_DAY = date(2025, 6, 12)
FICTITIOUS, KAMPEN = "GM9901", "GM0166"


def tell(region: Region, places: Mapping[str, Municipality], seen_in: Source) -> None:
    """Record the chapter.

    Args:
        region: the demonstration region, with its plans of 2025.
        places: its municipalities by code.
        seen_in: where the building changes come from.
    """
    place = places[FICTITIOUS]
    own = _plans(place)
    _write_downs(place, own)
    _decisions(own)
    _homes(place, own, seen_in)
    _talk(region, place, own)
    _kampen(region, places[KAMPEN], seen_in)


def _plans(place: Municipality) -> dict[str, Any]:
    found = versions_on(date(2025, 1, 1)).filter(municipality=place).select_related("plan")
    return {version.name: version.plan for version in found}


def _on(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9, tzinfo=UTC)


def _council(place: Municipality) -> Decision:
    return record_decision(
        by=None,
        at=_on(2025, 6, 13),
        organisation=place.organisation,
        body="Gemeenteraad",
        title="Minder woningen aan de rand (voorbeeld)",
        number="2025-41",
        decided_on=COUNCIL_DAY,
        invented=True,
    )


def _write_downs(place: Municipality, own: Mapping[str, Any]) -> None:
    """Give up homes at the edge: of one plan in force, of another agreed and still hard."""
    agreed: dict[str, Any] = {
        "by": None,
        "at": _on(2025, 6, 13),
        "reason": "no_need",
        "decision": _council(place),
        "agreed_on": COUNCIL_DAY,
    }
    services.write_down(
        **agreed,
        plan=own["Markeloo Oost"],
        dwellings=40,
        effective_on=date(2026, 2, 1),
        explanation="Het bestemmingsplan is op 1 februari 2026 gewijzigd.",
        landowner="municipality",
        compensation_risk="none",
    )
    services.write_down(
        **agreed,
        plan=own["Sallanderweide"],
        dwellings=20,
        explanation="Het omgevingsplan wordt nog gewijzigd. Tot dan mag hier gebouwd worden.",
        landowner="market",
        compensation_risk="small",
        foreseeable_on=date(2025, 7, 1),
    )
    letter = store(
        io.BytesIO(b"Voorbeeld: minder woningen aan de rand. Raadsbesluit 2025-41.\n"),
        name="raadsbesluit-2025-41.txt",
        at=_on(2025, 6, 13),
    )
    daily.attach_file(
        by=None,
        at=_on(2025, 6, 13),
        plan=own["Markeloo Oost"],
        file=letter,
        title="Raadsbesluit 2025-41 (voorbeeld)",
    )


def _decisions(own: Mapping[str, Any]) -> None:
    """Let the status of a plan follow from its decisions."""
    factory, works = own["Zuivelfabriek Markeloo"], _on(2026, 5, 21)
    services.record_planning_decision(
        by=None,
        at=_on(2025, 11, 4),
        plan=factory,
        instrument="environment_plan",
        step="vision",
        decided_on=date(2025, 10, 30),
        note="Gebiedsvisie (voorbeeld)",
    )
    services.record_planning_decision(
        by=None,
        at=works,
        plan=factory,
        instrument="environment_plan",
        step="draft",
        decided_on=date(2026, 5, 18),
        note="Ontwerp ter inzage (voorbeeld)",
    )
    services.relate(
        by=None,
        at=works,
        plan=own["Raadhuisplein"],
        other=own["Kanaalstraat"],
        kind="alternative_for",
        valid_on=date(2026, 5, 1),
        reason="De raad kiest een van beide plekken.",
    )


def _homes(place: Municipality, own: Mapping[str, Any], seen_in: Source) -> None:
    """Let homes move, and be built: of what was seen one part is booked, one part waits."""
    services.move_homes(
        by=None,
        at=_on(2026, 3, 3),
        giver=own["Sallanderveld Noord"],
        receiver=own["Zuivelfabriek Markeloo"],
        on=date(2026, 3, 1),
        dwellings=12,
        reason="Liever in de kern dan aan de rand",
    )
    x, y = _middle(own["Markeloo Oost"])
    seen = [
        SeenChange(f"9901{at:012}", "built", day, 2, x + at, y)
        for at, day in enumerate(
            (date(2026, 4, 9), date(2026, 5, 7), date(2026, 6, 18), date(2026, 9, 3))
        )
    ]
    lone = SeenChange("9901000000000099", "demolished", date(2026, 8, 20), 1, x - 2_000, y)
    services.take_in_changes(
        by=None,
        at=_on(2026, 10, 1),
        municipality=place,
        changes=[*seen, lone],
        source=seen_in,
    )
    proposed = proposals_for([place], account=None, today=date(2026, 10, 1))
    first = proposed.filter(plan=own["Markeloo Oost"]).earliest("on")
    services.approve_proposal(by=None, at=_on(2026, 10, 6), proposal=first)


def _talk(region: Region, place: Municipality, own: Mapping[str, Any]) -> None:
    """Let others ask, read a figure otherwise, and say what holds a plan up."""
    owner = place.organisation_id
    keeper = Account.objects.get(email="regiosecretaris@voorbeeld.example")
    remark(
        by=keeper,
        at=_on(2026, 6, 2),
        target=own["Kanaalstraat"],
        organisation=region.organisation,
        owner_id=owner,
        text="Welke status heeft dit plan? In de lijst staat onbekend.",
        field="planning_status",
    )
    read_otherwise(
        by=keeper,
        at=_on(2026, 6, 2),
        target=own["Sallanderveld Noord"],
        organisation=region.organisation,
        owner_id=owner,
        field="build",
        value=Decimal(220),
        reason="In het bestemmingsplan staan 220 woningen (voorbeeld).",
    )
    daily.report_bottleneck(
        by=None,
        at=_on(2025, 10, 2),
        plan=own["Zuivelfabriek Markeloo"],
        kind="grid",
        owner=place.organisation,
        starts_on=date(2025, 10, 1),
        text="Het stroomnet is vol. De netbeheerder verwacht ruimte in 2029 (voorbeeld).",
    )


def _kampen(region: Region, kampen: Municipality, seen_in: Source) -> None:
    """Let Kampen confirm its list, keep a filter, and find a proposal to judge."""
    official = Account.objects.get(email="beleid.kampen@voorbeeld.example")
    plans = _plans(kampen)
    services.confirm_unchanged(
        by=official, at=_on(2026, 7, 1), plans=list(plans.values()), region=region
    )
    daily.save_filter(
        by=official, at=_on(2026, 7, 1), region=region, name="Reeve", query="zoek=reeve"
    )
    drawn = versions_on(date(2025, 1, 1)).filter(municipality=kampen, area_m2__isnull=False)
    x, y = _middle(drawn.order_by("name")[0].plan)
    services.take_in_changes(
        by=None,
        at=_on(2026, 10, 1),
        municipality=kampen,
        changes=[SeenChange("0166000000000901", "built", date(2026, 8, 27), 14, x, y)],
        source=seen_in,
    )


def _middle(plan: Any) -> tuple[float, float]:
    version = versions_on(date(2026, 1, 1)).get(plan=plan)
    return float(version.x or 0), float(version.y or 0)
