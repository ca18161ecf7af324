"""What stands on the home page: three sentences, whose turn it is, what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.accounts.permissions import memberships_on
from woonregie.foundation.notices.queries import deadlines_for, turns_for
from woonregie.foundation.notices.registry import Deadline, Turn
from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.region.access import permitted
from woonregie.foundation.region.models import Region
from woonregie.site.changes import Change, changes_for
from woonregie.subjects.balance.queries import Balance, Question, Row, balance
from woonregie.subjects.balance.queries.statement import percent

MOST_OTHERS = 10
"""So many turns of others are shown at most."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A page for whoever has no turn."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Home:
    """The home page of one reader in one region."""

    sentences: Sequence[str]
    turns: Sequence[Turn]
    others: Sequence[Turn]
    deadlines: Sequence[Deadline]
    changes: Sequence[Change]
    reading: Reading
    derived: bool


def home_of(account: Account, region: Region, *, today: date) -> Home:
    """Return what this reader should know first."""
    turns = turns_for(account, region.organisation_id, today=today)
    deadlines = deadlines_for(account, region.organisation_id, today=today)
    state, derived = _state_sentence(account, region, today)
    if risks := turns.at_risk:
        state, derived = _risk_sentence(risks), False
    return Home(
        sentences=[_turn_sentence(len(turns.mine)), state, _deadline_sentence(deadlines)],
        derived=derived,
        turns=turns.mine,
        others=turns.others[:MOST_OTHERS],
        deadlines=deadlines,
        changes=changes_for(account, region, today=today),
        reading=_reading(account, region, today),
    )


def _reading(account: Account, region: Region, today: date) -> Reading:
    """Return what somebody may read who has no turn."""
    if permitted(account, "totals.view", region, on=today):
        return Reading(
            _("Lees hoe het ervoor staat"), reverse("balance:statement", args=[region.slug])
        )
    return Reading(_("Lees wat deze regio is"), reverse("region:about", args=[region.slug]))


# ------------------------------------------------------------------ sentences
def _turn_sentence(count: int) -> str:
    if not count:
        return _("U bent nu niet aan zet.")
    return ngettext(
        "U bent aan zet bij %(count)s punt.", "U bent aan zet bij %(count)s punten.", count
    ) % {"count": count}


def _risk_sentence(risks: Sequence[Turn]) -> str:
    """Return what goes wrong elsewhere when nobody does anything, the most pressing by name."""
    return ngettext(
        "Er loopt %(count)s punt risico: %(first)s",
        "Er lopen %(count)s punten risico. Eerst: %(first)s",
        len(risks),
    ) % {"count": len(risks), "first": risks[0].text}


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


def _deadline_sentence(deadlines: Sequence[Deadline]) -> str:
    if not deadlines:
        return _("De komende 60 dagen loopt er geen termijn af.")
    first = deadlines[0]
    return _("De eerste termijn is %(day)s: %(label)s.") % {
        "day": date_format(first.on, "j F Y"),
        "label": first.text,
    }
