"""What the API says of starting points, levers, outcomes and scenarios."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from woonregie.foundation.pages.schemas import DutchSchema

Knoppen = dict[str, Any]


class UitgangspuntSchema(DutchSchema):
    """Where a forecast begins: no arrays, but what they are and what was assumed."""

    id: UUID
    titel: str
    jaar: int
    referentieperiode: str
    bron: str
    afgeleid: bool
    vingerafdruk: str
    aantekeningen: list[Any]
    vastgelegd: datetime


class UitgangspuntenSchema(DutchSchema):
    """The starting points that stand, the newest first."""

    regio: str
    uitgangspunten: list[UitgangspuntSchema]
    voorbeeldgegevens: bool


class KeuzeSchema(DutchSchema):
    """One thing that can be chosen."""

    naam: str
    omschrijving: str
    bron: str


class KnopSchema(DutchSchema):
    """One lever: what it is without a turn, between which values it is plausible and possible."""

    naam: str
    omschrijving: str
    eenheid: str
    groep: str
    soort: str
    standaard: Any = None
    aannemelijk_vanaf: float
    aannemelijk_tot: float
    mogelijk_vanaf: float
    mogelijk_tot: float
    stap: float
    bron: str
    keuzes: list[KeuzeSchema]


class KnoppenSchema(DutchSchema):
    """All levers."""

    knoppen: list[KnopSchema]
    voorbeeldgegevens: bool


class WaarschuwingSchema(DutchSchema):
    """A lever outside what is plausible."""

    knop: str
    waarde: float
    melding: str


class NietGehaaldSchema(DutchSchema):
    """What was asked and could not be made."""

    jaar: int
    wat: str
    regio: str
    gevraagd: float
    gehaald: float


class AlarmSchema(DutchSchema):
    """A factor that tells that starting point and national forecast do not fit."""

    jaar: int
    onderdeel: str
    vanaf_leeftijd: int
    factor: float


class LandelijkSchema(DutchSchema):
    """The national forecast that was followed, and by which factors."""

    naam: str
    titel: str
    uitgever: str
    gepubliceerd: date
    afgeleid: bool
    factoren: list[AlarmSchema]


class GebiedSchema(DutchSchema):
    """The outcome of one municipality, or of a zone outside the region.

    Stocks are of 1 January of each of `jaren`; flows are of a year and are one fewer.
    """

    gebied: str
    in_de_regio: bool
    inwoners: list[float]
    huishoudens: list[float]
    huishoudens_naar_type: dict[str, list[float]]
    behoefte: list[float]
    voorraad: list[float]
    opgave: list[float]
    tekort: list[float]
    groeipotentie: list[float]
    stromen: dict[str, list[float]]


class DoorrekeningSchema(DutchSchema):
    """What comes of levers."""

    regio: str
    uitgangspunt: UUID
    knoppen: Knoppen
    jaren: list[int]
    gebieden: list[GebiedSchema]
    waarschuwingen: list[WaarschuwingSchema]
    niet_gehaald: list[NietGehaaldSchema]
    alarmen: list[AlarmSchema]
    landelijk: LandelijkSchema | None
    vingerafdruk: str
    voorbeeldgegevens: bool


class DoorrekeningInvoer(DutchSchema):
    """Levers to work out."""

    knoppen: Knoppen = {}


class ScenarioKortSchema(DutchSchema):
    """A scenario in a list."""

    id: UUID
    naam: str
    organisatie: str
    toelichting: str
    uitgangspunt: UUID
    vingerafdruk: str
    bewaard: datetime
    gedeeld: datetime | None
    ingetrokken: datetime | None
    vervangt: UUID | None
    waarschuwingen: list[WaarschuwingSchema]


class ScenarioBewaardSchema(ScenarioKortSchema):
    """A scenario after something was done with it."""

    voorbeeldgegevens: bool


class ScenariosSchema(DutchSchema):
    """The scenarios that somebody may read and that stand."""

    regio: str
    scenarios: list[ScenarioKortSchema]
    voorbeeldgegevens: bool


class ScenarioSchema(ScenarioKortSchema):
    """One scenario with its levers and its outcome."""

    regio: str
    knoppen: Knoppen
    uitkomst: DoorrekeningSchema
    voorbeeldgegevens: bool


class ScenarioInvoer(DoorrekeningInvoer):
    """A scenario to save."""

    organisatie: str = Field(description="De naam van de organisatie in adressen.")
    naam: str
    toelichting: str = ""
    vervangt: UUID | None = None


class BehoefteOpgaveSchema(DutchSchema):
    """What a municipality states: persons a year more that come than go, and where that stands."""

    personen: float
    bron: str


class BehoefteDefinitieSchema(DutchSchema):
    """A definition of own need, and what comes of it by municipality in the years of the answer.

    Hard plans and what is left of growth after them are only for who sees totals of plans.
    """

    sleutel: str
    titel: str
    organisatie: str
    soort: str
    geldt_vanaf: date
    bron: str
    opgave: dict[str, BehoefteOpgaveSchema]
    groei: dict[str, float]
    harde_plannen: dict[str, float] | None
    groeipotentie: dict[str, float] | None
    melding: str


class BehoefteKeuzeSchema(DutchSchema):
    """Which definition counts in the region, from a day on, by which decision."""

    definitie: str
    geldt_vanaf: date
    orgaan: str
    titel: str
    nummer: str
    besloten_op: date
    verzonnen: bool


class StandpuntSchema(DutchSchema):
    """A municipality that does not agree with the choice, and why."""

    gemeente: str
    reden: str
    definitie: str | None
    vastgelegd: datetime


class EigenBehoefteSchema(DutchSchema):
    """Definitions of own need side by side, the one that counts, and who sees it differently."""

    regio: str
    uitgangspunt: UUID | None
    jaren: int
    definities: list[BehoefteDefinitieSchema]
    keuze: BehoefteKeuzeSchema | None
    standpunten: list[StandpuntSchema]
    melding: str
    voorbeeldgegevens: bool


class VaststelInvoer(DutchSchema):
    """The decision with which a scenario is adopted."""

    orgaan: str
    titel: str
    besloten_op: date
    nummer: str = ""
    geldt_vanaf: date | None = None
    reden: str = Field("", description="Nodig buiten wat aannemelijk is.")


class ReferentieSchema(DutchSchema):
    """The reference that a region measures itself against."""

    regio: str
    prognose: str
    titel: str
    scenario: str
    geldt_vanaf: date
    besluit: UUID | None
    voorbeeldgegevens: bool
