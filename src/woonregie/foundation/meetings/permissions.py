"""Who plans, who speaks along, and who reads a meeting."""

from datetime import date
from uuid import UUID

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.accounts.permissions import PERMISSIONS, Reach
from woonregie.foundation.meetings.models import ActionItem, AgendaItem, Meeting
from woonregie.foundation.region.access import here, with_merged, works_for
from woonregie.foundation.region.models import Region

PLAN, SPEAK = "meetings.convene", "meetings.speak"


def through(account: Account, region: Region, permission: str, *, on: date) -> frozenset[UUID]:
    """Return the organisations for which somebody has a permission in a region on a day.

    Who speaks for an organisation, speaks also for those that went up in it.
    """
    roles = PERMISSIONS[permission]
    hers = (item.organisation_id for item in here(account, region, on) if item.role in roles)
    return with_merged(hers, on=on)


def in_office(account: Account, region: Region, *, on: date) -> bool:
    """Return whether somebody keeps the office of the region: she plans for all parties."""
    roles = PERMISSIONS[PLAN]
    return any(
        roles.get(item.role) is Reach.REGION and item.organisation_id == region.organisation_id
        for item in here(account, region, on)
    )


def may_lead(account: Account | None, meeting: Meeting, *, on: date) -> bool:
    """Return whether somebody plans, changes and minutes a meeting: who organises it, the office.

    None is the system itself.
    """
    if account is None or in_office(account, meeting.region, on=on):
        return True
    return meeting.organiser_id in through(account, meeting.region, PLAN, on=on)


def speaks_at(account: Account, meeting: Meeting, *, on: date) -> frozenset[UUID]:
    """Return the parties of a meeting for which somebody speaks on a day."""
    parties = set(meeting.parties.values_list("pk", flat=True))
    return through(account, meeting.region, SPEAK, on=on) & parties


def may_deliver(account: Account, item: AgendaItem, *, on: date) -> bool:
    """Return whether somebody may deliver a document with an item: who leads, who prepares it."""
    if may_lead(account, item.meeting, on=on):
        return True
    return item.prepared_by_id in speaks_at(account, item.meeting, on=on)


def may_finish(account: Account, action: ActionItem, *, on: date) -> bool:
    """Return whether somebody may say that an action was done.

    That is its owner while she works for its organisation, who speaks for it, and the office.
    """
    if in_office(account, action.region, on=on):
        return True
    if action.organisation_id in through(account, action.region, SPEAK, on=on):
        return True
    works_at = works_for(account, action.region, on)
    return action.owner_id == account.pk and action.organisation_id in works_at
