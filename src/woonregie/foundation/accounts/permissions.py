"""What a role may do, as one table: for the own organisation, or for the whole region."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

from django.db.models import Q

from woonregie.foundation.accounts.models import (
    Account,
    Membership,
    OrganisationKind,
    Role,
)
from woonregie.foundation.pages.once import once


class Reach(Enum):
    """How far a permission goes."""

    OWN = "own"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Grant:
    """A permission that somebody has through one membership."""

    organisation_id: UUID
    reach: Reach


OWN, REGION = Reach.OWN, Reach.REGION

# Who speaks for an organisation; a secretary for the region itself, as one party among others.
_SPEAKERS: Mapping[str, Reach] = {
    Role.OFFICIAL: OWN,
    Role.EXECUTIVE: OWN,
    Role.REGION_SECRETARY: OWN,
    Role.CORPORATION_ADVISER: OWN,
    Role.TENANTS_REPRESENTATIVE: OWN,
    Role.ACCOUNT_MANAGER: OWN,
}

# Permission -> role -> reach. A role that is not named may not.
PERMISSIONS: Mapping[str, Mapping[str, Reach]] = {
    "plans.view": {
        Role.OFFICIAL: OWN,
        Role.EXECUTIVE: OWN,
        Role.REGION_SECRETARY: REGION,
        Role.ACCOUNT_MANAGER: REGION,
    },
    "plans.edit": {Role.OFFICIAL: OWN},
    "audiences.edit": {Role.OFFICIAL: OWN},
    # In which circle around a municipality somebody stands, for an audience that is said.
    "circle.own": {Role.OFFICIAL: OWN, Role.EXECUTIVE: OWN},
    "circle.office": {Role.REGION_SECRETARY: REGION},
    "circle.officials": {Role.OFFICIAL: REGION},
    "circle.aldermen": {Role.EXECUTIVE: REGION},
    "circle.province": {Role.ACCOUNT_MANAGER: REGION},
    "plans.import": {Role.OFFICIAL: OWN, Role.REGION_SECRETARY: REGION},
    "plans.exchange": {Role.OFFICIAL: OWN, Role.REGION_SECRETARY: REGION},
    "programme.edit": {Role.OFFICIAL: OWN, Role.REGION_SECRETARY: REGION},
    "leads.edit": {Role.REGION_SECRETARY: REGION, Role.ADMINISTRATOR: REGION},
    "layouts.edit": {Role.REGION_SECRETARY: REGION, Role.ADMINISTRATOR: REGION},
    "totals.view": {
        role: REGION for role in Role.values if role not in {Role.GUEST, Role.MARKET_EXPERT}
    },
    "totals.publish": {Role.REGION_SECRETARY: REGION},
    # Who reads what was promised wider than between its parties; guests and market experts read
    # only what their organisation is a party of.
    "commitments.view": {
        role: REGION for role in Role.values if role not in {Role.GUEST, Role.MARKET_EXPERT}
    },
    "commitments.office": {Role.REGION_SECRETARY: REGION},
    # For whom somebody speaks: her own organisation, or every party in the region.
    "commitments.make": {
        Role.OFFICIAL: OWN,
        Role.CORPORATION_ADVISER: OWN,
        Role.TENANTS_REPRESENTATIVE: OWN,
        Role.ACCOUNT_MANAGER: OWN,
        Role.REGION_SECRETARY: REGION,
    },
    "forecast.view": {role: REGION for role in Role.values if role != Role.GUEST},
    "forecast.import": {Role.REGION_SECRETARY: REGION},
    "forecast.choose": {Role.REGION_SECRETARY: REGION},
    # To say where forecasts begin; to save scenarios for the own organisation, and to share them.
    "forecast.start": {Role.REGION_SECRETARY: REGION},
    "forecast.save": {**_SPEAKERS, Role.THEME_LEAD: OWN},
    "forecast.share": _SPEAKERS,
    # To lay down what own need is, and to put on record that one does not agree with the choice.
    "forecast.define": {
        Role.OFFICIAL: OWN,
        Role.EXECUTIVE: OWN,
        Role.REGION_SECRETARY: OWN,
    },
    "forecast.dissent": {Role.OFFICIAL: OWN, Role.EXECUTIVE: OWN},
    # Which kinds of documents a role decides on, the kind itself says.
    "documents.propose": {
        Role.OFFICIAL: OWN,
        Role.EXECUTIVE: OWN,
        Role.THEME_LEAD: OWN,
        Role.CORPORATION_ADVISER: OWN,
        Role.TENANTS_REPRESENTATIVE: OWN,
        Role.ACCOUNT_MANAGER: OWN,
        Role.REGION_SECRETARY: REGION,
    },
    "documents.write": {
        Role.OFFICIAL: OWN,
        Role.THEME_LEAD: OWN,
        Role.CORPORATION_ADVISER: OWN,
        Role.TENANTS_REPRESENTATIVE: OWN,
        Role.ACCOUNT_MANAGER: OWN,
        Role.REGION_SECRETARY: REGION,
    },
    "norms.edit": {Role.ADMINISTRATOR: REGION},
    "audit.view": {
        Role.ADMINISTRATOR: REGION,
        Role.REGION_SECRETARY: REGION,
        Role.OFFICIAL: OWN,
    },
    "borders.import": {Role.ADMINISTRATOR: REGION},
    # To ask parties for a yes, to answer for one's own, and to record what its bodies decided.
    "consents.ask": _SPEAKERS,
    "consents.answer": _SPEAKERS,
    "consents.office": {Role.REGION_SECRETARY: REGION},
    "decisions.record": _SPEAKERS,
    # To plan meetings for the own organisation, or for the region; to answer for a party there.
    "meetings.convene": {
        Role.OFFICIAL: OWN,
        Role.THEME_LEAD: OWN,
        Role.REGION_SECRETARY: REGION,
    },
    "meetings.speak": {**_SPEAKERS, Role.THEME_LEAD: OWN},
    "trust.edit": {Role.ADMINISTRATOR: REGION},
    "people.view": {Role.ADMINISTRATOR: REGION, Role.REGION_SECRETARY: REGION},
    "people.manage": {Role.ADMINISTRATOR: REGION},
    "mail.view": {Role.ADMINISTRATOR: REGION},
}

_EVERYWHERE = frozenset(OrganisationKind.values)
# Role -> kinds of organisation at which it can be held. What a role may do hangs on where it is
# held: a secretary of a municipality would see the plans of every region it takes part in.
HELD_AT: Mapping[str, frozenset[str]] = {
    Role.REGION_SECRETARY: frozenset({OrganisationKind.REGION}),
    Role.ADMINISTRATOR: frozenset({OrganisationKind.REGION}),
    Role.OFFICIAL: frozenset({OrganisationKind.MUNICIPALITY}),
    Role.EXECUTIVE: frozenset({OrganisationKind.MUNICIPALITY, OrganisationKind.PROVINCE}),
    Role.THEME_LEAD: _EVERYWHERE,
    Role.CORPORATION_ADVISER: frozenset({OrganisationKind.CORPORATION}),
    Role.TENANTS_REPRESENTATIVE: frozenset({OrganisationKind.TENANTS}),
    Role.ACCOUNT_MANAGER: frozenset({OrganisationKind.PROVINCE}),
    Role.MARKET_EXPERT: _EVERYWHERE,
    Role.GUEST: _EVERYWHERE,
    Role.READER: _EVERYWHERE,
}


@once
def memberships_on(account: Account, on: date) -> list[Membership]:
    """Return the memberships that hold on this day."""
    if not account.is_authenticated or not account.is_active:
        return []
    holds = Q(starts_on__lte=on) & (Q(ends_before__isnull=True) | Q(ends_before__gt=on))
    return list(account.memberships.filter(holds).select_related("organisation"))


def grants(account: Account, permission: str, on: date) -> list[Grant]:
    """Return through which organisations somebody has a permission on this day.

    Raises:
        KeyError: the permission is not in the table.
    """
    roles = PERMISSIONS[permission]
    return [
        Grant(membership.organisation_id, roles[membership.role])
        for membership in memberships_on(account, on)
        if membership.role in roles
    ]
