"""The typed door to Numba, which tells no types itself."""

from collections.abc import Callable
from typing import Any, TypeVar

import numba

Loop = TypeVar("Loop", bound=Callable[..., Any])


def kernel(loop: Loop) -> Loop:
    """Compile a function of arrays and numbers; it is kept on disk, and frees other threads.

    Sums may be added up in another order than written, and a division by zero gives infinity:
    a kernel guards its own divisors.
    """
    numba_untyped: Any = numba
    compiled: Loop = numba_untyped.njit(
        loop, cache=True, nogil=True, fastmath=True, error_model="numpy", boundscheck=False
    )
    return compiled
