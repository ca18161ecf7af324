"""Streams of random numbers that follow from where they are used."""

import numpy as np

LARGEST_SEED = 2**63 - 1


def stream(seed: int, trajectory: int, purpose: int) -> np.random.Generator:
    """Return the random numbers of one trajectory (*doorrekening*) for one purpose.

    They follow from the three numbers alone (Philox, a counter-based generator), so any
    trajectory can be made again by itself, by any worker, and two scenarios with one seed meet
    the same chance.

    Args:
        seed: of the whole ensemble, 0 and up.
        trajectory: which one, 0 and up.
        purpose: what the numbers are for, 0 and up; each purpose has numbers of its own.

    Raises:
        ValueError: a number below zero, or a seed above `LARGEST_SEED`.

    >>> stream(7, 3, 0).random() == stream(7, 3, 0).random()
    True
    >>> stream(7, 3, 0).random() == stream(7, 4, 0).random()
    False
    """
    if not 0 <= seed <= LARGEST_SEED or trajectory < 0 or purpose < 0:
        raise ValueError("seed, trajectory and purpose are whole numbers, zero or more")
    # The first counter word counts the numbers of a stream; the others say which stream it is.
    counter = np.array([0, purpose, trajectory, 0], dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=seed, counter=counter))
