"""Who reads a work, who may propose, and who decides on its text."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.accounts.permissions import PERMISSIONS, Reach
from woonregie.foundation.documents.models import Work, WorkParty
from woonregie.foundation.documents.registry import WorkKind, all_kinds, kind_named
from woonregie.foundation.region.access import here, with_merged
from woonregie.foundation.region.models import Region

PROPOSE, WRITE = "documents.propose", "documents.write"


def speaks_for(account: Account, work: Work, permission: str, *, on: date) -> list[Organisation]:
    """Return the parties (or the office of the region) for which somebody has a permission.

    Who works where a party went up in, speaks for it.
    """
    parties = set(work.parties.values_list("organisation_id", flat=True))
    found: dict[UUID, Organisation] = {}
    for item in here(account, work.region, on):
        reach = PERMISSIONS[permission].get(item.role)
        office = reach is Reach.REGION and item.organisation_id == work.region.organisation_id
        party = not parties.isdisjoint(with_merged([item.organisation_id], on=on))
        if reach is not None and (office or party):
            found[item.organisation_id] = item.organisation
    return list(found.values())


def works_to_change(account: Account, region: Region, *, on: date) -> QuerySet[Work]:
    """Return the works for a party of which (or for the office) somebody may propose, by title."""
    found = Work.objects.filter(region=region).order_by("title")
    roles = PERMISSIONS[PROPOSE]
    hers = [item for item in here(account, region, on) if item.role in roles]
    if any(
        roles[item.role] is Reach.REGION and item.organisation_id == region.organisation_id
        for item in hers
    ):
        return found
    parties = with_merged((item.organisation_id for item in hers), on=on)
    return found.filter(pk__in=WorkParty.objects.filter(organisation__in=parties).values("work"))


def may_write(account: Account | None, work: Work, *, on: date) -> bool:
    """Return whether somebody decides on proposals and freezes and adopts editions.

    None is the system itself.
    """
    if account is None:
        return True
    kind = kind_named(work.kind)
    if kind is None:
        return False
    writing = {item.pk for item in speaks_for(account, work, WRITE, on=on)}
    return any(
        item.role in kind.writers and item.organisation_id in writing
        for item in here(account, work.region, on)
    )


def may_begin(account: Account, region: Region, kind: WorkKind, *, on: date) -> list[Organisation]:
    """Return the organisations for which somebody may begin a work of a kind."""
    found = {
        item.organisation_id: item.organisation
        for item in here(account, region, on)
        if item.role in kind.writers and item.role in PERMISSIONS[WRITE]
    }
    return list(found.values())


def kinds_to_begin(account: Account, region: Region, *, on: date) -> list[WorkKind]:
    """Return the kinds of which somebody may begin a work."""
    return [kind for kind in all_kinds() if may_begin(account, region, kind, on=on)]


def may_keep_models(account: Account | None, region: Region, *, on: date) -> bool:
    """Return whether somebody may add model clauses and take them away: who may write."""
    return account is None or any(
        item.role in PERMISSIONS[WRITE] for item in here(account, region, on)
    )
