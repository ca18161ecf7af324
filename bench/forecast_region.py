"""The forecast of one region: West-Overijssel with some 19 zones around it."""

from bench.forecast_nation import forecast
from bench.result import Result

REGIONS, GOAL = 30, 3.0


def measure() -> Result:
    """Run all trajectories; check them against the reference and in the mean."""
    return forecast(
        "forecast-region", REGIONS, GOAL, "30 invented regions, as many as a region and its zones"
    )
