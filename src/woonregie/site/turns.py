"""What stands on the home page: three sentences, whose turn it is, what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.accounts.permissions import memberships_on
from woonregie.foundation.norms.models import Norm
from woonregie.foundation.norms.queries import deadlines_of
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.region.access import permitted
from woonregie.foundation.region.models import Region
from woonregie.site.changes import Change, changes_for
from woonregie.subjects.balance.queries import Balance, Question, Row, balance
from woonregie.subjects.balance.queries.statement import percent
from woonregie.subjects.plans.queries import (
    COUNTED_LISTS,
    audiences_to_review,
    open_imports,
    plans_to_mend,
    proposals_to_judge,
    visible_imports,
)

PROGRAMME = "programme"
"""Format of a delivery that holds adopted numbers instead of plans."""
WAITS = "previewed"
"""State of a delivery that somebody has looked at and not yet applied."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that waits for this reader, or for somebody else."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Home:
    """The home page of one reader in one region."""

    sentences: Sequence[str]
    turns: Sequence[Turn]
    others: Sequence[Turn]
    deadlines: Sequence[Norm]
    changes: Sequence[Change]
    reading: Turn
    derived: bool


def home_of(account: Account, region: Region, *, today: date) -> Home:
    """Return what this reader should know first."""
    turns = [*_deliveries(account, region, today), *_plans(account, region, today)]
    deadlines = deadlines_of(region, today=today)
    state, derived = _state_sentence(account, region, today)
    return Home(
        sentences=[_turn_sentence(len(turns)), state, _deadline_sentence(deadlines)],
        derived=derived,
        turns=turns,
        others=_others(account, region, today),
        deadlines=deadlines,
        changes=changes_for(account, region, today=today),
        reading=_reading(account, region, today),
    )


# ------------------------------------------------------------------ turns
def _deliveries(account: Account, region: Region, today: date) -> list[Turn]:
    if not permitted(account, "plans.import", region, on=today):
        return []
    return [
        Turn(
            _to_do(delivery) % {"day": _written(delivery.created_at.date())},
            _delivery_address(region, delivery),
        )
        for delivery in open_imports(account=account, region=region, today=today)
    ]


def _to_do(delivery: Any) -> str:
    if delivery.waits_for_columns:
        return _("Vertel hoe wij de lijst van %(day)s lezen.")
    if delivery.open_questions:
        return _("Beantwoord de vragen bij de aanlevering van %(day)s.")
    return _("Bekijk de aanlevering van %(day)s en verwerk haar.")


def _delivery_address(region: Region, delivery: Any) -> str:
    """Return where a delivery is looked at: lists of numbers have pages of their own."""
    if delivery.waits_for_columns:
        return reverse("plans:import_columns", args=[region.slug, delivery.pk])
    page = "plans:programme_import" if delivery.format_name == PROGRAMME else "plans:import"
    if delivery.format_name in COUNTED_LISTS:
        page = "plans:realised_import"
    return reverse(page, args=[region.slug, delivery.pk])


def _plans(account: Account, region: Region, today: date) -> list[Turn]:
    if not permitted(account, "plans.edit", region, on=today):
        return []
    address, turns = reverse("plans:list", args=[region.slug]), []
    mend = plans_to_mend(account=account, region=region, on=today)
    if count := mend.get("unphased"):
        text = ngettext(
            "%(count)s plan heeft nog geen jaar van oplevering.",
            "%(count)s plannen hebben nog geen jaar van oplevering.",
            count,
        )
        turns.append(Turn(text % {"count": count}, f"{address}?gebrek=zonder-jaar"))
    if count := mend.get("status"):
        text = ngettext(
            "%(count)s plan heeft een onbekende status.",
            "%(count)s plannen hebben een onbekende status.",
            count,
        )
        turns.append(Turn(text % {"count": count}, f"{address}?status=unknown"))
    if count := proposals_to_judge(account=account, region=region, today=today):
        text = ngettext(
            "%(count)s voorstel voor een boeking wacht op uw oordeel.",
            "%(count)s voorstellen voor een boeking wachten op uw oordeel.",
            count,
        )
        page = reverse("plans:realisation", args=[region.slug])
        turns.append(Turn(text % {"count": count}, page))
    return [*turns, *_audiences(account, region, today)]


def _audiences(account: Account, region: Region, today: date) -> list[Turn]:
    """Return that restrictions have come to the day on which somebody would look again."""
    if not permitted(account, "audiences.edit", region, on=today):
        return []
    count = audiences_to_review(account, region, today=today).count()
    if not count:
        return []
    text = ngettext(
        "Van %(count)s afscherming zou u nu opnieuw bekijken of zij nog nodig is.",
        "Van %(count)s afschermingen zou u nu opnieuw bekijken of zij nog nodig zijn.",
        count,
    )
    page = reverse("plans:restricted", args=[region.slug])
    return [Turn(text % {"count": count}, page)]


def _others(account: Account, region: Region, today: date) -> list[Turn]:
    """Return deliveries that wait for somebody else, as far as this reader may see them."""
    if not permitted(account, "plans.import", region, on=today):
        return []
    waiting = visible_imports(account=account, region=region, today=today).filter(state=WAITS)
    return [
        Turn(
            _("%(where)s: aanlevering van %(day)s wacht op verwerking.")
            % {
                "where": delivery.municipality or region,
                "day": _written(delivery.created_at.date()),
            },
            _delivery_address(region, delivery),
        )
        for delivery in waiting.exclude(created_by=account).order_by("created_at")[:10]
    ]


def _reading(account: Account, region: Region, today: date) -> Turn:
    """Return what somebody may read who has no turn."""
    if permitted(account, "totals.view", region, on=today):
        return Turn(
            _("Lees hoe het ervoor staat"), reverse("balance:statement", args=[region.slug])
        )
    return Turn(_("Lees wat deze regio is"), reverse("region:about", args=[region.slug]))


# ------------------------------------------------------------------ sentences
def _turn_sentence(count: int) -> str:
    if not count:
        return _("U bent nu niet aan zet.")
    return ngettext(
        "U bent aan zet bij %(count)s punt.", "U bent aan zet bij %(count)s punten.", count
    ) % {"count": count}


def _state_sentence(account: Account, region: Region, today: date) -> tuple[str, bool]:
    """Return how it stands, and whether that rests on a derived forecast.

    With the reader's own municipality, else with the region.
    """
    if not permitted(account, "totals.view", region, on=today):
        return _("Bij Regio leest u welke gemeenten en partijen meedoen."), False
    try:
        found = balance(account=account, region=region, question=Question(on=today), today=today)
    except RefusedError:
        return (
            _("Er is nog geen balans: daarvoor is een prognose nodig die de regio koos."),
            False,
        )
    row = _own_row(account, region, found, today)
    if row.hard_share is None:
        text = _("%(name)s heeft in deze periode geen behoefte om plannen aan te meten.")
        return text % {"name": row.name}, found.vintage.derived
    text = _("%(name)s: harde plannen dekken %(hard)s %% van de behoefte.")
    return text % {"name": row.name, "hard": percent(row.hard_share)}, found.vintage.derived


def _own_row(account: Account, region: Region, found: Balance, today: date) -> Row:
    own = {membership.organisation_id for membership in memberships_on(account, today)}
    members = region.members.filter(organisation__in=own, organisation__municipality__isnull=False)
    codes = members.values_list("organisation__municipality__code", flat=True)
    rows = [row for row in map(found.row, codes) if row is not None]
    return rows[0] if len(rows) == 1 else found.total


def _deadline_sentence(deadlines: Sequence[Norm]) -> str:
    if not deadlines:
        return _("De komende 60 dagen loopt er geen termijn af.")
    first = deadlines[0]
    return _("De eerste termijn is %(day)s: %(label)s.") % {
        "day": _written(first.starts_on),
        "label": first.label,
    }


def _written(day: date) -> str:
    return date_format(day, "j F Y")
