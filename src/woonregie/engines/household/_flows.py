"""Where people who move go: shares of observed moves, or of size and distance."""

import numpy as np

from woonregie.engines.household._errors import EngineError
from woonregie.engines.household._positions import Floats


def shares_of_moves(moves: Floats, otherwise: Floats | None = None) -> Floats:
    """Return (band, origin, destination) the shares of observed moves.

    Args:
        moves: (band, origin, destination) moves in a period; none from a region to itself.
        otherwise: shares of the same shape for an origin without any move in a band; else the
            destinations of all bands together count there.

    Raises:
        EngineError: counts below zero, moves within a region, or an origin nobody ever leaves.

    >>> shares_of_moves(np.array([[[0.0, 30, 10], [5, 0, 5], [1, 0, 0]]]))[0].tolist()
    [[0.0, 0.75, 0.25], [0.5, 0.0, 0.5], [1.0, 0.0, 0.0]]
    """
    if moves.ndim != 3 or moves.shape[1] != moves.shape[2]:  # noqa: PLR2004  three axes
        raise EngineError(f"moves have shape {moves.shape}, not (band, origin, destination)")
    if not (np.isfinite(moves) & (moves >= 0)).all():
        raise EngineError("moves are numbers of people, zero or more", array="moves")
    if np.einsum("grr->gr", moves).any():
        raise EngineError("moves within a region do not count as moves", array="moves")
    instead = np.broadcast_to(moves.sum(axis=0) if otherwise is None else otherwise, moves.shape)
    found = np.where(moves.sum(axis=2, keepdims=True) > 0, moves, instead)
    total = found.sum(axis=2, keepdims=True)
    if not (total > 0).all():
        band, region = (int(at) for at in np.argwhere(total[:, :, 0] <= 0)[0])
        raise EngineError(f"nobody ever leaves region {region} (band {band})", array="moves")
    shares: Floats = found / total
    return shares


def gravity(population: Floats, minutes: Floats, decay: Floats, size: float = 1.0) -> Floats:
    """Return (band, origin, destination) shares by size and travel time (equation 9).

    For where moves between each two regions are not known.

    Args:
        population: (region,) persons.
        minutes: (region, region) travel time, above zero between two regions.
        decay: (band,) how fast moves fall with travel time (*gamma*).
        size: elasticity to the population of the destination (*alpha*).

    Raises:
        EngineError: a single region, one without people, or a travel time of nothing.

    >>> minutes = np.array([[0.0, 20, 40], [20, 0, 20], [40, 20, 0]])
    >>> gravity(np.array([100.0, 100, 100]), minutes, np.array([1.0]))[0].round(3).tolist()
    [[0.0, 0.667, 0.333], [0.5, 0.0, 0.5], [0.333, 0.667, 0.0]]
    """
    if population.size < 2:  # noqa: PLR2004  two regions
        raise EngineError("gravity asks for two regions or more", regions=int(population.size))
    apart = ~np.eye(population.size, dtype=np.bool_)
    if not (population > 0).all() or not (minutes[apart] > 0).all():
        raise EngineError("gravity asks for people and for travel times above zero")
    far = np.where(apart, minutes, 1.0)
    pull = population[None, None, :] ** size * far[None] ** -decay[:, None, None] * apart
    shares: Floats = pull / pull.sum(axis=2, keepdims=True)
    return shares
