"""People by household position, region by region: a forecast whose every flow is booked."""

from woonregie.engines.household._backtest import (
    MODELS,
    Backtest,
    Band,
    Score,
    backtest,
    crossed,
)
from woonregie.engines.household._baseline import ARRAYS, MOVE_BANDS, Baseline
from woonregie.engines.household._calibrate import Calibrated, calibrated
from woonregie.engines.household._census import (
    grouped,
    households_of,
    one_factor,
    spread_over_ages,
)
from woonregie.engines.household._chance import Driver, Uncertainty
from woonregie.engines.household._counted import COMPONENTS, Counted, Note
from woonregie.engines.household._decomposition import Cause, Decomposition
from woonregie.engines.household._door import compare, decomposed, project, require_fit, simulate
from woonregie.engines.household._errors import EngineError
from woonregie.engines.household._fan import DERIVED, KEPT, QUANTILES, Comparison, Fan
from woonregie.engines.household._flows import gravity, shares_of_moves
from woonregie.engines.household._gate import MOST_OFF, LeaversOff, leavers_off
from woonregie.engines.household._history import History, Outlook
from woonregie.engines.household._invented import invented
from woonregie.engines.household._origins import (
    Moves,
    banded_flows,
    flow_error,
)
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
from woonregie.engines.household._priors import Priors
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
    POSSIBLE,
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
from woonregie.engines.household._shelf import ENOUGH, TOLERANCE, ShelfLife, shelf_life
from woonregie.engines.household._walks import TotalsOff, Walks, flow_spread

__all__ = [
    "AGES",
    "ALARM",
    "ARRAYS",
    "COMPONENTS",
    "DERIVED",
    "ENOUGH",
    "KEPT",
    "MODELS",
    "MOST_OFF",
    "MOVE_BANDS",
    "PLAUSIBLE",
    "POSITIONS",
    "POSSIBLE",
    "QUANTILES",
    "SEXES",
    "STEPS",
    "SUPPLY",
    "TOLERANCE",
    "TREND",
    "UNMET",
    "WIDOWHOOD",
    "ZERO",
    "Backtest",
    "Band",
    "Baseline",
    "Behaviour",
    "Calibrated",
    "Cause",
    "Comparison",
    "Counted",
    "Decomposition",
    "Domestic",
    "Driver",
    "EngineError",
    "Event",
    "Fan",
    "History",
    "LeaversOff",
    "Ledger",
    "Moves",
    "NationalTotals",
    "Note",
    "Outlook",
    "OwnNeed",
    "Position",
    "Priors",
    "Programme",
    "Projection",
    "ScaleFactor",
    "Scenario",
    "Score",
    "ShelfLife",
    "Step",
    "TotalsOff",
    "Uncertainty",
    "Unmet",
    "Walks",
    "Warned",
    "backtest",
    "banded_flows",
    "calibrated",
    "compare",
    "crossed",
    "decomposed",
    "flow_error",
    "flow_spread",
    "gravity",
    "grouped",
    "households_of",
    "households_per_person",
    "invented",
    "leavers_off",
    "one_factor",
    "project",
    "reference",
    "require_fit",
    "shares_of_moves",
    "shelf_life",
    "simulate",
    "spread_over_ages",
]
