"""What is asked of a balance; every answer carries its question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from woonregie.subjects.balance.errors import PeriodError

LONGEST_YEARS = 30


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks.

    Args:
        on: reference date of plans, programme and norms.
        known_on: as known at this moment; None is now.
        profile: name of a definition profile.
        vintage: key of a forecast vintage; empty is the region's reference.
        scenario: scenario of the vintage; empty is that of the reference, or the only one.
        period: first year, and first year after; None is the profile's horizon from `on`.
        basis: "net", "gross", or empty for that of the profile.
        with_shortage: also make up for the initial shortage.
        municipalities: CBS codes; empty is the whole region.
    """

    on: date
    known_on: datetime | None = None
    profile: str = "legal-hard"
    vintage: str = ""
    scenario: str = ""
    period: tuple[int, int] | None = None
    basis: str = ""
    with_shortage: bool = False
    municipalities: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that one must know to read the answer: a code for programs, words for people."""

    code: str
    text: str


def period_of(question: Question, horizon_years: int) -> tuple[int, int]:
    """Return the period that is asked: by default the horizon that begins in the year of the day.

    Raises:
        PeriodError: it ends before it begins, or is longer than thirty years.
    """
    start, end = question.period or (question.on.year, question.on.year + horizon_years)
    if not 0 < end - start <= LONGEST_YEARS:
        raise PeriodError(
            _(
                "Kies een periode van 1 tot %(longest)s jaar "
                "(gevraagd: %(start)s tot en met %(last)s)."
            )
            % {"longest": LONGEST_YEARS, "start": start, "last": end - 1},
            period=[start, end],
        )
    return start, end


def years_written(period: tuple[int, int]) -> str:
    """Return a period as people write it, its last year included.

    >>> years_written((2026, 2027))
    '2026'
    """
    first, last = period[0], period[1] - 1
    return str(first) if first == last else f"{first}–{last}"


def basis_written(basis: str) -> str:
    """Return "netto" or "bruto"."""
    return _("netto") if basis == "net" else _("bruto")
