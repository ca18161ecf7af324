"""The typed door to Numba, which tells no types itself."""

# It tells no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from collections.abc import Callable
from typing import Any, TypeVar

import numba
from numba.core.compiler import Compiler

Loop = TypeVar("Loop", bound=Callable[..., Any])


def kernel(loop: Loop) -> Loop:
    """Compile a function of arrays and numbers; it is kept on disk, and frees other threads.

    Sums may be added up in another order than written, and a division by zero gives infinity:
    a kernel guards its own divisors.
    """
    return _compiled(loop, counts_views=True)


def bare_kernel(loop: Loop) -> Loop:
    """Compile a function that makes no arrays, only rows of those it was given.

    Nobody counts who looks at a row: for a short one that would cost more than to go over it.
    """
    return _compiled(loop, counts_views=False)


def row_kernel(loop: Loop) -> Loop:
    """Compile a function of rows of which no two overlap, called from within a `bare_kernel`.

    A loop over many rows is only made wide when it is sure that what is written in one is not read
    in another. To look at that each time costs as much as going over a short row; here the caller
    answers for it. It becomes part of every caller: of one compiled by itself as well there would
    be two, that add up in another order, and which of them is called would depend on what is kept
    on disk.
    """
    return _compiled(loop, counts_views=False, pipeline_class=_RowsApart, forceinline=True)


class _RowsApart(Compiler):
    def define_pipelines(self) -> Any:
        self.state.flags.noalias = True
        pipelines: Any = super().define_pipelines()  # type: ignore[no-untyped-call]
        return pipelines


def _compiled(loop: Loop, *, counts_views: bool, **more: Any) -> Loop:
    numba_untyped: Any = numba
    compiled: Loop = numba_untyped.njit(
        loop,
        cache=True,
        nogil=True,
        fastmath=True,
        error_model="numpy",
        boundscheck=False,
        _nrt=counts_views,
        **more,
    )
    return compiled
