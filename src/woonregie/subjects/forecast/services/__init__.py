"""What is done with forecasts: one verb each."""

from woonregie.subjects.forecast.services.adopting import MIDDLE, adopt_scenario
from woonregie.subjects.forecast.services.choosing import choose_reference
from woonregie.subjects.forecast.services.looking_back import keep_backtest
from woonregie.subjects.forecast.services.own_need import (
    choose_definition,
    dissent,
    lay_down_definition,
    withdraw_dissent,
)
from woonregie.subjects.forecast.services.scenarios import (
    save_scenario,
    share_scenario,
    withdraw_scenario,
)
from woonregie.subjects.forecast.services.starting import record_starting_point
from woonregie.subjects.forecast.services.vintages import (
    LONGEST_KEY,
    LONGEST_TITLE,
    Figure,
    Publication,
    import_forecast,
    import_vintage,
)

__all__ = [
    "LONGEST_KEY",
    "LONGEST_TITLE",
    "MIDDLE",
    "Figure",
    "Publication",
    "adopt_scenario",
    "choose_definition",
    "choose_reference",
    "dissent",
    "import_forecast",
    "import_vintage",
    "keep_backtest",
    "lay_down_definition",
    "record_starting_point",
    "save_scenario",
    "share_scenario",
    "withdraw_dissent",
    "withdraw_scenario",
]
