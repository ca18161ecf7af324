"""The groups of fields that can have an audience of their own; each subject registers its own."""

from collections.abc import Mapping

from django.utils.functional import Promise

_GROUPS: dict[str, Mapping[str, Promise]] = {}


def register_groups(kind: str, groups: Mapping[str, Promise]) -> None:
    """Register the groups of a kind of thing: code -> title; called from a room's hooks."""
    _GROUPS[kind] = groups


def groups_of(kind: str) -> Mapping[str, Promise]:
    """Return the groups of a kind of thing; the whole thing itself is the group "".

    Raises:
        KeyError: no room registered this kind.
    """
    return _GROUPS[kind]


def kinds() -> tuple[str, ...]:
    """Return the kinds of things that can have an audience."""
    return tuple(_GROUPS)
