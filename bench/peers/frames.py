"""Capacity per municipality with pandas, from the same tables; what an analyst would write.

Prints JSON: seconds by the clock and of the processor, and the sum of hard capacity.
"""

import json
import sqlite3
import sys
import time

import numpy as np
import pandas as pd

VERSIONS = """SELECT plan_id, municipality_id, planning_status FROM plans_planversion
WHERE superseded_at IS NULL AND valid_on <= :on AND (ends_before IS NULL OR ends_before > :on)"""
MOVEMENTS = """SELECT plan_id, account, from_year, before_year, dwellings FROM plans_movement
WHERE breakdown = 'total' AND booked_on <= :on"""


def main(database: str, asked: dict) -> dict[str, float]:
    """Return what it took, and the hard capacity of the nation."""
    wall, cpu = time.perf_counter(), time.process_time()
    with sqlite3.connect(database) as connection:
        day = {"on": asked["on"]}
        versions = pd.read_sql(VERSIONS, connection, params=day)
        movements = pd.read_sql(MOVEMENTS, connection, params=day)
    rows = movements.merge(versions, on="plan_id")
    start, end = asked["period"]
    inside = rows["before_year"].clip(upper=end) - rows["from_year"].clip(lower=start)
    share = (inside.clip(lower=0) / (rows["before_year"] - rows["from_year"])).fillna(1.0)
    rows["inside"] = rows["dwellings"] * share
    rows["class"] = rows["planning_status"].map(asked["classes"]).fillna("unknown")
    sums = rows.groupby(["municipality_id", "class", "account"])["inside"].sum()
    whole = np.floor(sums + 0.5 + 1e-9).unstack("account", fill_value=0).astype(int)
    net = (whole["build"] - whole["demolition"]).unstack("class", fill_value=0)
    return {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "hard": int(net["hard"].sum()),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], json.loads(sys.argv[2]))) + "\n")
