"""What can be done to totals: publish them."""

from woonregie.subjects.balance.services.publishing import publish_totals

__all__ = ["publish_totals"]
