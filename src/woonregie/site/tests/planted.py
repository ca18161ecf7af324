"""Plans of Zwolle with a secret in every field, for the tests of the one door."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import shapely

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.consents.services import record_decision
from woonregie.foundation.disclosure.circles import Circle
from woonregie.foundation.disclosure.models import Ground
from woonregie.foundation.disclosure.services import Wanted, say_audience
from woonregie.foundation.documents.services import read_otherwise, remark
from woonregie.foundation.files.services import store
from woonregie.foundation.region.models import Settlement
from woonregie.foundation.sources.models import Certainty, Source
from woonregie.site.tests.conftest import SmallRegion
from woonregie.subjects.plans import services
from woonregie.subjects.plans.groups import (
    CLIENT,
    GEOMETRY,
    LAND,
    NUMBERS,
    PRICE,
    PROSPECTS,
)
from woonregie.subjects.plans.queries import versions_on
from woonregie.subjects.plans.queries.realisation import proposals_for
from woonregie.subjects.plans.services import daily
from woonregie.subjects.plans.values import Cell, PlanValues, SeenChange, located


@dataclass(frozen=True, slots=True)
class Secret:
    """What a secret plan holds: another secret has other values everywhere.

    Args:
        word: stands in every text.
        number: the first of its rare numbers.
        x: where it lies, in RD.
        y: where it lies, in RD.
        on: the day on which it began, and things happened.
        at: when it was recorded.
        codes: the value of each code list.
        town: the settlement; both are public.
    """

    word: str
    number: int
    x: float
    y: float
    on: date
    at: datetime
    codes: Mapping[str, str]
    town: str

    def text(self, what: str) -> str:
        """Return a text that nothing else holds."""
        return f"{self.word} {what}"


ONE = Secret(
    "Kwartelkoning",
    7103,
    200_900.0,
    504_100.0,
    date(2026, 2, 3),
    datetime(2026, 11, 20, 9, tzinfo=UTC),
    {
        "planning_status": "1A",
        "location_kind": "expansion",
        "project_phase": "5",
        "programme_class": "hard",
        "built_up_area": "within",
        "living_environment": "centre",
        "regional_function": "local",
        "client": "developer",
        "price": "rent_social",
        "bottleneck": "nitrogen",
        "step": "draft",
        "write_down": "agreement",
    },
    "Zwolle",
)
OTHER = Secret(
    "Ahornhof",
    613,
    205_300.0,
    501_700.0,
    date(2026, 5, 7),
    datetime(2026, 11, 23, 15, tzinfo=UTC),
    {
        "planning_status": "4B",
        "location_kind": "conversion",
        "project_phase": "0",
        "programme_class": "reserve",
        "built_up_area": "outside",
        "living_environment": "rural",
        "regional_function": "overflow",
        "client": "private",
        "price": "owner_expensive",
        "bottleneck": "capacity",
        "step": "adopted",
        "write_down": "no_need",
    },
    "Wijthmen",
)
SAID = (
    "hof",
    "toelichting",
    "raadsbesluit",
    "afboeking",
    "boeking",
    "imro",
    "besluit",
    "relatie",
    "opmerking",
    "lezing",
    "knelpunt",
    "bijlage",
    "brief",
    "filter",
    "lijst",
)
"""What the texts of a secret are about, as far as a page shows them to its own people."""
GROUPS = (NUMBERS, PRICE, PROSPECTS, LAND, CLIENT, GEOMETRY)


@dataclass(frozen=True, slots=True)
class Planted:
    """What stands around the secrets, for the addresses that lead to it."""

    hidden: Any
    by_group: Mapping[str, Any]
    around: Mapping[str, Any]
    delivery: Any
    applied: Any
    seen: Any


def plant(small: SmallRegion, secret: Secret, *, official: Account) -> Planted:
    """Record the secrets through the services that people use."""
    source = Source.objects.create(
        key="geheime-bron",
        publisher="Gemeente Zwolle",
        title="Mutaties van gebouwen",
        dated_on=date(2026, 1, 1),
        licence="CC0",
        certainty=Certainty.PUBLISHED,
    )
    hidden = _hidden(small, secret, official)
    around = _around(small, secret, official, hidden, source)
    by_group = {group: _of_group(small, secret, official, group) for group in GROUPS}
    applied, delivery = _delivered(small, secret, official)
    keep(small, official, hidden)
    for group, plan in by_group.items():
        keep(small, official, plan, group)
    for version in versions_on(date(2026, 11, 24)).filter(source=applied.source):
        keep(small, official, version.plan)
    return Planted(hidden, by_group, around, delivery, applied, small.plan_zwolle)


def keep(small: SmallRegion, by: Account, plan: Any, group: str = "") -> None:
    """Keep a plan, or a group of its fields, within the own organisation."""
    wanted = Wanted(
        Circle.OWN,
        decided_by="college",
        decided_on=date(2026, 11, 1),
        ground=Ground.COMPETITION,
        review_on=date(2098, 1, 1),
    )
    say_audience(
        by=by,
        at=datetime(2026, 11, 24, 12, tzinfo=UTC),
        target=plan,
        owner=small.zwolle.organisation,
        wanted=wanted,
        group=group,
    )


def _hidden(small: SmallRegion, secret: Secret, official: Account) -> Any:
    codes = secret.codes
    coded: dict[str, Any] = {
        name: codes[name]
        for name in (
            "planning_status",
            "location_kind",
            "project_phase",
            "programme_class",
            "built_up_area",
            "living_environment",
            "regional_function",
        )
    }
    towns = {
        name: Settlement.objects.create(
            municipality=small.zwolle, name=name, x=202_700.0, y=503_000.0
        )
        for name in ("Zwolle", "Wijthmen")
    }
    return services.create_plan(
        by=official,
        at=secret.at,
        municipality=small.zwolle,
        valid_on=secret.on,
        values=PlanValues(
            name=secret.text("hof"),
            note=secret.text("toelichting"),
            settlement_id=towns[secret.town].pk,
            client_kind=codes["client"],
            **coded,
            **located(shapely.Point(secret.x, secret.y).buffer(secret.number / 50)),
        ),
        cells={
            Cell("build", "total", "", 2027, 2029): secret.number,
            Cell("build", "total", "", None, None): secret.number + 1,
            Cell("build", "price", codes["price"], None, None): secret.number - 1,
            Cell("demolition", "total", "", 2027, 2028): secret.number - 2,
        },
    )


def _around(
    small: SmallRegion, secret: Secret, official: Account, plan: Any, source: Source
) -> Mapping[str, Any]:
    place, at = small.zwolle, secret.at
    said: dict[str, Any] = {"by": official, "at": at, "plan": plan}
    decision = record_decision(
        by=official,
        at=at,
        organisation=place.organisation,
        body="gemeenteraad",
        title=secret.text("raadsbesluit"),
        number=secret.text("zaak"),
        decided_on=secret.on,
    )
    agreed = services.write_down(
        **said,
        dwellings=secret.number // 10,
        reason=secret.codes["write_down"],
        explanation=secret.text("afboeking"),
        decision=decision,
        agreed_on=secret.on,
    )
    posting = services.book_event(
        **said,
        kind="realisation",
        on=secret.on,
        dwellings=secret.number // 9,
        reason=secret.text("boeking"),
    )
    step = services.record_planning_decision(
        **said,
        instrument="zoning_plan",
        step=secret.codes["step"],
        decided_on=secret.on,
        identifier=secret.text("imro"),
        note=secret.text("besluit"),
    )
    # The plan that others see steps back in favour of the secret one: since when is a fact of that
    # plan, and the same whatever the secret is.
    relation = services.relate(
        **{**said, "plan": small.plan_zwolle, "at": datetime(2026, 11, 22, 12, tzinfo=UTC)},
        other=plan,
        kind="alternative_for",
        valid_on=date(2026, 6, 1),
        reason=secret.text("relatie"),
    )
    owned: dict[str, Any] = {"by": official, "at": at, "target": plan}
    owned |= {"owner_id": place.organisation_id, "organisation": place.organisation}
    remarked = remark(**owned, text=secret.text("opmerking"))
    owned |= {"organisation": small.region.organisation}
    reading = read_otherwise(
        **owned, field="build", value=Decimal(secret.number + 2), reason=secret.text("lezing")
    )
    bottleneck = daily.report_bottleneck(
        **said,
        kind=secret.codes["bottleneck"],
        owner=place.organisation,
        starts_on=secret.on,
        text=secret.text("knelpunt"),
    )
    file = store(io.BytesIO(secret.text("brief").encode()), name=f"{secret.word}.txt", at=at)
    attachment = daily.attach_file(**said, file=file, title=secret.text("bijlage"))
    _claimed_and_judged(small, secret, official, plan)
    change = SeenChange("0193100000000001", "built", secret.on, 3, secret.x, secret.y)
    services.take_in_changes(
        by=official, at=at, municipality=place, changes=[change], source=source
    )
    daily.save_filter(
        by=official,
        at=at,
        region=small.region,
        name=secret.text("filter"),
        query=f"zoek={secret.word}",
    )
    return {
        "posting": posting.pk,
        "write_down": agreed.pk,
        "decision": step.pk,
        "relation": relation.pk,
        "remark": remarked.pk,
        "reading": reading.pk,
        "bottleneck": bottleneck.pk,
        "attachment": attachment.pk,
        "proposal": proposals_for([place], account=None, today=date(2026, 11, 24)).get().pk,
        "source": source,
    }


def _claimed_and_judged(small: SmallRegion, secret: Secret, official: Account, plan: Any) -> None:
    said: dict[str, Any] = {"by": official, "at": secret.at, "plan": plan}
    daily.claim_location(
        **said,
        claimant=small.zwolle.organisation,
        dwellings=secret.number + 3,
        note=secret.text("claim"),
    )
    daily.judge_prospect(
        **said,
        judge=small.zwolle.organisation,
        judged_on=secret.on,
        probability_share=Decimal(secret.number % 97) / 100,
        note=secret.text("kans"),
    )


def _of_group(small: SmallRegion, secret: Secret, official: Account, group: str) -> Any:
    """Record a plan of which one group of fields is a secret, and the rest is as it ever is."""
    values: dict[str, Any] = {"name": f"Assendorp {group}", "planning_status": "1A"}
    cells = {Cell("build", "total", "", 2028, 2031): 44}
    fixed = datetime(2026, 11, 22, 12, tzinfo=UTC)
    if group == NUMBERS:
        cells = {Cell("build", "total", "", 2028, 2031): secret.number + 4}
    elif group == PRICE:
        cells |= {Cell("build", "price", secret.codes["price"], None, None): 40}
    elif group == CLIENT:
        values |= {"client_kind": secret.codes["client"]}
    elif group == GEOMETRY:
        values |= located(shapely.Point(secret.x + 900, secret.y + 900).buffer(60))
    plan = services.create_plan(
        by=official,
        at=fixed,
        municipality=small.zwolle,
        valid_on=date(2026, 1, 1),
        values=PlanValues(**values),
        cells=cells,
    )
    said: dict[str, Any] = {"by": official, "at": fixed, "plan": plan}
    owner = small.zwolle.organisation
    if group == PROSPECTS:
        daily.judge_prospect(
            **said,
            judge=owner,
            judged_on=date(2026, 3, 1),
            probability_share=Decimal(secret.number % 89) / 100,
            note=secret.text("kans van de groep"),
        )
    elif group == LAND:
        daily.claim_location(
            **said,
            claimant=owner,
            dwellings=secret.number + 5,
            note=secret.text("claim van de groep"),
        )
    return plan


def _delivered(small: SmallRegion, secret: Secret, official: Account) -> tuple[Any, Any]:
    """Deliver a list that was written and one that waits, both with a secret plan."""
    rows = (
        f"Naam;Planologische status;Bouw 2030\n{secret.text('lijst')};3;{secret.number + 6}\n"
    ).encode()
    more = rows + f"{secret.text('tweede')};3;{secret.number + 7}\n".encode()
    found = [
        services.preview_import(
            by=official,
            at=secret.at,
            file=store(io.BytesIO(content), name=f"{secret.word}-{at}.csv", at=secret.at),
            region=small.region,
            reference_date=date(2026, 1, 1),
            municipality=small.zwolle,
        )
        for at, content in enumerate((rows, more))
    ]
    services.apply_import(by=official, at=secret.at, delivery=found[0])
    return found[0], found[1]
