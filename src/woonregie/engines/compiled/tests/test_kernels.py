"""Loops as machine code do what they did."""

import numpy as np

from woonregie.engines.compiled import kernel


@kernel
def running_total(values, out):
    total = np.float32(0)
    for at in range(values.size):
        total += values[at]
        out[at] = total


class TestKernel:
    def test_does_what_the_loop_says(self):
        values, out = np.arange(5, dtype=np.float32), np.empty(5, dtype=np.float32)

        running_total(values, out)

        assert out.tolist() == [0, 1, 3, 6, 10]
