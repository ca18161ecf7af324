"""Intervals of 80 % for municipalities: fitted on one half, judged on the other."""

from bench.past import netherlands, norway, present
from bench.result import Also, Result

ASKED, WITHIN = 80.0, 4.0


def measure() -> Result:
    """Fit bands on the errors of one half of the municipalities and count in the other."""
    import django  # noqa: PLC0415  settings come from the environment

    from woonregie.engines.household import backtest, crossed  # noqa: PLC0415  as above

    django.setup()
    present()
    found = {}
    for country, history, origin in (("Norway", norway(), 2010), ("NL", netherlands(), 2017)):
        score = backtest(history, origin=origin, horizon=5, models=["ours"]).score("ours")
        found[country] = [100 * half for half in crossed(score.error, score.expected)]
    covered = {country: sum(halves) / 2 for country, halves in found.items()}
    off = {country: abs(value - ASKED) for country, value in covered.items()}
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
        + ".",
        also=tuple(
            Also(f"from 80 %, {country}", round(value, 2), "points", WITHIN)
            for country, value in off.items()
        ),
    )
