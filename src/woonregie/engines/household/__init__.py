"""People by household position, region by region: a forecast whose every flow is booked."""

from woonregie.engines.household._baseline import ARRAYS, MOVE_BANDS, Baseline
from woonregie.engines.household._chance import Driver, Uncertainty
from woonregie.engines.household._door import compare, project, simulate
from woonregie.engines.household._errors import EngineError
from woonregie.engines.household._fan import DERIVED, KEPT, QUANTILES, Comparison, Fan
from woonregie.engines.household._flows import gravity, shares_of_moves
from woonregie.engines.household._gate import MOST_OFF, LeaversOff, leavers_off
from woonregie.engines.household._invented import invented
from woonregie.engines.household._positions import (
    AGES,
    POSITIONS,
    SEXES,
    STEPS,
    WIDOWHOOD,
    Behaviour,
    Event,
    Position,
    Step,
    households_per_person,
)
from woonregie.engines.household._reference import reference
from woonregie.engines.household._results import (
    ALARM,
    UNMET,
    Ledger,
    Projection,
    ScaleFactor,
    Unmet,
)
from woonregie.engines.household._scenario import (
    PLAUSIBLE,
    SUPPLY,
    TREND,
    ZERO,
    Domestic,
    NationalTotals,
    OwnNeed,
    Programme,
    Scenario,
    Warned,
)

__all__ = [
    "AGES",
    "ALARM",
    "ARRAYS",
    "DERIVED",
    "KEPT",
    "MOST_OFF",
    "MOVE_BANDS",
    "PLAUSIBLE",
    "POSITIONS",
    "QUANTILES",
    "SEXES",
    "STEPS",
    "SUPPLY",
    "TREND",
    "UNMET",
    "WIDOWHOOD",
    "ZERO",
    "Baseline",
    "Behaviour",
    "Comparison",
    "Domestic",
    "Driver",
    "EngineError",
    "Event",
    "Fan",
    "LeaversOff",
    "Ledger",
    "NationalTotals",
    "OwnNeed",
    "Position",
    "Programme",
    "Projection",
    "ScaleFactor",
    "Scenario",
    "Step",
    "Uncertainty",
    "Unmet",
    "Warned",
    "compare",
    "gravity",
    "households_per_person",
    "invented",
    "leavers_off",
    "project",
    "reference",
    "shares_of_moves",
    "simulate",
]
