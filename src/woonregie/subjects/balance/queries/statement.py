"""What the statement says: sentences, figures and sources of one municipality or the region."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.pages.charts import written
from woonregie.foundation.region.models import PublicFact, Region
from woonregie.subjects.balance.errors import NotInTotalsError
from woonregie.subjects.balance.queries.asking import Question
from woonregie.subjects.balance.queries.balance import Balance, Row, balance


@dataclass(frozen=True, slots=True)
class Statement:
    """The content of "Hoe het ervoor staat", the same on the page, in the PDF and in the sheet."""

    title: str
    balance: Balance
    row: Row
    sentences: Sequence[str]
    facts: Sequence[PublicFact]
    remarks: Sequence[str]


def statement(
    *, account: Account | None, region: Region, question: Question, today: date, code: str = ""
) -> Statement:
    """Return the statement of a municipality, or of the region when no code is given.

    Raises:
        ForbiddenError, BalanceError: as `balance`.
    """
    found = balance(account=account, region=region, question=question, today=today)
    row = found.row(code) if code else found.total
    if row is None:
        raise NotInTotalsError(
            _(
                "Deze gemeente telt niet mee in de totalen van de "
                "regio. Zij is verzonnen, of hoort niet bij deze regio."
            ),
            municipality=code,
        )
    return Statement(
        title=_("Hoe het ervoor staat: %(name)s") % {"name": row.name},
        balance=found,
        row=row,
        sentences=_sentences(found, row),
        facts=_facts(region, code),
        remarks=_remarks(found),
    )


def _sentences(found: Balance, row: Row) -> list[str]:
    first, last = found.period[0], found.period[1] - 1
    basis = _("netto") if found.basis == "net" else _("bruto")
    period = {"name": row.name, "first": first, "last": last, "basis": basis}
    sentences = [
        _("%(name)s heeft in %(first)s tot en met %(last)s %(need)s woningen nodig (%(basis)s).")
        % {**period, "need": written(row.need)},
        _("Harde plannen zijn er voor %(hard)s woningen, zachte voor %(soft)s.")
        % {"hard": written(row.hard), "soft": written(row.soft)},
    ]
    if row.hard_share is None:
        sentences.append(_("Er is in deze periode geen behoefte om de plannen aan te meten."))
    else:
        sentences.append(
            _("Harde plannen dekken %(hard)s %% van de behoefte, alle plannen samen %(total)s %%.")
            % {"hard": round(row.hard_share * 100), "total": round((row.total_share or 0) * 100)}
        )
    if row.programme is not None:
        sentences.append(
            _("Het vastgestelde programma telt %(programme)s woningen.")
            % {"programme": written(row.programme)}
        )
    return sentences


def _remarks(found: Balance) -> list[str]:
    remarks = [
        _("Definitie: %(title)s, versie %(version)s. %(explanation)s")
        % {
            "title": found.profile.title,
            "version": found.profile.version,
            "explanation": found.profile.explanation,
        }
    ]
    if found.profile.certainty == "unknown_rule":
        remarks.append(_("De regel achter deze definitie is niet gepubliceerd."))
    if found.vintage.derived:
        remarks.append(
            _(
                "De prognose is een afgeleid voorbeeld. Trek er "
                "geen conclusies uit over een echte gemeente."
            )
        )
    if found.left_out:
        remarks.append(
            _("Niet meegeteld, want verzonnen: %(names)s.") % {"names": ", ".join(found.left_out)}
        )
    if found.demonstration:
        remarks.append(
            _(
                "Voorbeeldgegevens: de plannen zijn verzonnen; hun "
                "totalen per gemeente op 1-1-2021 zijn openbaar."
            )
        )
    return remarks


def _facts(region: Region, code: str) -> list[PublicFact]:
    owners = (
        Organisation.objects.filter(municipality__code=code) if code else [region.organisation]
    )
    return list(
        PublicFact.objects.filter(organisation__in=owners)
        .select_related("source")
        .order_by("measure", "starts_on")
    )
