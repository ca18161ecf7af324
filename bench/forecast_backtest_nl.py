"""Dutch municipal totals from 2017 to 2022: ours beside share and linear."""

from bench.past import netherlands, present
from bench.result import Also, Result

ORIGIN, HORIZON = 2017, 5


def measure() -> Result:
    """Forecast from 2017 and count what came, with and without the national total."""
    import django  # noqa: PLC0415  settings come from the environment

    from woonregie.engines.household import backtest  # noqa: PLC0415  as late as the others

    django.setup()
    present()
    history = netherlands()
    given = backtest(history, origin=ORIGIN, horizon=HORIZON)
    own = backtest(history, origin=ORIGIN, horizon=HORIZON, national=False)
    ours, line, share = (given.score(name) for name in ("ours", "linear", "share"))
    assert ours.mape_large is not None
    assert line.mape_large is not None
    best = min(own.score("linear").mape, own.score("share").mape)
    return Result(
        name="forecast-backtest-nl",
        measured=round(ours.mape, 4),
        unit="%",
        goal=round(min(line.mape, share.mape), 4),
        peer="linear, the better of linear and share",
        peer_measured=round(line.mape, 4),
        note=f"Mean absolute error of the people in {len(given.regions)} Dutch municipalities on "
        "1 January 2022, forecast from totals, births and deaths of 2012-2017, with the national "
        f"total of 2022 given. {len(given.left_out)} that merged or changed borders are left "
        "out. Without the national total the arrivals of 2022 from abroad are in every error.",
        also=(
            Also("share", round(share.mape, 4), "%"),
            Also(
                f"ours, the {int(ours.large.sum())} of at least 20,000 inhabitants",
                round(ours.mape_large, 4),
                "%",
                round(line.mape_large, 4),
            ),
            Also(
                "ours, own national total", round(own.score("ours").mape, 4), "%", round(best, 4)
            ),
            Also("linear, own national total", round(own.score("linear").mape, 4), "%"),
            Also("share, own national total", round(own.score("share").mape, 4), "%"),
        ),
    )
