"""What this room tells the lower floors about itself."""

from woonregie.foundation.notices.registry import register_deadlines

register_deadlines("norms", "woonregie.foundation.norms.turns.deadlines")
