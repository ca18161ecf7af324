"""The tables of three statistical offices as arrays."""

import csv
import gzip
import tempfile
from pathlib import Path

import numpy as np

DATA = Path(__file__).parents[3] / "shared" / "data" / "demography"
LAST_AGE, OPEN = 100, 80
SEXES = ("Female", "Male")


def present() -> None:
    """Stop in words where the tables are not on this machine."""
    if not DATA.exists():
        raise SystemExit(f"the tables of the offices are not on this machine: {DATA}")


def norway():
    """Return the history of Norwegian municipalities, 2005-2015, sexes together."""
    from woonregie.engines.household import History  # noqa: PLC0415  as late as the others

    with gzip.open(DATA / "norway_municipalities_by_age_2005_2015.csv.gz", "rt") as stream:
        rows = list(csv.DictReader(stream))
    names = sorted({row["location_code"] for row in rows})
    places = {name: place for place, name in enumerate(names)}
    years = sorted({int(row["year"]) for row in rows})
    people = np.zeros((len(years), len(names), 1, LAST_AGE + 1))
    for row in rows:
        age = min(int(row["age"]), LAST_AGE)
        people[int(row["year"]) - years[0], places[row["location_code"]], 0, age] += float(
            row["pop"]
        )
    people[people.sum(axis=(2, 3)) == 0] = np.nan
    # The first two figures of a code are the county.
    areas = [name.removeprefix("municip")[:2] for name in names]
    return History.from_arrays(regions=names, years=years, people=people, areas=areas)


def netherlands():
    """Return the history of Dutch municipalities, 2012-2024, by way of our own import."""
    from woonregie.subjects.forecast.formats.past import (  # noqa: PLC0415  after setup
        read_past,
        write_past,
    )

    with tempfile.TemporaryDirectory() as folder:
        write_past(DATA / "nl_population_components_2012_2023.csv", Path(folder))
        return read_past(Path(folder)).history


def iceland() -> tuple[np.ndarray, np.ndarray]:
    """Return (year, region, sex, age) people and (year, origin, destination, sex, age) moves."""
    with (DATA / "iceland_population.csv").open() as stream:
        people_rows = list(csv.DictReader(stream))
    with gzip.open(DATA / "iceland_migration.csv.gz", "rt") as stream:
        move_rows = list(csv.DictReader(stream))
    names = sorted({row["region"] for row in people_rows})
    years = sorted({int(row["time"]) for row in move_rows})
    people = np.zeros((len(years), len(names), 2, OPEN + 1))
    moves = np.zeros((len(years), len(names), len(names), 2, OPEN + 1))
    for row in people_rows:
        if int(row["time"]) >= years[0]:
            people[int(row["time"]) - years[0], names.index(row["region"])][_cell(row)] = float(
                row["n"]
            )
    for row in move_rows:
        origin, destination = names.index(row["region_orig"]), names.index(row["region_dest"])
        moves[int(row["time"]) - years[0], origin, destination][_cell(row)] += float(row["n"])
    return people, moves


def _cell(row: dict[str, str]) -> tuple[int, int]:
    return SEXES.index(row["sex"]), int(row["age"].rstrip("+"))
