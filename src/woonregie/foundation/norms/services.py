"""Changing norms and definition profiles: always a new row, never a silent change."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.accounts.permissions import grants
from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.services import record
from woonregie.foundation.norms.models import DefinitionProfile, Norm, StatusRule
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.models import Region
from woonregie.foundation.sources.services import record_source

NORM_SET = register_act("norms.norm_set", "wijzigde een norm")
PROFILE_SAVED = register_act("norms.profile_saved", "legde een definitie vast")
SHIPPED = Path(__file__).parent / "fixtures"


class OverlappingNormError(RefusedError):
    """Two values of one norm would hold on one day."""

    code = "overlapping_norm"


def _require(by: Account | None, at: datetime) -> None:
    if by is not None and not grants(by, "norms.edit", localdate(at)):
        raise ForbiddenError(
            _("Alleen de beheerder mag normen wijzigen."), permission="norms.edit"
        )


def set_norm(*, by: Account | None, at: datetime, norm: Norm) -> Norm:
    """Keep a new norm, or a changed one.

    Raises:
        ForbiddenError: only an administrator may.
        OverlappingNormError: another value of this norm holds on one of these days.
    """
    _require(by, at)
    try:
        with transaction.atomic():
            norm.save()
            record(
                act=NORM_SET.name,
                by=by,
                at=at,
                target=norm,
                organisation_id=norm.region.organisation_id if norm.region else None,
                payload={
                    "key": norm.key,
                    "value": norm.value,
                    "from": norm.starts_on,
                    "until": norm.ends_before,
                },
            )
    except IntegrityError as error:
        if "overlap" not in str(error).lower():
            raise
        raise OverlappingNormError(
            _("In deze periode geldt al een andere waarde. Sluit die eerst af met een einddatum."),
            key=norm.key,
        ) from error
    return norm


@transaction.atomic
def save_profile(
    *,
    by: Account | None,
    at: datetime,
    name: str,
    values: Mapping[str, Any],
    classes: Mapping[str, str],
) -> DefinitionProfile:
    """Keep a definition profile as a new version; the same again writes nothing.

    Args:
        at: the moment of recording.
        by: who does this; None is the system itself.
        name: its name.
        values: fields of `DefinitionProfile` but name and version.
        classes: planning status -> capacity class.
    """
    _require(by, at)
    newest = (
        DefinitionProfile.objects.filter(name=name)
        .order_by("-version")
        .prefetch_related("rules")
        .first()
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
    shipped = json.loads((SHIPPED / "norms.json").read_text())
    sources = {
        key: record_source(by=None, at=at, key=key, **_dated(item, "dated_on"))
        for key, item in shipped["sources"].items()
    }
    for item in shipped["norms"]:
        slug = item.pop("region", None)
        if slug and slug not in regions:
            continue
        values = _dated(item, "starts_on", "ends_before", "checked_on")
        place = regions[slug] if slug else None
        if Norm.objects.filter(
            key=values["key"], region=place, starts_on=values["starts_on"]
        ).exists():
            continue
        values["source"] = sources[values["source"]]
        for number in ("value", "upper_value"):
            values[number] = Decimal(values[number]) if values.get(number) is not None else None
        set_norm(by=None, at=at, norm=Norm(region=place, **values))
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
