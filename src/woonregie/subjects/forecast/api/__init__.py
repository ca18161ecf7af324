"""Forecasts for machines: levers in, an outcome out; and scenarios as people save them."""

from woonregie.subjects.forecast.api.own_need import router as own_need_router
from woonregie.subjects.forecast.api.shelf import router as shelf_router
from woonregie.subjects.forecast.api.trying import router as trying_router
from woonregie.subjects.forecast.api.writing import router

__all__ = ["own_need_router", "router", "shelf_router", "trying_router"]
