"""Icelandic moves between regions by age: fitted on 2006-2010, expected for 2011-2016."""

from dataclasses import replace

import numpy as np

from bench.past import iceland, present
from bench.result import Also, Result

FITTED, OLD = 5, 65
GOAL, WITHIN = 0.21, 2.0


def measure() -> Result:
    """Fit, expect, count; see that the gate holds and that it fails on the wrong row."""
    from woonregie.engines.household import (  # noqa: PLC0415  as late as the others
        Moves,
        banded_flows,
        flow_error,
        leavers_off,
    )

    present()
    people, moves = iceland()
    model = Moves.fit(moves[:FITTED], people[:FITTED])
    fitted = (moves[:FITTED], people[:FITTED])
    assert leavers_off(*model.beside(*fitted)) == []
    # All groups that differ at all.
    off = leavers_off(*model.beside(*fitted), most=0.0)
    wrong = model.profile.copy()
    wrong[:, OLD:] = model.profile[:, 30 : 30 + wrong.shape[1] - OLD]
    caught = leavers_off(*replace(model, profile=wrong).beside(*fitted))
    assert [group.from_age for group in caught] == [OLD]
    expected = np.array([model.flows(of_year) for of_year in people[FITTED:]])
    seen = banded_flows(moves[FITTED:])
    rates = banded_flows(moves[:FITTED]).sum(axis=0) / FITTED
    return Result(
        name="forecast-flows-iceland",
        measured=round(flow_error(expected, seen), 4),
        unit="WAPE",
        goal=GOAL,
        peer="the mean of the observed moves themselves",
        peer_measured=round(flow_error(np.broadcast_to(rates, seen.shape), seen), 4),
        note="Weighted absolute error of moves by origin, destination, group of ages and year, "
        "8 regions, 6 groups, 2011-2016, with the people of each year given. Modelled leavers by "
        "group of ages are within 2 % of those observed in 2006-2010, and the gate fails when "
        "those of 65 and over are given the moves of those of 30 and over.",
        also=(
            Also(
                "worst group of leavers, from those observed",
                round(
                    100
                    * max(
                        (abs(group.modelled / group.observed - 1) for group in off), default=0.0
                    ),
                    3,
                ),
                "%",
                WITHIN,
            ),
            Also(
                "all six years together",
                round(flow_error(expected.sum(axis=0), seen.sum(axis=0)), 4),
                "WAPE",
            ),
            Also(
                "the same, all ages together",
                round(flow_error(expected.sum(axis=(0, 1)), seen.sum(axis=(0, 1))), 4),
                "WAPE",
            ),
        ),
    )
