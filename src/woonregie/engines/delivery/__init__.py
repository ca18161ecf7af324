"""Delivery of plan capacity in time: what plans deliver within a horizon, and whether it meets the need."""

from woonregie.engines.delivery._bridge import Bridge, Line, bridge
from woonregie.engines.delivery._capacity import Capacity, capacity
from woonregie.engines.delivery._need import Need, need
from woonregie.engines.delivery._periods import UNPHASED, within

__all__ = ["UNPHASED", "Bridge", "Capacity", "Line", "Need", "bridge", "capacity", "need", "within"]
