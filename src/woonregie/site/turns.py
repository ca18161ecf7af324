"""What stands on the home page: three sentences, turns, what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.norms.models import Norm
from woonregie.foundation.norms.queries import deadlines_of
from woonregie.foundation.region.access import permitted
from woonregie.foundation.region.models import Region
from woonregie.site.changes import Change, changes_for
from woonregie.subjects.plans.queries import open_imports, plans_to_mend


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that waits for this reader."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Home:
    """The home page of one reader in one region."""

    sentences: Sequence[str]
    turns: Sequence[Turn]
    deadlines: Sequence[Norm]
    changes: Sequence[Change]


def home_of(account: Account, region: Region, *, today: date) -> Home:
    """Return what this reader should know first."""
    turns = _turns(account, region, today)
    deadlines = deadlines_of(region, today=today)
    return Home(
        sentences=[
            _turn_sentence(len(turns)),
            _risk_sentence(turns),
            _deadline_sentence(deadlines),
        ],
        turns=turns,
        deadlines=deadlines,
        changes=changes_for(account, region, today=today),
    )


def _turns(account: Account, region: Region, today: date) -> list[Turn]:
    turns = []
    if permitted(account, "plans.import", region, on=today):
        for delivery in open_imports(account=account, region=region, today=today):
            text = _("Bekijk de aanlevering van %(day)s en verwerk haar.") % {
                "day": delivery.created_at.strftime("%d-%m-%Y")
            }
            turns.append(Turn(text, reverse("plans:import", args=[region.slug, delivery.pk])))
    for kind, count in (
        plans_to_mend(account=account, region=region, on=today).items()
        if permitted(account, "plans.edit", region, on=today)
        else ()
    ):
        address = reverse("plans:list", args=[region.slug])
        if kind == "unphased":
            text = ngettext(
                "%(count)s plan heeft nog geen jaar van oplevering.",
                "%(count)s plannen hebben nog geen jaar van oplevering.",
                count,
            )
            turns.append(Turn(text % {"count": count}, f"{address}?gebrek=zonder-jaar"))
        else:
            text = ngettext(
                "%(count)s plan heeft een onbekende status.",
                "%(count)s plannen hebben een onbekende status.",
                count,
            )
            turns.append(Turn(text % {"count": count}, f"{address}?status=unknown"))
    return turns


def _turn_sentence(count: int) -> str:
    if not count:
        return _("U bent nu niet aan zet.")
    return ngettext(
        "U bent aan zet bij %(count)s punt.", "U bent aan zet bij %(count)s punten.", count
    ) % {"count": count}


def _risk_sentence(turns: Sequence[Turn]) -> str:
    if turns:
        return _("Plannen zonder jaar of status maken de balans onzeker.")
    return _("Er staat niets open dat de balans onzeker maakt.")


def _deadline_sentence(deadlines: Sequence[Norm]) -> str:
    if not deadlines:
        return _("De komende 60 dagen loopt er geen termijn af.")
    first = deadlines[0]
    return _("De eerste termijn is %(day)s: %(label)s.") % {
        "day": first.starts_on.strftime("%d-%m-%Y"),
        "label": first.label,
    }
