"""What this room tells the lower floors about itself."""

from woonregie.foundation.accounts.reach import register_reach
from woonregie.foundation.notices.registry import register_places
from woonregie.foundation.region.features.collections import register_collection
from woonregie.foundation.region.people import may_arrange

register_reach(may_arrange)
register_collection(
    "gemeenten", "woonregie.foundation.region.features.municipalities.MUNICIPALITIES"
)
register_places("region", "woonregie.foundation.region.places.places")
