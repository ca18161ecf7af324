"""Household positions and households of 2020 in Dutch municipalities."""

import csv
import re
from collections.abc import Sequence

import numpy as np

from bench.past.offices import DATA

# Column -> position of the engine; partners of both kinds of couples are added up.
POSITIONS = {
    "ThuiswonendKind_3": 0,
    "Alleenstaand_4": 1,
    "PartnerInNietGehuwdPaarZonderKi_6": 2,
    "PartnerInGehuwdPaarZonderKinderen_7": 2,
    "PartnerInNietGehuwdPaarMetKinderen_8": 3,
    "PartnerInGehuwdPaarMetKinderen_9": 3,
    "OuderInEenouderhuishouden_10": 4,
    "OverigLidHuishouden_11": 5,
}
GROUPS, WIDE, KINDS = 20, 5, 8
COUNTED = "TotaalInParticuliereHuishoudens_2"


def positions() -> tuple[list[str], list[int], np.ndarray]:
    """Return codes, first ages and (region, group, position) persons."""
    with (DATA / "nl_household_positions_2020.csv").open(encoding="utf-8-sig") as stream:
        rows = [row for row in csv.DictReader(stream, delimiter=";") if row[COUNTED].strip()]
    names = sorted({row["RegioS"].strip() for row in rows})
    places = {name: place for place, name in enumerate(names)}
    found = np.zeros((len(names), GROUPS, KINDS))
    for row in rows:
        first = re.match(r"\d+", row["Leeftijd"])
        assert first
        for column, position in POSITIONS.items():
            found[places[row["RegioS"].strip()], int(first[0]) // WIDE, position] += float(
                row[column].strip() or 0
            )
    return names, list(range(0, GROUPS * WIDE, WIDE)), found


def households(names: Sequence[str]) -> np.ndarray:
    """Return (region,) households of municipalities by code; the table has names only."""
    with (DATA / "nl_population_components_2012_2023.csv").open(encoding="utf-8-sig") as stream:
        codes: dict[str, set[str]] = {}
        for row in csv.DictReader(stream):
            codes.setdefault(_plain(row["Regions Label"]), set()).add(row["Regions"].strip())
    found = {}
    with (DATA / "nl_households_2020.csv").open(encoding="utf-8-sig") as stream:
        rows = csv.reader(stream, delimiter=";")
        next(rows)
        for row in rows:
            if row[3].strip():
                (code,) = codes[_plain(row[2])] & set(names)
                found[code] = float(row[3])
    return np.array([found[name] for name in names])


def _plain(name: str) -> str:
    short = re.sub(r" (?:\(gemeente\)|Municipality)$", "", name.strip()).removeprefix("'")
    return {"The Hague": "s-Gravenhage"}.get(short, short)
