"""The chapter of consents: the region asks whether parties agree with the action programme.

Invented: none of them was asked this, and none of them said so. One party agrees under a
reservation of its council, one objects, one abstains, one has yet to answer. Three signed: with a
certificate, on paper and with a decision. The certificate is made here by an issuer that is made
here; its keys are gone when the region is there.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from django.utils.timezone import localdate

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.consents.models import Body, Readers, Reply, Request
from woonregie.foundation.consents.services import (
    Decided,
    Given,
    Question,
    answer,
    ask,
    extend,
    record_decision,
    sign_by_decision,
    sign_digitally,
    sign_on_paper,
    trust,
)
from woonregie.foundation.documents.difference import Compared
from woonregie.foundation.documents.exports.pdf import pdf_file
from woonregie.foundation.documents.models import Work
from woonregie.foundation.documents.queries import contents
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.files.services import store
from woonregie.foundation.pages.pdf import compile_pdf
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import organisations_in
from woonregie.site.chapters.certificates import made_certificate
from woonregie.site.chapters.texts import PROGRAMME

DECIDED_ON = date(2026, 10, 29)
ASKED_AT = datetime(2026, 11, 3, 9, tzinfo=UTC)
EXTENDED_AT = datetime(2026, 11, 19, 9, tzinfo=UTC)
TRUSTED_AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
FIRST_DAY, ANSWER_BY, COUNCIL_BY = date(2026, 12, 1), date(2026, 12, 15), date(2027, 2, 4)
ZWOLLE, DELTA, PROVINCE = "Zwolle", "deltaWonen", "Provincie Overijssel"
TENANTS = "Huurders Zwolle (voorbeeld)"
PARTIES = (ZWOLLE, "Kampen", "Raalte", "Sallandermark", DELTA, PROVINCE, TENANTS)
SIGNED_PAGE = Path(__file__).parent / "signed_page.typ"
# Who answers for which party, when, and what.
ANSWERS: Sequence[tuple[str, str, datetime, Given]] = (
    (
        "beleid.zwolle",
        ZWOLLE,
        datetime(2026, 11, 10, 10, tzinfo=UTC),
        Given(
            Reply.AGREED,
            decided=Decided(
                "College van B en W",
                "Instemming met het actieprogramma (voorbeeld)",
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
            reason="Regionale opvang blijft zo te ver van de kleine kernen.",
        ),
    ),
    (
        "corporatie",
        DELTA,
        datetime(2026, 11, 18, 9, tzinfo=UTC),
        Given(Reply.AGREED, valid_until=date(2030, 12, 31)),
    ),
    ("accounthouder", PROVINCE, datetime(2026, 11, 20, 16, tzinfo=UTC), Given(Reply.AGREED)),
    (
        "huurders",
        TENANTS,
        datetime(2026, 11, 20, 17, tzinfo=UTC),
        Given(Reply.ABSTENTION, reason="Ons is het pas gevraagd toen de tekst klaar was."),
    ),
)


def tell(region: Region, *, at: datetime) -> None:
    """Record the chapter in the demonstration region.

    Args:
        region: the demonstration region, with the programme.
        at: the moment of loading: certificates hold from long before it until long after.
    """
    secretary = _account("regiosecretaris")
    there = organisations_in([region.pk], on=localdate(ASKED_AT))
    parties = {item.name: item for item in there.filter(name__in=PARTIES)}
    record_decision(
        by=secretary,
        at=ASKED_AT,
        organisation=region.organisation,
        body="Bestuurlijk overleg wonen",
        title="Actieprogramma, editie 2, voorgelegd (voorbeeld)",
        decided_on=DECIDED_ON,
        read_by=Readers.REGION,
        invented=True,
    )
    programme = Work.objects.get(region=region, code=PROGRAMME)
    request = ask(
        by=secretary,
        at=ASKED_AT,
        region=region,
        organisation=region.organisation,
        question=Question(
            pointer=("documenten", programme.pk),
            text="Stemt u in met het actieprogramma, editie 2?\n"
            "Gemeenten delen dan twee keer per jaar hun cijfers, en Reeve wordt in 2027 opnieuw "
            "bekeken.",
            parties=list(parties.values()),
            answer_by=FIRST_DAY,
            read_by=Readers.REGION,
            file=_printed(programme),
            invented=True,
        ),
    )
    for who, name, said_at, given in ANSWERS:
        answer(
            by=_account(who),
            at=said_at,
            request=request,
            organisation=parties[name],
            given=given,
        )
    extend(
        by=secretary,
        at=EXTENDED_AT,
        request=request,
        ends_on=ANSWER_BY,
        reason="De raad van Sallandermark vergadert pas op 10 december (voorbeeld).",
    )
    _sign(region, request, parties, at)


def _printed(programme: Work) -> StoredFile:
    """Return the second edition as the PDF that was laid before the parties."""
    edition = programme.editions.get(number=2)
    lines = [Compared(line, line) for line in contents(edition)]
    content = pdf_file(
        programme.title, f"{PROGRAMME}, editie 2 (verzonnen voorbeeld)", lines, marked=""
    )
    return store(io.BytesIO(content), name=f"{PROGRAMME}-2.pdf", at=ASKED_AT)


def _sign(
    region: Region, request: Request, parties: Mapping[str, Organisation], at: datetime
) -> None:
    """Let three parties sign, each in another way."""
    made = made_certificate("Gemeente Zwolle (voorbeeldcertificaat)", at=at)
    trust(
        by=_account("beheerder"),
        at=TRUSTED_AT,
        region=region,
        data=made.issuer_pem,
        title="Voorbeelduitgever: alleen voor deze demonstratie",
        source="Gemaakt bij het vullen van de voorbeeldregio; de sleutels zijn weggegooid.",
        checked_on=localdate(TRUSTED_AT),
    )
    sign_digitally(
        by=_account("beleid.zwolle"),
        at=datetime(2026, 11, 20, 10, tzinfo=UTC),
        request=request,
        organisation=parties[ZWOLLE],
        pkcs12=made.pkcs12,
        passphrase=made.passphrase,
    )
    page = {"title": str(request), "party": DELTA, "day": "20 november 2026"}
    sign_on_paper(
        by=_account("corporatie"),
        at=datetime(2026, 11, 20, 11, tzinfo=UTC),
        request=request,
        organisation=parties[DELTA],
        scan=store(
            io.BytesIO(compile_pdf(SIGNED_PAGE, page)), name="getekend-deltaWonen.pdf", at=ASKED_AT
        ),
    )
    sign_by_decision(
        by=_account("accounthouder"),
        at=datetime(2026, 11, 24, 11, tzinfo=UTC),
        request=request,
        organisation=parties[PROVINCE],
        decided=Decided(
            "Gedeputeerde Staten",
            "Instemming met het actieprogramma (voorbeeld)",
            date(2026, 11, 24),
            "2026/0409",
        ),
    )


def _account(name: str) -> Account:
    return Account.objects.get(email=f"{name}@voorbeeld.example")
