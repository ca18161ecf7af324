"""Changing norms and definition profiles: what changes is a new row, what was wrong is told."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.accounts.permissions import grants
from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.digest import digest
from woonregie.foundation.audit.services import record
from woonregie.foundation.norms.errors import (
    NormPeriodError,
    NormUnitError,
    OverlappingNormError,
)
from woonregie.foundation.norms.models import DefinitionProfile, Norm, StatusRule
from woonregie.foundation.pages.errors import ForbiddenError, StaleVersionError
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import regions_with
from woonregie.foundation.sources.services import record_source

NORM_SET = register_act("norms.norm_set", gettext_lazy("legde een norm vast"))
NORM_CORRECTED = register_act("norms.norm_corrected", gettext_lazy("verbeterde een norm"))
PROFILE_SAVED = register_act("norms.profile_saved", gettext_lazy("legde een definitie vast"))
SHIPPED = Path(__file__).parent / "fixtures"
# What an administrator may change; key, region and unit make a norm what it is.
FIELDS = (
    "label",
    "value",
    "upper_value",
    "starts_on",
    "ends_before",
    "source",
    "certainty",
    "checked_on",
)


def _require(by: Account | None, at: datetime, region: Region | None) -> None:
    if by is None:
        return
    on = localdate(at)
    if not grants(by, "norms.edit", on) or (
        region is not None and region.pk not in regions_with(by, "norms.edit", on=on)
    ):
        raise ForbiddenError(
            _("Alleen de beheerder mag normen wijzigen."), permission="norms.edit"
        )


def state_of(norm: Norm) -> str:
    """Return what tells one state of a norm from another, for who began to edit it."""
    return digest({name: _plainly(norm, name) for name in FIELDS})


def set_norm(*, by: Account | None, at: datetime, norm: Norm) -> Norm:
    """Keep a new norm.

    Raises:
        ForbiddenError: only an administrator may, in her own region or for the nation.
        OverlappingNormError: another value of this norm holds on one of these days.
        NormPeriodError: the period ends before it begins.
        NormUnitError: this key is counted in another unit.
    """
    _require(by, at, norm.region)
    _check(norm)
    with _no_overlap(norm):
        norm.save(force_insert=True)
        _record_new(norm, by, at)
    return norm


def replace_norm(
    *, by: Account | None, at: datetime, norm: Norm, values: Mapping[str, Any], base: str = ""
) -> Norm:
    """Let a new value hold from a day on; the old one holds until that day and stays readable.

    Args:
        by: who does this; None is the system itself.
        at: the moment of recording.
        norm: the row that comes to an end.
        values: the fields that differ, with `starts_on` as the day of the change.
        base: the state from which this person began; empty is whatever stands.

    Returns:
        The new row.

    Raises:
        ForbiddenError: only an administrator may.
        NormPeriodError: the day is not within the period of the old row.
        OverlappingNormError: another value of this norm holds on one of these days.
        StaleVersionError: somebody else changed the row meanwhile.
    """
    _require(by, at, norm.region)
    with transaction.atomic():
        standing = _standing(norm, base)
        starts_on = values["starts_on"]
        if starts_on <= standing.starts_on or (
            standing.ends_before is not None and starts_on >= standing.ends_before
        ):
            raise NormPeriodError(
                _(
                    "Een nieuwe waarde begint later dan %(start)s en voordat de oude eindigt. "
                    "Stond de oude er verkeerd? Kies dan: verbeteren."
                )
                % {"start": date_format(standing.starts_on, "j F Y")},
                starts_on=standing.starts_on,
                ends_before=standing.ends_before,
            )
        kept = {name: getattr(standing, name) for name in FIELDS}
        following = Norm(
            key=standing.key,
            region=standing.region,
            unit=standing.unit,
            **{**kept, **_of_fields(values)},
        )
        _check(following)
        with _no_overlap(following):
            standing.ends_before = starts_on
            standing.save(update_fields=["ends_before"])
            following.save(force_insert=True)
            _record_new(following, by, at, after=standing.pk)
    return following


def correct_norm(
    *, by: Account | None, at: datetime, norm: Norm, values: Mapping[str, Any], base: str = ""
) -> Norm:
    """Mend a row that was wrong from the start; the audit line says what stood and what stands.

    The same again writes nothing.

    Args:
        by: who does this; None is the system itself.
        at: the moment of recording.
        norm: the row.
        values: the fields that differ.
        base: the state from which this person began; empty is whatever stands.

    Raises:
        ForbiddenError: only an administrator may.
        NormPeriodError: the period ends before it begins.
        OverlappingNormError: another value of this norm holds on one of these days.
        StaleVersionError: somebody else changed the row meanwhile.
    """
    _require(by, at, norm.region)
    with transaction.atomic():
        standing = _standing(norm, base)
        was = {name: _plainly(standing, name) for name in FIELDS}
        for name, value in _of_fields(values).items():
            setattr(standing, name, value)
        now = {name: _plainly(standing, name) for name in FIELDS}
        changed = [name for name in FIELDS if digest(was[name]) != digest(now[name])]
        if not changed:
            return standing
        _check(standing)
        with _no_overlap(standing):
            standing.save()
            payload: dict[str, Any] = {"key": standing.key}
            for name in changed:
                payload |= {name: now[name], f"{name}_was": was[name]}
            record(
                act=NORM_CORRECTED.name,
                by=by,
                at=at,
                target=standing,
                organisation_id=_owner(standing),
                payload=payload,
            )
    return standing


def _standing(norm: Norm, base: str) -> Norm:
    """Return the row as it stands now, locked, if this person saw it as it stands."""
    standing = Norm.objects.select_for_update(of=("self",)).get(pk=norm.pk)
    if base and base != state_of(standing):
        raise StaleVersionError(
            _(
                "Iemand anders wijzigde deze norm terwijl u bezig was. "
                "Kijk wat er nu staat, en vul uw wijziging opnieuw in."
            ),
            base_version=base,
            current_version=state_of(standing),
        )
    return standing


def _of_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in FIELDS}


def _plainly(norm: Norm, name: str) -> Any:
    """Return a field as the audit trail may hold it."""
    return norm.source_id if name == "source" else getattr(norm, name)


def _owner(norm: Norm) -> Any:
    return norm.region.organisation_id if norm.region else None


def _check(norm: Norm) -> None:
    """Refuse in words what the database would refuse in code."""
    if norm.ends_before is not None and norm.ends_before <= norm.starts_on:
        raise NormPeriodError(
            _("De einddag moet na de begindag liggen."),
            starts_on=norm.starts_on,
            ends_before=norm.ends_before,
        )
    other = Norm.objects.filter(key=norm.key).exclude(unit=norm.unit).first()
    if other is not None:
        raise NormUnitError(
            _("De sleutel %(key)s telt al in een andere eenheid. Kies een andere sleutel.")
            % {"key": norm.key},
            key=norm.key,
            unit=other.unit,
        )


def _record_new(norm: Norm, by: Account | None, at: datetime, after: Any = None) -> None:
    payload = {
        "key": norm.key,
        "value": norm.value,
        "from": norm.starts_on,
        "until": norm.ends_before,
    }
    record(
        act=NORM_SET.name,
        by=by,
        at=at,
        target=norm,
        organisation_id=_owner(norm),
        payload={**payload, "after": after} if after else payload,
    )


@contextmanager
def _no_overlap(norm: Norm) -> Iterator[None]:
    """Turn the refusal of the database into words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "norm_no_overlap" not in str(error):
            raise
        raise OverlappingNormError(
            _("In deze periode geldt al een andere waarde. Sluit die eerst af met een einddatum."),
            key=norm.key,
        ) from error


@transaction.atomic
def save_profile(
    *,
    by: Account | None,
    at: datetime,
    name: str,
    values: Mapping[str, Any],
    classes: Mapping[str, str],
    base_version: int | None = None,
) -> DefinitionProfile:
    """Keep a definition profile as a new version; the same again writes nothing.

    Args:
        at: the moment of recording.
        by: who does this; None is the system itself.
        name: its name.
        values: fields of `DefinitionProfile` but name and version.
        classes: planning status -> capacity class.
        base_version: the version from which this person began; None is whatever stands.

    Raises:
        ForbiddenError: only an administrator may, in her own region or for the nation.
        StaleVersionError: somebody else saved a newer version meanwhile.
    """
    versions = DefinitionProfile.objects.filter(name=name)
    # The first version is the lock for whoever makes the next.
    versions.select_for_update(of=("self",)).filter(version=1).first()
    newest = versions.order_by("-version").prefetch_related("rules").first()
    _require(by, at, newest.region if newest else values.get("region"))
    if newest and base_version not in {None, newest.version}:
        raise StaleVersionError(
            _(
                "Iemand anders bewaarde versie %(version)s terwijl u bezig was. "
                "Kijk wat er nu staat, en vul uw wijziging opnieuw in."
            )
            % {"version": newest.version},
            base_version=base_version,
            current_version=newest.version,
        )
    if newest and _same(newest, values, classes):
        return newest
    version = newest.version + 1 if newest else 1
    profile = DefinitionProfile.objects.create(name=name, version=version, **values)
    StatusRule.objects.bulk_create(
        StatusRule(profile=profile, status=status, counts_as=counts_as)
        for status, counts_as in classes.items()
    )
    record(
        act=PROFILE_SAVED.name,
        by=by,
        at=at,
        target=profile,
        organisation_id=profile.region.organisation_id if profile.region else None,
        payload={"name": name, "version": version},
    )
    return profile


def _same(
    profile: DefinitionProfile, values: Mapping[str, Any], classes: Mapping[str, str]
) -> bool:
    rules = {rule.status: rule.counts_as for rule in profile.rules.all()}
    return rules == dict(classes) and all(
        getattr(profile, name) == value for name, value in values.items()
    )


@transaction.atomic
def load_shipped(*, at: datetime, regions: Mapping[str, Region] | None = None) -> None:
    """Load the norms and profiles that ship; what an administrator changed stays.

    Args:
        at: the moment of recording.
        regions: regions by slug, for norms of a region; those of an absent region are left out.
    """
    regions = regions or {}
    shipped = json.loads((SHIPPED / "norms.json").read_text(encoding="utf-8"))
    sources = {
        key: record_source(by=None, at=at, key=key, **_dated(item, "dated_on"))
        for key, item in shipped["sources"].items()
    }
    for item in shipped["norms"]:
        slug = item.pop("region", None)
        if slug and slug not in regions:
            continue
        values = _dated(item, "starts_on", "ends_before", "checked_on")
        values["source"] = sources[values["source"]]
        for number in ("value", "upper_value"):
            values[number] = Decimal(values[number]) if values.get(number) is not None else None
        try:
            set_norm(by=None, at=at, norm=Norm(region=regions[slug] if slug else None, **values))
        except OverlappingNormError:
            # It is there already, or an administrator says something else for these days.
            continue
    for item in shipped["profiles"]:
        name, classes = item.pop("name"), item.pop("classes")
        if DefinitionProfile.objects.filter(name=name).exists():
            continue
        values = _dated(item, "starts_on", "ends_before", "checked_on")
        values["source"] = sources[values["source"]]
        save_profile(by=None, at=at, name=name, values=values, classes=classes)


def _dated(item: Mapping[str, Any], *days: str) -> dict[str, Any]:
    values = dict(item)
    for name in days:
        if values.get(name):
            values[name] = date.fromisoformat(values[name])
    return values
