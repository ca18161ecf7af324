"""Pages of forecasts: which there are, how they compare, which one counts; taking one in."""

from woonregie.subjects.forecast.views.delivering import confirm, deliver, example
from woonregie.subjects.forecast.views.lists import choose, forecasts

__all__ = ["choose", "confirm", "deliver", "example", "forecasts"]
