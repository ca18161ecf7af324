"""What this room makes of outcomes itself: decisions and actions."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.accounts.permissions import memberships_on
from woonregie.foundation.consents.models import Readers
from woonregie.foundation.consents.permissions import RECORD
from woonregie.foundation.consents.services import record_decision
from woonregie.foundation.meetings.errors import MeetingError
from woonregie.foundation.meetings.models import ActionItem, Reach
from woonregie.foundation.meetings.permissions import through
from woonregie.foundation.meetings.registry import Said
from woonregie.foundation.search.pointing import Pointer

DECISIONS, ACTIONS = "besluiten", "acties"
"""Kinds of search that outcomes point to."""
LONGEST_TITLE = 250
LONGEST_ACTION = 500


def decide(said: Said) -> Pointer | None:
    """Record what was decided, as a decision of who organises the meeting, on its day.

    A decision is of the region when the region organises the meeting, and only then.

    Raises:
        MeetingError: a meeting without a date, a text that is too long, or a writer who records
            no decisions for who organises it.
    """
    meeting = said.item.meeting
    if meeting.starts_at is None:
        raise MeetingError(_("Kies eerst een datum; daarna legt u uitkomsten vast."))
    if len(said.text) > LONGEST_TITLE:
        raise MeetingError(
            _("Een besluit is hoogstens %(most)s tekens lang. Zet de rest bij de aantekeningen.")
            % {"most": LONGEST_TITLE}
        )
    organiser = meeting.organiser
    if said.by is not None and organiser.pk not in through(
        said.by, meeting.region, RECORD, on=localdate(said.at)
    ):
        raise MeetingError(
            _(
                "Een besluit van deze vergadering is een besluit van %(who)s, en namens die "
                "organisatie legt u geen besluiten vast. Vraag iemand die dat wel mag, of schrijf "
                "het bij de aantekeningen."
            )
            % {"who": organiser.name},
            organisation=organiser.slug,
        )
    decision = record_decision(
        by=said.by,
        at=said.at,
        organisation=organiser,
        body=meeting.title[:120],
        title=said.text,
        decided_on=localdate(meeting.starts_at),
        read_by=Readers.REGION if meeting.reach == Reach.REGION else Readers.PARTIES,
        invented=said.invented,
    )
    return DECISIONS, decision.pk


def act(said: Said) -> Pointer | None:
    """Record what somebody will do, by when, for an organisation that takes part.

    Raises:
        MeetingError: no owner, one who does not work there, a day before the meeting.
    """
    owner, organisation, due_on = (
        said.fields.get(name) for name in ("owner", "organisation", "due_on")
    )
    meeting, today = said.item.meeting, localdate(said.at)
    if not isinstance(owner, Account) or not isinstance(organisation, Organisation):
        raise MeetingError(_("Kies wie het doet, en namens welke partij."))
    if due_on is None or due_on < (localdate(meeting.starts_at) if meeting.starts_at else today):
        raise MeetingError(_("Kies een dag na de vergadering waarop het klaar is."))
    works_at = {item.organisation_id for item in memberships_on(owner, today)}
    if organisation.pk not in works_at:
        raise MeetingError(
            _("%(who)s werkt niet bij %(party)s. Kies iemand die daar werkt.")
            % {"who": owner.display_name, "party": organisation.name}
        )
    if len(said.text) > LONGEST_ACTION:
        raise MeetingError(
            _("Een actiepunt is hoogstens %(most)s tekens lang.") % {"most": LONGEST_ACTION}
        )
    action = ActionItem.objects.create(
        region=meeting.region,
        item=said.item,
        text=said.text,
        owner=owner,
        organisation=organisation,
        due_on=due_on,
        recorded_at=said.at,
        invented=said.invented,
    )
    return ACTIONS, action.pk
