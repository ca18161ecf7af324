"""The chapter of documents: the action programme in two editions, and an agreement for 2027.

The first edition says in our own words what the programme of 2014 says; it is public. The second
edition, the proposals and the agreement of Kampen are invented, and say so. On the agreement
remarks are asked until a day, and a text that was sent back became a proposal.
"""

import io
from datetime import UTC, date, datetime

from woonregie.foundation.accounts.models import Account, Organisation, OrganisationKind
from woonregie.foundation.consents.models import Readers
from woonregie.foundation.consents.services import record_decision
from woonregie.foundation.documents.matching import fingerprint
from woonregie.foundation.documents.models import (
    Clause,
    ClauseKind,
    ClauseRevision,
    Edition,
    Provenance,
    Reach,
    Work,
)
from woonregie.foundation.documents.queries import contents, latest
from woonregie.foundation.documents.services import (
    accept,
    adopt,
    change_work,
    keep_model,
    open_work,
    propose,
)
from woonregie.foundation.documents.services.taking_in import stage
from woonregie.foundation.documents.services.text_proposals import propose_text
from woonregie.foundation.documents.values import Change, NewClause, Origin
from woonregie.foundation.files.services import store
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import organisations_in

FIRST_AT = datetime(2014, 12, 10, 9, tzinfo=UTC)
SECOND_AT = datetime(2026, 7, 1, 9, tzinfo=UTC)
ASKED_AT = datetime(2026, 11, 17, 9, tzinfo=UTC)
PROGRAMME = "AP"
REMARKS_UNTIL = date(2026, 12, 11)
SENT_BACK = """# 1 Nieuwbouw
1.1 deltaWonen begint in 2027 met de bouw van 75 sociale huurwoningen.
1.2 De gemeente wijst vóór 1 april 2027 twee locaties aan waar dat kan.
1.3 Partijen kijken in oktober 2027 of er meer kan.
"""
PARTIES = {OrganisationKind.MUNICIPALITY, OrganisationKind.PROVINCE, OrganisationKind.REGION}
FOUNDING = "Actieprogramma regionale woonvisie West-Overijssel 2014, actie"
# Heading, what it comes down to in our own words, level of cooperation.
ACTIONS = (
    (
        "Thema's en trekkers",
        "Gemeenten verkennen samen een aantal thema's en delen wat werkt. Bij elk thema hoort een "
        "bestuurlijk trekker; thema's mogen samen in één bijeenkomst.",
        "A",
    ),
    (
        "Prestatieafspraken",
        "Gemeenten en corporaties maken prestatieafspraken. Het lokale woonbeleid en de regionale "
        "visie zijn daarvoor de basis.",
        "A",
    ),
    (
        "Woonafspraken met de provincie",
        "Gemeenten trekken samen op naar de provincie voor nieuwe woonafspraken. Eerst kijken zij "
        "welke afspraken nog dienstbaar zijn.",
        "B",
    ),
    (
        "Bouwen voor eigen behoefte",
        "Elke gemeente bouwt voor haar eigen behoefte. Inbreiding gaat voor uitbreiding, en harde "
        "plannen komen in balans met de groei van huishoudens.",
        "A",
    ),
    (
        "Beperkte regionale opvang",
        "Regionale opvang blijft over in Reeve, Stadshagen, Hasselt om de Weede en locaties in "
        "Deventer. Reeve wordt in 2016 opnieuw bekeken.",
        "B",
    ),
    (
        "Delen en afstemmen",
        "Ten minste 1 keer per jaar delen alle gemeenten hun groei, programma en plancapaciteit "
        "in getallen, en reflecteren zij op elkaar.",
        "B",
    ),
    (
        "Lokale ontwikkelafspraken",
        "Waar te veel gepland is, toetst een gemeente met betrokkenen en lokale marktkenners wat "
        "kansrijk is, en spreekt zij fasering en afboeking af.",
        "A",
    ),
    (
        "Onderzoeken in samenhang",
        "Lokale onderzoeken naar wonen blijven lokaal. Samen geven zij een beeld van behoefte en "
        "wensen in de regio.",
        "B",
    ),
    (
        "Spreiding van kwetsbare groepen",
        "Gemeenten en corporaties verkennen regionale woonruimteverdeling, zodat mensen ruimer "
        "zoeken en kwetsbare groepen gelijkmatiger over de regio wonen.",
        "B",
    ),
    (
        "Betaalbaarheid naar het Rijk",
        "De regio bekijkt of zij het Rijk aanspreekt op betaalbaarheid, naast wat VNG en G32 al "
        "doen.",
        "B",
    ),
    (
        "Doelgroepen in prestatieafspraken",
        "Prestatieafspraken geven aandacht aan kwetsbare doelgroepen: flexibele oplossingen, "
        "samenwerking met zorg, en een verordening waar die helpt.",
        "A",
    ),
    (
        "Samen beleggers zoeken",
        "De regio verkent of zij samen beleggers in huurwoningen kan aantrekken.",
        "B",
    ),
)
AGREEMENT = (
    NewClause("1", "Nieuwbouw", kind=ClauseKind.HEADING),
    NewClause(
        "1.1",
        "deltaWonen begint in 2027 met de bouw van **60** sociale huurwoningen.",
        plain="De corporatie gaat volgend jaar 60 huizen bouwen die u kunt betalen.",
        parent="1",
    ),
    NewClause(
        "1.2",
        "De gemeente wijst vóór 1 april 2027 twee locaties aan waar dat kan.",
        parent="1",
    ),
    NewClause("2", "Betaalbaarheid", kind=ClauseKind.HEADING),
    NewClause("2.1", "De huursom stijgt in 2027 met ten hoogste 3,5 procent.", parent="2"),
    NewClause("3", "Hoe wij samenwerken", kind=ClauseKind.HEADING),
    NewClause(
        "3.1",
        "Partijen kijken elk half jaar samen hoe het ervoor staat.",
        kind=ClauseKind.PROCEDURE,
        parent="3",
    ),
)


def tell(region: Region) -> None:
    """Write the programme and the agreement, with a proposal that waits and one that clashes."""
    programme = _programme(region)
    first = programme.editions.get(number=1)
    _second_edition(region, programme)
    _proposals(programme, first)
    _agreement(region)


def _programme(region: Region) -> Work:
    parties = [
        item
        for item in organisations_in([region.pk], on=SECOND_AT.date()).distinct()
        if item.kind in PARTIES
    ]
    clauses = [
        NewClause(
            "0",
            "Editie 1 zegt in onze eigen woorden wat het actieprogramma van 2014 zegt. Editie 2 "
            "en de voorstellen zijn bedacht.",
            kind=ClauseKind.CONSIDERATION,
        )
    ]
    for number, (heading, text, level) in enumerate(ACTIONS, start=1):
        origin = Origin(Provenance.PREVIOUS, None, f"{FOUNDING} {number}")
        clauses += [
            NewClause(str(number), heading, kind=ClauseKind.HEADING, origin=origin),
            NewClause(f"{number}.1", text, parent=str(number), origin=origin),
            NewClause(
                f"{number}.2",
                f"Niveau van samenwerking: **{level}**.",
                kind=ClauseKind.PROCEDURE,
                parent=str(number),
                origin=origin,
            ),
        ]
    work = open_work(
        by=None,
        at=FIRST_AT,
        region=region,
        kind="programme",
        code=PROGRAMME,
        title="Actieprogramma West-Overijssel",
        parties=parties,
        reach=Reach.REGION,
        clauses=clauses,
        invented=True,
    )
    adopt(
        by=None,
        at=FIRST_AT,
        work=work,
        starts_on=FIRST_AT.date(),
        decided="gemeenten van West-Overijssel, 10 december 2014",
    )
    return work


def _second_edition(region: Region, programme: Work) -> None:
    decision = record_decision(
        by=None,
        at=SECOND_AT,
        organisation=region.organisation,
        body="Portefeuillehoudersoverleg",
        title="Actieprogramma bij de tijd gebracht (voorbeeld)",
        decided_on=SECOND_AT.date(),
        read_by=Readers.REGION,
        invented=True,
    )
    accept(
        by=None,
        at=SECOND_AT,
        proposal=propose(
            by=None,
            at=SECOND_AT,
            work=programme,
            organisation=region.organisation,
            motive="Voorbeeld: bij de tijd gebracht na de woondeal van 2025.",
            changes=[
                _replaced(
                    programme,
                    "6.1",
                    "Ten minste 2 keer per jaar delen alle gemeenten hun groei, programma en "
                    "plancapaciteit in getallen, en reflecteren zij op elkaar.",
                ),
                _replaced(
                    programme,
                    "5.1",
                    "Regionale opvang blijft over in Reeve, Stadshagen en locaties in Deventer. "
                    "Reeve wordt in 2027 opnieuw bekeken.",
                ),
                _replaced(programme, "9.2", "Niveau van samenwerking: **A**."),
            ],
        ),
        answer="Overgenomen.",
    )
    adopt(
        by=None,
        at=SECOND_AT,
        work=programme,
        starts_on=SECOND_AT.date(),
        decided="portefeuillehoudersoverleg, 1 juli 2026 (voorbeeld)",
        decision=("besluiten", decision.pk),
    )


def _proposals(programme: Work, first: Edition) -> None:
    """Propose twice: on the text as it is, and on one that changed meanwhile."""
    for account, place, edition, number, text, motive in (
        (
            "beleid.zwolle",
            "GM0193",
            None,
            "7.1",
            "Waar te veel gepland is, toetst een gemeente met betrokkenen en **ten minste twee** "
            "lokale marktkenners wat kansrijk is, en spreekt zij fasering en afboeking af.",
            "Voorbeeld: één oordeel is geen oordeel.",
        ),
        (
            "beleid.kampen",
            "GM0166",
            first,
            "6.1",
            "Ten minste 4 keer per jaar delen alle gemeenten hun groei, programma en "
            "plancapaciteit in getallen, en reflecteren zij op elkaar.",
            "Voorbeeld: geschreven op editie 1, terwijl editie 2 dezelfde zin wijzigde.",
        ),
    ):
        propose(
            by=Account.objects.get(email=f"{account}@voorbeeld.example"),
            at=ASKED_AT,
            work=programme,
            organisation=Organisation.objects.get(municipality__code=place),
            changes=[_replaced(programme, number, text, edition=edition)],
            motive=motive,
            edition=edition,
        )


def _agreement(region: Region) -> None:
    kampen = Organisation.objects.get(municipality__code="GM0166")
    model = keep_model(
        by=None,
        at=ASKED_AT,
        region=region,
        title="Voorbehoud van de raad van commissarissen (voorbeeld)",
        text="Bedragen in deze afspraken gelden onder voorbehoud van goedkeuring door de raad van "
        "commissarissen.",
        plain="De commissarissen moeten het geld nog goedkeuren.",
        kind=ClauseKind.PROCEDURE,
        source="bedacht voor dit voorbeeld",
    )
    origin = Origin(Provenance.MODEL, model.pk, model.title)
    work = open_work(
        by=None,
        at=ASKED_AT,
        region=region,
        kind="agreement",
        code="KAM-2027",
        title="Prestatieafspraken Kampen 2027 (voorbeeld)",
        parties=[kampen, Organisation.objects.get(slug="deltawonen")],
        reach=Reach.REGION,
        clauses=[
            *AGREEMENT,
            NewClause(
                "3.2", model.text, kind=model.kind, plain=model.plain, parent="3", origin=origin
            ),
        ],
        invented=True,
    )
    change_work(
        by=None,
        at=ASKED_AT,
        work=work,
        base_version=work.version,
        title=work.title,
        reach=work.reach,
        parties=[item.organisation for item in work.parties.select_related("organisation")],
        parent=None,
        remarks_until=REMARKS_UNTIL,
    )
    _sent_back(region, work, kampen)


def _sent_back(region: Region, work: Work, kampen: Organisation) -> None:
    """Take in what Kampen sent back, and propose what reads otherwise in it."""
    account = Account.objects.get(email="beleid.kampen@voorbeeld.example")
    file = store(io.BytesIO(SENT_BACK.encode()), name="nieuwbouw-kampen.txt", at=ASKED_AT)
    draft = stage(by=account, at=ASKED_AT, region=region, file=file, work=work)
    propose_text(
        by=account,
        at=ASKED_AT,
        draft=draft,
        organisation=kampen,
        motive="Voorbeeld: uit het bestand dat de gemeente terugstuurde.",
        remove=False,
        base_version=draft.version,
        seen=fingerprint(contents(latest(work))),
    )


def _replaced(work: Work, number: str, text: str, *, edition: Edition | None = None) -> Change:
    clause = Clause.objects.get(work=work, number=number)
    rows = ClauseRevision.objects.filter(clause=clause)
    if edition is not None:
        rows = rows.filter(edition=edition)
    base = rows.order_by("-number")[0]
    return Change("replace", clause=clause, base=base, text=text, plain=base.plain)
