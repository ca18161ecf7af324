"""Our own site with the equations in NumPy behind it, in place of the fast engine.

The one peer that runs in our own environment: everything but the engine is the same.
"""

from woonregie.engines.household import Baseline, Projection, Scenario, reference
from woonregie.site.wsgi import application as site
from woonregie.subjects.forecast.queries import outcomes


def _equations(base: Baseline, scenario: Scenario, *, years: int) -> Projection:
    return reference(base, scenario, years)


outcomes.project = _equations
application = site
