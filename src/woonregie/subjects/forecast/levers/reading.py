"""Reading levers that somebody turned, and telling what is outside what is plausible.

What is read is a plain dictionary that can be saved as JSON: every lever by its key, in the unit
of people; own need and plan programme each as a dictionary with their `kind`.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from woonregie.engines.household import Domestic
from woonregie.foundation.pages.charts import written
from woonregie.subjects.forecast.levers.lever import Kind, Lever
from woonregie.subjects.forecast.levers.table import (
    BY_KEY,
    LEVERS,
    NATIONAL,
    NOBODY,
    OWN_NEED,
    PROGRAMME,
)

Levers = dict[str, Any]
HARD, SOFT, BALANCE = "hard-", "zacht-", "saldo-"
"""What stands before the code of a municipality in the name of a parameter."""
PROGRAMME_SOURCE, BALANCE_SOURCE = "bronPlannen", "bronSaldo"
MOST_PERSONS, MOST_DWELLINGS = 1e6, 1e5
LONGEST_SOURCE, LONGEST_TEXT, LONGEST_CHOICE = 300, 4_000, 130
_BREAK = re.compile(r"[;\s]+")
_THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?")
_NUMBER = re.compile(r"[-+]?\d{1,15}([.,]\d{1,15})?")


@dataclass(frozen=True, slots=True)
class Caution:
    """A lever outside what is plausible: marked wherever its outcome is shown.

    Args:
        lever: which.
        value: the value farthest out.
        text: what a reader should know.
    """

    lever: Lever
    value: float
    text: str


class Read(NamedTuple):
    """What was read.

    Args:
        levers: every lever by its key; what could not be read is as it was.
        errors: name of a parameter -> what is wrong, in words.
        warnings: what is outside what is plausible.
    """

    levers: Levers
    errors: dict[str, str]
    warnings: list[Caution]


def default_levers() -> Levers:
    """Return every lever as it is when nobody turns it.

    >>> default_levers()["fertility"], default_levers()["own_need"]
    (0.0, {'kind': 'trend'})
    """
    found: Levers = {lever.key: lever.default for lever in LEVERS}
    found[OWN_NEED] = {"kind": str(Domestic.TREND)}
    found[PROGRAMME] = {"kind": "none"}
    return found


def read_levers(values: Mapping[str, Any], given: Mapping[str, Any] | None = None) -> Read:
    """Return the levers that somebody turned, what is wrong and what is not plausible.

    Args:
        values: by the names of addresses; text, numbers, or lists of them with one value per
            year. In text values per year have a space or a semicolon between them. What is no
            lever is passed over.
        given: levers to begin with, such as those of a scenario; None for nobody's.

    >>> found = read_levers({"immigratie": "300", "jaren": "10"})
    >>> found.levers["immigration"], [item.lever.key for item in found.warnings]
    (300.0, ['immigration'])
    >>> read_levers({"lambda": "vijf"}).errors["lambda"]
    'Lambda: mensen volgen woningen: "vijf" is geen getal.'
    """
    levers: Levers = {**default_levers(), **(given or {})}
    errors: dict[str, str] = {}
    flat = _flat(values)
    for lever in LEVERS:
        if lever.name not in flat:
            continue
        try:
            levers[lever.key] = _read(lever, flat)
        except _NotReadError as error:
            errors[error.name or lever.name] = str(error)
    if not errors:
        errors = _together(levers)
    return Read(levers, errors, cautions(levers))


def parameters_of(levers: Mapping[str, Any]) -> dict[str, Any]:
    """Return levers by the names of addresses, as `read_levers` reads them.

    >>> parameters_of(default_levers())["eigenBehoefte"]
    'trend'
    """
    found: dict[str, Any] = {}
    for lever in LEVERS:
        value = levers.get(lever.key, lever.default)
        if lever.key in {OWN_NEED, PROGRAMME}:
            found[lever.name] = lever.option(value["kind"]).name
        elif lever.key == NATIONAL:
            found[lever.name] = value["key"] if isinstance(value, Mapping) else value
        elif value is not None:
            found[lever.name] = value
    need, programme = levers.get(OWN_NEED, {}), levers.get(PROGRAMME, {})
    if need.get("kind") == Domestic.STATED:
        found |= {f"{BALANCE}{code}": path for code, path in need["stated"].items()}
        found[BALANCE_SOURCE] = need["source"]
    if programme.get("kind") == "own":
        found |= {f"{HARD}{code}": path for code, path in programme["hard"].items()}
        found |= {f"{SOFT}{code}": path for code, path in programme["soft"].items()}
        found[PROGRAMME_SOURCE] = programme["source"]
    return found


def cautions(levers: Mapping[str, Any]) -> list[Caution]:
    """Return the levers outside what is plausible."""
    found: list[Caution] = []
    for lever in LEVERS:
        value = levers.get(lever.key)
        if lever.kind == Kind.CHOICE or value is None:
            continue
        path = value if isinstance(value, list) else [value]
        worst = max(path, key=lambda item: max(lever.low - item, item - lever.high))
        if not lever.low <= worst <= lever.high:
            found.append(Caution(lever, worst, _caution(lever, worst)))
    return found


def _caution(lever: Lever, value: float) -> str:
    return _("%(lever)s staat op %(value)s; aannemelijk is %(low)s tot %(high)s (%(unit)s).") % {
        "lever": lever.label,
        "value": shown(value),
        "low": shown(lever.low),
        "high": shown(lever.high),
        "unit": lever.unit,
    }


def shown(value: float) -> str:
    """Return a value as people read it, with no more decimals than it has.

    >>> shown(0.25), shown(300.0)
    ('0,25', '300')
    """
    decimals = (
        0 if float(value).is_integer() else len(f"{value:.4f}".rstrip("0").partition(".")[2])
    )
    return written(value, decimals)


# ------------------------------------------------------------------ one lever
class _NotReadError(ValueError):
    """A value that cannot be read, with the name of the parameter in which it stands."""

    def __init__(self, text: str, name: str = "") -> None:
        super().__init__(text)
        self.name = name


def _read(lever: Lever, values: Mapping[str, Any]) -> Any:
    value = values[lever.name]
    if lever.key == OWN_NEED:
        return _own_need(lever, values)
    if lever.key == PROGRAMME:
        return _programme(lever, values)
    if lever.kind == Kind.CHOICE:
        # What there is to choose, only the database knows: `settled` looks.
        told = str(value or "").replace("\x00", "").strip()[:LONGEST_CHOICE]
        return "" if told == NOBODY else told
    return _value(lever, value)


def _value(lever: Lever, value: Any) -> float | list[float] | int | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return lever.default  # type: ignore[return-value]  # of a number it is a number
    label = str(lever.label)
    found = _path(label, value, lever.least, lever.most)
    if isinstance(found, float):
        if lever.kind != Kind.WHOLE:
            return found
        if not found.is_integer():
            raise _NotReadError(_("%(lever)s is een heel getal.") % {"lever": label})
        return int(found)
    if lever.kind in {Kind.SINGLE, Kind.WHOLE}:
        raise _NotReadError(_("%(lever)s is één getal voor alle jaren.") % {"lever": label})
    return found


def _path(label: str, value: Any, least: float, most: float) -> float | list[float]:
    """Return one value, or one per year, within what is possible."""
    parts = _parts(label, value)
    numbers = [_number(label, part) for part in parts]
    for number in numbers:
        if not least <= number <= most:
            raise _NotReadError(
                _("%(lever)s kan niet %(value)s zijn: het ligt tussen %(low)s en %(high)s.")
                % {
                    "lever": label,
                    "value": shown(number),
                    "low": shown(least),
                    "high": shown(most),
                }
            )
    return numbers[0] if len(numbers) == 1 else numbers


def _parts(label: str, value: Any) -> Sequence[Any]:
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise _NotReadError(_("%(lever)s is te lang om te lezen.") % {"lever": label})
        parts: Sequence[Any] = [part for part in _BREAK.split(value.strip()) if part]
    else:
        parts = value if isinstance(value, list | tuple) else [value]
    if not 1 <= len(parts) <= BY_KEY["years"].most:
        raise _NotReadError(
            _("%(lever)s is één getal, of één per jaar, gescheiden door een spatie.")
            % {"lever": label}
        )
    return parts


def _number(label: str, value: Any) -> float:
    """Return a number as people or programs write it: 0,5 and 0.5 and 1.000,5."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if math.isfinite(value):
            return float(value)
    elif isinstance(value, str):
        if _THOUSANDS.fullmatch(value) and value.count(".") + value.count(",") > 1:
            return float(value.replace(".", "").replace(",", "."))
        if _NUMBER.fullmatch(value):
            return float(value.replace(",", "."))
    raise _NotReadError(
        _('%(lever)s: "%(value)s" is geen getal.') % {"lever": label, "value": str(value)[:40]}
    )


# ------------------------------------------------------------------ choices with numbers
def _own_need(lever: Lever, values: Mapping[str, Any]) -> Levers:
    kind = _chosen(lever, values[lever.name])
    if kind != Domestic.STATED:
        return {"kind": kind}
    stated = _by_place(values, BALANCE, _("Saldo van %(code)s"), -MOST_PERSONS, MOST_PERSONS)
    if not stated:
        raise _NotReadError(
            _("Geef voor minstens één gemeente op hoeveel mensen er per jaar bij of af komen.")
        )
    source = _source(values, BALANCE_SOURCE, _("Noem de bron van de eigen opgave."))
    return {"kind": kind, "stated": stated, "source": source}


def _programme(lever: Lever, values: Mapping[str, Any]) -> Levers:
    kind = _chosen(lever, values[lever.name])
    if kind != "own":
        return {"kind": kind}
    hard = _by_place(values, HARD, _("Harde plannen van %(code)s"), 0, MOST_DWELLINGS)
    soft = _by_place(values, SOFT, _("Zachte plannen van %(code)s"), 0, MOST_DWELLINGS)
    if not hard and not soft:
        raise _NotReadError(
            _("Geef voor minstens één gemeente op hoeveel woningen er per jaar bij komen.")
        )
    source = _source(values, PROGRAMME_SOURCE, _("Noem de bron van de eigen aantallen."))
    return {"kind": kind, "hard": hard, "soft": soft, "source": source}


def _chosen(lever: Lever, value: Any) -> str:
    for option in lever.options:
        if str(value).strip() in {option.name, option.key}:
            return str(option.key)
    names = ", ".join(option.name for option in lever.options)
    raise _NotReadError(
        _("%(lever)s: kies uit %(names)s.") % {"lever": lever.label, "names": names}
    )


def _by_place(
    values: Mapping[str, Any], prefix: str, label: str, least: float, most: float
) -> dict[str, float | list[float]]:
    """Return what stands at the parameters with this prefix, by code of the municipality."""
    found: dict[str, float | list[float]] = {}
    for name, value in values.items():
        code = name.removeprefix(prefix)
        if code == name or value is None or not str(value).strip():
            continue
        try:
            found[code] = _path(label % {"code": code}, value, least, most)
        except _NotReadError as error:
            raise _NotReadError(str(error), name) from None
    return dict(sorted(found.items()))


def _source(values: Mapping[str, Any], name: str, asked: str) -> str:
    given = str(values.get(name) or "").replace("\x00", "").strip()
    if not given:
        raise _NotReadError(asked, name)
    if len(given) > LONGEST_SOURCE:
        raise _NotReadError(
            _("Een bron is ten hoogste %(most)s tekens lang.") % {"most": LONGEST_SOURCE}, name
        )
    return given


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values with what JSON keeps in an object per municipality beside the others."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            found |= {f"{name}-{code}": path for code, path in value.items()}
        else:
            found[name] = value
    return found


# ------------------------------------------------------------------ levers together
def _together(levers: Mapping[str, Any]) -> dict[str, str]:
    """Return what does not fit: years and paths, and levers that count under another choice."""
    years = levers["years"]
    found = {
        name: _("%(what)s heeft %(given)s jaren, en de prognose %(years)s.")
        % {"what": what, "given": len(path), "years": years}
        for name, what, path in _paths(levers)
        if len(path) != years
    }
    follows = levers[OWN_NEED]["kind"] == Domestic.SUPPLY
    turned = any(_each(levers["lam"]))
    if turned and not follows:
        found["lambda"] = _(
            "Lambda telt alleen als mensen woningen volgen. Kies dat bij Eigen behoefte, of zet "
            "lambda op 0."
        )
    if levers["response"] and not (turned and follows):
        found["vertrekBijTekort"] = _(
            "Vertrek bij tekort werkt door lambda. Zet lambda boven 0, of dit op 0."
        )
    return found


def _each(value: float | Sequence[float]) -> Sequence[float]:
    return value if isinstance(value, list) else [value]  # type: ignore[list-item]


def _paths(levers: Mapping[str, Any]) -> Iterable[tuple[str, str, Sequence[float]]]:
    """Give every list of values per year, with the name of its parameter."""
    for lever in LEVERS:
        if isinstance(levers[lever.key], list):
            yield lever.name, str(lever.label), levers[lever.key]
    need, programme = levers[OWN_NEED], levers[PROGRAMME]
    places = [(BALANCE, need.get("stated", {}))]
    if programme["kind"] == "own":
        places += [(HARD, programme["hard"]), (SOFT, programme["soft"])]
    for prefix, by_place in places:
        for code, path in by_place.items():
            if isinstance(path, list):
                yield f"{prefix}{code}", f"{prefix}{code}", path
