"""The standing cast of all tests: a small region, one account per role, a stranger.

The towns are known: Zwolle is a city, Kampen has Reeve, Raalte is small. Every fixture is made
when a test asks for it, so a test that needs two people pays for two.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime

import hypothesis
import pytest
from django.db import connection
from django.db.backends.signals import connection_created
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.test import Client
from django.utils import translation

from woonregie.foundation.accounts.models import (
    Account,
    Membership,
    Organisation,
    OrganisationKind,
    Role,
)
from woonregie.foundation.audit.appendonly import registered
from woonregie.foundation.norms.models import CapacityClass, DefinitionProfile, StatusRule
from woonregie.foundation.region.models import (
    Municipality,
    Province,
    Region,
    RegionKind,
    RegionMember,
    Settlement,
    WorkingArea,
)
from woonregie.foundation.sources.models import Certainty, Source

SINCE = date(2020, 1, 1)
"""The day on which the whole cast began to work."""


# A slow machine is no failure: speed lives in benchmarks.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


@pytest.fixture(autouse=True)
def _no_language_of_another_test() -> Iterator[None]:
    """Forget the language of the last page that was asked: it stays with the thread."""
    yield
    translation.deactivate()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what asks no database, where only the database is another one."""
    if not os.environ.get("WOONREGIE_ONLY_DATABASE"):
        return
    others = [item for item in items if not _asks_a_database(item)]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if _asks_a_database(item)]


def _asks_a_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or not {
        "db",
        "transactional_db",
    }.isdisjoint(fixtures)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Begin with the tables that `make test` made once; without them each process migrates."""
    if connection.vendor == "sqlite" and "WOONREGIE_MIGRATED" in os.environ:
        connection_created.connect(_pour)


def _pour(*, connection: DatabaseWrapper, **_others: object) -> None:
    """Fill a database in memory that is new."""
    there = connection.connection
    if connection.is_in_memory_db() and not there.execute("PRAGMA schema_version").fetchone()[0]:
        with closing(sqlite3.connect(os.environ["WOONREGIE_MIGRATED"])) as made:
            made.backup(there)


@pytest.fixture(autouse=True)
def _flushable_after_transactions(request: pytest.FixtureRequest) -> Iterator[None]:
    """Take the append-only guards off before a flush; they come back with it."""
    marker = request.node.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not asked and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    with connection.cursor() as cursor:
        for model in registered():
            table = model._meta.db_table
            place = "" if connection.vendor == "sqlite" else f' ON "{table}"'
            for guard in ("update", "delete", "truncate"):
                cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_{guard}"{place}')


@pytest.fixture
def moment() -> datetime:
    """Return the moment at which tests act when the moment itself does not matter."""
    return datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


# ------------------------------------------------------------------ places and parties
def _organisation(kind: str, name: str, slug: str, *, fictitious: bool = False) -> Organisation:
    return Organisation.objects.create(kind=kind, name=name, slug=slug, fictitious=fictitious)


def _municipality(code: str, name: str, *, fictitious: bool = False) -> Municipality:
    organisation = _organisation(
        OrganisationKind.MUNICIPALITY, name, name.lower(), fictitious=fictitious
    )
    return Municipality.objects.create(organisation=organisation, code=code, province_code="PV23")


@pytest.fixture
def region(db: None) -> Region:
    """Return the housing region "testregio"; municipalities join it when a test asks for them."""
    return make_region()


def make_region() -> Region:
    """Make the housing region "testregio"."""
    organisation = _organisation(OrganisationKind.REGION, "Testregio", "testregio")
    return Region.objects.create(organisation=organisation, kind=RegionKind.HOUSING)


def _joined(region: Region, organisation: Organisation) -> None:
    RegionMember.objects.create(region=region, organisation=organisation)


@pytest.fixture
def zwolle(region: Region) -> Municipality:
    """Return Zwolle, the city, member of the region."""
    return make_zwolle(region)


def make_zwolle(region: Region) -> Municipality:
    """Make Zwolle."""
    municipality = _municipality("GM0193", "Zwolle")
    _joined(region, municipality.organisation)
    return municipality


@pytest.fixture
def kampen_merged(region: Region, kampen: Municipality, zwolle: Municipality) -> Municipality:
    """Return Kampen, that went up in Zwolle before the moment of the tests."""
    ended = date(2026, 1, 1)
    kampen.organisation.successor, kampen.organisation.ends_before = zwolle.organisation, ended
    kampen.organisation.save()
    RegionMember.objects.filter(region=region, organisation=kampen.organisation).update(
        ends_before=ended
    )
    return kampen


@pytest.fixture
def kampen(region: Region) -> Municipality:
    """Return Kampen, member of the region, with the settlement Kampen."""
    return make_kampen(region)


def make_kampen(region: Region) -> Municipality:
    """Make Kampen."""
    municipality = _municipality("GM0166", "Kampen")
    _joined(region, municipality.organisation)
    Settlement.objects.create(
        municipality=municipality, name="Kampen", main=True, x=191_200.0, y=507_900.0
    )
    return municipality


@pytest.fixture
def raalte(region: Region) -> Municipality:
    """Return Raalte, the small one, member of the region."""
    municipality = _municipality("GM0177", "Raalte")
    _joined(region, municipality.organisation)
    return municipality


@pytest.fixture
def sallandermark(region: Region) -> Municipality:
    """Return the fictitious municipality, a member that no total counts."""
    municipality = _municipality("GM9901", "Sallandermark", fictitious=True)
    _joined(region, municipality.organisation)
    return municipality


@pytest.fixture
def hellendoorn(db: None) -> Municipality:
    """Return Hellendoorn: in the same province, but in no region of ours."""
    return _municipality("GM0163", "Hellendoorn")


@pytest.fixture
def province(region: Region) -> Province:
    """Return the province of Overijssel, which takes part in the region."""
    organisation = _organisation(OrganisationKind.PROVINCE, "Overijssel", "provincie-overijssel")
    _joined(region, organisation)
    return Province.objects.create(organisation=organisation, code="PV23")


@pytest.fixture
def corporation(region: Region, kampen: Municipality) -> Organisation:
    """Return a housing corporation that works in Kampen."""
    return make_corporation(region, kampen)


def make_corporation(region: Region, kampen: Municipality) -> Organisation:
    """Make the housing corporation."""
    organisation = _organisation(
        OrganisationKind.CORPORATION, "Corporatie de IJssel", "corporatie-de-ijssel"
    )
    _joined(region, organisation)
    WorkingArea.objects.create(organisation=organisation, municipality=kampen)
    return organisation


@pytest.fixture
def tenants(region: Region, kampen: Municipality) -> Organisation:
    """Return a tenants' organisation that works in Kampen."""
    organisation = _organisation(
        OrganisationKind.TENANTS, "Huurders aan de IJssel", "huurders-aan-de-ijssel"
    )
    _joined(region, organisation)
    WorkingArea.objects.create(organisation=organisation, municipality=kampen)
    return organisation


@pytest.fixture
def market_party(region: Region) -> Organisation:
    """Return a market party that takes part in the region."""
    organisation = _organisation(OrganisationKind.MARKET, "Makelaars West", "makelaars-west")
    _joined(region, organisation)
    return organisation


# ------------------------------------------------------------------ people
def make_account(name: str, role: str, organisation: Organisation) -> Account:
    """Make somebody with a role at an organisation."""
    account = Account.objects.create_user(
        f"{name}@voorbeeld.example", "wachtwoord-voor-toetsen", display_name=name.capitalize()
    )
    Membership.objects.create(
        account=account, organisation=organisation, role=role, starts_on=SINCE
    )
    return account


@pytest.fixture
def secretary(region: Region) -> Account:
    """Return the secretary of the region."""
    return make_secretary(region)


def make_secretary(region: Region) -> Account:
    """Make the secretary of the region."""
    return make_account("regiosecretaris", Role.REGION_SECRETARY, region.organisation)


@pytest.fixture
def official_zwolle(zwolle: Municipality) -> Account:
    """Return the policy officer of Zwolle."""
    return make_official_zwolle(zwolle)


def make_official_zwolle(zwolle: Municipality) -> Account:
    """Make the policy officer of Zwolle."""
    return make_account("adviseur-zwolle", Role.OFFICIAL, zwolle.organisation)


@pytest.fixture
def official_kampen(kampen: Municipality) -> Account:
    """Return the policy officer of Kampen."""
    return make_official_kampen(kampen)


def make_official_kampen(kampen: Municipality) -> Account:
    """Make the policy officer of Kampen."""
    return make_account("adviseur-kampen", Role.OFFICIAL, kampen.organisation)


@pytest.fixture
def executive_kampen(kampen: Municipality) -> Account:
    """Return the alderman of Kampen."""
    return make_account("wethouder-kampen", Role.EXECUTIVE, kampen.organisation)


@pytest.fixture
def account_manager(province: Province) -> Account:
    """Return the account manager of the province."""
    return make_account("accounthouder", Role.ACCOUNT_MANAGER, province.organisation)


@pytest.fixture
def corporation_adviser(corporation: Organisation) -> Account:
    """Return the adviser of the housing corporation."""
    return make_account("corporatie-adviseur", Role.CORPORATION_ADVISER, corporation)


@pytest.fixture
def tenants_representative(tenants: Organisation) -> Account:
    """Return somebody who speaks for the tenants."""
    return make_account("huurder", Role.TENANTS_REPRESENTATIVE, tenants)


@pytest.fixture
def market_expert(market_party: Organisation) -> Account:
    """Return somebody who knows the local market."""
    return make_account("marktkenner", Role.MARKET_EXPERT, market_party)


@pytest.fixture
def guest(region: Region) -> Account:
    """Return a guest of the region."""
    return make_account("gast", Role.GUEST, region.organisation)


@pytest.fixture
def reader(kampen: Municipality) -> Account:
    """Return a member of the council of Kampen."""
    return make_account("raadslid", Role.READER, kampen.organisation)


@pytest.fixture
def theme_lead(zwolle: Municipality) -> Account:
    """Return the lead of a theme, who works in Zwolle."""
    return make_account("trekker", Role.THEME_LEAD, zwolle.organisation)


@pytest.fixture
def administrator(region: Region) -> Account:
    """Return the administrator of the system."""
    account = make_account("beheerder", Role.ADMINISTRATOR, region.organisation)
    account.is_staff = True
    account.save(update_fields=["is_staff"])
    return account


@pytest.fixture
def stranger(hellendoorn: Municipality) -> Account:
    """Return the policy officer of a municipality outside the region."""
    return make_account("vreemdeling", Role.OFFICIAL, hellendoorn.organisation)


@pytest.fixture
def client_for() -> Callable[[Account], Client]:
    """Return a function that logs an account in and returns its browser."""

    def logged_in(account: Account) -> Client:
        client = Client(headers={"accept-language": "nl"})
        client.force_login(account)
        return client

    return logged_in


# ------------------------------------------------------------------ sources and rules
@pytest.fixture
def a_source(db: None) -> Source:
    """Return a source, for figures whose source does not matter."""
    return make_source()


def make_source() -> Source:
    """Make the source that does not matter."""
    return Source.objects.create(
        key="toetsbron",
        publisher="Provincie Overijssel",
        title="Monitor plancapaciteit",
        table="Bijlage 1",
        dated_on=date(2021, 1, 1),
        licence="CC0",
        certainty=Certainty.PUBLISHED,
    )


@pytest.fixture
def legal_hard(a_source: Source) -> DefinitionProfile:
    """Return the profile "legal-hard": 1A, 1B, 2A and 2B are hard, the rest is soft."""
    profile = DefinitionProfile.objects.create(
        name="legal-hard",
        title="Juridisch hard",
        source=a_source,
        certainty=Certainty.CONFIRMED,
        checked_on=date(2026, 11, 1),
    )
    hard, soft = ("1A", "1B", "2A", "2B"), ("1C", "2C", "3", "4A", "4B", "5A", "5B")
    classes = {
        **dict.fromkeys(hard, CapacityClass.HARD),
        **dict.fromkeys(soft, CapacityClass.SOFT),
        "unknown": CapacityClass.UNKNOWN,
    }
    StatusRule.objects.bulk_create(
        StatusRule(profile=profile, status=status, counts_as=counts_as)
        for status, counts_as in classes.items()
    )
    return profile
