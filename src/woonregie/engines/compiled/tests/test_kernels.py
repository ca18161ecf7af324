"""Loops as machine code do what they did."""

import numpy as np

from woonregie.engines.compiled import bare_kernel, kernel, row_kernel


@kernel
def running_total(values, out):
    total = np.float32(0)
    for at in range(values.size):
        total += values[at]
        out[at] = total


@row_kernel
def add(row, into):
    for at in range(into.size):
        into[at] += row[at]


@bare_kernel
def add_up(rows, out):
    for at in range(len(rows)):
        add(rows[at], out)


class TestKernel:
    def test_does_what_the_loop_says(self):
        values, out = np.arange(5, dtype=np.float32), np.empty(5, dtype=np.float32)

        running_total(values, out)

        assert out.tolist() == [0, 1, 3, 6, 10]

    def test_adds_rows_that_lie_apart(self):
        rows, out = np.arange(12, dtype=np.float32).reshape(3, 4), np.zeros(4, dtype=np.float32)

        add_up(rows, out)

        assert out.tolist() == [12, 15, 18, 21]
