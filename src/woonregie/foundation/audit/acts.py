"""The registry of acts: each subject registers its own, with a sentence for people."""

from dataclasses import dataclass

from django.utils.functional import Promise


class UnknownActError(LookupError):
    """An act was recorded that no room registered."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done, with the sentence that stands in the history."""

    name: str
    sentence: Promise | str


_ACTS: dict[str, Act] = {}


def register_act(name: str, sentence: Promise | str) -> Act:
    """Register an act such as "plans.plan_created"; called at the top of a room's services."""
    act = Act(name, sentence)
    _ACTS[name] = act
    return act


def act_named(name: str) -> Act:
    """Return the registered act.

    Raises:
        UnknownActError: no room registered it.
    """
    try:
        return _ACTS[name]
    except KeyError:
        raise UnknownActError(f"{name} is not registered; see foundation/audit/acts.py") from None


def all_acts() -> dict[str, Act]:
    """Return every registered act by name."""
    return dict(_ACTS)
