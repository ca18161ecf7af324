"""Saving scenarios, sharing them with the region, withdrawing them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.engines.household import EngineError, require_fit
from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.audit.digest import digest
from woonregie.foundation.audit.services import record
from woonregie.foundation.region.models import Region
from woonregie.subjects.forecast.errors import (
    AlreadyReplacedError,
    AlreadySharedError,
    AlreadyWithdrawnError,
    ForecastError,
    LeversError,
    ScenarioStandsError,
)
from woonregie.subjects.forecast.levers import scenario_of
from woonregie.subjects.forecast.models import ForecastScenario, StartingPoint
from woonregie.subjects.forecast.permissions import SHARE, require_voice
from woonregie.subjects.forecast.queries import baseline_of, settled

LONGEST_NAME, LONGEST_NOTE = 120, 4_000


@transaction.atomic
def save_scenario(
    *,
    by: Account | None,
    at: datetime,
    region: Region,
    organisation: Organisation,
    starting_point: StartingPoint,
    name: str,
    levers: Mapping[str, Any],
    note: str = "",
    replaces: ForecastScenario | None = None,
) -> ForecastScenario:
    """Save levers under a name, for an organisation that keeps them to itself.

    Plans are frozen as they are today. The outcome is not worked out here; what cannot be is not
    saved.

    Args:
        by: who saves; None is the system itself.
        at: the moment of saving.
        region: in which region.
        organisation: whose scenario it is.
        starting_point: where it begins.
        name: what it is called.
        levers: as `read_levers` gave them.
        note: why these.
        replaces: the scenario of the same organisation that was changed.

    Raises:
        ForbiddenError: she does not speak for the organisation.
        LeversError: levers that do not fit the starting point.
        ScenarioStandsError: the same levers stand there already under this name.
        AlreadyReplacedError: somebody changed that scenario in the meantime.
        AlreadyWithdrawnError: it was withdrawn.
        ForecastError: no name, or too long a text.
    """
    today = localdate(at)
    require_voice(by, organisation, region, on=today)
    name, note = name.strip(), note.strip()
    _check(name, note)
    _require_of(region, starting_point)
    kept = settled(
        levers,
        region=region,
        starting_point=starting_point,
        base=baseline_of(starting_point),
        account=by,
        today=today,
    )
    _require_fit(kept, starting_point)
    if replaces is not None:
        _require_last(replaces, region, organisation)
    told = digest({"starting_point": starting_point.digest, "levers": kept})
    _require_new(region, organisation, name, told)
    saved = ForecastScenario.objects.create(
        region=region,
        organisation=organisation,
        starting_point=starting_point,
        name=name,
        note=note,
        levers=kept,
        digest=told,
        replaces=replaces,
        created_by=by,
        recorded_at=at,
    )
    _record("forecast.scenario_saved", saved, by, at)
    return saved


@transaction.atomic
def share_scenario(
    *, by: Account | None, at: datetime, scenario: ForecastScenario
) -> ForecastScenario:
    """Share a scenario with everybody who works in the region; that is not undone but withdrawn.

    Raises:
        ForbiddenError: she may not share for the organisation.
        AlreadySharedError: it was shared before.
        AlreadyWithdrawnError: it was withdrawn.
    """
    require_voice(by, scenario.organisation, scenario.region, on=localdate(at), permission=SHARE)
    kept = _locked(scenario)
    if kept.shared_at is not None:
        raise AlreadySharedError(
            _("%(name)s is al met de regio gedeeld.") % {"name": kept.name}, scenario=str(kept.pk)
        )
    kept.shared_at = at
    kept.save(update_fields=["shared_at"])
    _record("forecast.scenario_shared", kept, by, at)
    return kept


@transaction.atomic
def withdraw_scenario(
    *, by: Account | None, at: datetime, scenario: ForecastScenario
) -> ForecastScenario:
    """Withdraw a scenario: others read it no longer, what was adopted stays adopted.

    Raises:
        ForbiddenError: she does not speak for the organisation.
        AlreadyWithdrawnError: it was withdrawn before.
    """
    require_voice(by, scenario.organisation, scenario.region, on=localdate(at))
    kept = _locked(scenario)
    kept.withdrawn_at = at
    kept.save(update_fields=["withdrawn_at"])
    _record("forecast.scenario_withdrawn", kept, by, at)
    return kept


def _record(act: str, scenario: ForecastScenario, by: Account | None, at: datetime) -> None:
    record(
        act=act,
        by=by,
        at=at,
        target=scenario,
        organisation_id=scenario.organisation_id,
        payload={"digest": scenario.digest},
    )


# ------------------------------------------------------------------ what must be so
def _check(name: str, note: str) -> None:
    if not name or len(name) > LONGEST_NAME or "\x00" in name + note:
        raise ForecastError(_("Geef het scenario een naam van ten hoogste 120 tekens."))
    if len(note) > LONGEST_NOTE:
        raise ForecastError(_("De toelichting is te lang: ten hoogste 4.000 tekens."))


def _require_of(region: Region, starting_point: StartingPoint) -> None:
    if starting_point.region_id not in {region.pk, region.parent_id}:
        raise LeversError(_("Dit uitgangspunt hoort bij een andere regio."))


def _require_fit(levers: Mapping[str, Any], starting_point: StartingPoint) -> None:
    base = baseline_of(starting_point)
    try:
        require_fit(base, scenario_of(levers, base), years=int(levers["years"]))
    except EngineError as error:
        raise LeversError(str(error), **error.fields) from error


def _require_last(replaced: ForecastScenario, region: Region, organisation: Organisation) -> None:
    if (replaced.region_id, replaced.organisation_id) != (region.pk, organisation.pk):
        raise ForecastError(
            _("Een scenario van een ander verandert u niet: bewaar het onder een eigen naam."),
            scenario=str(replaced.pk),
        )
    _locked(replaced)
    newer = ForecastScenario.objects.filter(replaces=replaced, withdrawn_at__isnull=True).first()
    if newer is not None:
        raise AlreadyReplacedError(
            _("Iemand veranderde dit scenario intussen. Begin opnieuw bij %(name)s.")
            % {"name": newer.name},
            scenario=str(newer.pk),
        )


def _require_new(region: Region, organisation: Organisation, name: str, told: str) -> None:
    standing = ForecastScenario.objects.filter(
        region=region,
        organisation=organisation,
        name=name,
        digest=told,
        withdrawn_at__isnull=True,
    ).first()
    if standing is not None:
        raise ScenarioStandsError(
            _("%(name)s staat er al, met dezelfde knoppen. Kies een andere naam.")
            % {"name": name},
            scenario=str(standing.pk),
        )


def _locked(scenario: ForecastScenario) -> ForecastScenario:
    """Return a scenario that nobody else changes in the meantime, and that was not withdrawn."""
    kept = (
        ForecastScenario.objects.select_for_update(of=("self",))
        .select_related("organisation", "region__organisation", "starting_point__file")
        .get(pk=scenario.pk)
    )
    if kept.withdrawn_at is not None:
        raise AlreadyWithdrawnError(
            _("%(name)s is ingetrokken.") % {"name": kept.name}, scenario=str(kept.pk)
        )
    return kept
