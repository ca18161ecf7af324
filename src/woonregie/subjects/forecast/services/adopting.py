"""Adopting a scenario: a body decides, and its outcome becomes the reference of the region.

The outcome is kept as a vintage like any other. Whoever turns a knob afterwards, moves nothing in
it; balance, ladder and clauses read vintages and know nothing of levers.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

import numpy as np
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.services import record
from woonregie.foundation.consents.models import Decision, Readers
from woonregie.foundation.consents.services import Decided, record_decision
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.sources.models import Source, SourceKind
from woonregie.foundation.sources.services import record_source
from woonregie.subjects.forecast.errors import (
    AlreadyWithdrawnError,
    ForecastError,
    NotPlausibleError,
    NotSharedError,
)
from woonregie.subjects.forecast.models import (
    ForecastScenario,
    Measure,
    RegionReference,
    VintageKind,
)
from woonregie.subjects.forecast.permissions import may_choose
from woonregie.subjects.forecast.queries import Outcome, outcome_of
from woonregie.subjects.forecast.queries.scenarios import source_key
from woonregie.subjects.forecast.queries.vintages import BANDED
from woonregie.subjects.forecast.services.choosing import choose_reference
from woonregie.subjects.forecast.services.vintages import Figure, import_vintage

Floats = NDArray[np.float64]
MIDDLE = "midden"
"""What the outcome without chance is called in the vintage; the band is "laag" and "hoog"."""
LONGEST_REASON = 2_000
CENT = Decimal("0.01")


@transaction.atomic
def adopt_scenario(
    *,
    by: Account | None,
    at: datetime,
    scenario: ForecastScenario,
    decided: Decided,
    valid_on: date | None = None,
    reason: str = "",
    bands: Mapping[str, Floats] | None = None,
) -> RegionReference:
    """Make the outcome of a scenario the reference of its region, with the decision of a body.

    Args:
        by: who records it; None is the system itself.
        at: the moment of recording.
        scenario: which; shared with the region, or the region's own.
        decided: what the body decided.
        valid_on: the first day on which it counts; None is the day of the decision.
        reason: why levers lie outside what is plausible, as the decision says it.
        bands: of a fan, "laag" and "hoog" -> (year, region) households, beside the middle.

    Raises:
        ForbiddenError: only the secretary of this region may.
        NotSharedError: not everybody in the region may read the scenario.
        AlreadyWithdrawnError: it was withdrawn.
        NotPlausibleError: it lies outside what is plausible, and no reason is given.
        IncompleteVintageError: a municipality of the region is not in it.
        ForecastError: no body, or no title.
        DecisionOfTomorrowError: a day that has yet to come.
    """
    region = scenario.region
    _require(by, at, scenario)
    outcome, reason = outcome_of(scenario), reason.strip()
    _require_plausible(outcome, reason)
    decision = _decision(by, at, region, decided)
    source = _source(by, at, scenario, outcome, decision, reason)
    vintage, _fresh = import_vintage(
        by=by,
        at=at,
        slug=_slug(scenario, bands),
        title=_title(scenario, outcome),
        kind=VintageKind.FORECAST,
        published_on=decision.decided_on,
        source=source,
        figures=_figures(outcome, bands or {}),
        derived=scenario.starting_point.derived,
    )
    chosen = choose_reference(
        by=by,
        at=at,
        region=region,
        vintage=vintage,
        scenario=MIDDLE,
        valid_on=valid_on or decision.decided_on,
        decision=decision,
    )
    record(
        act="forecast.scenario_adopted",
        by=by,
        at=at,
        target=scenario,
        organisation_id=region.organisation_id,
        payload={"vintage": vintage.slug, "digest": scenario.digest},
    )
    return chosen


# ------------------------------------------------------------------ what must be so
def _require(by: Account | None, at: datetime, scenario: ForecastScenario) -> None:
    region = scenario.region
    if by is not None and not may_choose(by, region, localdate(at)):
        raise ForbiddenError(
            _("Alleen de regiosecretaris van deze regio stelt een scenario vast."),
            permission="forecast.choose",
        )
    named = {"name": scenario.name}
    if scenario.withdrawn_at is not None:
        raise AlreadyWithdrawnError(
            _("%(name)s is ingetrokken.") % named, scenario=str(scenario.pk)
        )
    if scenario.shared_at is None and scenario.organisation_id != region.organisation_id:
        raise NotSharedError(
            _("%(name)s is nog niet met de regio gedeeld. Vraag de eigenaar dat te doen.") % named,
            scenario=str(scenario.pk),
        )


def _require_plausible(outcome: Outcome, reason: str) -> None:
    if len(reason) > LONGEST_REASON or "\x00" in reason:
        raise ForecastError(_("De reden is te lang: ten hoogste 2.000 tekens."))
    if outcome.cautions and not reason:
        raise NotPlausibleError(
            _("%(cautions)s Geef de reden die in het besluit staat.")
            % {"cautions": " ".join(item.text for item in outcome.cautions)},
            levers=[item.lever.key for item in outcome.cautions],
        )


# ------------------------------------------------------------------ decision and source
def _decision(by: Account | None, at: datetime, region: Region, decided: Decided) -> Decision:
    """Record the decision of the region's body: whoever may choose the reference, may do this."""
    body, title = decided.body.strip(), decided.title.strip()
    if not body or not title or "\x00" in f"{body}{title}{decided.number}":
        raise ForecastError(_("Noem het orgaan dat besloot, en wat het besloot."))
    decision = record_decision(
        by=by,
        at=at,
        organisation=region.organisation,
        body=body[:120],
        title=title[:250],
        decided_on=decided.decided_on,
        number=decided.number.strip()[:80],
        # A reference is seen by all who work here; what it rests on is as well.
        read_by=Readers.REGION if decided.read_by == Readers.PARTIES else decided.read_by,
        invented=region.demonstration,
    )
    if (decided.file and not decision.file_id) or (decided.url and not decision.url):
        decision.file = decision.file or decided.file
        decision.url = decision.url or decided.url
        decision.save(update_fields=["file", "url"])
    return decision


def _source(
    by: Account | None,
    at: datetime,
    scenario: ForecastScenario,
    outcome: Outcome,
    decision: Decision,
    reason: str,
) -> Source:
    point = scenario.starting_point
    note = [
        _("Scenario %(name)s, vingerafdruk %(digest)s.")
        % {"name": scenario.name, "digest": scenario.digest},
        _("Uitgangspunt %(title)s, vingerafdruk %(digest)s.")
        % {"title": point.title, "digest": point.digest},
        str(decision),
        *(item.text for item in outcome.cautions),
    ]
    if outcome.cautions:
        note.append(_("Reden: %(reason)s") % {"reason": reason})
    return record_source(
        by=by,
        at=at,
        key=f"{source_key(scenario)}{decision.pk.hex}",
        publisher=scenario.region.organisation.name,
        title=scenario.name,
        dated_on=decision.decided_on,
        kind=SourceKind.DERIVED if point.derived else SourceKind.FACT,
        note="\n".join(note),
    )


def _slug(scenario: ForecastScenario, bands: Mapping[str, Floats] | None) -> str:
    parts = [scenario.region.slug[:40], str(scenario.starting_point.year), scenario.digest[:12]]
    return "-".join(parts) + (BANDED if bands else "")


def _title(scenario: ForecastScenario, outcome: Outcome) -> str:
    """Return what the vintage is called; the mark goes along wherever its name is shown."""
    if outcome.cautions:
        return _("%(name)s (buiten wat aannemelijk is)") % {"name": scenario.name}
    return scenario.name


# ------------------------------------------------------------------ figures
def _figures(outcome: Outcome, bands: Mapping[str, Floats]) -> list[Figure]:
    """Return the figures of the municipalities of the region, of every measure that it has."""
    found = outcome.projection
    keys = dict(Municipality.objects.filter(code__in=outcome.places).values_list("code", "pk"))
    at = {keys[code]: outcome.base.place(code) for code in outcome.places}
    tables = {
        Measure.HOUSEHOLDS: found.households,
        Measure.PERSONS: found.population.sum(axis=(2, 3)),
        Measure.DWELLING_STOCK: found.stock,
        Measure.INITIAL_SHORTAGE: found.shortage[:1],
        Measure.BIRTHS: found.ledger.births,
        Measure.DEATHS: found.ledger.deaths,
        Measure.ARRIVALS: found.ledger.arrivals + found.ledger.immigration,
        Measure.DEPARTURES: found.ledger.departures + found.ledger.emigration,
        **_programme(outcome),
    }
    named = [(measure, MIDDLE, table) for measure, table in tables.items()]
    named += [(Measure.HOUSEHOLDS, name, table) for name, table in bands.items()]
    return [
        Figure(key, measure, scenario, outcome.base.year + year, _written(table[year, place]))
        for measure, scenario, table in named
        for year in range(len(table))
        for key, place in at.items()
    ]


def _written(value: float) -> Decimal:
    return Decimal(float(value)).quantize(CENT)


def _programme(outcome: Outcome) -> dict[Measure, Floats]:
    """Return what plans add and take away; a scenario without plans says nothing of them."""
    plans = outcome.scenario.programme
    if plans is None:
        return {}
    built = plans.hard * _shares(outcome.scenario.realisation_hard)
    built = built + plans.soft * _shares(outcome.scenario.realisation_soft)
    tables = {Measure.NEW_DWELLINGS: built, Measure.WITHDRAWN_DWELLINGS: plans.demolition}
    return {measure: table for measure, table in tables.items() if np.nansum(table) > 0}


def _shares(path: object) -> Floats:
    """Return (year, 1) or (1, 1) shares of what is planned."""
    return np.asarray(path, dtype=np.float64).reshape(-1, 1)
