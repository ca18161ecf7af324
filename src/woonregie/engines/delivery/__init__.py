"""Delivery of plan capacity in time.

What plans deliver within a horizon, and whether it meets the need.
"""

from woonregie.engines.delivery._bridge import ROUNDING, Bridge, Line, bridge
from woonregie.engines.delivery._capacity import Capacity, capacity
from woonregie.engines.delivery._need import Need, need
from woonregie.engines.delivery._periods import UNPHASED, whole, within

__all__ = [
    "ROUNDING",
    "UNPHASED",
    "Bridge",
    "Capacity",
    "Line",
    "Need",
    "bridge",
    "capacity",
    "need",
    "whole",
    "within",
]
