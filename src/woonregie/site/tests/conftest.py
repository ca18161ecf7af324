"""A small region in which every page has something to show."""

import io
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

import pytest
import shapely
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from woonregie.conftest import (
    make_corporation,
    make_kampen,
    make_official_kampen,
    make_official_zwolle,
    make_region,
    make_secretary,
    make_source,
    make_zwolle,
)
from woonregie.foundation.accounts.models import Account, ApiToken, Organisation, OrganisationKind
from woonregie.foundation.accounts.services import make_token
from woonregie.foundation.commitments.tests.factories import stand_promised
from woonregie.foundation.consents.models import TrustRoot
from woonregie.foundation.consents.services import (
    Decided,
    Given,
    Question,
    answer,
    ask,
    note_decision,
    record_decision,
    sign_on_paper,
)
from woonregie.foundation.documents.services import open_work, propose
from woonregie.foundation.documents.values import Change, NewClause
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.files.services import store
from woonregie.foundation.meetings.tests.around import meetings_of
from woonregie.foundation.norms.models import Norm
from woonregie.foundation.norms.services import load_shipped
from woonregie.foundation.region.models import (
    Border,
    Municipality,
    Region,
    RegionKind,
    RegionMember,
)
from woonregie.foundation.runs.models import Job
from woonregie.foundation.runs.services import start
from woonregie.foundation.sources.models import Source
from woonregie.site import demo
from woonregie.site.tests.standing import standing
from woonregie.subjects.balance.services import publish_totals
from woonregie.subjects.forecast.services import (
    Figure,
    choose_reference,
    import_vintage,
    share_scenario,
)
from woonregie.subjects.forecast.tests.factories import record_start, save, turned
from woonregie.subjects.plans.formats import Meanings
from woonregie.subjects.plans.formats.regional.columns import LayoutColumn
from woonregie.subjects.plans.queries.learned import standing_meanings
from woonregie.subjects.plans.services import (
    create_plan,
    preview_import,
    preview_programme,
    save_layout,
    set_programme,
)
from woonregie.subjects.plans.services.learning import remember_meanings
from woonregie.subjects.plans.tests.around import stand_around
from woonregie.subjects.plans.values import Cell, PlanValues, located

CAST = (
    "anonymous",
    "guest",
    "market_expert",
    "reader",
    "tenants_representative",
    "corporation_adviser",
    "theme_lead",
    "executive_kampen",
    "official_kampen",
    "official_zwolle",
    "secretary",
    "account_manager",
    "administrator",
    "stranger",
)
# Who may what is the same on every database, and the whole cast asks SQLite: PostgreSQL is asked
# by whoever sees the least and the most.
ASKING = (
    ("anonymous", "official_kampen", "secretary")
    if os.environ.get("WOONREGIE_ONLY_DATABASE")
    else CAST
)
FROM = date(2021, 1, 1)
DELIVERED = b"Naam;Planologische status;Bouw 2030\nHavenkade;3;40\n"
OWN_LIST = b"Plan;Stand;Aantal woningen\nHavenkade;hard;40\n"
ADOPTED = (
    b"Gemeente;Segment;Van jaar;Tot en met jaar;Woningen;Bron\n"
    b"Kampen;sociale huur;2026;2035;300;Woonvisie 2026\n"
)


@dataclass(frozen=True, slots=True)
class SmallRegion:
    """Plans of Kampen and Zwolle, a delivery of Kampen, a programme, a vintage that counts."""

    region: Region
    kampen: Municipality
    zwolle: Municipality
    plan_kampen: Any
    plan_zwolle: Any
    file: StoredFile
    delivery: Any
    own_list: Any
    learned: UUID
    adopted: Any
    vintage: Any
    norm: Norm
    source: Source
    job: Job
    token: ApiToken
    around: Mapping[str, UUID] = field(default_factory=dict)
    promised: Mapping[str, UUID] = field(default_factory=dict)


@pytest.fixture(autouse=True)
def _nobody_tries_too_often(settings: Settings) -> None:
    """Count no attempts: a whole cast knocks here from one address."""
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def planned(moment: datetime) -> Callable[..., Any]:
    """Return a function that records a plan: who, where, its name, its homes."""
    return partial(_record, moment)


def _record(
    at: datetime, by: Account, place: Municipality, name: str, homes: int, x: float, y: float
) -> Any:
    return create_plan(
        by=by,
        at=at,
        municipality=place,
        valid_on=FROM,
        values=PlanValues(
            name=name, planning_status="1A", **located(shapely.Point(x, y).buffer(100))
        ),
        cells={Cell("build", "total", "", 2028, 2031): homes},
    )


# ------------------------------------------------------------------ the region, made once
@dataclass(frozen=True, slots=True)
class Standing:
    """The small region, and whom of the cast its making asked for; `secretary` only of a full one.

    In a test that asks for the region they are the same ones.
    """

    small: SmallRegion
    official_kampen: Account
    official_zwolle: Account
    corporation: Organisation | None = None
    secretary: Account | None = None


@pytest.fixture
def _standing(request: pytest.FixtureRequest, db: None, moment: datetime) -> Standing | None:
    if "full_region" in request.fixturenames:
        return standing("full", partial(_make_full, moment))
    if "small_region" in request.fixturenames:
        return standing("small", partial(_make_small, moment))
    return None


@pytest.fixture(scope="module")
def west_overijssel(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let the whole demonstration stand under the tests of a file, in a transaction of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        standing("demonstration", partial(demo.load, at=datetime(2026, 11, 24, 9, tzinfo=UTC)))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def region(_standing: Standing | None) -> Region:
    """Return the region, that of the small region where a test asks for that."""
    return _standing.small.region if _standing else make_region()


@pytest.fixture
def kampen(region: Region, _standing: Standing | None) -> Municipality:
    """Return Kampen, that of the small region where a test asks for that."""
    return _standing.small.kampen if _standing else make_kampen(region)


@pytest.fixture
def zwolle(region: Region, _standing: Standing | None) -> Municipality:
    """Return Zwolle, that of the small region where a test asks for that."""
    return _standing.small.zwolle if _standing else make_zwolle(region)


@pytest.fixture
def official_kampen(kampen: Municipality, _standing: Standing | None) -> Account:
    """Return the policy officer of Kampen, who made the small region where a test asks for it."""
    return _standing.official_kampen if _standing else make_official_kampen(kampen)


@pytest.fixture
def official_zwolle(zwolle: Municipality, _standing: Standing | None) -> Account:
    """Return the policy officer of Zwolle, who made the small region where a test asks for it."""
    return _standing.official_zwolle if _standing else make_official_zwolle(zwolle)


@pytest.fixture
def a_source(db: None, _standing: Standing | None) -> Source:
    """Return a source, that of the small region where a test asks for that."""
    return _standing.small.source if _standing else make_source()


@pytest.fixture
def corporation(region: Region, kampen: Municipality, _standing: Standing | None) -> Organisation:
    """Return the corporation, that of the full region where a test asks for that."""
    there = _standing.corporation if _standing else None
    return there or make_corporation(region, kampen)


@pytest.fixture
def secretary(region: Region, _standing: Standing | None) -> Account:
    """Return the secretary, who asked things in the full region where a test asks for that."""
    there = _standing.secretary if _standing else None
    return there or make_secretary(region)


@pytest.fixture
def small_region(_standing: Standing) -> SmallRegion:
    """Return the small region."""
    return _standing.small


@pytest.fixture
def full_region(_standing: Standing) -> SmallRegion:
    """Return the small region with one of everything that can stand around a plan of Kampen."""
    return _standing.small


def _make_small(moment: datetime) -> Standing:
    """Make the small region through the services of the rooms."""
    region = make_region()
    kampen, zwolle = make_kampen(region), make_zwolle(region)
    official_kampen, official_zwolle = make_official_kampen(kampen), make_official_zwolle(zwolle)
    a_source = make_source()
    planned = partial(_record, moment)
    load_shipped(at=moment)
    for place, x, y in ((kampen, 191_200, 507_900), (zwolle, 202_700, 503_000)):
        Border.objects.create(
            municipality=place,
            geometry=shapely.to_wkb(shapely.box(x - 4000, y - 4000, x + 4000, y + 4000)),
            schematic=True,
            source=a_source,
        )
    plan_kampen = planned(official_kampen, kampen, "Reeve", 600, 189_000, 504_000)
    plan_zwolle = planned(official_zwolle, zwolle, "Stadshagen", 1200, 200_000, 506_000)
    file = store(io.BytesIO(DELIVERED), name="plannen-kampen.csv", at=moment)
    delivery = preview_import(
        by=official_kampen,
        at=moment,
        file=file,
        region=region,
        reference_date=date(2026, 1, 1),
        municipality=kampen,
    )
    own_list = preview_import(
        by=official_kampen,
        at=moment,
        file=store(io.BytesIO(OWN_LIST), name="eigen-lijst.csv", at=moment),
        region=region,
        reference_date=date(2026, 1, 1),
        municipality=kampen,
    )
    told = Meanings({"wethouder": ""})
    remember_meanings(by=official_kampen, at=moment, sender=kampen.organisation, meanings=told)
    adopted = preview_programme(
        by=official_kampen,
        at=moment,
        file=store(io.BytesIO(ADOPTED), name="programma-kampen.csv", at=moment),
        region=region,
        valid_on=date(2026, 1, 1),
    )
    decision = record_decision(
        by=None,
        at=moment,
        organisation=kampen.organisation,
        body="Gemeenteraad",
        title="Bouwprogramma",
        decided_on=date(2025, 12, 11),
    )
    set_programme(
        by=official_kampen,
        at=moment,
        municipality=kampen,
        segment="all",
        from_year=2026,
        before_year=2036,
        dwellings=900,
        valid_on=date(2026, 1, 1),
        source=a_source,
        decision=decision,
    )
    save_layout(
        by=None,
        at=moment,
        region=region,
        title="Provinciale planmonitor",
        columns=[LayoutColumn("Benaming", "naam"), LayoutColumn("Nieuw", "totaal bouw")],
        starts_on=date(2026, 1, 1),
        source=a_source,
    )
    vintage, _new = import_vintage(
        by=None,
        at=moment,
        slug="toets-2020",
        title="Prognose 2020",
        kind="forecast",
        published_on=date(2020, 12, 31),
        source=a_source,
        figures=[
            Figure(place.pk, "households", "midden", year, Decimal(start + 100 * (year - 2020)))
            for place, start in ((kampen, 22_000), (zwolle, 58_000))
            for year in range(2020, 2071)
        ],
    )
    choose_reference(
        by=None, at=moment, region=region, vintage=vintage, scenario="midden", valid_on=FROM
    )
    job = start(
        kind="plans.preview",
        parameters={
            "file": file.pk,
            "region": region.pk,
            "municipality": kampen.pk,
            "reference_date": "2026-01-01",
            "format_name": "",
        },
        by=official_kampen,
        at=moment,
        enqueue=lambda _key: None,
        organisation=kampen.organisation,
    )
    token, _secret = make_token(by=official_kampen, at=moment, label="QGIS")
    norm = Norm.objects.filter(unit="share").order_by("key", "starts_on").first()
    assert norm is not None
    small = SmallRegion(
        region=region,
        kampen=kampen,
        zwolle=zwolle,
        plan_kampen=plan_kampen,
        plan_zwolle=plan_zwolle,
        file=file,
        delivery=delivery,
        own_list=own_list,
        learned=standing_meanings(kampen.organisation).get().pk,
        adopted=adopted,
        vintage=vintage,
        norm=norm,
        source=a_source,
        job=job,
        token=token,
    )

    return Standing(small, official_kampen, official_zwolle)


def _make_full(moment: datetime) -> Standing:
    made = _make_small(moment)
    small_region, official_kampen = made.small, made.official_kampen
    secretary = make_secretary(small_region.region)
    corporation = make_corporation(small_region.region, small_region.kampen)
    kampen = small_region.kampen
    decision = record_decision(
        by=official_kampen,
        at=moment,
        organisation=kampen.organisation,
        body="gemeenteraad",
        title="Minder woningen in Reeve",
        decided_on=date(2026, 3, 1),
    )
    around = stand_around(
        small_region.plan_kampen,
        _record(moment, official_kampen, kampen, "Berkterrein", 80, 193_000, 507_000),
        place=kampen,
        region=small_region.region,
        official=official_kampen,
        secretary=secretary,
        decision=decision,
        source=small_region.source,
        at=moment,
    )
    published = publish_totals(by=None, at=moment, region=small_region.region, on=moment.date())
    promised = stand_promised(
        small_region.region, kampen.organisation, corporation, small_region.file, at=moment
    )
    asked = asked_of_both(small_region, secretary, official_kampen, moment)
    met = meetings_of(small_region.region, kampen, official_kampen, moment)
    more = {"publication": published.pk, "proposal_of_text": _document(small_region, moment)}
    small = replace(
        small_region,
        around={**around, **asked, **met, **more, **_scenarios(small_region)},
        promised=promised,
    )
    return replace(made, small=small, corporation=corporation, secretary=secretary)


def _scenarios(small: SmallRegion) -> Mapping[str, UUID]:
    """Save two scenarios of Kampen, of which it shared one with the region."""
    point = record_start(small.region, small.vintage.source)
    own, shared = (
        save(point, small.kampen.organisation, name=name, levers=turned(jaren=1))
        for name in ("Eigen", "Gedeeld")
    )
    share_scenario(by=None, at=point.recorded_at, scenario=shared)
    return {"scenario": own.pk, "shared_scenario": shared.pk}


def _document(small: SmallRegion, moment: datetime) -> UUID:
    """Make a document of Kampen that the whole region reads; return the proposal on it."""
    work = open_work(
        by=None,
        at=moment,
        region=small.region,
        kind="agreement",
        code="KAM-2027",
        title="Afspraken van Kampen",
        parties=[small.kampen.organisation],
        reach="region",
        clauses=[NewClause("1", "Kampen bouwt 100 woningen.")],
    )
    clause = work.clauses.get()
    change = Change(
        "replace", clause=clause, base=clause.revisions.get(), text="Kampen bouwt 220 woningen."
    )
    proposal = propose(
        by=None,
        at=moment,
        work=work,
        organisation=small.kampen.organisation,
        changes=[change],
    )
    return proposal.pk


def asked_of_both(
    small: SmallRegion, secretary: Account, official: Account, at: datetime
) -> dict[str, UUID]:
    """Ask Kampen and Zwolle about a source; Kampen answers with a reservation, Zwolle signs."""
    request = ask(
        by=secretary,
        at=at,
        region=small.region,
        organisation=small.region.organisation,
        question=Question(
            pointer=("bronnen", small.source.pk),
            text="Stemt u in met deze cijfers?",
            parties=[small.kampen.organisation, small.zwolle.organisation],
            answer_by=date(2036, 1, 1),
            file=small.file,
        ),
    )
    said = answer(
        by=official,
        at=at,
        request=request,
        organisation=small.kampen.organisation,
        given=Given("reserved", body="council", body_decides_by=date(2036, 6, 1), file=small.file),
    )
    of_zwolle: dict[str, Any] = {
        "by": Account.objects.get(email="adviseur-zwolle@voorbeeld.example"),
        "at": at,
        "request": request,
        "organisation": small.zwolle.organisation,
    }
    answer(**of_zwolle, given=Given("agreed"))
    scanned = sign_on_paper(**of_zwolle, scan=scan(at))
    root = TrustRoot.objects.create(
        region=small.region,
        title="Toetsuitgever",
        der=b"",
        sha256="0" * 64,
        subject="Toetsuitgever",
        valid_until=at,
        source="toets",
        checked_on=at.date(),
        starts_on=at.date(),
    )
    decided = note_decision(
        by=official,
        at=at,
        organisation=small.kampen.organisation,
        decided=Decided("College", "Minder woningen", date(2026, 2, 1), file=small.file),
    )
    return {
        "request": request.pk,
        "answer": said.pk,
        "decided": decided.pk,
        "signature": scanned.pk,
        "root": root.pk,
    }


def scan(at: datetime) -> StoredFile:
    """Return the scan of a signed page: the smallest picture there is."""
    picture = (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
        b"\x1f\x15\xc4\x89\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00"
        b"\x00\x00IEND\xaeB`\x82"
    )
    return store(io.BytesIO(picture), name="getekend.png", at=at)


@pytest.fixture
def region_elsewhere(hellendoorn: Municipality) -> Region:
    """Return another region on the same server, with Hellendoorn."""
    organisation = Organisation.objects.create(
        kind=OrganisationKind.REGION, name="Twente", slug="twente"
    )
    region = Region.objects.create(organisation=organisation, kind=RegionKind.HOUSING)
    RegionMember.objects.create(region=region, organisation=hellendoorn.organisation)
    return region


@pytest.fixture
def browser_of(
    request: pytest.FixtureRequest, client_for: Callable[[Account], Client]
) -> Callable[[str], Client]:
    """Return a function that gives the browser of somebody of the cast, or of nobody."""

    def browser(who: str) -> Client:
        if who == "anonymous":
            return Client(headers={"accept-language": "nl"})
        return client_for(request.getfixturevalue(who))

    return browser
