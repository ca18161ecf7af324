"""What a region is: municipalities and their past, parties, the regions that overlap it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from woonregie.foundation.accounts.models import Organisation, OrganisationKind
from woonregie.foundation.region.models import (
    PROVINCES,
    Border,
    CountedMeasure,
    Municipality,
    PublicFact,
    Region,
    RegionMember,
    Settlement,
    WorkingArea,
)
from woonregie.foundation.region.people import organisations_in
from woonregie.foundation.region.queries import (
    borders_of,
    counted_facts,
    holds_on,
    municipalities_of,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality of the region; `takes_part` says from when until when."""

    municipality: Municipality
    takes_part: Sequence[RegionMember]
    predecessors: Sequence[Municipality]
    settlements: Sequence[Settlement]

    @property
    def province(self) -> str:
        """The name of its province."""
        code = self.municipality.province_code
        return PROVINCES.get(code, code)


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation that works in the region, and in which municipalities it does so."""

    organisation: Organisation
    areas: Sequence[WorkingArea]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another region with some of the same municipalities, now or once."""

    region: Region
    shared: Sequence[RegionMember]
    elsewhere: Sequence[RegionMember]
    provinces: Sequence[str]


@dataclass(frozen=True, slots=True)
class Portrait:
    """A region on a day."""

    region: Region
    places: Sequence[Place]
    former: Sequence[RegionMember]
    provinces: Sequence[str]
    parties: dict[str, Sequence[Party]]
    overlaps: Sequence[Overlap]
    borders: Sequence[Border]

    @property
    def real(self) -> Sequence[Place]:
        """The municipalities that exist."""
        return [item for item in self.places if not item.municipality.organisation.fictitious]

    @property
    def fictitious(self) -> Sequence[Place]:
        """The municipalities that are invented."""
        return [item for item in self.places if item.municipality.organisation.fictitious]

    @property
    def merged(self) -> bool:
        """Whether any municipality came from others."""
        return any(place.predecessors for place in self.places)

    @property
    def corporations(self) -> Sequence[Party]:
        """Housing corporations."""
        return self.parties.get(OrganisationKind.CORPORATION, ())

    @property
    def tenants(self) -> Sequence[Party]:
        """Tenants' organisations."""
        return self.parties.get(OrganisationKind.TENANTS, ())

    @property
    def others(self) -> Sequence[Party]:
        """Parties of other kinds than municipality, corporation, tenants and region."""
        told = {
            OrganisationKind.MUNICIPALITY,
            OrganisationKind.REGION,
            OrganisationKind.CORPORATION,
            OrganisationKind.TENANTS,
        }
        return [
            party for kind, group in self.parties.items() if kind not in told for party in group
        ]

    @property
    def schematic(self) -> bool:
        """Whether any border is schematic."""
        return any(border.schematic for border in self.borders)

    @property
    def without_border(self) -> Sequence[Municipality]:
        """Municipalities of which no border is known."""
        drawn = {border.municipality_id for border in self.borders}
        return [place.municipality for place in self.places if place.municipality.pk not in drawn]


def portrait_of(region: Region, *, on: date) -> Portrait:
    """Return what a region is on a day."""
    places = list(municipalities_of(region, on=on))
    members = list(
        RegionMember.objects.filter(region=region, organisation__municipality__isnull=False)
        .select_related("organisation__municipality")
        .order_by("starts_on", "organisation__name")
    )
    present = {place.organisation_id for place in places}
    return Portrait(
        region=region,
        places=_places(places, members),
        former=[member for member in members if member.organisation_id not in present],
        provinces=_names(place.province_code for place in places),
        parties=_parties(region, on),
        overlaps=_overlaps(region, present),
        borders=list(borders_of(region, on=on).select_related("source")),
    )


def facts_of(organisation_id: UUID) -> Sequence[PublicFact]:
    """Return the public totals of a municipality or region, by measure and year."""
    found = PublicFact.objects.filter(organisation=organisation_id).select_related("source")
    others = found.exclude(measure__in=CountedMeasure.values)
    return [*others.order_by("measure", "starts_on"), *counted_facts([organisation_id])]


def _names(codes: Iterable[str]) -> list[str]:
    return sorted({PROVINCES.get(code, code) for code in codes})


def _places(places: Sequence[Municipality], members: Iterable[RegionMember]) -> list[Place]:
    ids = [place.organisation_id for place in places]
    before: dict[UUID | None, list[Municipality]] = defaultdict(list)
    for old in (
        Municipality.objects.filter(organisation__successor__in=ids)
        .select_related("organisation")
        .order_by("organisation__ends_before", "organisation__name")
    ):
        before[old.organisation.successor_id].append(old)
    kernels: dict[UUID, list[Settlement]] = defaultdict(list)
    for settlement in Settlement.objects.filter(municipality__in=places).order_by("-main", "name"):
        kernels[settlement.municipality_id].append(settlement)
    takes_part: dict[UUID, list[RegionMember]] = defaultdict(list)
    for member in members:
        takes_part[member.organisation_id].append(member)
    return [
        Place(
            municipality=place,
            takes_part=takes_part[place.organisation_id],
            predecessors=before[place.organisation_id],
            settlements=kernels[place.pk],
        )
        for place in places
    ]


def _parties(region: Region, on: date) -> dict[str, Sequence[Party]]:
    areas: dict[UUID, list[WorkingArea]] = defaultdict(list)
    organisations = organisations_in([region.pk], on=on).order_by("name")
    for area in (
        WorkingArea.objects.filter(holds_on(on), organisation__in=organisations.values("pk"))
        .select_related("municipality__organisation")
        .order_by("municipality__organisation__name")
    ):
        areas[area.organisation_id].append(area)
    found: dict[str, list[Party]] = defaultdict(list)
    for organisation in organisations:
        found[organisation.kind].append(Party(organisation, areas[organisation.pk]))
    return dict(found)


def _overlaps(region: Region, organisation_ids: set[UUID]) -> list[Overlap]:
    members: dict[UUID, list[RegionMember]] = defaultdict(list)
    for member in (
        RegionMember.objects.exclude(region=region)
        .filter(organisation__municipality__isnull=False)
        .select_related("organisation__municipality")
        .order_by("organisation__name", "starts_on")
    ):
        members[member.region_id].append(member)
    regions = Region.objects.filter(pk__in=members).select_related("organisation", "parent")
    return [
        _overlap(other, members[other.pk], organisation_ids)
        for other in regions.order_by("kind", "organisation__name")
        if any(item.organisation_id in organisation_ids for item in members[other.pk])
    ]


def _overlap(other: Region, members: Sequence[RegionMember], ours: set[UUID]) -> Overlap:
    return Overlap(
        region=other,
        shared=[item for item in members if item.organisation_id in ours],
        elsewhere=[item for item in members if item.organisation_id not in ours],
        provinces=_names(item.organisation.municipality.province_code for item in members),
    )
