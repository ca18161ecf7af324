"""Reading forecasts: vintages, references, starting points, scenarios and their outcome."""

from woonregie.subjects.forecast.models import ForecastVintage, Measure
from woonregie.subjects.forecast.queries.figures import (
    Flow,
    flow,
    known_years,
    stock,
    stock_where_known,
)
from woonregie.subjects.forecast.queries.national import (
    NationalChoice,
    national_choices,
    national_vintages,
)
from woonregie.subjects.forecast.queries.outcomes import (
    Outcome,
    causes_of,
    outcome_of,
    trend_of,
    tried,
)
from woonregie.subjects.forecast.queries.own_need import (
    OWN_NEED_YEARS,
    NeedOf,
    as_usual,
    choices_of_own_need,
    definition_that_counts,
    definitions_of,
    dissents_of,
    lever_of,
    levers_where,
    needs_of,
    usual_levers,
)
from woonregie.subjects.forecast.queries.scenarios import (
    readable_scenarios,
    scenario_choices,
    scenario_for,
    scenario_named,
    vintages_of,
    visible_scenarios,
)
from woonregie.subjects.forecast.queries.series import Point, Series, series
from woonregie.subjects.forecast.queries.settling import frozen_plans, settled
from woonregie.subjects.forecast.queries.starting import (
    baseline_of,
    places_of_base,
    starting_point_of,
    starting_points_of,
)
from woonregie.subjects.forecast.queries.vintages import (
    choices_for,
    measures_of,
    measures_with,
    reference_of,
    require_households,
    scenarios_of,
    vintage_named,
    vintages_with,
)

__all__ = [
    "OWN_NEED_YEARS",
    "Flow",
    "ForecastVintage",
    "Measure",
    "NationalChoice",
    "NeedOf",
    "Outcome",
    "Point",
    "Series",
    "as_usual",
    "baseline_of",
    "causes_of",
    "choices_for",
    "choices_of_own_need",
    "definition_that_counts",
    "definitions_of",
    "dissents_of",
    "flow",
    "frozen_plans",
    "known_years",
    "lever_of",
    "levers_where",
    "measures_of",
    "measures_with",
    "national_choices",
    "national_vintages",
    "needs_of",
    "outcome_of",
    "places_of_base",
    "readable_scenarios",
    "reference_of",
    "require_households",
    "scenario_choices",
    "scenario_for",
    "scenario_named",
    "scenarios_of",
    "series",
    "settled",
    "starting_point_of",
    "starting_points_of",
    "stock",
    "stock_where_known",
    "trend_of",
    "tried",
    "usual_levers",
    "vintage_named",
    "vintages_of",
    "vintages_with",
    "visible_scenarios",
]
