"""Places among siblings as texts that sort, so that a move writes one row and no other.

Between any two places there is always another one. A place never ends with the lowest digit, or
nothing would fit before it.
"""

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
BASE = len(DIGITS)


def between(low: str, high: str = "") -> str:
    """Return a place after one and before another; empty is the beginning, or the end.

    >>> between("i", "j"), between("", "i"), between("z")
    ('ii', '9', 'zi')
    """
    return _inside(low, high) if high else _beyond(low)


def spread(count: int) -> list[str]:
    """Return so many places in order, with room between all of them.

    >>> spread(3)
    ['9', 'i', 'r']
    """
    width = 1
    while BASE**width <= count:
        width += 1
    step = BASE**width / (count + 1)
    return [_written(int((at + 1) * step), width) for at in range(count)]


def _beyond(low: str) -> str:
    for at, digit in enumerate(low):
        if digit != DIGITS[-1]:
            return low[:at] + DIGITS[DIGITS.index(digit) + 1]
    return low + DIGITS[BASE // 2]


def _inside(low: str, high: str) -> str:
    found, at, bounded = "", 0, True
    while True:
        first = DIGITS.index(low[at]) if at < len(low) else 0
        last = DIGITS.index(high[at]) if bounded and at < len(high) else BASE
        if last - first > 1:
            return found + DIGITS[(first + last) // 2]
        found += DIGITS[first]
        bounded = bounded and first == last
        at += 1


def _written(value: int, width: int) -> str:
    signs = []
    for _place in range(width):
        value, rest = divmod(value, BASE)
        signs.append(DIGITS[rest])
    return "".join(reversed(signs)).rstrip(DIGITS[0])
