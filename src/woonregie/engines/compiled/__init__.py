"""Plain loops turned into machine code, with their types kept; importing it takes a while."""

from woonregie.engines.compiled._kernels import bare_kernel, kernel, row_kernel

__all__ = ["bare_kernel", "kernel", "row_kernel"]
