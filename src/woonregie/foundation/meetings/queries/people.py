"""Who takes part in a meeting."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

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
    places = list(meeting.parties.all()) if parties is None else parties
    wanted = _holding(INVITED[meeting.kind], places, on)
    if parties is None and meeting.chair_id is not None:
        wanted |= Q(pk=meeting.chair_id)
    return list(Account.objects.filter(wanted, is_active=True).order_by("display_name", "pk"))


def speakers_at(meeting: Meeting, *, on: date) -> QuerySet[Account]:
    """Return who speaks for a party of a meeting on a day, invited or not, by name."""
    found = Account.objects.filter(_holding(_EVERYBODY, list(meeting.parties.all()), on))
    return found.filter(is_active=True).order_by("display_name", "pk")


def _holding(roles: Collection[str], places: Collection[Organisation], on: date) -> Q:
    holds = Q(starts_on__lte=on) & (Q(ends_before__isnull=True) | Q(ends_before__gt=on))
    return Q(
        Exists(
            Membership.objects.filter(
                holds, account=OuterRef("pk"), organisation__in=places, role__in=roles
            )
        )
    )
