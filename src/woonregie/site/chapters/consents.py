"""The chapter of consents: the region asks whether parties agree with a programme.

Invented: none of them was asked this, and none of them said so. One party agrees under a
reservation of its council, one objects, one has yet to answer.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from django.utils.timezone import localdate

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.consents.models import Body, Readers, Reply
from woonregie.foundation.consents.services import (
    DECISIONS,
    Decided,
    Given,
    Question,
    answer,
    ask,
    record_decision,
)
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import organisations_in

DECIDED_ON = date(2026, 10, 29)
ASKED_AT = datetime(2026, 11, 3, 9, tzinfo=UTC)
ANSWER_BY, COUNCIL_BY = date(2026, 12, 15), date(2027, 2, 4)
PARTIES = ("Zwolle", "Kampen", "Raalte", "Sallandermark", "deltaWonen", "Provincie Overijssel")
# Who answers for which party, when, and what.
ANSWERS: Sequence[tuple[str, str, datetime, Given]] = (
    (
        "beleid.zwolle",
        "Zwolle",
        datetime(2026, 11, 10, 10, tzinfo=UTC),
        Given(
            Reply.AGREED,
            decided=Decided(
                "College van B en W",
                "Instemming met het regionale bouwprogramma (voorbeeld)",
                date(2026, 11, 10),
                "2026-311",
            ),
        ),
    ),
    (
        "wethouder.kampen",
        "Kampen",
        datetime(2026, 11, 12, 14, tzinfo=UTC),
        Given(
            Reply.RESERVED,
            body=Body.COUNCIL,
            body_decides_by=COUNCIL_BY,
            reason="Het college is akkoord. De raad bespreekt het programma in januari.",
        ),
    ),
    (
        "beleid.raalte",
        "Raalte",
        datetime(2026, 11, 17, 11, tzinfo=UTC),
        Given(
            Reply.OBJECTION,
            reason="De aantallen voor de kleine kernen zijn te laag om scholen open te houden.",
        ),
    ),
    (
        "corporatie",
        "deltaWonen",
        datetime(2026, 11, 18, 9, tzinfo=UTC),
        Given(Reply.AGREED, valid_until=date(2030, 12, 31)),
    ),
    (
        "accounthouder",
        "Provincie Overijssel",
        datetime(2026, 11, 20, 16, tzinfo=UTC),
        Given(Reply.ABSTENTION, reason="De provincie is geen partij bij dit programma."),
    ),
)


def tell(region: Region) -> None:
    """Record the chapter in the demonstration region."""
    secretary = _account("regiosecretaris")
    there = organisations_in([region.pk], on=localdate(ASKED_AT))
    parties = {item.name: item for item in there.filter(name__in=PARTIES)}
    decision = record_decision(
        by=secretary,
        at=ASKED_AT,
        organisation=region.organisation,
        body="Bestuurlijk overleg wonen",
        title="Regionaal bouwprogramma 2027-2036 voorgelegd (voorbeeld)",
        decided_on=DECIDED_ON,
        read_by=Readers.REGION,
        invented=True,
    )
    request = ask(
        by=secretary,
        at=ASKED_AT,
        region=region,
        organisation=region.organisation,
        question=Question(
            pointer=(DECISIONS, decision.pk),
            text="Stemt u in met het regionale bouwprogramma 2027-2036?\n"
            "Het staat voor 38.000 woningen in tien jaar, verdeeld over alle gemeenten.",
            parties=list(parties.values()),
            answer_by=ANSWER_BY,
            read_by=Readers.REGION,
            invented=True,
        ),
    )
    for who, name, at, given in ANSWERS:
        answer(
            by=_account(who),
            at=at,
            request=request,
            organisation=parties[name],
            given=given,
        )


def _account(name: str) -> Account:
    return Account.objects.get(email=f"{name}@voorbeeld.example")
