"""Every inhabitant by herself with neworder: who is born, dies, moves and gets a year older.

Reads people and chances from an npz file, and prints JSON: per seed the seconds of processor, and
the inhabitants of each region and of each age at the end. The model is ours; the framework gives
the timeline, the run, hazards and transitions.
"""

import json
import resource
import sys
import time

import neworder
import numpy as np
import pandas as pd

MEN, WOMEN = 0, 1
COLUMNS = ("region", "sex", "age")


class Inhabitants(neworder.Model):
    """A closed country: one row for each of its people, one step for each year."""

    def __init__(self, given, people, years, seed):
        super().__init__(neworder.LinearTimeline(0, years, years), lambda: seed)
        self.given = given
        self.people = people
        self.regions = np.arange(given["deaths"].shape[0])
        self.oldest = given["deaths"].shape[2] - 1

    def step(self):
        """Let a year pass; chances are those of the age on 1 January."""
        region, sex, age = (self.people[name].to_numpy() for name in COLUMNS)
        women = sex == WOMEN
        mothers = self.mc.hazard(self.given["births"][region[women], age[women]]) == 1
        born = self._born(region[women][mothers])
        alive = self.mc.hazard(self.given["deaths"][region, sex, age]) == 0
        self.people = self.people[alive].reset_index(drop=True)
        self._move()
        self.people["age"] = np.minimum(self.people["age"] + 1, self.oldest)
        self.people = pd.concat([self.people, born], ignore_index=True)

    def _born(self, region):
        sex = np.where(self.mc.hazard(self.given["boys"], region.size) == 1, MEN, WOMEN)
        alive = self.mc.hazard(self.given["newborn_deaths"][sex]) == 0
        return pd.DataFrame({"region": region[alive], "sex": sex[alive], "age": 0})

    def _move(self):
        region, sex, age = (self.people[name].to_numpy() for name in COLUMNS)
        going = np.flatnonzero(self.mc.hazard(self.given["leaving"][region, sex, age]) == 1)
        band = self.given["band"][age[going]]
        arrived = region.copy()
        for at, shares in enumerate(self.given["destinations"]):
            these = going[band == at]
            movers = pd.DataFrame({"region": region[these].copy()})
            neworder.df.transition(self, self.regions, shares, movers, "region")
            arrived[these] = movers["region"].to_numpy()
        self.people["region"] = arrived


def main(path, years, seeds):
    """Return what each seed took and came to."""
    with np.load(path) as kept:
        given = {name: kept[name] for name in kept}
    counts = given["people"]
    places = np.nonzero(counts)
    everybody = pd.DataFrame(
        {
            name: np.repeat(place, counts[places])
            for name, place in zip(COLUMNS, places, strict=True)
        }
    )
    return {
        "persons": len(everybody),
        "runs": [_run(given, everybody.copy(), years, seed) for seed in seeds],
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _run(given, people, years, seed):
    model = Inhabitants(given, people, years, seed)
    wall, cpu = time.perf_counter(), time.process_time()
    done = neworder.run(model)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    if not done:
        raise RuntimeError("neworder did not come to the end of the timeline")
    region, _sex, age = (model.people[name].to_numpy() for name in COLUMNS)
    return {
        "wall": wall,
        "cpu": cpu,
        "regions": np.bincount(region, minlength=model.regions.size).tolist(),
        "ages": np.bincount(age, minlength=model.oldest + 1).tolist(),
    }


if __name__ == "__main__":
    path, years, *seeds = sys.argv[1:]
    told = main(path, int(years), [int(seed) for seed in seeds])
    sys.stdout.write(json.dumps(told) + "\n")
