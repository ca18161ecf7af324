"""Who takes part in a meeting."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Exists, OuterRef, Q

from woonregie.foundation.accounts.models import Account, Membership, Organisation, Role
from woonregie.foundation.accounts.permissions import PERMISSIONS
from woonregie.foundation.meetings.models import Meeting, MeetingKind
from woonregie.foundation.meetings.permissions import SPEAK

_EVERYBODY = frozenset(PERMISSIONS[SPEAK])
_OFFICIAL = _EVERYBODY - {Role.EXECUTIVE}
# An executive meeting is of executives, with who speaks for parties that have none here.
_EXECUTIVE = _EVERYBODY - {Role.OFFICIAL}
INVITED: Mapping[str, frozenset[str]] = {
    MeetingKind.EXECUTIVE: _EXECUTIVE,
    MeetingKind.OFFICIAL: _OFFICIAL,
    MeetingKind.THEME: _OFFICIAL,
    MeetingKind.PARTIES: _EVERYBODY,
}
"""Kind of meeting -> the roles at its parties that are invited."""


def invited_to(
    meeting: Meeting, *, on: date, parties: Collection[Organisation] | None = None
) -> list[Account]:
    """Return who is invited: by role at its parties on a day, and the chair.

    Args:
        meeting: the meeting.
        on: the day on which the role must hold.
        parties: of these parties only, without the chair.
    """
    places = meeting.parties.all() if parties is None else list(parties)
    holds = Q(starts_on__lte=on) & (Q(ends_before__isnull=True) | Q(ends_before__gt=on))
    roles = Membership.objects.filter(
        holds,
        account=OuterRef("pk"),
        organisation__in=places,
        role__in=INVITED[meeting.kind],
    )
    wanted = Q(Exists(roles))
    if parties is None and meeting.chair_id is not None:
        wanted |= Q(pk=meeting.chair_id)
    return list(Account.objects.filter(wanted, is_active=True).order_by("display_name", "pk"))
