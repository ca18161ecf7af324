"""Requests for consent and decisions for machines; signing is left to people."""

from woonregie.foundation.consents.api.reading import decisions_router

# One router: reading and writing share addresses.
from woonregie.foundation.consents.api.writing import router

__all__ = ["decisions_router", "router"]
