"""What machines read and write of requests for consent and of decisions."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from woonregie.foundation.pages.schemas import DutchSchema, Link, Links

# No database holds the character that ends a text in C.
TEXT = r"^[^\x00]*$"


class PartijSchema(DutchSchema):
    """Where one party stands; `antwoorden` is how many it gave."""

    partij: str
    naam: str
    stand: str
    toelichting: str
    voorbehoud_van: str
    orgaan_besluit_uiterlijk: date | None
    geldt_tot_en_met: date | None
    beantwoord_op: datetime | None
    antwoorden: int
    voorbeeldgegevens: bool


class VerlengingSchema(DutchSchema):
    """More time that was given, and why."""

    was_uiterlijk: date
    nu_uiterlijk: date
    reden: str
    verlengd_op: datetime


class InstemmingSchema(DutchSchema):
    """One question to several parties; `gewijzigd` is null where the caller may not see it."""

    sleutel: UUID
    vraag: str
    soort: str
    stuk: UUID | None
    vingerafdruk: str | None
    gewijzigd: bool | None
    ingetrokken: bool
    gevraagd_door: str
    gevraagd_op: datetime
    antwoord_uiterlijk: date
    verlengingen: list[VerlengingSchema]
    stilte_is_geen_bezwaar: bool
    uitkomst: str
    allen_akkoord: bool
    partijen: list[PartijSchema]
    voorbeeldgegevens: bool
    pagina: Link


class InstemmingenSchema(DutchSchema):
    """The questions that this caller may read: her turn first, then the newest."""

    links: Links
    voorbeeldgegevens: bool
    vragen: list[InstemmingSchema]


class BesluitInvoer(DutchSchema):
    """What a body decided."""

    orgaan: str = Field(max_length=120, pattern=TEXT)
    titel: str = Field(max_length=250, pattern=TEXT)
    besloten_op: date
    nummer: str = Field("", max_length=80, pattern=TEXT)


class AntwoordInvoer(DutchSchema):
    """An answer of a party."""

    antwoord: str = Field(max_length=12, description="agreed, reserved, objection of abstention.")
    voorbehoud_van: str = Field("", max_length=15)
    orgaan_besluit_uiterlijk: date | None = None
    toelichting: str = Field("", max_length=4000, pattern=TEXT)
    geldt_tot_en_met: date | None = None
    antwoorden: int | None = Field(
        None, ge=0, description="Hoeveel antwoorden van deze partij u las."
    )
    besluit: BesluitInvoer | None = Field(None, description="Waar het antwoord op rust.")


class BesluitSchema(DutchSchema):
    """What a body decided."""

    sleutel: UUID
    organisatie: str
    orgaan: str
    titel: str
    nummer: str
    besloten_op: date
    adres: str
    voorbeeldgegevens: bool
    pagina: Link


class BesluitenSchema(DutchSchema):
    """Decisions that this caller may read, the newest first."""

    links: Links
    voorbeeldgegevens: bool
    besluiten: list[BesluitSchema]


class VraagInvoer(DutchSchema):
    """A question to several parties about one thing."""

    soort: str = Field(max_length=40, pattern=TEXT, description="Soort stuk, zoals bij zoeken.")
    stuk: UUID = Field(description="Sleutel van het stuk.")
    vraag: str = Field(max_length=4000, pattern=TEXT)
    namens: str = Field(max_length=200, pattern=TEXT, description="Uw organisatie.")
    partijen: list[Annotated[str, Field(max_length=80, pattern=TEXT)]] = Field(
        max_length=500, description="Aan wie u het vraagt."
    )
    antwoord_uiterlijk: date
    stilte_is_geen_bezwaar: bool = False
    lezers: str = Field("parties", max_length=10, description="parties of region.")


class TermijnInvoer(DutchSchema):
    """A later last day."""

    antwoord_uiterlijk: date
    reden: str = Field(max_length=500, pattern=TEXT)


class RedenInvoer(DutchSchema):
    """Why something is taken back."""

    reden: str = Field(max_length=500, pattern=TEXT)


class AfloopInvoer(DutchSchema):
    """How a reservation ended."""

    akkoord: bool
    besluit: BesluitInvoer
    toelichting: str = Field("", max_length=4000, pattern=TEXT)
