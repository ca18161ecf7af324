"""The balance of a ledger with pandas, from the same tables; what an analyst would write.

Prints JSON: seconds by the clock and of the processor, seconds once the tables are held, and net
dwellings by municipality and class.
"""

import json
import sqlite3
import sys
import time

import pandas as pd

from bench.peers.frames import VERSIONS

MOVEMENTS = """SELECT plan_id, account, dwellings FROM plans_movement
WHERE breakdown = 'total' AND booked_on <= :on"""


def main(database: str, asked: dict) -> dict:
    """Return what it took, and the balance."""
    wall, cpu = time.perf_counter(), time.process_time()
    with sqlite3.connect(database) as connection:
        day = {"on": asked["on"]}
        versions = pd.read_sql(VERSIONS, connection, params=day)
        movements = pd.read_sql(MOVEMENTS, connection, params=day)
    held = time.perf_counter()
    versions["class"] = versions["planning_status"].map(asked["classes"]).fillna("unknown")
    rows = movements.merge(versions, on="plan_id")
    rows["net"] = rows["dwellings"].where(rows["account"] == "build", -rows["dwellings"])
    net = rows.groupby(["municipality_id", "class"])["net"].sum()
    return {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "held": time.perf_counter() - held,
        "balance": {f"{place} {group}": int(homes) for (place, group), homes in net.items()},
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], json.loads(sys.argv[2]))) + "\n")
