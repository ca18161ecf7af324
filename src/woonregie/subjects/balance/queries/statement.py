"""What the statement says: sentences, figures and sources of one municipality or the region."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.pages.charts import written
from woonregie.foundation.region.models import (
    CountedMeasure,
    Municipality,
    PublicFact,
    Region,
)
from woonregie.foundation.sources.models import Source
from woonregie.subjects.balance.errors import NotInTotalsError
from woonregie.subjects.balance.queries.asking import Question, basis_written, years_written
from woonregie.subjects.balance.queries.balance import Balance, Row, balance
from woonregie.subjects.plans.queries.origins import sources_of_totals


@dataclass(frozen=True, slots=True)
class Statement:
    """The content of "Hoe het ervoor staat", the same on the page, in the PDF and in the sheet.

    Args:
        title: whose statement it is.
        balance: the balance that it tells.
        row: the municipality, or the region.
        sentences: what it comes down to.
        facts: public figures beside it.
        remarks: what one must know to read it.
        sources: everything that the figures come from and that has a name.
        delivered: how many lists of municipalities there are besides.
    """

    title: str
    balance: Balance
    row: Row
    sentences: Sequence[str]
    facts: Sequence[PublicFact]
    remarks: Sequence[str]
    sources: Sequence[Source]
    delivered: int

    @property
    def rows(self) -> Sequence[Row]:
        """The rows of its table: one municipality, or all of the region."""
        return [self.row] if self.row.code else self.balance.rows

    @property
    def rows_with_total(self) -> Sequence[Row]:
        """The same, with the region below its municipalities."""
        return [self.row] if self.row.code else [*self.balance.rows, self.row]

    def source_lines(self) -> list[str]:
        """Return the sources as lines of text."""
        lines = [
            f"{source.publisher}: {source.title}"
            + (f", {date_format(source.dated_on, 'j F Y')}" if source.dated_on else "")
            + f" ({source.get_certainty_display()})"
            for source in self.sources
        ]
        if self.delivered:
            lines.append(
                ngettext(
                    "%(count)s aangeleverde lijst met plannen of programma's",
                    "%(count)s aangeleverde lijsten met plannen of programma's",
                    self.delivered,
                )
                % {"count": self.delivered}
            )
        return lines


def statement(
    *, account: Account | None, region: Region, question: Question, today: date, code: str = ""
) -> Statement:
    """Return the statement of a municipality, or of the region when no code is given.

    Raises:
        ForbiddenError, BalanceError: as `balance`.
        NotInTotalsError: a municipality that no total counts, or of another region.
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
    # What is said of years, shortages and programmes is said of this municipality alone.
    own = found
    if code:
        question = replace(question, municipalities=(code,))
        own = balance(account=account, region=region, question=question, today=today)
    facts = _facts(region, code)
    codes = [code] if code else [one.code for one in found.rows]
    named, delivered = sources_of_totals(
        list(Municipality.objects.filter(code__in=codes).values_list("pk", flat=True)),
        on=question.on,
        known_on=question.known_on,
        without=found.without,
    )
    sources = [*found.sources, *named, *(fact.source for fact in facts)]
    return Statement(
        title=_("Hoe het ervoor staat: %(name)s") % {"name": row.name},
        balance=found,
        row=row,
        sentences=_sentences(found, row),
        facts=facts,
        remarks=_remarks(found, own),
        sources=list({source.pk: source for source in sources}.values()),
        delivered=delivered,
    )


def _sentences(found: Balance, row: Row) -> list[str]:
    sentences = [
        _need_sentence(found, row),
        _("Harde plannen zijn er voor %(hard)s woningen, zachte voor %(soft)s.")
        % {"hard": written(row.hard), "soft": written(row.soft)},
    ]
    if row.unknown:
        sentences.append(
            _("Van %(unknown)s woningen is de status van het plan niet bekend.")
            % {"unknown": written(row.unknown)}
        )
    if row.hard_share is None:
        sentences.append(_("Er is in deze periode geen behoefte om de plannen aan te meten."))
    else:
        sentences.append(
            _("Harde plannen dekken %(hard)s %% van de behoefte, alle plannen samen %(total)s %%.")
            % {"hard": percent(row.hard_share), "total": percent(row.total_share or 0)}
        )
    if row.programme is not None:
        sentences.append(
            _("Het vastgestelde programma telt %(programme)s woningen.")
            % {"programme": written(row.programme)}
        )
    return sentences


def _need_sentence(found: Balance, row: Row) -> str:
    said = {
        "name": row.name,
        "period": years_written(found.period),
        "need": written(abs(row.need)),
        "basis": basis_written(found.basis),
    }
    if row.need < 0:
        return _("%(name)s heeft in %(period)s %(need)s woningen minder nodig (%(basis)s).") % said
    if row.need == 0:
        return _("%(name)s heeft in %(period)s geen extra woningen nodig (%(basis)s).") % said
    return _("%(name)s heeft in %(period)s %(need)s woningen nodig (%(basis)s).") % said


def percent(share: float) -> str:
    """Return a share as a whole percentage, half up, as every page, file and chart writes it."""
    return written(100 * share)


def _remarks(found: Balance, own: Balance) -> list[str]:
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
    scenario = (
        _(", scenario %(scenario)s") % {"scenario": found.scenario} if found.scenario else ""
    )
    remarks.append(
        _("Behoefte: %(title)s%(scenario)s.")
        % {"title": found.vintage.title, "scenario": scenario}
    )
    if found.vintage.derived:
        remarks.append(
            _(
                "De prognose is een afgeleid voorbeeld. Trek er "
                "geen conclusies uit over een echte gemeente."
            )
        )
    remarks += [item.text for item in own.remarks]
    remarks += [item.text for item in own.not_comparable]
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
        # What is counted every year stands beside what was booked, on the page of realisation.
        .exclude(measure__in=CountedMeasure.values)
        .select_related("source")
        .order_by("measure", "starts_on")
    )
