"""What this room makes of outcomes itself: decisions, actions, commitments and proposals."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.accounts.permissions import memberships_on
from woonregie.foundation.commitments.models import CommitmentReach
from woonregie.foundation.commitments.services import Wanted, make_commitment
from woonregie.foundation.consents.models import Readers
from woonregie.foundation.consents.permissions import RECORD
from woonregie.foundation.consents.services import record_decision
from woonregie.foundation.documents.models import OpKind, Work
from woonregie.foundation.documents.permissions import PROPOSE, speaks_for
from woonregie.foundation.documents.queries import latest, tree_of
from woonregie.foundation.documents.services import propose
from woonregie.foundation.documents.values import Change
from woonregie.foundation.meetings.errors import MeetingError
from woonregie.foundation.meetings.models import ActionItem, Reach
from woonregie.foundation.meetings.permissions import through
from woonregie.foundation.meetings.registry import Said
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.people import organisations_in
from woonregie.foundation.search.pointing import Pointer

DECISIONS, ACTIONS, COMMITMENTS, WORKS = "besluiten", "acties", "afspraken", "documenten"
"""Kinds of search that outcomes point to."""
LONGEST_TITLE = 250
LONGEST_ACTION = 500
LONGEST_COMMITMENT = 200


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


def promise(said: Said) -> Pointer | None:
    """Record what one party promised the others, from the day of the meeting on.

    Raises:
        MeetingError: no debtor of this meeting, nobody to whom it is promised, a text without a
            title, or a writer who may not promise for that party.
        CommitmentError: days that cannot be.
    """
    debtor, hardness = said.fields.get("debtor"), said.fields.get("hardness")
    meeting = said.item.meeting
    parties = list(meeting.parties.order_by("name"))
    if debtor not in parties or not hardness:
        raise MeetingError(_("Kies wie dit belooft, en hoe hard dat is."))
    working = organisations_in([meeting.region_id], on=localdate(said.at)).values_list(
        "pk", flat=True
    )
    others = [one for one in parties if one != debtor and one.pk in set(working)]
    if not others:
        raise MeetingError(_("Een afspraak heeft een partij aan wie iets wordt beloofd."))
    title = said.text.partition("\n")[0]
    if len(title) > LONGEST_COMMITMENT:
        raise MeetingError(
            _("De eerste regel is de titel: hoogstens %(most)s tekens. Zet de rest eronder.")
            % {"most": LONGEST_COMMITMENT}
        )
    began = localdate(meeting.starts_at or said.at)
    wide = meeting.reach == Reach.REGION
    wanted = Wanted(
        debtor=debtor,
        creditors=others,
        title=title,
        text=said.text,
        hardness=hardness,
        reach=CommitmentReach.REGION if wide else CommitmentReach.PARTIES,
        starts_on=began,
        ends_before=said.fields.get("ends_before"),
        theme=meeting.theme,
        invented=said.invented,
    )
    try:
        made = make_commitment(by=said.by, at=said.at, region=meeting.region, wanted=wanted)
    except ForbiddenError as error:
        raise MeetingError(
            _(
                "U belooft niets namens %(who)s. Vraag de regiosecretaris, of schrijf het bij de "
                "aantekeningen; %(who)s legt de afspraak dan zelf vast."
            )
            % {"who": debtor.name},
            organisation=debtor.slug,
        ) from error
    return COMMITMENTS, made.pk


def ask_to_change(said: Said) -> Pointer | None:
    """Propose the text as a new clause at the end of a document.

    Raises:
        MeetingError: no document, or one to which the writer may not propose.
        ProposalError: a text that is too long.
    """
    work = said.fields.get("work")
    if not isinstance(work, Work):
        raise MeetingError(_("Kies het document waarin dit moet komen."))
    meeting = said.item.meeting
    voices = (
        [meeting.organiser]
        if said.by is None
        else speaks_for(said.by, work, PROPOSE, on=localdate(said.at))
    )
    if not voices:
        raise MeetingError(_("Bij dit document stelt u niets voor. Kies een ander document."))
    organisation = meeting.organiser if meeting.organiser in voices else voices[0]
    top = tree_of(latest(work)).children(None)
    change = Change(OpKind.INSERT, text=said.text, after=top[-1].clause if top else None)
    propose(
        by=said.by,
        at=said.at,
        work=work,
        organisation=organisation,
        changes=[change],
        motive=said.fields.get("motive", ""),
    )
    return WORKS, work.pk
