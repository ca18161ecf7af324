"""Intervals of 80 % for municipalities: fitted on one half, judged on the other."""

import tempfile
from pathlib import Path

from bench.past import DATA, norway, present
from bench.result import Also, Result

ASKED, WITHIN = 80.0, 4.0
ORIGIN, HORIZON, TRAJECTORIES = 2017, 5, 1000


def measure() -> Result:
    """Fit bands on the errors of one half of the municipalities and count in the other."""
    import django  # noqa: PLC0415  settings come from the environment

    from woonregie.engines.household import backtest, crossed  # noqa: PLC0415  as above

    django.setup()
    present()
    found = {}
    fan, netherlands = _netherlands()
    for country, history, origin in (("Norway", norway(), 2010), ("NL", netherlands, ORIGIN)):
        score = backtest(history, origin=origin, horizon=HORIZON, models=["ours"]).score("ours")
        found[country] = [100 * half for half in crossed(score.error, score.expected)]
    covered = {country: sum(halves) / 2 for country, halves in found.items()}
    off = {country: abs(value - ASKED) for country, value in covered.items()}
    own, used = ([100 * share for share in fan[name]] for name in ("covered", "covered_in_use"))
    return Result(
        name="forecast-coverage",
        measured=round(max(off.values()), 2),
        unit="points",
        goal=WITHIN,
        peer="none",
        peer_measured=None,
        note="How far the coverage of 80 % intervals is from 80 %, the worse of Norway "
        "2010-2015 and the Netherlands 2017-2022 (national total given). Municipalities are "
        "dealt out by size over two halves; each half is judged by the band that was fitted on "
        "the errors of the other, and the two are averaged. Halves: "
        + "; ".join(
            f"{country} {halves[0]:.1f} and {halves[1]:.1f} %" for country, halves in found.items()
        )
        + ". These bands are of the forecast of totals. The fan of the household model itself, "
        "calibrated on 2012-2016 and given the national total, covers after 1 to 5 years "
        + ", ".join(f"{share:.1f}" for share in own)
        + " % of the Dutch municipalities of the half that its walks were not fitted on, and "
        "with the walks in use, fitted on all of these, "
        + ", ".join(f"{share:.1f}" for share in used)
        + " %.",
        also=(
            *(
                Also(f"from 80 %, {country}", round(value, 2), "points", WITHIN)
                for country, value in off.items()
            ),
            Also(
                "from 80 %, fan of the household model, NL, 5 years",
                round(abs(own[-1] - ASKED), 2),
                "points",
                WITHIN,
            ),
            Also(
                "the same, the worst of 1 to 5 years",
                round(max(abs(share - ASKED) for share in own), 2),
                "points",
                WITHIN,
            ),
        ),
    )


def _netherlands():
    """Return how the fan of the household model covers, and the history it was judged by."""
    from woonregie.subjects.forecast.formats.past import (  # noqa: PLC0415  after setup
        read_past,
        write_past,
    )
    from woonregie.subjects.forecast.trying import tried  # noqa: PLC0415  as above

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_past(DATA / "nl_population_components_2012_2023.csv", folder)
        _found, told = tried(
            folder,
            origin=ORIGIN,
            horizon=HORIZON,
            models=["share"],
            fitted=TRAJECTORIES,
            workers=2,
        )
        return told["spreads"], read_past(folder).history
