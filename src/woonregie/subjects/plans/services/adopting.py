"""An adopted number with what it rests on: the decision, and where it can be read."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils.timezone import localdate

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.consents.services import record_decision
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.region.models import Municipality
from woonregie.foundation.sources.models import Certainty, Source, SourceKind
from woonregie.foundation.sources.queries import public_sources
from woonregie.foundation.sources.services import record_source
from woonregie.subjects.plans.formats.programme import ProgrammeRow
from woonregie.subjects.plans.models import BuildingProgramme
from woonregie.subjects.plans.permissions import require
from woonregie.subjects.plans.services.programme import says, set_programme

# What a decision is called that was given no name; Dutch, whoever reads the page.
UNNAMED = "Bouwprogramma"


@transaction.atomic
def adopt(
    *,
    by: Person | None,
    at: datetime,
    municipality: Municipality,
    number: ProgrammeRow,
    on: date,
    source: Source | None = None,
    document: StoredFile | None = None,
    invented: bool = False,
) -> BuildingProgramme:
    """Record an adopted number, and its decision and source where we do not have them yet.

    Args:
        by: who does this; None is the system itself.
        at: the moment of recording.
        municipality: who decided.
        number: what was decided.
        on: from when it holds, when it does not say so itself.
        source: where it stands; None is the source that the number names.
        document: the file of a new source.
        invented: whether it is an example.

    Raises:
        ForbiddenError: the person may not edit the programme of this municipality.
        PlanError: a number that cannot be.
    """
    if by is not None:
        require(by, "programme.edit", municipality, on=localdate(at))
    found = beside(number, on)
    return set_programme(
        by=by,
        at=at,
        municipality=municipality,
        segment=number.segment,
        from_year=number.from_year,
        before_year=number.before_year,
        dwellings=number.dwellings,
        basis=number.basis,
        valid_on=number.valid_on or on,
        source=source
        or (found.source if document is None else None)
        or _new_source(by, at, municipality, number, on, document, invented=invented),
        decision=found.decision or _new_decision(by, at, municipality, number, invented=invented),
    )


def _new_decision(
    by: Person | None,
    at: datetime,
    municipality: Municipality,
    number: ProgrammeRow,
    *,
    invented: bool,
) -> Decision | None:
    if not number.body or number.decided_on is None:
        return None
    return record_decision(
        by=by,
        at=at,
        organisation=municipality.organisation,
        body=number.body,
        number=number.number,
        title=_title(number),
        decided_on=number.decided_on,
        invented=invented,
    )


def _new_source(
    by: Person | None,
    at: datetime,
    municipality: Municipality,
    number: ProgrammeRow,
    on: date,
    document: StoredFile | None,
    *,
    invented: bool,
) -> Source:
    title = _source_title(number)
    return record_source(
        by=by,
        at=at,
        key=_source_key(municipality, title, document),
        publisher=municipality.name,
        title=title,
        dated_on=number.decided_on or number.valid_on or on,
        certainty=Certainty.PUBLISHED,
        kind=SourceKind.INVENTED if invented else SourceKind.FACT,
        file=document,
    )


# ------------------------------------------------------------------ what we have already
@dataclass(frozen=True, slots=True)
class Beside:
    """What stands for a number, and what it rests on, as far as we have it already."""

    standing: BuildingProgramme | None
    source: Source | None
    decision: Decision | None

    def same(self, number: ProgrammeRow) -> bool:
        """Return whether the number says what stands already."""
        if self.standing is None or self.source is None or (number.body and not self.decision):
            return False
        decided = self.decision.pk if self.decision else None
        return says(self.standing) == (number.dwellings, number.basis, self.source.pk, decided)


def beside(number: ProgrammeRow, on: date) -> Beside:
    """Return what we have already of an adopted number."""
    standing = (
        BuildingProgramme.objects.filter(
            municipality=number.municipality_id,
            segment=number.segment,
            from_year=number.from_year,
            before_year=number.before_year,
            valid_on=number.valid_on or on,
            superseded_at__isnull=True,
        )
        .select_related("source", "decision")
        .first()
    )
    return Beside(standing, _known_source(number, standing), _known_decision(number))


def _known_decision(number: ProgrammeRow) -> Decision | None:
    if not number.body or number.decided_on is None:
        return None
    return Decision.objects.filter(
        organisation__municipality=number.municipality_id,
        body=number.body,
        number=number.number,
        title=_title(number),
        decided_on=number.decided_on,
    ).first()


def _known_source(number: ProgrammeRow, standing: BuildingProgramme | None) -> Source | None:
    """Return the source that a number names, by any of its names."""
    named = _source_title(number)
    if standing is not None and named in _names(standing.source):
        return standing.source
    found = public_sources()
    place = Municipality.objects.get(pk=number.municipality_id)
    exact = found.filter(key__in=[named.lower(), _source_key(place, named)]).first()
    if exact is not None:
        return exact
    alike = [
        item
        for item in found.filter(title__in=[named, named.rpartition(", ")[2]])
        if named in _names(item)
    ]
    return alike[0] if len(alike) == 1 else None


def _names(source: Source) -> set[str]:
    return {source.key, source.title, str(source)}


def _title(number: ProgrammeRow) -> str:
    return number.title or UNNAMED


def _source_title(number: ProgrammeRow) -> str:
    return number.source or _title(number)


def _source_key(place: Municipality, title: str, document: StoredFile | None = None) -> str:
    """Return the key of a source that a municipality named: the same name, the same source."""
    said = title.casefold() + (document.sha256 if document else "")
    return f"programma-{place.code.lower()}-{sha256(said.encode()).hexdigest()[:12]}"
