"""On which terms a question is answered: who counts, definition, period, forecast, norms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.norms.models import DefinitionProfile, Norm
from woonregie.foundation.norms.queries import norms_on, profile_named
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import municipalities_of, reachable_ids
from woonregie.subjects.balance.errors import BasisError, NobodyCountsError
from woonregie.subjects.balance.queries.asking import Question, period_of
from woonregie.subjects.forecast.queries import (
    ForecastVintage,
    reference_of,
    require_households,
    scenarios_of,
    vintage_named,
)
from woonregie.subjects.plans.queries import secrets_from

BASES = ("net", "gross")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a question means once defaults are filled in.

    Args:
        question: what was asked.
        places: the municipalities that count.
        left_out: names of fictitious ones, which no total counts.
        profile: what counts as hard.
        period: first year, and first year after.
        basis: "net" or "gross".
        vintage: the forecast that the need comes from.
        scenario: its scenario.
        norms: the norms that hold on the reference date.
        without: plans whose numbers are kept from who asks; nothing live counts them.
    """

    question: Question
    places: Sequence[Municipality]
    left_out: Sequence[str]
    profile: DefinitionProfile
    period: tuple[int, int]
    basis: str
    vintage: ForecastVintage
    scenario: str
    norms: Mapping[str, Norm]
    without: frozenset[UUID]

    @property
    def vacancy_share(self) -> float:
        """The share of dwellings that must be empty; nothing where no norm says so."""
        norm = self.norms.get("vacancy_share")
        return float(norm.value) if norm else 0.0


def terms_of(account: Account | None, region: Region, question: Question, today: date) -> Terms:
    """Return the terms of a question.

    Raises:
        ForbiddenError: the account may not see totals of this region.
        NobodyCountsError: no municipality of the question counts in totals.
        UnknownProfileError, ForecastError, PeriodError, BasisError: what is asked is not there.
    """
    places, left_out = who_counts(account, region, question, today)
    profile = profile_named(question.profile)
    period = period_of(question, profile.horizon_years)
    vintage, scenario = _vintage(region, question)
    return Terms(
        question=question,
        places=places,
        left_out=left_out,
        profile=profile,
        period=period,
        basis=basis_of(question, profile),
        vintage=vintage,
        scenario=scenario,
        norms={
            key: norm
            for key, norm in norms_on(region, question.on).items()
            # Those of published totals say nothing about need or capacity.
            if not key.startswith("totals_")
        },
        without=secrets_from(account, today=today),
    )


def who_counts(
    account: Account | None, region: Region, question: Question, today: date
) -> tuple[list[Municipality], list[str]]:
    """Return the municipalities of which the account may see totals, and who is left out.

    Raises:
        ForbiddenError: there is none that the account may see.
        NobodyCountsError: all of them are fictitious.
    """
    places = municipalities_of(region, on=question.on)
    if question.municipalities:
        places = places.filter(code__in=question.municipalities)
    found = list(places)
    if account is not None:
        reached = reachable_ids(account, "totals.view", on=today)
        found = [place for place in found if place.pk in reached]
    if not found and account is not None:
        raise ForbiddenError(
            _("U ziet geen totalen van deze gemeenten. Vraag de regiosecretaris.")
        )
    counted = [place for place in found if not place.organisation.fictitious]
    left_out = [place.name for place in found if place.organisation.fictitious]
    if not counted:
        raise NobodyCountsError(
            _("Op %(day)s is er in deze regio geen gemeente die meetelt.")
            % {"day": question.on.strftime("%d-%m-%Y")},
            region=region.slug,
            on=question.on.isoformat(),
        )
    return counted, left_out


def basis_of(question: Question, profile: DefinitionProfile) -> str:
    """Return whether is counted net or gross.

    Raises:
        BasisError: the question says neither.
    """
    basis = question.basis or profile.basis
    if basis not in BASES:
        raise BasisError(
            _("Tel netto of bruto (gevraagd: %(basis)s).") % {"basis": basis}, basis=basis
        )
    return basis


def _vintage(region: Region, question: Question) -> tuple[ForecastVintage, str]:
    if question.vintage:
        vintage = vintage_named(question.vintage, known_on=question.known_on)
        scenario = question.scenario or _usual(scenarios_of(vintage))
    else:
        reference = reference_of(region, on=question.on, known_on=question.known_on)
        vintage, scenario = reference.vintage, question.scenario or reference.scenario
    require_households(vintage, scenario)
    return vintage, scenario


def _usual(scenarios: Sequence[str]) -> str:
    """Return the scenario that is meant when none is named: the middle one, or the only one."""
    return "midden" if "midden" in scenarios else next(iter(scenarios), "")
