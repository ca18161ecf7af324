"""Where a party stands on a day, and what that makes of the whole.

An answer that was given stays; what it counts for follows from the day, the reservation and the
thing itself. Silence is never a yes, unless the request says that it is no objection.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from woonregie.foundation.consents.models import Answer, Reply


class Standing(TextChoices):
    """Where a party stands."""

    ASKED = "asked", gettext_lazy("gevraagd")
    AGREED = "agreed", gettext_lazy("akkoord")
    RESERVED = "reserved", gettext_lazy("akkoord onder voorbehoud")
    OBJECTION = "objection", gettext_lazy("bezwaar")
    ABSTENTION = "abstention", gettext_lazy("onthouding")
    NO_ANSWER = "no_answer", gettext_lazy("geen antwoord")
    NO_OBJECTION = "no_objection", gettext_lazy("geen bezwaar, want geen antwoord")
    EXPIRED = "expired", gettext_lazy("verlopen")


YES = frozenset({Standing.AGREED, Standing.NO_OBJECTION})
"""What counts as a yes."""


@dataclass(frozen=True, slots=True)
class Term:
    """Until when an answer is asked, and what no answer means after that.

    Args:
        answer_by: the last day.
        silence_agrees: whether no answer is no objection.
    """

    answer_by: date
    silence_agrees: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """The last answer of a party, as far as it decides where she stands.

    Args:
        reply: what was answered.
        valid_until: the last day on which a yes holds; None is without an end.
        lifted: whether the body agreed to the reservation; None is not yet decided.
    """

    reply: str
    valid_until: date | None = None
    lifted: bool | None = None


def standing_of(term: Term, said: Said | None, *, on: date) -> Standing:
    """Return where a party stands on a day.

    >>> standing_of(Term(date(2026, 12, 1)), None, on=date(2026, 12, 2)).value
    'no_answer'
    """
    if said is None:
        if on <= term.answer_by:
            return Standing.ASKED
        return Standing.NO_OBJECTION if term.silence_agrees else Standing.NO_ANSWER
    if said.reply == Reply.OBJECTION or said.lifted is False:
        return Standing.OBJECTION
    if said.reply == Reply.ABSTENTION:
        return Standing.ABSTENTION
    if said.valid_until is not None and on > said.valid_until:
        return Standing.EXPIRED
    waits = said.reply == Reply.RESERVED and said.lifted is None
    return Standing.RESERVED if waits else Standing.AGREED


@dataclass(frozen=True, slots=True)
class Outcome:
    """What all parties together answered (*uitkomst*).

    Args:
        parties: name of each party with where she stands, in the order of the list.
        changed: whether the thing is another than was asked about; None is not to be told.
        withdrawn: whether the question was taken back.
    """

    parties: Sequence[tuple[str, Standing]]
    changed: bool | None = None
    withdrawn: bool = False

    @property
    def counts(self) -> bool:
        """Whether these answers count for the thing as it is now."""
        return not self.changed and not self.withdrawn

    @property
    def all_agreed(self) -> bool:
        """Whether everybody said yes, to the thing as it is now."""
        return self.counts and bool(self.parties) and all(at in YES for _name, at in self.parties)

    def named(self, *standings: Standing) -> list[str]:
        """Return the parties that stand there."""
        return [name for name, at in self.parties if at in standings]

    @property
    def text(self) -> str:
        """The whole in one sentence or two."""
        if self.withdrawn:
            return _("Ingetrokken: de antwoorden tellen niet meer.")
        if self.changed:
            return _(
                "Het stuk is gewijzigd sinds de vraag: de antwoorden tellen niet voor wat er nu "
                "staat."
            )
        total = len(self.parties)
        yes = len(self.named(*YES))
        if yes == total:
            return ngettext(
                "De ene partij is akkoord.", "Alle %(count)s partijen zijn akkoord.", total
            ) % {"count": total}
        first = _("%(yes)s van de %(total)s partijen akkoord") % {"yes": yes, "total": total}
        rest = [
            told % {"names": ", ".join(named)}
            for told, standings in _told()
            if (named := self.named(*standings))
        ]
        return "; ".join([first, *rest]) + "."


def _told() -> list[tuple[str, tuple[Standing, ...]]]:
    """Return what is said of those who did not say yes."""
    return [
        (_("onder voorbehoud: %(names)s"), (Standing.RESERVED,)),
        (_("bezwaar: %(names)s"), (Standing.OBJECTION,)),
        (_("onthouding: %(names)s"), (Standing.ABSTENTION,)),
        (_("wij wachten op %(names)s"), (Standing.ASKED,)),
        (_("geen antwoord: %(names)s"), (Standing.NO_ANSWER,)),
        (_("verlopen: %(names)s"), (Standing.EXPIRED,)),
    ]


def said_in(answer: Answer | None) -> Said | None:
    """Return of an answer what decides where a party stands."""
    if answer is None:
        return None
    outcome = getattr(answer, "outcome", None)
    return Said(answer.reply, answer.valid_until, outcome.agreed if outcome else None)
