"""What can be refused when somebody arranges who works for whom."""

from woonregie.foundation.pages.errors import RefusedError


class PeopleError(RefusedError):
    """Something about people that cannot be done."""

    code = "people"


class OwnRoleError(PeopleError):
    """Nobody arranges her own roles or account: a second pair of eyes does."""

    code = "own_role"
    status = 403


class RoleNotHereError(PeopleError):
    """A role that cannot be held at an organisation of this kind."""

    code = "role_not_here"


class AlreadyMemberError(PeopleError):
    """The same person already has this role at this organisation in that time."""

    code = "already_member"


class MembershipDayError(PeopleError):
    """A day that does not fit the membership."""

    code = "membership_day"


class ClosedAccountError(PeopleError):
    """The account is closed, so it can get no role."""

    code = "closed_account"
