"""Chance in the inner loops: words that follow from a place, and counts exact in the mean.

Compiled loops are kept on disk by the file that they stand in, with what they call: who changes
this file or `_rows.py` changes `_leaving.py`, `_settling.py` and `_couples.py` as well, or empties
their `__pycache__`.
"""

# pyright: reportUnknownMemberType=false

from typing import Any

import numpy as np
from numpy.typing import NDArray

from woonregie.engines.compiled import kernel, row_kernel
from woonregie.engines.household._limits import TINY as NOTHING

Singles = NDArray[np.float32]
Words = NDArray[np.uint32]

F = np.float32
U = np.uint32
ZERO, HALF, ONE, TWO = F(0), F(0.5), F(1), F(2)
QUARTER, EIGHTH, SIXTEENTH = F(0.25), F(0.125), F(0.0625)
TINY = F(NOTHING)
FEW = F(1.5)
"""Below this many expected, people come in one lump or not at all."""
MANY = F(50)
"""From so many arrivals on, shares of what was drawn are exact enough."""
CURVE = F(0.65)
"""A quarter of four minus the kurtosis plus one: what the square adds to the variance."""
SPREAD = F(6**0.5)
"""The sum of two even numbers has this largest value at a spread of one."""
WIDEST = F(2.45)
NARROWEST = F(1 / 2.45**2)
PER_WORD, PER_HALF_WORD = F(2.0**-31), F(2.0**-16)
LOW_HALF, HALF_BITS, ONE_BIT = U(0xFFFF), U(16), U(1)
LEAVING_STREAM, MOVING_STREAM, ARRIVING_STREAM = U(1 << 16), U(2 << 16), U(3 << 16)
ABROAD_STREAM, STEP_STREAM, BIRTH_STREAM = U(4 << 16), U(5 << 16), U(6 << 16)


@kernel
def mixed(word: Any) -> Any:
    """Return a word in which every bit depends on every bit of another."""
    word = U(word ^ U(word >> HALF_BITS))
    word = U(word * U(0x21F0AAAD))
    word = U(word ^ U(word >> U(15)))
    word = U(word * U(0xD35A2D97))
    return U(word ^ U(word >> U(15)))


@kernel
def spread(keys: Words, places: Words, out: Words) -> None:
    """Fill (lane,) a word of its own for each trajectory and region, by (trajectory,) keys."""
    wide = places.size
    for at in range(keys.size):
        key, begun = mixed(keys[at]), at * wide
        for region in range(wide):
            out[begun + region] = mixed(U(places[region] ^ key))


@kernel
def even(word: Any) -> Any:
    """Return a number from zero to one, each as likely."""
    return F(np.int32(word >> ONE_BIT)) * PER_WORD


@kernel
def unskewed(word: Any) -> Any:
    """Return a number around zero without skew, with a spread of one."""
    halves = np.int32(word & LOW_HALF) + np.int32(word >> HALF_BITS) + np.int32(1)
    return (F(halves) * PER_HALF_WORD - ONE) * SPREAD


@kernel
def squared(expected: Any, wide: Any, word: Any) -> Any:
    """Return the square of something without skew, multiplied out: one root (equation 17).

    `wide` is the square of its spread.
    """
    drawn = unskewed(word)
    tilted = TWO * np.sqrt(max(wide * (expected - wide), ZERO)) * drawn
    return max(expected + tilted + wide * (drawn * drawn - ONE), ZERO)


@kernel
def counted(expected: Any, top: Any, others: Any, word: Any) -> Any:
    """Return a count around a mean, not below zero or above the most (equation 17).

    Mean and variance are those of a binomial count: the square of something without skew, and
    where few are expected one lump of people or nobody. `others` is the share that stays away.
    """
    plain, again = QUARTER * others, CURVE / max(expected, ONE)
    wide = plain + again * plain * plain
    wide = plain + again * wide * wide
    # The first terms of one minus the root of what is expected: a little less than that.
    below = others * (HALF + others * (EIGHTH + others * SIXTEENTH))
    wide = min(wide, top * below * below * NARROWEST)
    lump = min(top, expected + others)
    single = lump if even(word) * lump < expected else ZERO
    return single if expected < FEW else squared(expected, wide, word)


@kernel
def counted_freely(expected: Any, word: Any) -> Any:
    """Return a count around a mean without a most: mean and variance of a Poisson count."""
    again = CURVE / max(expected, ONE)
    wide = QUARTER + again * SIXTEENTH
    wide = QUARTER + again * wide * wide
    lump = expected + ONE
    single = lump if even(word) * lump < expected else ZERO
    return single if expected < FEW else squared(expected, wide, word)


@row_kernel
def arrive(coming: Singles, drawn: Singles, word: Any) -> None:
    """Put (lane,) who arrives of one trajectory at what was drawn; their sum stays (equation 18).

    Shares of many are what was drawn. Few are handed out in whole pieces along the line of what
    was expected, which is exact in the mean where shares of few are not.
    """
    asked, found = ZERO, ZERO
    for lane in range(coming.size):
        asked += coming[lane]
        found += drawn[lane]
    if asked >= MANY:
        share = asked / max(found, TINY)
        for lane in range(coming.size):
            coming[lane] = drawn[lane] * share
        return
    pieces = max(np.floor(asked + HALF), ONE)
    scale = pieces / max(asked, TINY)
    start = even(word)
    along, before = start, np.floor(start)
    first = before
    for lane in range(coming.size):
        along += coming[lane] * scale
        now = np.floor(along)
        drawn[lane] = now - before
        before = now
    # By rounding a piece can be lost at the end of the line; then what was expected stays.
    if before - first == pieces:
        for lane in range(coming.size):
            coming[lane] = drawn[lane] / scale


@kernel
def bear(mean: Singles, spots: Words, out: Singles) -> None:
    """Fill (lane,) births around their mean."""
    row = mixed(BIRTH_STREAM)
    for lane in range(mean.size):
        out[lane] = counted_freely(mean[lane], mixed(U(spots[lane] ^ row)))
