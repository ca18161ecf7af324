"""The balance: need, programme and capacity per municipality, and together.

Net meets net and gross meets gross, over one period; a programme of another period or another
basis is not mixed in, it is left empty.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from woonregie.engines.delivery import Capacity, capacity, need, whole
from woonregie.foundation.accounts.models import Account
from woonregie.foundation.norms.models import CapacityClass, DefinitionProfile, Norm, UnphasedRule
from woonregie.foundation.norms.queries import classes_of, norms_on, profile_named
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import municipalities_of, reachable_municipalities
from woonregie.foundation.sources.models import Source
from woonregie.subjects.balance.queries.asking import Question, period_of
from woonregie.subjects.forecast.queries import Measure, flow, reference_of, stock, vintage_named
from woonregie.subjects.plans.queries import STATUSES, capacity_arrays, programme_arrays

GROUPS = (CapacityClass.HARD, CapacityClass.SOFT, CapacityClass.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Row:
    """One municipality, or the region; whole dwellings, None where nothing was decided."""

    code: str
    name: str
    need: int
    programme: int | None
    hard: int
    soft: int
    unknown: int

    @property
    def total(self) -> int:
        """All capacity."""
        return self.hard + self.soft + self.unknown

    def share(self, dwellings: int | None) -> float | None:
        """Return dwellings as a share of the need; None where there is no need to divide by."""
        return None if dwellings is None or self.need <= 0 else dwellings / self.need

    @property
    def hard_share(self) -> float | None:
        """Hard capacity as a share of the need."""
        return self.share(self.hard)

    @property
    def total_share(self) -> float | None:
        """All capacity as a share of the need."""
        return self.share(self.total)

    @property
    def programme_share(self) -> float | None:
        """The programme as a share of the need."""
        return self.share(self.programme)


@dataclass(frozen=True, slots=True)
class Balance:
    """The answer, with everything that one must know to read it."""

    question: Question
    region: Region
    profile: DefinitionProfile
    basis: str
    period: tuple[int, int]
    vintage: Any
    scenario: str
    rows: Sequence[Row]
    total: Row
    left_out: Sequence[str]
    norms: Mapping[str, Norm]
    sources: Sequence[Source]
    demonstration: bool

    def row(self, code: str) -> Row | None:
        """Return the row of a municipality."""
        return next((row for row in self.rows if row.code == code), None)

    def as_json(self) -> dict[str, Any]:
        """Return the balance in the form that other programs rely on, in dwellings."""
        found = {
            "region": self.region.slug,
            "reference_date": self.question.on.isoformat(),
            "profile": self.profile.name,
            "profile_version": self.profile.version,
            "basis": self.basis,
            "period": list(self.period),
            "vintage": self.vintage.slug,
            "scenario": self.scenario,
            "municipalities": [_as_json(row) for row in self.rows],
            "total": {
                key: value
                for key, value in _as_json(self.total).items()
                if key not in {"code", "name"}
            },
            "left_out": list(self.left_out),
            "derived_forecast": self.vintage.derived,
        }
        if self.demonstration:
            found["note"] = "voorbeeldgegevens"
        return found


def _as_json(row: Row) -> dict[str, Any]:
    names = ("code", "name", "need", "programme", "hard", "soft", "unknown", "total")
    return {name: getattr(row, name) for name in names}


def balance(
    *, account: Account | None, region: Region, question: Question, today: date
) -> Balance:
    """Return the balance of a region, or of some of its municipalities.

    Args:
        account: who asks; None is the system itself (command line of the server).
        region: any kind of region.
        question: what is asked.
        today: the day on which the account must have the permission.

    Raises:
        ForbiddenError: the account may not see totals of this region.
        UnknownProfileError, NoReferenceError, MissingYearError, PeriodError: what is asked is not
            there.
    """
    places = asked_places(account, region, question, today)
    counted = [place for place in places if not place.organisation.fictitious]
    profile = profile_named(question.profile)
    basis = question.basis or profile.basis
    period = period_of(question, profile.horizon_years)
    vintage, scenario = _vintage(region, question)
    norms = norms_on(region, question.on)
    wanted = _need(
        counted, vintage, scenario, period, basis, norms, with_shortage=question.with_shortage
    )
    found = plan_capacity(counted, question, profile, period)
    held = found.net if basis == "net" else found.build
    programme = _programme(counted, question, period, basis)
    rows = [
        Row(place.code, place.name, int(wanted[at]), programme[at], *(int(n) for n in held[at]))
        for at, place in enumerate(counted)
    ]
    return Balance(
        question=question,
        region=region,
        profile=profile,
        basis=basis,
        period=period,
        vintage=vintage,
        scenario=scenario,
        rows=rows,
        total=_total(region, rows),
        left_out=[place.name for place in places if place.organisation.fictitious],
        norms=norms,
        sources=_sources(profile, vintage, norms),
        demonstration=region.demonstration,
    )


def asked_places(
    account: Account | None, region: Region, question: Question, today: date
) -> list[Municipality]:
    """Return the municipalities of the question that the account may see totals of.

    Raises:
        ForbiddenError: there is none.
    """
    places = municipalities_of(region, on=question.on)
    if account is not None:
        places = places.filter(
            pk__in=reachable_municipalities(account, "totals.view", on=today).values("pk")
        )
    if question.municipalities:
        places = places.filter(code__in=question.municipalities)
    found = list(places)
    if not found:
        raise ForbiddenError(
            _("U ziet geen totalen van deze gemeenten. Vraag de regiosecretaris.")
        )
    return found


def _vintage(region: Region, question: Question) -> tuple[Any, str]:
    if question.vintage:
        return vintage_named(question.vintage), question.scenario
    reference = reference_of(region, on=question.on, known_on=question.known_on)
    return reference.vintage, question.scenario or reference.scenario


def _need(
    places: Sequence[Municipality],
    vintage: Any,
    scenario: str,
    period: tuple[int, int],
    basis: str,
    norms: Mapping[str, Norm],
    *,
    with_shortage: bool,
) -> NDArray[np.int64]:
    ids = [place.pk for place in places]
    start, end = (
        stock(
            vintage=vintage,
            scenario=scenario,
            measure=Measure.HOUSEHOLDS,
            municipality_ids=ids,
            year=year,
        )
        for year in period
    )
    shortage = np.zeros(len(ids))
    if with_shortage:
        year = (period[0], period[0] + 1)
        shortage = flow(
            vintage=vintage,
            scenario=scenario,
            measure=Measure.INITIAL_SHORTAGE,
            municipality_ids=ids,
            years=year,
        )
    withdrawals = flow(
        vintage=vintage,
        scenario=scenario,
        measure=Measure.WITHDRAWN_DWELLINGS,
        municipality_ids=ids,
        years=period,
    )
    vacancy = norms.get("vacancy_share")
    found = need(
        households_start=start,
        households_end=end,
        vacancy_share=float(vacancy.value) if vacancy else 0.0,
        shortage=shortage,
        withdrawals=withdrawals,
    )
    return whole(found.net if basis == "net" else found.gross)


def plan_capacity(
    places: Sequence[Municipality],
    question: Question,
    profile: DefinitionProfile,
    period: tuple[int, int],
) -> Capacity:
    """Return what the plans of these municipalities deliver in a period.

    By class of the profile.
    """
    arrays = capacity_arrays(
        [place.pk for place in places], on=question.on, known_on=question.known_on
    )
    return capacity(
        municipality=arrays.municipality,
        group=groups_of(profile)[arrays.status],
        demolition=arrays.demolition,
        from_year=arrays.from_year,
        before_year=arrays.before_year,
        dwellings=arrays.dwellings,
        shape=(len(places), len(GROUPS)),
        horizon=period,
        count_unphased=profile.unphased == UnphasedRule.COUNT,
    )


def groups_of(profile: DefinitionProfile) -> NDArray[np.int64]:
    """Return the class of each planning status, as a position in `GROUPS`; -1 is left out."""
    classes = classes_of(profile)
    positions = {str(group): at for at, group in enumerate(GROUPS)}
    return np.array([positions.get(classes.get(code, "unknown"), -1) for code in STATUSES])


def _programme(
    places: Sequence[Municipality], question: Question, period: tuple[int, int], basis: str
) -> list[int | None]:
    """Return the adopted number of exactly this period and basis; None where there is none."""
    arrays = programme_arrays(
        [place.pk for place in places], on=question.on, known_on=question.known_on
    )
    same = (
        (arrays.from_year == period[0])
        & (arrays.before_year == period[1])
        & (arrays.net == (basis == "net"))
    )
    found: list[int | None] = [None] * len(places)
    for at in np.flatnonzero(same):
        found[int(arrays.municipality[at])] = int(arrays.dwellings[at])
    return found


def _total(region: Region, rows: Sequence[Row]) -> Row:
    programmes = [row.programme for row in rows]
    decided = [number for number in programmes if number is not None]
    return Row(
        code="",
        name=str(region),
        need=sum(row.need for row in rows),
        # A total of some municipalities would look like the programme of all.
        programme=sum(decided) if rows and len(decided) == len(rows) else None,
        hard=sum(row.hard for row in rows),
        soft=sum(row.soft for row in rows),
        unknown=sum(row.unknown for row in rows),
    )


def _sources(profile: DefinitionProfile, vintage: Any, norms: Mapping[str, Norm]) -> list[Source]:
    found = [
        profile.source,
        vintage.source,
        *(norm.source for norm in norms.values() if norm.unit == "share"),
    ]
    return list({source.pk: source for source in found}.values())
