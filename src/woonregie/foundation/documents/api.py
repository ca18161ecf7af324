"""Documents for machines: works, their editions, what an edition says, and what changed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Router
from ninja.params.functions import Path, Query

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.documents.difference import Change, Compared, difference, tally
from woonregie.foundation.documents.models import Edition, Work
from woonregie.foundation.documents.queries import (
    Shelf,
    contents,
    edition_named,
    edition_on,
    latest,
    shelves,
    status_on,
    visible_works,
    work_for,
)
from woonregie.foundation.documents.tree import Line
from woonregie.foundation.documents.words import Mark, Piece
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.pages.paging import keyset
from woonregie.foundation.pages.schemas import DutchSchema, Link, Links
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Region
from woonregie.foundation.search.pointing import things

router = Router()
REGIO = "De naam van de regio in het adres."
KENMERK = "Het kenmerk van het document, zoals RAA-2027."
VANAF = "Hoeveel bepalingen u al hebt; staat in links.volgende."
MOST, PART = 200, 500
LAST = 1_000_000
CHANGES = {
    Change.SAME: "gelijk",
    Change.CHANGED: "gewijzigd",
    Change.MARKED: "opmaak",
    Change.MOVED: "verplaatst",
    Change.ADDED: "nieuw",
    Change.REMOVED: "geschrapt",
}
MARKS = {Mark.SAME: "gelijk", Mark.ADDED: "erbij", Mark.REMOVED: "eruit"}


class DocumentSchema(DutchSchema):
    """A work; `geldt` is the number of the edition that is in force today."""

    kenmerk: str
    voorbeeldgegevens: bool
    titel: str
    soort: str
    wie_leest: str
    partijen: list[str]
    nieuwste: int
    stand: str
    geldt: int | None
    opmerkingen_tot: date | None
    pagina: Link


class DocumentenSchema(DutchSchema):
    """Works of a region that the caller may read, by title."""

    links: Links
    voorbeeldgegevens: bool
    documenten: list[DocumentSchema]


class EditieSchema(DutchSchema):
    """One edition; it holds from `vanaf`, up to the day `tot`, which is the first without it."""

    nummer: int
    stand: str
    geopend_op: datetime
    vastgezet_op: datetime | None
    vastgesteld_op: datetime | None
    vanaf: date | None
    tot: date | None
    vastgesteld_door: str
    besluit: UUID | None
    vingerafdruk: str
    tekst: Link


class HeelDocumentSchema(DocumentSchema):
    """A work with its editions, the oldest first."""

    links: Links
    edities: list[EditieSchema]


class BepalingSchema(DutchSchema):
    """One clause as it stands in an edition; `tekst` is markdown."""

    sleutel: UUID
    naam: str
    nummer: str
    onder: str | None
    diepte: int
    soort: str
    tekst: str
    gewone_taal: str
    herkomst: str
    toelichting: str
    vingerafdruk: str


class TekstSchema(DutchSchema):
    """What an edition says, in reading order."""

    links: Links
    voorbeeldgegevens: bool
    kenmerk: str
    editie: EditieSchema
    aantal: int
    bepalingen: list[BepalingSchema]


class StukSchema(DutchSchema):
    """Words that stayed, came or went."""

    wat: str
    tekst: str


class VerschilSchema(DutchSchema):
    """What became of one clause."""

    was: str | None
    nummer: str
    soort: str
    verschil: str
    wijzigingen: int
    stukken: list[StukSchema]
    gewone_taal: list[StukSchema]


class VerschillenSchema(DutchSchema):
    """What became of the clauses of one edition in another one."""

    links: Links
    voorbeeldgegevens: bool
    van: str
    naar: str
    gewijzigd: int
    nieuw: int
    geschrapt: int
    verplaatst: int
    opmaak: int
    aantal: int
    bepalingen: list[VerschilSchema]


# ------------------------------------------------------------------ works
@router.get("", response=DocumentenSchema, summary="Documenten", by_alias=True)
def works(
    request: HttpRequest,
    regio: str = Query(..., description=REGIO),
    soort: str = Query("", description="Alleen documenten van deze soort, zoals agreement."),
    aantal: int = Query(50, ge=1, le=MOST, description="Hoeveel ten hoogste."),
    na: str = Query("", description="Vanaf welke bladzijde; staat in links.volgende."),
) -> DocumentenSchema:
    """Geef de documenten die u mag lezen, op titel."""
    account, region, today = _asked(request, regio)
    found = visible_works(account, region, today=today)
    if soort:
        found = found.filter(kind=soort)
    page = keyset(
        found.prefetch_related("parties__organisation"),
        order=("title", "id"),
        after=na or None,
        size=aantal,
    )
    return DocumentenSchema(
        links=_links(request, na=page.next_cursor),
        voorbeeldgegevens=region.demonstration,
        documenten=[
            DocumentSchema(**_work(request, region, shelf))
            for shelf in shelves(page.items, today=today)
        ],
    )


@router.get("/verschil", response=VerschillenSchema, summary="Verschil", by_alias=True)
def document_difference(
    request: HttpRequest,
    regio: str = Query(..., description=REGIO),
    van: str = Query(..., description="Kenmerk en editie waarmee u vergelijkt: RAA-2026:1."),
    naar: str = Query(..., description="Kenmerk en editie die u vergelijkt: RAA-2027:2."),
    alles: bool = Query(default=False, description="Ook de bepalingen die gelijk bleven."),
    vanaf: int = Query(0, ge=0, le=LAST, description=VANAF),
) -> VerschillenSchema:
    """Geef het verschil tussen twee edities, van één document of van twee."""
    account, region, today = _asked(request, regio)
    one = edition_named(account, region, van, today=today)
    other = edition_named(account, region, naar, today=today)
    if one is None or other is None:
        raise Http404
    found = difference(contents(one), contents(other))
    told = tally(found)
    kept = [item for item in found if alles or item.change is not Change.SAME]
    return VerschillenSchema(
        links=_links(request, vanaf=_following(kept, vanaf)),
        voorbeeldgegevens=one.work.invented or other.work.invented,
        van=van,
        naar=naar,
        gewijzigd=told.changed,
        nieuw=told.added,
        geschrapt=told.removed,
        verplaatst=told.moved,
        opmaak=told.marked,
        aantal=len(kept),
        bepalingen=[_compared(item) for item in kept[vanaf : vanaf + PART]],
    )


@router.get("/{kenmerk}", response=HeelDocumentSchema, summary="Document", by_alias=True)
def work(
    request: HttpRequest,
    kenmerk: str = Path(..., description=KENMERK),
    regio: str = Query(..., description=REGIO),
) -> HeelDocumentSchema:
    """Geef één document met zijn edities."""
    account, region, today = _asked(request, regio)
    found = _found(account, region, kenmerk, today)
    return HeelDocumentSchema(
        **_work(request, region, shelves([found], today=today)[0]),
        links=_links(request),
        edities=_editions(request, account, region, found, today),
    )


# ------------------------------------------------------------------ what it says
@router.get("/{kenmerk}/tekst", response=TekstSchema, summary="Geldende tekst", by_alias=True)
def standing_text(
    request: HttpRequest,
    kenmerk: str = Path(..., description=KENMERK),
    regio: str = Query(..., description=REGIO),
    op: date | None = Query(None, description="De dag waarop de tekst gold; leeg is nu."),
    vanaf: int = Query(0, ge=0, le=LAST, description=VANAF),
) -> TekstSchema:
    """Geef de tekst die op een dag gold; zonder dag wat nu geldt, of anders de nieuwste."""
    account, region, today = _asked(request, regio)
    found = _found(account, region, kenmerk, today)
    edition = edition_on(found, op or today)
    if edition is None and op is None:
        edition = latest(found)
    if edition is None:
        raise Http404
    return _text(request, account, region, found, edition, today, vanaf)


@router.get("/{kenmerk}/edities/{nummer}", response=TekstSchema, summary="Editie", by_alias=True)
def edition_text(
    request: HttpRequest,
    nummer: int,
    kenmerk: str = Path(..., description=KENMERK),
    regio: str = Query(..., description=REGIO),
    vanaf: int = Query(0, ge=0, le=LAST, description=VANAF),
) -> TekstSchema:
    """Geef de tekst van een editie, ook van een die nog open is."""
    account, region, today = _asked(request, regio)
    found = _found(account, region, kenmerk, today)
    for edition in found.editions.order_by("number"):
        if edition.number == nummer:
            return _text(request, account, region, found, edition, today, vanaf)
    raise Http404


# ------------------------------------------------------------------ inside
def _asked(request: HttpRequest, regio: str) -> tuple[Account, Region, date]:
    if not isinstance(request.user, Account):
        raise ForbiddenError("Log in.")
    today = timezone.localdate()
    return request.user, region_for(request.user, regio, today=today), today


def _found(account: Account, region: Region, code: str, today: date) -> Work:
    try:
        return work_for(account, region, code, today=today)
    except Work.DoesNotExist:
        raise Http404 from None


def _links(request: HttpRequest, **following: object) -> Links:
    """Return where this answer is, and where it goes on if it does."""
    here = Link(href=request.build_absolute_uri())
    if not any(following.values()):
        return Links(self=here)
    values = request.GET.copy()
    for name, value in following.items():
        values[name] = str(value)
    return Links(
        self=here, volgende=Link(href=request.build_absolute_uri(f"?{values.urlencode()}"))
    )


def _following(found: Sequence[object], given: int) -> int | None:
    return given + PART if given + PART < len(found) else None


def _work(request: HttpRequest, region: Region, shelf: Shelf) -> dict[str, Any]:
    page = reverse("documents:work", args=[region.slug, shelf.work.code])
    return {
        "kenmerk": shelf.work.code,
        "voorbeeldgegevens": shelf.work.invented,
        "titel": shelf.work.title,
        "soort": shelf.work.kind,
        "wie_leest": shelf.work.reach,
        "partijen": sorted(str(party) for party in shelf.work.parties.all()),
        "nieuwste": shelf.newest.number,
        "stand": shelf.status.value,
        "geldt": shelf.standing.number if shelf.standing else None,
        "opmerkingen_tot": shelf.work.remarks_until,
        "pagina": Link(href=request.build_absolute_uri(page)),
    }


def _editions(
    request: HttpRequest,
    account: Account,
    region: Region,
    work: Work,
    today: date,
    *,
    only: Edition | None = None,
) -> list[EditieSchema]:
    """Return all editions of a work, or one; a decision only to who may read it."""
    every = list(work.editions.order_by("number"))
    wanted = [item for item in every if only is None or item.pk == only.pk]
    pointers = [
        (item.decision_kind, item.decision_id)
        for item in wanted
        if item.decision_kind and item.decision_id
    ]
    seen = things(pointers, account=account, region=region, today=today)
    decisions = {key for _kind, key in seen}
    return [_edition(request, region, work, item, every, today, decisions) for item in wanted]


def _edition(
    request: HttpRequest,
    region: Region,
    work: Work,
    edition: Edition,
    editions: Sequence[Edition],
    today: date,
    decisions: set[UUID],
) -> EditieSchema:
    where = reverse("api:edition_text", args=[work.code, edition.number])
    return EditieSchema(
        nummer=edition.number,
        stand=status_on(edition, editions, today).value,
        geopend_op=edition.opened_at,
        vastgezet_op=edition.frozen_at,
        vastgesteld_op=edition.adopted_at,
        vanaf=edition.starts_on,
        tot=edition.ends_before,
        vastgesteld_door=edition.decided or "",
        besluit=edition.decision_id if edition.decision_id in decisions else None,
        vingerafdruk=edition.digest or "",
        tekst=Link(href=request.build_absolute_uri(f"{where}?regio={region.slug}")),
    )


def _text(
    request: HttpRequest,
    account: Account,
    region: Region,
    work: Work,
    edition: Edition,
    today: date,
    first: int,
) -> TekstSchema:
    edition.work = work
    lines = contents(edition)
    numbers = {line.clause.pk: line.clause.number for line in lines}
    return TekstSchema(
        links=_links(request, vanaf=_following(lines, first)),
        voorbeeldgegevens=work.invented,
        kenmerk=work.code,
        editie=_editions(request, account, region, work, today, only=edition)[0],
        aantal=len(lines),
        bepalingen=[_clause(line, numbers) for line in lines[first : first + PART]],
    )


def _clause(line: Line, numbers: dict[UUID, str]) -> BepalingSchema:
    row = line.revision
    return BepalingSchema(
        sleutel=line.clause.pk,
        naam=line.clause.code,
        nummer=line.clause.number,
        onder=numbers.get(row.parent_id) if row.parent_id else None,
        diepte=line.depth,
        soort=line.clause.kind,
        tekst=row.text,
        gewone_taal=row.plain,
        herkomst=row.provenance,
        toelichting=row.note,
        vingerafdruk=row.digest,
    )


def _compared(item: Compared) -> VerschilSchema:
    return VerschilSchema(
        was=item.before.clause.number if item.before else None,
        nummer=item.line.clause.number,
        soort=item.line.clause.kind,
        verschil=CHANGES[item.change],
        wijzigingen=item.count,
        stukken=_pieces(item.pieces),
        gewone_taal=_pieces(item.plain_pieces),
    )


def _pieces(found: Sequence[Piece]) -> list[StukSchema]:
    return [StukSchema(wat=MARKS[piece.mark], tekst=piece.text) for piece in found]
