"""The balance: need, programme and capacity per municipality, and together.

Net meets net and gross meets gross, over one period. A programme of another period or another
basis is not mixed in: its place stays empty, and the balance says why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.norms.models import DefinitionProfile, Norm, UnphasedRule
from woonregie.foundation.pages.charts import written
from woonregie.foundation.region.models import Region
from woonregie.foundation.sources.models import Source
from woonregie.subjects.balance.queries.asking import Question, Remark
from woonregie.subjects.balance.queries.capacities import Held
from woonregie.subjects.balance.queries.counting import Counting, counting_of
from woonregie.subjects.balance.queries.needs import Needs, needs_of
from woonregie.subjects.balance.queries.programmes import NotComparable, programmes_of
from woonregie.subjects.balance.queries.terms import Terms, terms_of
from woonregie.subjects.forecast.queries import ForecastVintage


@dataclass(frozen=True, slots=True)
class Row:
    """One municipality, or the region; whole dwellings, None where nothing was decided.

    `agreed_still_hard` is the part of `hard` that is agreed to be written down and still counts.
    """

    code: str
    name: str
    need: int
    programme: int | None
    hard: int
    soft: int
    unknown: int
    agreed_still_hard: int = 0

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
    """The answer, with everything that one must know to read it.

    `without` are plans that are kept from who asked; it is for other queries, never shown.
    """

    question: Question
    region: Region
    profile: DefinitionProfile
    basis: str
    period: tuple[int, int]
    vintage: ForecastVintage
    scenario: str
    rows: Sequence[Row]
    total: Row
    left_out: Sequence[str]
    norms: Mapping[str, Norm]
    sources: Sequence[Source]
    remarks: Sequence[Remark]
    not_comparable: Sequence[NotComparable]
    demonstration: bool
    without: frozenset[UUID] = frozenset()

    def row(self, code: str) -> Row | None:
        """Return the row of a municipality."""
        return next((row for row in self.rows if row.code == code), None)

    @property
    def last_year(self) -> int:
        """The last year that counts; `period` names the first year after it."""
        return self.period[1] - 1

    def as_json(self) -> dict[str, Any]:
        """Return the balance in the form that other programs rely on, in dwellings.

        `period` is [first year, first year after]: the end does not count itself.
        """
        total = _as_json(self.total)
        found = {
            "region": self.region.slug,
            "reference_date": self.question.on.isoformat(),
            "known_on": self.question.known_on.isoformat() if self.question.known_on else None,
            "profile": self.profile.name,
            "profile_version": self.profile.version,
            "basis": self.basis,
            "period": list(self.period),
            "last_year": self.last_year,
            "vintage": self.vintage.slug,
            "scenario": self.scenario,
            "municipalities": [_as_json(row) for row in self.rows],
            "total": {key: total[key] for key in total if key not in {"code", "name"}},
            "left_out": list(self.left_out),
            "derived_forecast": self.vintage.derived,
            "remarks": [{"code": item.code, "text": item.text} for item in self.remarks],
            "programmes_not_comparable": [
                {
                    "period": list(item.period),
                    "basis": item.basis,
                    "municipalities": list(item.municipalities),
                    "text": item.text,
                }
                for item in self.not_comparable
            ],
        }
        if self.demonstration:
            found["note"] = "voorbeeldgegevens"
        return found


def _as_json(row: Row) -> dict[str, Any]:
    names = ("code", "name", "need", "programme", "hard", "soft", "unknown", "total")
    return {name: getattr(row, name) for name in (*names, "agreed_still_hard")}


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
        RefusedError: what is asked is not there: profile, forecast, year, period, municipality.
    """
    terms = terms_of(account, region, question, today)
    counting = counting_of(terms, region)
    held = counting.held
    wanted = needs_of(terms, held.planned_demolition)
    programmes = programmes_of(terms)
    columns = (wanted.dwellings, programmes.dwellings, held.on(terms.basis), held.agreed)
    rows = [
        Row(
            code=place.code,
            name=place.name,
            need=int(need),
            programme=programme,
            hard=int(hard),
            soft=int(soft),
            unknown=int(unknown),
            agreed_still_hard=int(agreed),
        )
        for place, need, programme, (hard, soft, unknown), agreed in zip(
            terms.places, *columns, strict=True
        )
    ]
    return Balance(
        question=question,
        region=region,
        profile=terms.profile,
        basis=terms.basis,
        period=terms.period,
        vintage=terms.vintage,
        scenario=terms.scenario,
        rows=rows,
        total=_total(region, rows, counting, wanted, terms.basis),
        left_out=terms.left_out,
        norms=terms.norms,
        sources=_sources(terms),
        remarks=[
            *wanted.remarks,
            *_of_capacity(terms, held),
            *counting.remarks,
            *programmes.remarks,
            *_norms(terms),
        ],
        not_comparable=programmes.refused,
        demonstration=region.demonstration,
        without=terms.without,
    )


def _total(
    region: Region, rows: Sequence[Row], counting: Counting, wanted: Needs, basis: str
) -> Row:
    classes = [
        sum(column) for column in zip(*((r.hard, r.soft, r.unknown) for r in rows), strict=True)
    ]
    if counting.total is not None:
        found = counting.total.net if basis == "net" else counting.total.build
        classes = found[0].tolist()
    hard, soft, unknown = classes
    decided = [row.programme for row in rows if row.programme is not None]
    return Row(
        code="",
        name=str(region),
        need=sum(row.need for row in rows)
        + counting.demolished_besides * wanted.replaces_demolition,
        # A total of some municipalities would look like the programme of all.
        programme=sum(decided) if len(decided) == len(rows) else None,
        hard=hard,
        soft=soft,
        unknown=unknown,
        agreed_still_hard=sum(row.agreed_still_hard for row in rows),
    )


def _of_capacity(terms: Terms, held: Held) -> list[Remark]:
    """Return what a horizon and the rule for homes without a year do to the capacity."""
    remarks = []
    if held.unphased:
        counted = terms.profile.unphased == UnphasedRule.COUNT
        text = (
            ngettext(
                "%(count)s woning heeft geen jaar van oplevering. Zij telt helemaal mee.",
                "%(count)s woningen hebben geen jaar van oplevering. Zij tellen helemaal mee.",
                held.unphased,
            )
            if counted
            else ngettext(
                "%(count)s woning heeft geen jaar van oplevering. Zij telt niet mee.",
                "%(count)s woningen hebben geen jaar van oplevering. Zij tellen niet mee.",
                held.unphased,
            )
        )
        remarks.append(Remark("unphased", text % {"count": written(held.unphased)}))
    if held.outside:
        text = ngettext(
            "%(count)s woning in plannen valt buiten de periode en telt niet mee.",
            "%(count)s woningen in plannen vallen buiten de periode en tellen niet mee.",
            held.outside,
        )
        remarks.append(Remark("outside_period", text % {"count": written(held.outside)}))
    if agreed := int(held.agreed.sum()):
        text = _(
            "Van de harde plannen zijn %(count)s woningen afgesproken af te boeken. Zij tellen "
            "als hard tot de afboeking van kracht is."
        )
        remarks.append(Remark("agreed_still_hard", text % {"count": written(agreed)}))
    return remarks


def _norms(terms: Terms) -> list[Remark]:
    drawn = [key for key, norm in terms.norms.items() if norm.unit == "share"]
    if set(drawn) - {"vacancy_share"}:
        return []
    text = _("Voor deze regio gelden op deze dag geen normen voor plancapaciteit.")
    return [Remark("no_norms", text)]


def _sources(terms: Terms) -> list[Source]:
    found = [
        terms.profile.source,
        terms.vintage.source,
        *(norm.source for norm in terms.norms.values() if norm.unit == "share"),
    ]
    return list({source.pk: source for source in found}.values())
