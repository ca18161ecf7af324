"""Pages of a region: what it is, who works in it, what was done."""

from woonregie.foundation.region.views.people import (
    close,
    end_role,
    give_role,
    invite,
    people,
    person,
    send_mail,
)
from woonregie.foundation.region.views.places import about, borders
from woonregie.foundation.region.views.trail import trail

__all__ = [
    "about",
    "borders",
    "close",
    "end_role",
    "give_role",
    "invite",
    "people",
    "person",
    "send_mail",
    "trail",
]
