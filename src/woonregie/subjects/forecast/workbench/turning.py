"""The levers as they stand on the page: value, slider, plausible band, explanation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from woonregie.engines.household import Domestic
from woonregie.subjects.forecast.levers import (
    BY_KEY,
    GROUPS,
    LEVERS,
    NATIONAL,
    OWN_NEED,
    PROGRAMME,
    WINDOW,
    Kind,
    Lever,
    Option,
    default_levers,
)
from woonregie.subjects.forecast.levers.reading import (
    BALANCE,
    BALANCE_SOURCE,
    HARD,
    PROGRAMME_SOURCE,
    SOFT,
    parameters_of,
    shown,
)

VACANCY = "vacancy"
BEYOND = 0.5
"""A slider goes this share of the plausible band beyond it, to both sides."""
SHOWN_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Slider:
    """A slider beside its number: where it begins and ends, and where the plausible band lies.

    Args:
        first: the lowest value that it gives.
        last: the highest.
        step: between two values.
        value: where it stands.
        band_from: where the plausible band begins, as a percentage of its length.
        band_wide: how wide that band is, likewise.
        mark: where it stands when nobody turns it, likewise.
    """

    first: float
    last: float
    step: float
    value: float
    band_from: float
    band_wide: float
    mark: float


@dataclass(frozen=True, slots=True)
class Turned:
    """A lever on the page.

    Args:
        lever: which.
        value: what stands in its field.
        plain: what stands in its field when nobody turns it.
        usual: what it is when nobody turns it, in words.
        said: what it is now, in words.
        slider: beside the number; None for a choice, or for one value per year.
        options: of a choice, each with whether it was chosen.
        error: what is wrong with what was typed.
        changed: whether it is not as usual.
        outside: whether it is outside what is plausible.
    """

    lever: Lever
    value: str
    plain: str
    usual: str
    said: str
    slider: Slider | None
    options: Sequence[tuple[Option, bool]]
    error: str
    changed: bool
    outside: bool

    @property
    def key(self) -> str:
        """The id of its field on the page."""
        return f"knop-{self.lever.name}"

    @property
    def plausible(self) -> str:
        """Return the plausible band in words; of a choice nothing."""
        if self.lever.kind == Kind.CHOICE:
            return ""
        return _("%(low)s tot %(high)s") % {
            "low": shown(self.lever.low),
            "high": shown(self.lever.high),
        }


@dataclass(frozen=True, slots=True)
class Group:
    """Levers that belong together.

    Args:
        key: its name in the code.
        label: its name on the page.
        levers: in their order.
    """

    key: str
    label: str
    levers: Sequence[Turned]

    @property
    def opened(self) -> bool:
        """Whether it stands open: the first does, and those in which something was turned."""
        return self.key == next(iter(GROUPS)) or any(
            item.changed or item.error for item in self.levers
        )


def groups(
    levers: Mapping[str, Any],
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    vacancy: float,
    offered: Mapping[str, Sequence[Option]],
    usual: Mapping[str, Any] | None = None,
    *,
    only_changed: bool = False,
) -> list[Group]:
    """Return the levers of the page, in groups.

    Args:
        levers: as they were read.
        typed: what somebody typed, by the name of the parameter: wrong values stay in sight.
        errors: what is wrong, by the name of the parameter.
        vacancy: the share of dwellings that is empty at the start, which is the usual one.
        offered: what can be chosen of a lever that has no options of its own.
        usual: every lever as it is here when nobody turns it; None where nobody chose anything.
        only_changed: whether those that are as usual are left out.
    """
    plain = {**default_levers(), **(usual or {})}
    left_out = {key for key in plain if only_changed and levers[key] == plain[key]}
    turned = [
        _turned(
            replace(lever, options=tuple(offered[lever.key])) if lever.key in offered else lever,
            (levers[lever.key], plain[lever.key]),
            typed.get(lever.name, ""),
            errors.get(lever.name, ""),
            vacancy,
        )
        for lever in LEVERS
        if _offered(lever, offered) and lever.key not in left_out
    ]
    return [
        Group(key, str(label), [item for item in turned if item.lever.group == key])
        for key, label in GROUPS.items()
    ]


def changed(found: Sequence[Group]) -> list[Turned]:
    """Return the levers that are not as usual."""
    return [item for group in found for item in group.levers if item.changed]


def mended_at(
    errors: Mapping[str, str], found: Sequence[Group], codes: Iterable[str]
) -> list[tuple[str, str]]:
    """Return what is wrong, each with the id of the field on the page where it is mended.

    Args:
        errors: by the name of the parameter.
        found: the levers that the page shows; of one that it does not show the id is empty.
        codes: of the municipalities of which something can be stated.
    """
    stated = [f"{prefix}{code}" for prefix in (HARD, SOFT, BALANCE) for code in codes]
    fields = {name: name for name in (*stated, PROGRAMME_SOURCE, BALANCE_SOURCE)}
    fields |= {item.lever.name: item.key for group in found for item in group.levers}
    return [(fields.get(name, ""), text) for name, text in errors.items()]


def _offered(lever: Lever, offered: Mapping[str, Sequence[Option]]) -> bool:
    # With nothing to choose there is no choice to show.
    return lever.key not in {WINDOW, NATIONAL} or len(offered.get(lever.key, ())) > 1


def _turned(
    lever: Lever, stands: tuple[Any, Any], typed: str, error: str, vacancy: float
) -> Turned:
    value, usual = stands
    if lever.kind == Kind.CHOICE:
        return _choice(lever, value, usual, error)
    at_start = round(vacancy * lever.times, 1) if lever.key == VACANCY else None
    path = value if isinstance(value, list) else [value]
    numbers = [item for item in path if item is not None]
    return Turned(
        lever=lever,
        value=typed if error else " ".join(_typed(item) for item in numbers),
        plain="" if lever.default is None else _typed(float(lever.default)),
        usual=_usual(lever, at_start),
        said=_said(path, at_start),
        slider=None if isinstance(value, list) else _slider(lever, value, at_start),
        options=(),
        error=error,
        changed=value != usual,
        outside=any(not lever.low <= item <= lever.high for item in numbers),
    )


def _choice(lever: Lever, value: Any, usual: Any, error: str) -> Turned:
    chosen, as_usual = _kind(value), _kind(usual)
    labels = {option.key: str(option.label) for option in lever.options}
    return Turned(
        lever=lever,
        value=str(chosen),
        plain=_plain(lever, as_usual),
        usual=labels.get(as_usual, str(as_usual)),
        said=labels.get(chosen, str(chosen)),
        slider=None,
        options=[(option, option.key == chosen) for option in lever.options],
        error=error,
        changed=chosen != as_usual or _stated(value) != _stated(usual),
        outside=False,
    )


def _plain(lever: Lever, key: str) -> str:
    """Return the name that an address may leave out; what was stated may have been changed."""
    names = {option.key: option.name for option in lever.options if option.key != Domestic.STATED}
    return names.get(key, "")


def _kind(value: Any) -> Any:
    """Return what was chosen; what a scenario kept of it says so by its kind or its key."""
    return value.get("kind") or value.get("key") if isinstance(value, Mapping) else value


def _stated(value: Any) -> Any:
    """Return what was stated, and where that comes from."""
    return (value.get("stated"), value.get("source")) if isinstance(value, Mapping) else None


def _usual(lever: Lever, at_start: float | None) -> str:
    if at_start is not None:
        return _("%(value)s, als in het uitgangspunt") % {"value": shown(at_start)}
    return shown(float(lever.default or 0.0))


def _said(path: Sequence[float | None], at_start: float | None) -> str:
    if len(path) > 1:
        return _("per jaar verschillend")
    value = path[0] if path[0] is not None else at_start
    return shown(value or 0.0)


def _typed(value: float) -> str:
    """Return a number as somebody would type it: no dots between thousands."""
    text = f"{round(value, SHOWN_DECIMALS):.15g}"
    return text if (get_language() or "nl").startswith("en") else text.replace(".", ",")


def _slider(lever: Lever, value: float | None, at_start: float | None) -> Slider:
    beyond = (lever.high - lever.low) * BEYOND
    first = max(lever.least, _stepped(lever.low - beyond, lever.step))
    last = min(lever.most, _stepped(lever.high + beyond, lever.step))
    usual = at_start if at_start is not None else float(lever.default or 0.0)
    now = usual if value is None else value

    def along(place: float) -> float:
        return round(100 * (place - first) / (last - first), 2)

    return Slider(
        first=first,
        last=last,
        step=lever.step,
        value=min(max(now, first), last),
        band_from=along(lever.low),
        band_wide=round(along(lever.high) - along(lever.low), 2),
        mark=along(min(max(usual, first), last)),
    )


def _stepped(value: float, step: float) -> float:
    return round(round(value / step) * step, SHOWN_DECIMALS)


# ------------------------------------------------------------------ numbers per municipality
@dataclass(frozen=True, slots=True)
class OfPlace:
    """What somebody states for one municipality: a balance, or hard and soft plans a year."""

    code: str
    name: str
    balance: str
    hard: str
    soft: str


def by_place(levers: Mapping[str, Any], names: Mapping[str, str]) -> list[OfPlace]:
    """Return what was stated for each municipality, as somebody would type it.

    Args:
        levers: as they were read.
        names: code -> name of the municipalities.
    """
    need, programme = levers[OWN_NEED], levers[PROGRAMME]
    stated = need.get("stated", {}) if need["kind"] == Domestic.STATED else {}
    own = programme if programme["kind"] == "own" else {}
    return [
        OfPlace(
            code,
            name,
            _path(stated.get(code)),
            _path(own.get("hard", {}).get(code)),
            _path(own.get("soft", {}).get(code)),
        )
        for code, name in names.items()
    ]


def typed_need(levers: Mapping[str, Any]) -> dict[str, str]:
    """Return own need as it stands in an address: which, and what was stated with it."""
    told = parameters_of({**default_levers(), OWN_NEED: levers[OWN_NEED]})
    ours = (BY_KEY[OWN_NEED].name, BALANCE, BALANCE_SOURCE)
    return {
        name: value if isinstance(value, str) else _path(value)
        for name, value in told.items()
        if name.startswith(ours)
    }


def stated_sources(levers: Mapping[str, Any], typed: Mapping[str, str]) -> dict[str, str]:
    """Return the sources that somebody named for what she states, of need and of plans."""
    need, plans = levers[OWN_NEED].get("source", ""), levers[PROGRAMME].get("source", "")
    return {
        "balance": need or typed.get(BALANCE_SOURCE, ""),
        "plans": plans or typed.get(PROGRAMME_SOURCE, ""),
    }


def _path(value: Any) -> str:
    if value is None:
        return ""
    return " ".join(_typed(item) for item in (value if isinstance(value, list) else [value]))
