"""Write the demonstration region: `python -m tools.demo.build`.

Public totals are facts with their source. Plans, programme, forecast and people are examples and
say so. The same run always writes the same files. How figures come about stands in the README
beside the data.
"""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from tools.demo.places import FACTS, FICTITIOUS, SETTLEMENTS

OUT = Path("src/woonregie/site/fixtures/demo")
SEED = 2014
# A plan at a village is that much smaller than one at the main settlement.
SMALL_SETTLEMENT = 0.08
HARD_2025, SOFT_2025 = 19_044, 19_743
HARD, SOFT = ("1A", "1A", "2A", "1A", "1B", "2A"), ("3", "4A", "3", "4B", "4A", "1C")
KINDS = (
    "densification",
    "expansion",
    "restructuring",
    "transformation_area",
    "expansion",
    "conversion",
)
SIDES = ("Noord", "Oost", "Zuid", "West")
WORDS = (
    "Schoollocatie",
    "Stationsomgeving",
    "Dorpsrand",
    "Oude werf",
    "Molenweide",
    "Centrumplan",
    "Parkrand",
    "Brinkzone",
    "Kanaalzone",
    "Melkfabriek",
)


class Named(NamedTuple):
    """A plan that has its own name and size; homes net, status by day."""

    name: str
    settlement: str
    kind: str
    homes_2021: int
    status_2021: str
    homes_2025: int
    status_2025: str


# Places that the regional vision of 2014 names. Sizes of 2021 are those of the public plan file
# of 2020 (Reeve: 1,300 in two phases, from the press); those of 2025 are examples, never more than
# in 2021: what is built is no longer planned.
NAMED = {
    "Kampen": [
        Named("Reeve, eerste fase", "Kampen", "expansion", 600, "1A", 430, "1A"),
        Named("Reeve, tweede fase", "Kampen", "expansion", 700, "3", 700, "1B"),
    ],
    "Zwolle": [
        Named("Stadshagen, De Tippe", "Stadshagen", "expansion", 1251, "1B", 900, "1A"),
        Named("Stadshagen, Breezicht", "Stadshagen", "expansion", 1124, "1A", 500, "1A"),
        Named("Stadshagen, Breecamp West", "Stadshagen", "expansion", 427, "1B", 250, "1A"),
    ],
    "Zwartewaterland": [
        Named("Hasselt om de Weede", "Hasselt", "expansion", 62, "2A", 40, "1A"),
    ],
    "Deventer": [
        Named("Geertruidentuin", "Deventer", "transformation_area", 223, "1A", 150, "1A"),
        Named("Rivierenwijk", "Deventer", "restructuring", 209, "1A", 140, "1A"),
        Named("Havenkwartier", "Deventer", "transformation_area", 180, "2A", 120, "1A"),
        Named("Steenbrugge, eerste fase", "Deventer", "expansion", 142, "1A", 90, "1A"),
    ],
    # The chapter of the municipality that does not exist: growth of some 220 homes in ten years
    # lies whole in hard plans at the edge, and there is a plan within the urban area besides.
    FICTITIOUS[1]: [
        Named("Sallanderveld Noord", "Sallanderveld", "expansion", 240, "1A", 240, "1A"),
        Named("Markeloo Oost", "Markeloo", "expansion", 160, "1B", 180, "1A"),
        Named("Sallanderweide", "Sallanderveld", "expansion", 60, "2A", 60, "1A"),
        Named("Zuivelfabriek Markeloo", "Markeloo", "transformation_area", 48, "4A", 48, "3"),
        Named("Raadhuisplein", "Markeloo", "densification", 0, "", 14, "4A"),
        Named("Kanaalstraat", "Markeloo", "restructuring", 12, "3", 24, "unknown"),
    ],
}
# Stadshagen has its plans by name.
ONLY_NAMED = {"Stadshagen"}


SOURCES = {
    "cbs-woningvoorraad": (
        "CBS",
        "Voorraad woningen en mutaties per gemeente, 2012-2020",
        "2021-01-29",
        "CC BY 4.0",
        "published",
        "fact",
    ),
    "cbs-huishoudens-2020": (
        "CBS",
        "Huishoudens per gemeente, 1 januari 2020 (71486ned)",
        "2020-09-01",
        "CC BY 4.0",
        "published",
        "fact",
    ),
    "cbs-bevolking": (
        "CBS",
        "Regionale kerncijfers bevolking, 2012-2023",
        "2023-06-30",
        "CC BY 4.0",
        "published",
        "fact",
    ),
    "data-bewijst-2021-totalen": (
        "Data Bewijst, Follow the Money",
        "Plancapaciteit per gemeente, 2021",
        "2021-06-01",
        "MIT",
        "unknown_rule",
        "fact",
    ),
    "woondeal-2025-totalen": (
        "Rijk, provincie Overijssel en gemeenten",
        "Woondeal West-Overijssel, actualisatie",
        "2025-03-20",
        "",
        "secondary",
        "fact",
    ),
    "postma-2018": (
        "Postma, masterscriptie",
        "Harde plancapaciteit in Kampen, 141 % op 1-1-2016",
        "2018-01-01",
        "",
        "secondary",
        "fact",
    ),
    "demo-plannen": (
        "Woonregie",
        "Voorbeeldplannen West-Overijssel",
        "2026-11-24",
        "EUPL-1.2",
        "estimated",
        "invented",
    ),
    "demo-programma": (
        "Woonregie",
        "Voorbeeldprogramma",
        "2026-11-24",
        "EUPL-1.2",
        "estimated",
        "invented",
    ),
    "demo-mutaties": (
        "Woonregie",
        "Voorbeeldmutaties van gebouwen",
        "2026-10-01",
        "EUPL-1.2",
        "estimated",
        "invented",
    ),
    "demo-prognose-2014": (
        "Woonregie",
        "Afgeleide prognose op stand 2014",
        "2014-12-31",
        "EUPL-1.2",
        "estimated",
        "derived",
    ),
    "demo-prognose-2020": (
        "Woonregie",
        "Afgeleide prognose op stand 2020",
        "2020-12-31",
        "EUPL-1.2",
        "estimated",
        "derived",
    ),
    "demo-uitgangspunt": (
        "Woonregie",
        "Afgeleid uitgangspunt voor prognoses, op tellingen van CBS tot en met 2020",
        "2026-10-05",
        "EUPL-1.2",
        "estimated",
        "derived",
    ),
    "demo-grenzen": (
        "Woonregie",
        "Schematische grenzen rond de hoofdkernen",
        "2026-11-24",
        "EUPL-1.2",
        "estimated",
        "derived",
    ),
}


def main() -> None:
    """Write every file."""
    OUT.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(SEED)
    plans = all_plans(rng)
    _json("sources.json", [_source(key, values) for key, values in SOURCES.items()])
    _csv("settlements.csv", settlements())
    _json("borders.geojson", borders())
    _csv("facts.csv", facts())
    _csv("plans.csv", plans)
    _csv("forecast.csv", forecast())
    _csv("programmes.csv", programmes())


def _source(key: str, values: Sequence[str]) -> dict[str, str]:
    names = ("publisher", "title", "dated_on", "licence", "certainty", "kind")
    return {"key": key, **dict(zip(names, values, strict=True))}


# ------------------------------------------------------------------ places
def settlements() -> list[dict[str, Any]]:
    """Return every settlement; the first of a municipality is its main one."""
    codes = {name: facts.code for name, facts in FACTS.items()} | {FICTITIOUS[1]: FICTITIOUS[0]}
    return [
        {"municipality": codes[place], "name": name, "main": int(at == 0), "x": x, "y": y}
        for place, rows in SETTLEMENTS.items()
        for at, (name, x, y) in enumerate(rows)
    ]


def borders() -> dict[str, Any]:
    """Return schematic borders: Voronoi cells of all settlements, joined per municipality."""
    rows = settlements()
    points = shapely.MultiPoint([(row["x"], row["y"]) for row in rows])
    hull = shapely.buffer(shapely.convex_hull(points), 5000)
    cells = list(shapely.voronoi_polygons(points, extend_to=hull).geoms)
    features = []
    for code in dict.fromkeys(row["municipality"] for row in rows):
        own = [shapely.Point(row["x"], row["y"]) for row in rows if row["municipality"] == code]
        joined = shapely.union_all(
            [cell for cell in cells if any(cell.contains(point) for point in own)]
        )
        shape = shapely.set_precision(shapely.intersection(joined, hull), 1.0)
        features.append(
            {
                "type": "Feature",
                "properties": {"code": code},
                "geometry": json.loads(shapely.to_geojson(shape)),
            }
        )
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    return {"type": "FeatureCollection", "crs": crs, "features": features}


# ------------------------------------------------------------------ public totals
def facts() -> list[dict[str, Any]]:
    """Return the public totals, one row each."""
    rows: list[dict[str, Any]] = []

    def add(
        code: str, measure: str, day: str, value: float, unit: str, source: str, note: str = ""
    ) -> None:
        rows.append(
            {
                "organisation": code,
                "measure": measure,
                "starts_on": day,
                "value": value,
                "unit": unit,
                "source": source,
                "note": note,
            }
        )

    for name, f in FACTS.items():
        add(f.code, "woningvoorraad", "2015-01-01", f.stock_2014, "woningen", "cbs-woningvoorraad")
        add(f.code, "woningvoorraad", "2021-01-01", f.stock_2020, "woningen", "cbs-woningvoorraad")
        add(
            f.code,
            "nieuwbouw 2012-2020",
            "2012-01-01",
            f.built_2012_2020,
            "woningen",
            "cbs-woningvoorraad",
        )
        add(
            f.code,
            "huishoudens",
            "2020-01-01",
            f.households_2020,
            "huishoudens",
            "cbs-huishoudens-2020",
        )
        for year, people in zip((2015, 2020, 2023), f.population, strict=True):
            add(f.code, "inwoners", f"{year}-01-01", people, "personen", "cbs-bevolking")
        add(
            f.code,
            "harde plancapaciteit",
            "2021-01-01",
            f.hard_2021,
            "woningen",
            "data-bewijst-2021-totalen",
        )
        add(
            f.code,
            "zachte plancapaciteit",
            "2021-01-01",
            f.soft_2021,
            "woningen",
            "data-bewijst-2021-totalen",
        )
        if f.realised_2022_2024 is not None:
            add(
                f.code,
                "gerealiseerd netto 2022-2024",
                "2022-01-01",
                f.realised_2022_2024,
                "woningen",
                "woondeal-2025-totalen",
            )
        if name not in {"Staphorst", "Steenwijkerland"}:
            add(
                f.code,
                "sleutelprojecten 2024-2030",
                "2024-01-01",
                f.key_projects,
                "woningen",
                "woondeal-2025-totalen",
            )
    add(
        "GM0166",
        "harde plancapaciteit tegenover behoefte",
        "2016-01-01",
        141,
        "%",
        "postma-2018",
        "woonafspraken 2016-2020",
    )
    for measure, day, value in (
        ("plancapaciteit 2024-2030", "2024-01-01", 38_787),
        ("harde plancapaciteit 2024-2030", "2024-01-01", HARD_2025),
        ("zachte plancapaciteit 2024-2030", "2024-01-01", SOFT_2025),
        ("opgave 2022-2030 (bruto)", "2022-01-01", 28_200),
        ("gerealiseerd netto 2022-2024", "2022-01-01", 7_960),
    ):
        add("west-overijssel", measure, day, value, "woningen", "woondeal-2025-totalen")
    for project, then, now in (
        ("Spoorzone", 3000, 1000),
        ("Stadshart", 2000, 1400),
        ("Nieuwe Veemarkt", 1400, 1200),
        ("Zwartewaterallee", 1600, 500),
        ("Oosterenk", 1000, 500),
        ("Stadshagen", 3000, 3100),
    ):
        add(
            "GM0193",
            f"sleutelproject {project}",
            "2022-12-21",
            then,
            "woningen",
            "woondeal-2025-totalen",
            "woondeal 2022",
        )
        add(
            "GM0193",
            f"sleutelproject {project}",
            "2025-03-20",
            now,
            "woningen",
            "woondeal-2025-totalen",
            "woondeal 2025",
        )
    return rows


# ------------------------------------------------------------------ plans
def all_plans(rng: np.random.Generator) -> list[dict[str, Any]]:
    """Return plans of which the classes add up to the public totals.

    And those of the fictitious one.
    """
    weights = np.array(
        [f.key_projects + f.hard_2021 + f.soft_2021 for f in FACTS.values()], dtype=float
    )
    hard_2025, soft_2025 = divided(HARD_2025, weights), divided(SOFT_2025, weights)
    rows: list[dict[str, Any]] = []
    for at, (place, f) in enumerate(FACTS.items()):
        rows += plans_of(
            place,
            f.code,
            (f.hard_2021, f.soft_2021),
            (int(hard_2025[at]), int(soft_2025[at])),
            rng,
        )
    rows += [
        _described(_named(FICTITIOUS[0], item), at, FICTITIOUS[1], rng)
        for at, item in enumerate(NAMED[FICTITIOUS[1]])
    ]
    return rows


def divided(total: int, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Divide a whole number by weights; what rounding leaves goes to the largest remainders."""
    exact = total * weights / weights.sum()
    whole = np.floor(exact).astype(np.int64)
    for at in np.argsort(whole - exact)[: total - int(whole.sum())]:
        whole[at] += 1
    return whole


def plans_of(
    place: str,
    code: str,
    first: tuple[int, int],
    second: tuple[int, int],
    rng: np.random.Generator,
) -> list[dict[str, Any]]:
    """Return the plans of one municipality.

    Two classes on two days, each adding up to its total.
    """
    own = NAMED.get(place, [])
    named = [_named(code, item) for item in own]
    count = max(9, min(60, round(sum(second) / 140)))
    plain = [_plain(place, code, at, rng) for at in range(len(named), count)]
    third = len(plain) // 3
    # A third hard on both days, a third soft and later hard, the rest soft or new.
    for at, row in enumerate(plain):
        row["class_2021"] = "hard" if at < third else ("soft" if at < 2 * third + 1 else "")
        row["class_2025"] = "hard" if at < third + third // 2 else "soft"
    for day, totals in (("2021", first), ("2025", second)):
        for group, total in zip(("hard", "soft"), totals, strict=True):
            taken = sum(row[f"net_{day}"] for row in named if row[f"class_{day}"] == group)
            _share_out(plain, day, group, total - taken, rng)
    return [_described(row, at, place, rng) for at, row in enumerate([*named, *plain])]


def _named(code: str, item: Named) -> dict[str, Any]:
    row: dict[str, Any] = {
        "municipality": code,
        "name": item.name,
        "settlement": item.settlement,
        "net_2021": item.homes_2021,
        "net_2025": item.homes_2025,
        "kind": item.kind,
        "demolition": 0,
        "status_2021": item.status_2021,
        "status_2025": item.status_2025,
    }
    for day in ("2021", "2025"):
        status = row[f"status_{day}"]
        row[f"class_{day}"] = "" if not status else "hard" if status in HARD else "soft"
    return row


def _plain(place: str, code: str, at: int, rng: np.random.Generator) -> dict[str, Any]:
    options = [name for name, _x, _y in SETTLEMENTS[place] if name not in ONLY_NAMED]
    # Most plans, and the large ones, lie at the main settlement.
    chances = np.array([8.0, *(1.0 for _name in options[1:])])
    settlement = options[int(rng.choice(len(options), p=chances / chances.sum()))]
    name = (
        f"{settlement} {SIDES[at % 4]}"
        if at % 3 == 0
        else f"{WORDS[int(rng.integers(len(WORDS)))]} {settlement}"
    )
    return {
        "municipality": code,
        "name": f"{name} {at + 1}",
        "settlement": settlement,
        "net_2021": 0,
        "net_2025": 0,
        "kind": KINDS[int(rng.integers(len(KINDS)))],
        "main": settlement == options[0],
    }


def _share_out(
    rows: list[dict[str, Any]], day: str, group: str, total: int, rng: np.random.Generator
) -> None:
    own = [row for row in rows if row[f"class_{day}"] == group]
    weights = rng.lognormal(0.0, 0.7, size=len(own))
    weights *= np.array([1.0 if row["main"] else SMALL_SETTLEMENT for row in own])
    for row, homes in zip(own, divided(total, weights), strict=True):
        row[f"net_{day}"] = int(homes)


def _described(
    row: dict[str, Any], at: int, place: str, rng: np.random.Generator
) -> dict[str, Any]:
    """Fill in what is invented: statuses, phases, demolition, delivery, kinds of home.

    Where it lies.
    """
    row.pop("main", None)
    for day, last in (("2021", 4), ("2025", 6)):
        group = row.pop(f"class_{day}")
        codes = HARD if group == "hard" else SOFT
        row.setdefault(f"status_{day}", codes[at % len(codes)] if group else "")
        phase = int(rng.integers(3, last)) if group == "hard" else int(rng.integers(1, 3))
        row[f"phase_{day}"] = str(phase) if group else ""
    demolished = int(row["net_2025"] * 0.2) if row["kind"] == "restructuring" else 0
    row.setdefault("demolition", demolished)
    row["key"] = f"{row['municipality']}-{at + 1:03d}"
    row["delivery_2021"] = json.dumps(_periods(row["net_2021"], rng, first=None))
    # What is hard comes first.
    early = 2026 if row["status_2025"] in HARD else 2028
    row["delivery_2025"] = json.dumps(
        _periods(row["net_2025"] + row["demolition"], rng, first=early)
    )
    row["division"] = json.dumps(_division(row["net_2025"] + row["demolition"], row["kind"], rng))
    x, y = next((x, y) for name, x, y in SETTLEMENTS[place] if name == row["settlement"])
    east, north = x + rng.normal(0, 1100), y + rng.normal(0, 1100)
    row["wkt"] = (
        _shape(east, north, max(row["net_2025"], 10), rng)
        if at % 3
        else f"POINT ({east:.0f} {north:.0f})"
    )
    return row


def _periods(homes: int, rng: np.random.Generator, *, first: int | None) -> list[list[int | None]]:
    """Return [first year, first year after, homes]; the last row, without years, is not phased.

    All years lie within ten years of the list's own day, so that nothing of a public total falls
    outside the horizon that a balance has by default. The list of 2025 begins in 2026: then that
    holds for a balance of 2026 too, in which most people see it.

    Args:
        homes: how many.
        rng: chance.
        first: the first year in which it can begin; None for the coarse periods of 2021.
    """
    if homes <= 0:
        return []
    if first is None:
        spans = [(2021, 2025), (2025, 2030), (2030, 2031)]
    else:
        start = int(rng.integers(first, first + 3))
        spans = [(year, year + 1) for year in range(start, min(start + 1 + homes // 60, 2035))]
    weights = np.concatenate(
        [rng.uniform(0.5, 1.5, len(spans)), [0.25 if rng.uniform() < 0.4 else 0.0]]
    )
    shares = divided(homes, weights)
    rows: list[list[int | None]] = [
        [*span, int(n)] for span, n in zip(spans, shares, strict=False) if n
    ]
    return [*rows, [None, None, int(shares[-1])]] if shares[-1] else rows


def _division(homes: int, kind: str, rng: np.random.Generator) -> dict[str, int]:
    """Return homes by type, tenure and price class; part of the plans does not know yet."""
    if homes <= 0 or rng.uniform() < 0.2:
        return {}
    apartments = 0.35 if kind.startswith("expansion") else 0.7
    social, mid, cheap = rng.uniform(0.2, 0.35), rng.uniform(0.1, 0.2), rng.uniform(0.2, 0.4)
    price = divided(homes, np.array([social, mid, cheap, 1 - social - mid - cheap]))
    names = ("rent_social", "rent_mid", "owner_affordable", "owner_expensive")
    types = divided(homes, np.array([apartments, 1 - apartments]))
    return {
        **{f"price:{name}": int(n) for name, n in zip(names, price, strict=True)},
        "tenure:rent": int(price[0] + price[1]),
        "tenure:owner": int(price[2] + price[3]),
        "type:apartment": int(types[0]),
        "type:ground_bound": int(types[1]),
    }


def _shape(east: float, north: float, homes: int, rng: np.random.Generator) -> str:
    """Return an eight-sided area that fits some 30 homes to the hectare."""
    radius = float(np.sqrt(homes / 30 * 10_000 / 2.83))
    turn = rng.uniform(0, 0.7)
    angles = np.arange(8) * np.pi / 4 + turn
    sides = radius * rng.uniform(0.8, 1.2, 8)
    ring = [
        (east + r * np.cos(a), north + r * np.sin(a)) for r, a in zip(sides, angles, strict=True)
    ]
    return "POLYGON ((" + ", ".join(f"{x:.0f} {y:.0f}" for x, y in [*ring, ring[0]]) + "))"


# ------------------------------------------------------------------ forecast and programme
def forecast() -> list[dict[str, Any]]:
    """Return two derived vintages.

    Yearly growth is what was added to the stock, damped by 1 % a year.
    """
    rows: list[dict[str, Any]] = []
    everywhere = {
        f.code: (f, (f.built_2012_2020 - f.demolished_2012_2020) / 9) for f in FACTS.values()
    }
    for code, (f, added) in everywhere.items():
        base_2014 = f.stock_2014 * f.households_2020 / f.stock_2020
        rows += _series(code, "afgeleid-2014", 2015, 2041, base_2014, added * 0.8)
        rows += _series(code, "afgeleid-2020", 2020, 2051, f.households_2020, added)
        rows.append(
            {
                "vintage": "cbs-2020",
                "municipality": code,
                "measure": "households",
                "scenario": "",
                "year": 2020,
                "value": f.households_2020,
            }
        )
    rows += _series(FICTITIOUS[0], "afgeleid-2020", 2020, 2051, 4_000, 22)
    return rows


def _series(
    code: str, vintage: str, first: int, before: int, start: float, added: float
) -> Iterable[dict[str, Any]]:
    for scenario, factor in (("laag", 0.75), ("midden", 1.0), ("hoog", 1.3)):
        households = start
        for year in range(first, before):
            yield {
                "vintage": vintage,
                "municipality": code,
                "measure": "households",
                "scenario": scenario,
                "year": year,
                "value": round(households),
            }
            households += added * factor * 0.99 ** (year - first)


def programmes() -> list[dict[str, Any]]:
    """Return invented programmes: the middle forecast of ten years, rounded to ten.

    Every real municipality has one; that somebody would lack one is not for us to invent.
    """
    rows = []
    for f in FACTS.values():
        yearly = (f.built_2012_2020 - f.demolished_2012_2020) / 9
        total = int(round(yearly * 10 / 10) * 10)
        for segment, part in (
            ("all", 1.0),
            ("social_rent", 0.3),
            ("mid_rent", 0.15),
            ("affordable_owner", 0.25),
        ):
            rows.append(
                {
                    "municipality": f.code,
                    "segment": segment,
                    "from_year": 2026,
                    "before_year": 2036,
                    "dwellings": int(total * part),
                    "decided_on": "2025-12-11",
                }
            )
    return rows


# ------------------------------------------------------------------ files
def _csv(name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    with (OUT / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        writer.writerows(rows)


def _json(name: str, content: Any) -> None:
    (OUT / name).write_text(
        json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
