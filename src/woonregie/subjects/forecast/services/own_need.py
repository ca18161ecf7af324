"""Own need: laying down definitions, choosing one with a decision, dissenting on record."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from math import isfinite
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.audit.services import record
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import municipalities_of
from woonregie.subjects.forecast.errors import (
    AlreadyDissentingError,
    AlreadyWithdrawnError,
    OwnNeedError,
)
from woonregie.subjects.forecast.models import (
    OwnNeedChoice,
    OwnNeedDefinition,
    OwnNeedDissent,
    OwnNeedKind,
)
from woonregie.subjects.forecast.permissions import DEFINE, DISSENT, may_choose, require_voice

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_OWN_KEY, LONGEST_OWN_TITLE, LONGEST_REASON = 60, 120, 4_000
MOST_STATED = 1_000_000


@transaction.atomic
def lay_down_definition(
    *,
    by: Account | None,
    at: datetime,
    region: Region,
    organisation: Organisation,
    key: str,
    title: str,
    domestic: str,
    in_force_from: date,
    source: str,
    stated: Mapping[str, Mapping[str, Any]] | None = None,
) -> OwnNeedDefinition:
    """Lay down a definition of own need beside the others; it counts once the region chooses it.

    Args:
        by: who does this; None is the system itself.
        at: the moment of recording.
        region: in which region.
        organisation: who lays it down: the region, or one of its municipalities.
        key: its name, such as "nul-2026".
        title: what it is called on the screen.
        domestic: one of `OwnNeedKind`.
        in_force_from: the day from which it holds.
        source: where it stands, in words.
        stated: for a statement, per code of a municipality `persons` a year and their `source`.

    Raises:
        ForbiddenError: she does not speak for the organisation.
        OwnNeedError: a key that is there, an empty text, or a statement that cannot be.
    """
    today = localdate(at)
    require_voice(by, organisation, region, on=today, permission=DEFINE)
    told = {"key": key.strip(), "title": title.strip(), "source": source.strip()}
    _check(region, domestic, **told)
    kept = _stated(region, domestic, stated or {}, today)
    made = OwnNeedDefinition.objects.create(
        region=region,
        organisation=organisation,
        domestic=domestic,
        in_force_from=in_force_from,
        stated=kept,
        recorded_by=by,
        recorded_at=at,
        **told,
    )
    record(
        act="forecast.own_need_laid_down",
        by=by,
        at=at,
        target=made,
        organisation_id=organisation.pk,
        payload={"key": made.key, "domestic": domestic},
    )
    return made


@transaction.atomic
def choose_definition(
    *,
    by: Account | None,
    at: datetime,
    region: Region,
    definition: OwnNeedDefinition,
    decision: Decision,
    valid_on: date,
) -> OwnNeedChoice:
    """Choose which definition of own need counts in a region from a day on.

    Args:
        by: who records it; None is the system itself.
        at: the moment of recording.
        region: in which region.
        definition: which one.
        decision: what a body decided about it.
        valid_on: the first day on which it counts.

    Raises:
        ForbiddenError: only the secretary of this region may.
        OwnNeedError: a definition of another region, or a day before it holds.
    """
    if by is not None and not may_choose(by, region, localdate(at)):
        raise ForbiddenError(
            _("Alleen de regiosecretaris van deze regio legt vast welke definitie telt."),
            permission="forecast.choose",
        )
    if definition.region_id not in {region.pk, region.parent_id}:
        raise OwnNeedError(_("Deze definitie is van een andere regio."), definition=definition.key)
    if valid_on < definition.in_force_from:
        raise OwnNeedError(
            _("%(title)s geldt pas vanaf %(day)s. Kies die dag of een latere.")
            % {"title": definition.title, "day": definition.in_force_from.strftime("%d-%m-%Y")},
            definition=definition.key,
        )
    standing = OwnNeedChoice.objects.filter(
        region=region, valid_on=valid_on, superseded_at__isnull=True
    )
    present = standing.select_for_update().first()
    if present and (present.definition_id, present.decision_id) == (definition.pk, decision.pk):
        return present
    standing.update(superseded_at=at)
    chosen = OwnNeedChoice.objects.create(
        region=region,
        definition=definition,
        decision=decision,
        valid_on=valid_on,
        chosen_by=by,
        recorded_at=at,
    )
    record(
        act="forecast.own_need_chosen",
        by=by,
        at=at,
        target=chosen,
        organisation_id=region.organisation_id,
        payload={
            "definition": str(definition.pk),
            "decision": str(decision.pk),
            "valid_on": valid_on,
        },
    )
    return chosen


@transaction.atomic
def dissent(
    *,
    by: Account | None,
    at: datetime,
    choice: OwnNeedChoice,
    municipality: Municipality,
    reason: str,
    definition: OwnNeedDefinition | None = None,
) -> OwnNeedDissent:
    """Put on record that a municipality does not agree with the choice of its region.

    Args:
        by: who speaks for the municipality; None is the system itself.
        at: the moment of recording.
        choice: what it does not agree with.
        municipality: which one.
        reason: why.
        definition: the one it would choose.

    Raises:
        ForbiddenError: she does not speak for the municipality.
        AlreadyDissentingError: its dissent is on record already.
        OwnNeedError: the choice was replaced, there is no reason, or the municipality or its
            definition is of another region.
    """
    today = localdate(at)
    require_voice(by, municipality.organisation, choice.region, on=today, permission=DISSENT)
    standing = OwnNeedChoice.objects.select_for_update().get(pk=choice.pk)
    if standing.superseded_at is not None:
        raise OwnNeedError(_("Deze keuze is vervangen. Ververs de bladzijde."))
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise OwnNeedError(_("Schrijf waarom, in ten hoogste 4.000 tekens."))
    _require_here(choice, municipality, definition, today)
    if choice.dissents.filter(municipality=municipality, withdrawn_at__isnull=True).exists():
        raise AlreadyDissentingError(
            _("Het afwijkende standpunt van %(name)s staat er al. Trek het eerst in.")
            % {"name": municipality.name},
            municipality=municipality.code,
        )
    made = OwnNeedDissent.objects.create(
        choice=choice,
        municipality=municipality,
        reason=reason,
        definition=definition,
        recorded_by=by,
        recorded_at=at,
    )
    _record_dissent("forecast.own_need_dissented", made, by, at)
    return made


@transaction.atomic
def withdraw_dissent(*, by: Account | None, at: datetime, kept: OwnNeedDissent) -> OwnNeedDissent:
    """Withdraw a dissent; that it was there stays on record.

    Raises:
        ForbiddenError: she does not speak for the municipality.
        AlreadyWithdrawnError: it was withdrawn before.
    """
    region = kept.choice.region
    require_voice(by, kept.municipality.organisation, region, on=localdate(at), permission=DISSENT)
    locked = OwnNeedDissent.objects.select_for_update().get(pk=kept.pk)
    if locked.withdrawn_at is not None:
        raise AlreadyWithdrawnError(_("Dit standpunt was al ingetrokken."))
    locked.withdrawn_at = at
    locked.save(update_fields=["withdrawn_at"])
    _record_dissent("forecast.own_need_dissent_withdrawn", locked, by, at)
    return locked


def _record_dissent(act: str, made: OwnNeedDissent, by: Account | None, at: datetime) -> None:
    record(
        act=act,
        by=by,
        at=at,
        target=made,
        organisation_id=made.municipality.organisation_id,
        payload={"choice": str(made.choice_id), "municipality": str(made.municipality_id)},
    )


# ------------------------------------------------------------------ what must be so
def _check(region: Region, domestic: str, *, key: str, title: str, source: str) -> None:
    if not _KEY.fullmatch(key) or len(key) > LONGEST_OWN_KEY:
        raise OwnNeedError(
            _("Een sleutel bestaat uit kleine letters, cijfers en streepjes, ten hoogste 60."),
            key=key,
        )
    if not title or len(title) > LONGEST_OWN_TITLE:
        raise OwnNeedError(_("Geef de definitie een titel van ten hoogste 120 tekens."))
    if not source or len(source) > LONGEST_REASON:
        raise OwnNeedError(_("Zeg waar deze definitie staat, in ten hoogste 4.000 tekens."))
    if domestic not in OwnNeedKind.values:
        raise OwnNeedError(_("Kies wat het binnenlandse migratiesaldo doet."), domestic=domestic)
    if OwnNeedDefinition.objects.filter(region=region, key=key).exists():
        raise OwnNeedError(
            _("Er is al een definitie met de sleutel %(key)s. Kies een andere.") % {"key": key},
            key=key,
        )


def _stated(
    region: Region, domestic: str, stated: Mapping[str, Mapping[str, Any]], today: date
) -> dict[str, dict[str, Any]]:
    if bool(stated) != (domestic == OwnNeedKind.STATED):
        raise OwnNeedError(
            _("Een opgave per gemeente hoort bij de soort eigen opgave, en alleen daarbij.")
        )
    codes = set(municipalities_of(region, on=today).values_list("code", flat=True))
    kept: dict[str, dict[str, Any]] = {}
    for code, given in stated.items():
        if code not in codes:
            raise OwnNeedError(
                _("%(code)s is geen gemeente van deze regio.") % {"code": code}, code=code
            )
        persons, source = float(given["persons"]), str(given["source"]).strip()
        if not isfinite(persons) or abs(persons) > MOST_STATED:
            raise OwnNeedError(
                _("De opgave van %(code)s is geen aantal personen per jaar.") % {"code": code},
                code=code,
            )
        if not source:
            raise OwnNeedError(
                _("Bij de opgave van %(code)s ontbreekt de bron.") % {"code": code}, code=code
            )
        kept[code] = {"persons": persons, "source": source}
    return kept


def _require_here(
    choice: OwnNeedChoice,
    municipality: Municipality,
    definition: OwnNeedDefinition | None,
    today: date,
) -> None:
    if not municipalities_of(choice.region, on=today).filter(pk=municipality.pk).exists():
        raise OwnNeedError(
            _("%(code)s is geen gemeente van deze regio.") % {"code": municipality.code},
            code=municipality.code,
        )
    regions = {choice.region_id, choice.region.parent_id}
    if definition is not None and definition.region_id not in regions:
        raise OwnNeedError(_("Deze definitie is van een andere regio."), definition=definition.key)
