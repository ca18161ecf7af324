"""What was counted of three towns and everybody else."""

import numpy as np

from woonregie.engines.household import Counted

TOWNS = ("Raalte", "Zwolle", "Kampen", "elders")
PEOPLE = np.array([37_000.0, 128_000, 54_000, 800_000])
MINUTES = np.array([[9.0, 20, 30, 50], [20, 9, 15, 50], [30, 15, 9, 55], [50, 50, 55, 30]])
YEARS = (2018, 2019)
EVENTS = {
    "births": [340, 1480, 650, 8000],
    "deaths": [320, 960, 400, 7400],
    "immigration": [110, 900, 200, 9000],
    "emigration": [70, 700, 150, 6500],
    "departures": [1100, 5650, 1440, 7000],
    "arrivals": [1130, 6000, 1700, 6360],
}


def counted(**changed):
    """Return what was counted of three towns and everybody else, the same in both years."""
    tables = {name: np.array([row, row], dtype=float) for name, row in EVENTS.items()}
    given = {
        "regions": TOWNS,
        "year": 2020,
        "people": PEOPLE,
        "window": YEARS,
        "window_people": np.array([PEOPLE, PEOPLE]),
        "minutes": MINUTES,
        **tables,
    }
    return Counted(**(given | changed))
