"""Pages of forecasts: which there are, how they compare, which one counts; taking one in."""

from woonregie.subjects.forecast.views.delivering import confirm, deliver, example
from woonregie.subjects.forecast.views.lists import choose, forecasts
from woonregie.subjects.forecast.views.shelf import shelf_life

__all__ = ["choose", "confirm", "deliver", "example", "forecasts", "shelf_life"]
