"""Norwegian municipalities from 2010 to 2015: ours beside Hamilton-Perry and linear together."""

from bench.past import norway, present
from bench.result import Also, Result

ORIGIN, HORIZON, BETTER = 2010, 5, 0.9


def measure() -> Result:
    """Forecast from 2010 and count what came."""
    from woonregie.engines.household import backtest  # noqa: PLC0415  as late as the others

    present()
    found = backtest(norway(), origin=ORIGIN, horizon=HORIZON)
    ours, mean = found.score("ours"), found.score("mean")
    assert ours.mape_large is not None
    assert mean.mape_large is not None
    others = ("hamilton-perry", "linear", "share")
    return Result(
        name="forecast-backtest-norway",
        measured=round(ours.mape, 4),
        unit="%",
        goal=round(BETTER * mean.mape, 4),
        peer="the mean of Hamilton-Perry and linear",
        peer_measured=round(mean.mape, 4),
        note=f"Mean absolute error of the people in {len(found.regions)} Norwegian "
        f"municipalities (2020 borders) in 2015, forecast from 2005-2010 with the national total "
        f"of 2015 given; {len(found.left_out)} with a missing year or a change above 8 % in one "
        "year are left out. The goal is 10 % below the peer. The settings of ours were chosen by "
        "forecasts from 2007 to 2009, judged in 2008 to 2010; its makers had seen 2015 when they "
        "chose its form, so that only later years try it without foreknowledge.",
        also=(
            Also(
                f"ours, the {int(ours.large.sum())} of at least 20,000 inhabitants",
                round(ours.mape_large, 4),
                "%",
                round(BETTER * mean.mape_large, 4),
            ),
            Also("the peer, the same", round(mean.mape_large, 4), "%"),
            *(Also(name, round(found.score(name).mape, 4), "%") for name in others),
            *(
                Also(f"ours, people of {group}", round(100 * off, 3), "%")
                for group, off in ours.by_age.items()
            ),
            *(
                Also(f"Hamilton-Perry, people of {group}", round(100 * off, 3), "%")
                for group, off in found.score("hamilton-perry").by_age.items()
            ),
        ),
    )
