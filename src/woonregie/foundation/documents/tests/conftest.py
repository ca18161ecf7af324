"""An agreement of Kampen with its corporation and its tenants, and a programme of the region."""

from datetime import UTC, date, datetime

import pytest

from woonregie.foundation.documents.models import Clause, ClauseKind, Reach
from woonregie.foundation.documents.queries import latest, tree_of
from woonregie.foundation.documents.services import accept, adopt, open_work, propose
from woonregie.foundation.documents.values import Change, NewClause

LATER = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
FROM = date(2027, 1, 1)
CLAUSES = [
    NewClause("1", "Nieuwbouw", kind=ClauseKind.HEADING),
    NewClause("1.1", "De corporatie bouwt **100** woningen.", parent="1"),
    NewClause("1.2", "De gemeente wijst twee locaties aan.", parent="1"),
    NewClause("2", "Betaalbaarheid", kind=ClauseKind.HEADING),
    NewClause("2.1", "De huur stijgt ten hoogste 4,5 procent.", parent="2"),
]


@pytest.fixture
def agreement(region, kampen, corporation, tenants, moment):
    """Return the agreement of Kampen for 2027, open, for its parties only."""
    return open_work(
        by=None,
        at=moment,
        region=region,
        kind="agreement",
        code="KAM-2027",
        title="Prestatieafspraken Kampen 2027",
        parties=[kampen.organisation, corporation, tenants],
        clauses=CLAUSES,
    )


@pytest.fixture
def programme(region, zwolle, kampen, moment):
    """Return a programme that the whole region may read."""
    return open_work(
        by=None,
        at=moment,
        region=region,
        kind="programme",
        code="AP",
        title="Actieprogramma",
        parties=[region.organisation, kampen.organisation, zwolle.organisation],
        reach=Reach.REGION,
        clauses=[NewClause("1", "Kennis delen"), NewClause("2", "Samen afspreken")],
    )


@pytest.fixture
def adopted(agreement, moment):
    """Return the agreement, its first edition in force from 2027 on."""
    adopt(by=None, at=moment, work=agreement, starts_on=FROM, decided="College, 24 november 2026")
    return agreement


@pytest.fixture
def clause():
    """Return a function that gives a clause of a work by its number."""
    return lambda work, number: Clause.objects.get(work=work, number=number)


@pytest.fixture
def standing():
    """Return a function that gives what a clause says now."""
    return lambda work, number: next(
        item for item in tree_of(latest(work)).standing.values() if item.clause.number == number
    )


@pytest.fixture
def texts():
    """Return a function that gives number and text of each clause of a work, in order."""
    return lambda work, edition=None: [
        (line.clause.number, line.revision.text)
        for line in tree_of(edition or latest(work)).lines()
    ]


@pytest.fixture
def ask(official_kampen, kampen, moment, standing):
    """Return a function by which Kampen proposes one change."""

    def asked(work, op, number="", *, base=None, by=None, organisation=None, **values):
        now = (base or standing(work, number)) if number else None
        change = Change(op, clause=now.clause if now else None, base=now, **values)
        return propose(
            by=by or official_kampen,
            at=moment,
            work=work,
            organisation=organisation or kampen.organisation,
            changes=[change],
        )

    return asked


@pytest.fixture
def taken(moment):
    """Return a function that accepts a proposal."""
    return lambda proposal: accept(by=None, at=moment, proposal=proposal)


@pytest.fixture
def begin(region, kampen, corporation, moment):
    """Return a function that begins an agreement with some values of its own."""

    def begun(**values):
        given = {
            "by": None,
            "at": moment,
            "region": region,
            "kind": "agreement",
            "code": "KAM-2028",
            "title": "Prestatieafspraken",
            "parties": [kampen.organisation, corporation],
        }
        return open_work(**{**given, **values})

    return begun
