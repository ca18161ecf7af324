"""The register for machines: plans, leading systems, who may see a plan."""

from woonregie.subjects.plans.api.audiences import router as audiences_router
from woonregie.subjects.plans.api.plans import leads_router, router

__all__ = ["audiences_router", "leads_router", "router"]
