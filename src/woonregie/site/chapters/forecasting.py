"""The chapter of the forecast app: where the forecasts begin, and what three organisations tried.

Inhabitants, births, deaths and moves of 2015 to 2019 and households on 1 January 2020 are counted
by CBS; stock is that of 2021 less what was built in a year. Ages, positions and behaviour by age
are assumed, as the notes of the starting point say: it is a derived example. So is the national
forecast, which draws the counted components of the country on: no publisher made it.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.household import Calibrated, Counted, calibrated
from woonregie.foundation.accounts.models import Account
from woonregie.foundation.region.models import Municipality, PublicFact, Region
from woonregie.foundation.sources.models import Source
from woonregie.site.chapters.shipped import HERE, rows_of
from woonregie.subjects.forecast.formats.tables import assumptions, said
from woonregie.subjects.forecast.levers import read_levers
from woonregie.subjects.forecast.queries import starting_point_of
from woonregie.subjects.forecast.services import (
    Figure,
    import_vintage,
    record_starting_point,
    save_scenario,
    share_scenario,
)

Floats = NDArray[np.float64]
STARTED_AT = datetime(2026, 10, 5, 9, tzinfo=UTC)
SAVED_AT = datetime(2026, 10, 12, 9, tzinfo=UTC)
RECENT_AT = datetime(2026, 10, 2, 9, tzinfo=UTC)
YEAR, WINDOW, RECENT = 2020, (2015, 2016, 2017, 2018, 2019), (2017, 2018, 2019)
NATIONAL, NATIONAL_ON = "landelijk-2020", date(2020, 12, 31)
NATIONAL_YEARS, MORE_DEATHS = 40, 1.008
"""How far the national forecast goes, and how deaths grow each year as people age: an assumption
that only shows how a forecast of the country is followed."""
COUNTRY, ELSEWHERE = "NL01", "rest van Nederland"
HOMES = {"huishoudens": 7_997_800.0, "woningvoorraad": 7_891_786.0}
"""Of the Netherlands on 1 January 2020: households of CBS table 71486ned; the stock was not
checked against its source, and only tells what the rest of the country has beside the eleven."""
WITHIN = 1 / 3
"""Which part of the moves of these municipalities stays among them: an assumption."""
MINUTES_APART, MINUTES_A_KM, MINUTES_ELSEWHERE = 10.0, 0.9, 60.0
NOTES = (
    "Geteld door CBS: inwoners, geboorte, sterfte en verhuizingen 2015 tot en met 2019, "
    "huishoudens op 1 januari 2020, woningen op 1 januari 2021 min een jaar groei.",
    "Afgeleid: leeftijden, posities in het huishouden en gedrag naar leeftijd zijn aannames voor "
    "heel Nederland, gebracht op de aantallen van elke gemeente.",
    "Aanname: een derde van de verhuizingen blijft in de regio. Wie waarheen gaat volgt uit "
    "grootte en afstand.",
)
# Who, for whom, its name, why, and the levers by their names in addresses.
TRIED: tuple[tuple[str, str, str, str, Mapping[str, str]], ...] = (
    ("regiosecretaris", "", "Trend", "Zonder knoppen.", {}),
    (
        "beleid.zwolle",
        "GM0193",
        "Eigen behoefte: migratiesaldo nul",
        "Wat is nodig als er van elke leeftijd evenveel mensen komen als gaan?",
        {"eigenBehoefte": "nul", "plannen": "plannen", "realisatieZacht": "50"},
    ),
    (
        "beleid.sallandermark",
        "GM9901",
        "Drie keer zoveel immigratie",
        "Om te laten zien hoe een scenario buiten wat aannemelijk is wordt gemerkt.",
        {"immigratie": "300"},
    ),
    (
        "regiosecretaris",
        "",
        "Volgt de landelijke prognose",
        "Geboorte, sterfte en buitenland van heel Nederland zoals in de landelijke prognose.",
        {"landelijk": f"{NATIONAL}|midden", "jaren": "20"},
    ),
)


def tell(
    region: Region, places: Mapping[str, Municipality], sources: Mapping[str, Source]
) -> None:
    """Record the chapter.

    Args:
        region: the demonstration region.
        places: its municipalities by code.
        sources: where everything comes from, by key.
    """
    real = {code: place for code, place in places.items() if not place.organisation.fictitious}
    _national(sources["demo-landelijk"])
    _starting_point(region, real, sources["demo-uitgangspunt"], RECENT, RECENT_AT)
    _starting_point(region, real, sources["demo-uitgangspunt"], WINDOW, STARTED_AT)
    point = starting_point_of(region, on=STARTED_AT.date())
    for who, code, name, note, values in TRIED:
        by = Account.objects.get(email=f"{who}@voorbeeld.example")
        saved = save_scenario(
            by=by,
            at=SAVED_AT,
            region=region,
            organisation=places[code].organisation if code else region.organisation,
            starting_point=point,
            name=name,
            levers=read_levers(values).levers,
            note=note,
        )
        share_scenario(by=by, at=SAVED_AT, scenario=saved)


def _national(source: Source) -> None:
    """Take in a forecast of the country: what was counted, drawn on."""
    counted = {
        int(row["year"]): row
        for row in rows_of(HERE / "components.csv")
        if row["region"] == COUNTRY
    }
    last = max(counted)
    found: dict[tuple[str, int], float] = {("persons", last): float(counted[last]["people"])}
    for measure in ("births", "deaths", "immigration", "emigration"):
        found[measure, last] = float(counted[last][measure])
        usual = sum(float(row[measure]) for row in counted.values()) / len(counted)
        for ahead in range(1, NATIONAL_YEARS):
            grown = found[measure, last] * MORE_DEATHS**ahead
            found[measure, last + ahead] = grown if measure == "deaths" else usual
    import_vintage(
        by=None,
        at=datetime.combine(NATIONAL_ON, time(9), tzinfo=UTC),
        slug=NATIONAL,
        title="Nederland 2020 (afgeleid voorbeeld)",
        kind="forecast",
        published_on=NATIONAL_ON,
        source=source,
        derived=True,
        figures=[
            Figure(None, measure, "midden", year, Decimal(round(value)))
            for (measure, year), value in found.items()
        ],
    )


# ------------------------------------------------------------------ where it begins
def _starting_point(
    region: Region,
    places: Mapping[str, Municipality],
    source: Source,
    window: tuple[int, ...],
    at: datetime,
) -> None:
    """Record where forecasts begin, by what people did in the years of a window."""
    begins = _calibrated(places, window)
    name = f"{window[0]}-{window[-1]}"
    record_starting_point(
        by=None,
        at=at,
        region=region,
        baseline=begins.baseline,
        title=f"Uitgangspunt {YEAR}, gedrag van {name} (afgeleid voorbeeld)",
        source=source,
        derived=True,
        notes=[*NOTES, *said(begins.notes)],
        window=name,
    )


def _calibrated(places: Mapping[str, Municipality], window: tuple[int, ...]) -> Calibrated:
    """Return where the forecasts of these municipalities and all the rest begin."""
    codes = sorted(places)
    events = counted_events(codes, (*window, YEAR))
    homes = np.array([_homes(places[code]) for code in codes])
    rest = np.array([list(HOMES.values())]) - homes.sum(axis=0)
    households, stock = np.vstack([homes, rest]).T
    counted = Counted(
        regions=(*codes, ELSEWHERE),
        year=YEAR,
        people=events["people"][-1],
        window=window,
        window_people=events["people"][:-1],
        households=households,
        households_year=YEAR,
        stock=stock,
        minutes=minutes_between([places[code] for code in codes]),
        sources=dict.fromkeys(("population", "stock"), "CBS, leeftijden en posities aangenomen"),
        births=events["births"][:-1],
        deaths=events["deaths"][:-1],
        immigration=events["immigration"][:-1],
        emigration=events["emigration"][:-1],
        departures=events["departures"][:-1],
        arrivals=events["arrivals"][:-1],
    )
    return calibrated(counted, assumptions()[1])


def counted_events(codes: list[str], years: Sequence[int]) -> dict[str, Floats]:
    """Return (year, region) people and events, those of the rest of the country last."""
    rows = {(row["region"], int(row["year"])): row for row in rows_of(HERE / "components.csv")}
    found: dict[str, Floats] = {}
    for name in ("people", "births", "deaths", "immigration", "emigration"):
        ours = np.array([[float(rows[code, year][name]) for code in codes] for year in years])
        whole = np.array([float(rows[COUNTRY, year][name]) for year in years])
        found[name] = np.column_stack([ours, whole - ours.sum(axis=1)])
    gone, come = (
        np.array([[float(rows[code, year][name]) for code in codes] for year in years])
        for name in ("departures", "arrivals")
    )
    stays = WITHIN * (gone.sum(axis=1) + come.sum(axis=1)) / 2
    # Who comes from the rest leaves it, and the other way round.
    found["departures"] = np.column_stack([gone, come.sum(axis=1) - stays])
    found["arrivals"] = np.column_stack([come, gone.sum(axis=1) - stays])
    return found


def _homes(place: Municipality) -> tuple[float, float]:
    """Return households and dwellings on 1 January of the year."""
    facts = {
        (measure, starts_on): float(value)
        for measure, starts_on, value in PublicFact.objects.filter(
            organisation=place.organisation, measure__in=list(HOMES)
        ).values_list("measure", "starts_on", "value")
    }
    before, after = date(2015, 1, 1), date(2021, 1, 1)
    stock = facts["woningvoorraad", after]
    a_year = (stock - facts["woningvoorraad", before]) / (after.year - before.year)
    return facts["huishoudens", date(YEAR, 1, 1)], round(stock - a_year)


def minutes_between(places: list[Municipality]) -> Floats:
    """Return (region, region) travel times between main settlements; the rest is far."""
    spots = np.array([_spot(place) for place in places])
    metres = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
    found = np.full((len(places) + 1, len(places) + 1), MINUTES_ELSEWHERE)
    found[:-1, :-1] = MINUTES_APART + MINUTES_A_KM * metres / 1000
    return found


def _spot(place: Municipality) -> tuple[float, float]:
    main = place.settlements.order_by("-main", "name").values_list("x", "y").first()
    return (0.0, 0.0) if main is None else (float(main[0]), float(main[1]))
