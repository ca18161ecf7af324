"""Writing places: the national list, borders."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import shapely
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Organisation, OrganisationKind
from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.services import record
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.region.geometry import RD, in_netherlands, to_rd
from woonregie.foundation.region.models import Border, Municipality
from woonregie.foundation.sources.models import Source

LIST_LOADED = register_act("region.list_loaded", "laadde de lijst van gemeenten")
BORDERS_IMPORTED = register_act("region.borders_imported", "las gemeentegrenzen in")
CODE_COLUMNS = ("gemeentecode", "statcode", "gm_code", "gmcode", "code", "identificatie")


class BordersRefusedError(RefusedError):
    """A file of borders that cannot be used."""

    code = "borders_refused"


@transaction.atomic
def load_municipalities(
    *, by: Account | None, at: datetime, rows: Iterable[Mapping[str, str]], source: Source
) -> int:
    """Record municipalities that are not there yet, with validity and successor.

    Args:
        at: the moment of recording.
        by: who does this; None is the system itself.
        source: where it comes from.
        rows: code, name, province, starts_on, ends_before (ISO days or empty), successor (code or
            empty).

    Returns:
        How many were new.
    """
    listed = list(rows)
    known = {place.code: place for place in Municipality.objects.select_related("organisation")}
    fresh = [row for row in listed if row["code"] not in known]
    for row in fresh:
        organisation = Organisation.objects.create(
            kind=OrganisationKind.MUNICIPALITY,
            name=row["name"],
            slug=f"{slugify(row['name'])}-{row['code'].lower()}",
            starts_on=_day(row["starts_on"]),
            ends_before=_day(row["ends_before"]),
        )
        known[row["code"]] = Municipality.objects.create(
            organisation=organisation,
            code=row["code"],
            province_code=row["province"],
            source=source,
        )
    for row in fresh:
        if row["successor"]:
            organisation = known[row["code"]].organisation
            organisation.successor = known[row["successor"]].organisation
            organisation.save(update_fields=["successor"])
    if fresh:
        record(
            act=LIST_LOADED.name,
            by=by,
            at=at,
            target=source,
            payload={"municipalities": len(fresh)},
        )
    return len(fresh)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@transaction.atomic
def import_borders(
    *, by: Account | None, at: datetime, path: Path, source: Source, starts_on: date | None = None
) -> dict[str, Any]:
    """Read borders from a GeoPackage or GeoJSON file.

    Keep those of municipalities that we know.

    Raises:
        BordersRefusedError: not such a file, no column of codes, no known code, or not in the
            Netherlands.
    """
    codes, shapes = _read_borders(path)
    known = {place.code: place for place in Municipality.objects.all()}
    kept, unknown = [], []
    for code, shape in zip(codes, shapes, strict=True):
        place = known.get(code)
        if place is None:
            unknown.append(code)
            continue
        sound = shapely.make_valid(shape)
        if not in_netherlands(sound):
            raise BordersRefusedError(
                _("De grens van %(code)s ligt niet in Nederland. Klopt het coördinatenstelsel?")
                % {"code": code},
                municipality=code,
            )
        kept.append(
            Border(
                municipality=place,
                geometry=shapely.to_wkb(sound),
                schematic=False,
                starts_on=starts_on,
                source=source,
            )
        )
    if not kept:
        raise BordersRefusedError(
            _("Geen enkele gemeentecode in dit bestand kennen wij. Verwacht: codes als GM0193."),
            unknown=unknown[:5],
        )
    Border.objects.filter(
        municipality__in=[border.municipality for border in kept], schematic=False
    ).delete()
    Border.objects.bulk_create(kept)
    record(act=BORDERS_IMPORTED.name, by=by, at=at, target=source, payload={"borders": len(kept)})
    return {"imported": len(kept), "unknown": sorted(unknown)}


def _read_borders(path: Path) -> tuple[list[str], list[shapely.Geometry]]:
    import pyogrio  # noqa: PLC0415  100 MB of drivers that only imports need

    try:
        meta, _fids, shapes, columns = pyogrio.raw.read(path)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError):
        raise BordersRefusedError(
            _("Dit bestand is geen GeoPackage of GeoJSON met vlakken. Lever zo'n bestand aan."),
            file=path.name,
        ) from None
    fields = [str(name).lower() for name in meta["fields"]]
    name = next((column for column in CODE_COLUMNS if column in fields), None)
    if name is None or shapes is None:
        raise BordersRefusedError(
            _("Er is geen kolom met gemeentecodes. Noem de kolom gemeentecode of statcode."),
            columns=fields,
        )
    codes = [_code(value) for value in columns[fields.index(name)]]
    crs = int(str(meta["crs"] or "EPSG:4326").rsplit(":", 1)[-1]) if meta["crs"] else 4326
    geometries = [shapely.from_wkb(shape) for shape in shapes]
    return codes, [shape if crs == RD else to_rd(shape, crs) for shape in geometries]


def _code(value: object) -> str:
    text = str(value).strip().upper()
    return text if text.startswith("GM") else f"GM{text.zfill(4)}"
