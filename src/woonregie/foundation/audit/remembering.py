"""Answers that a process remembers until anything in the house is recorded.

For what a page asks at every move of a slider and that hardly ever changes: which starting points
stand, who decided what, what the plans add up to. Every service writes one line in the trail, in
the transaction of what it changes. So what was read after the last line is right until the next
one, and the hash of that line is the key: it stands for everything that was ever recorded. A
number would not do: after a transaction that was rolled back another event has the same one.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from woonregie.foundation.audit.queries import head_hash
from woonregie.foundation.pages.once import once, only_read

P = ParamSpec("P")
R = TypeVar("R")

_head = once(head_hash)


def until_recorded(*, most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Remember answers until something is recorded; the answer is never changed by who gets it.

    Only while a page is read: whoever writes, and every command, sees what stands now. A question
    that depends on who asks names her, or what she may see, in its arguments; the day is always
    one of them. Arguments can be hashed.

    Args:
        most: so many answers stay in the memory of a process, the last used ones.
    """

    def around(function: Callable[P, R]) -> Callable[P, R]:
        @lru_cache(maxsize=most)
        def kept(_until: str, *args: P.args, **kwargs: P.kwargs) -> R:
            return function(*args, **kwargs)

        @wraps(function)
        def asked(*args: P.args, **kwargs: P.kwargs) -> R:
            # The head is read before the answer, so that an answer is never older than its key.
            head = _head() if only_read() else ""
            if not head:
                return function(*args, **kwargs)
            return kept(head, *args, **kwargs)  # type: ignore[arg-type]  # the caller sees to it

        return asked

    return around
