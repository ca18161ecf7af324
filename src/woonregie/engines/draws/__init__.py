"""Chance that can be asked again: random numbers that follow from a seed and a place."""

from woonregie.engines.draws._streams import LARGEST_SEED, stream

__all__ = ["LARGEST_SEED", "stream"]
