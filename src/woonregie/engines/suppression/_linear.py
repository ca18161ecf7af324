"""Linear programmes, solved by HiGHS."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Entries:
    """A sparse matrix as triples: row, column and value of each entry that is not zero."""

    row: Ints
    column: Ints
    value: Floats


class Programme:
    """Least cost of columns within their bounds, with sums of columns within theirs.

    Args:
        lower: (column,) the least that each may be.
        upper: (column,) the most; infinite for no bound.
        rows: (row, 2) the least and the most of each sum.
        entries: which columns each row adds up, with their weights.
    """

    def __init__(self, lower: Floats, upper: Floats, rows: Floats, entries: Entries) -> None:
        import highspy  # noqa: PLC0415  its import takes a while

        # Its types are not told.
        self._highs: Any = highspy
        order = np.lexsort((entries.column, entries.row))
        problem = self._highs.HighsLp()
        problem.num_col_, problem.num_row_ = lower.size, rows.shape[0]
        problem.col_cost_ = np.zeros(lower.size)
        problem.col_lower_, problem.col_upper_ = lower, upper
        problem.row_lower_, problem.row_upper_ = rows[:, 0], rows[:, 1]
        problem.a_matrix_.format_ = self._highs.MatrixFormat.kRowwise
        every: Ints = np.arange(rows.shape[0] + 1, dtype=np.int64)
        starts: Ints = np.searchsorted(entries.row[order], every).astype(np.int64)
        problem.a_matrix_.start_ = starts.astype(np.int32)
        problem.a_matrix_.index_ = entries.column[order].astype(np.int32)
        problem.a_matrix_.value_ = entries.value[order]
        # Its own class prints a banner on whatever a command writes; the one below does not.
        self._solver = self._highs.Highs.__base__()
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        # Nothing here can be left out beforehand; looking for it takes as long as solving.
        self._solver.setOptionValue("presolve", "off")
        self._solver.passModel(problem)
        self._columns = lower.size

    def cheapest(self, cost: Floats) -> Floats:
        """Return (column,) the values of least cost.

        Raises:
            ArithmeticError: there are none.
        """
        self._price(np.arange(self._columns), cost)
        if self._run() != self._highs.HighsModelStatus.kOptimal:
            raise ArithmeticError("this programme has no solution")
        return np.asarray(self._solver.getSolution().col_value, dtype=np.float64)

    def warm(self) -> None:
        """Go on from the last answer: quick where only costs differ from one to the next."""
        self._solver.setOptionValue("simplex_strategy", 4)

    def least(self, columns: Ints, cost: Floats) -> float:
        """Return the least that a sum of columns can be; minus infinity for no bound.

        Raises:
            ArithmeticError: no values keep the bounds.
        """
        self._price(columns, cost)
        status = self._run()
        found = float(self._solver.getInfo().objective_function_value)
        self._price(columns, np.zeros(columns.size))
        if status == self._highs.HighsModelStatus.kOptimal:
            return found
        if status != self._highs.HighsModelStatus.kUnbounded:
            raise ArithmeticError("this programme has no solution")
        return -np.inf

    def _price(self, columns: Ints, cost: Floats) -> None:
        self._solver.changeColsCost(columns.size, columns.astype(np.int32), cost)

    def _run(self) -> Any:
        self._solver.run()
        return self._solver.getModelStatus()
