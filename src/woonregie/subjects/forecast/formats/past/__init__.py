"""A folder of counted people in csv, on which forecasts can be tried; of any country.

`population.csv` holds region, year, sex, age and population, on 1 January. Optional beside it:
`components.csv` (region, year, births, deaths, and arrivals and departures within the country),
`households.csv` (region, year, households) and `flows.csv` (origin, destination, year, sex, age,
moves). `borders.csv` (from, to, on, share) tells which municipalities merged.
"""

from woonregie.subjects.forecast.formats.past.ages import People, has_ages, write_ages
from woonregie.subjects.forecast.formats.past.borders import Borders, Succession
from woonregie.subjects.forecast.formats.past.folder import Past, flows_of, read_past
from woonregie.subjects.forecast.formats.past.national import national_borders
from woonregie.subjects.forecast.formats.past.online import Fetched, fetch, layout_of
from woonregie.subjects.forecast.formats.past.recoding import recoded
from woonregie.subjects.forecast.formats.past.seats import Added, adds_to_folder
from woonregie.subjects.forecast.formats.past.statline import Written, write_past

__all__ = [
    "Added",
    "Borders",
    "Fetched",
    "Past",
    "People",
    "Succession",
    "Written",
    "adds_to_folder",
    "fetch",
    "flows_of",
    "has_ages",
    "layout_of",
    "national_borders",
    "read_past",
    "recoded",
    "write_ages",
    "write_past",
]
