"""Which numbers tell too much about one contributor."""

from dataclasses import dataclass

import numpy as np

from woonregie.engines.suppression._release import Bools, Floats, Ints, Release


@dataclass(frozen=True, slots=True)
class Rule:
    """When a number is sensitive (*gevoelig*).

    Args:
        contributors: fewer contributors than this are too few.
        share: the largest contributor may have at most this part (0-1) of a number (dominance).
        closeness: the second largest must not be able to work out the largest to within this part
            of its value (p % rule, 0-1).
    """

    contributors: int = 3
    share: float = 0.85
    closeness: float = 0.2


def sensitive(release: Release, rule: Rule, known: Bools | None = None) -> Bools:
    """Return which numbers would tell too much when they were published alone.

    Args:
        release: what is to be published.
        rule: when a number is sensitive.
        known: (atom,) atoms that the reader knows anyway, such as its own; None for none.

    Returns:
        (number,) whether it is sensitive. A number of which all atoms are zero is not.

    Source: Hundepool et al., Statistical Disclosure Control (2012), chapter 4: (n,k) dominance and
    the p % rule.

    >>> from woonregie.engines.suppression import Sums
    >>> sums = Sums(np.array([0, 0, 0, 1]), np.arange(4), 2, 4)
    >>> one = Release(np.array([30.0, 40.0, 30.0, 9.0]), np.array([0, 1, 2, 0]), sums)
    >>> sensitive(one, Rule()).tolist()
    [False, True]
    """
    hidden = np.ones(release.values.shape, dtype=bool) if known is None else ~known
    number, share = _shares(release, np.where(hidden, release.values, 0.0))
    size = release.sums.numbers
    count = np.bincount(number, minlength=size)
    total = np.bincount(number, share, size)
    largest, second = _two_largest(number, share, size)
    # A reader who knows its own atoms has taken them out already: nobody else helps it.
    helper = second if known is None else 0.0
    few = count < rule.contributors
    dominant = largest > rule.share * total
    close = total - largest - helper < rule.closeness * largest
    return (count > 0) & (few | dominant | close)


def _shares(release: Release, values: Floats) -> tuple[Ints, Floats]:
    """Return number and amount of each contributor in each number, without zeros."""
    whose = release.contributor[release.sums.atom]
    width = int(release.contributor.max(initial=0)) + 1
    pair, place = np.unique(release.sums.number * width + whose, return_inverse=True)
    amount = np.bincount(place, values[release.sums.atom], pair.size).astype(np.float64)
    counts = amount > 0
    return pair[counts] // width, amount[counts]


def _two_largest(number: Ints, share: Floats, size: int) -> tuple[Floats, Floats]:
    order = np.lexsort((-share, number))
    number, share = number[order], share[order]
    # The place of an entry within its number, the largest first.
    rank = np.arange(number.size) - np.searchsorted(number, number)
    largest, second = np.zeros(size), np.zeros(size)
    largest[number[rank == 0]] = share[rank == 0]
    second[number[rank == 1]] = share[rank == 1]
    return largest, second
