"""What the loops of the fast engine do with rows of which no two overlap."""

# pyright: reportUnknownMemberType=false

from typing import Any

from woonregie.engines.compiled import row_kernel
from woonregie.engines.household._noise import Singles


@row_kernel
def add(row: Singles, into: Singles) -> None:
    """Add a row to another."""
    for lane in range(into.size):
        into[lane] += row[lane]


@row_kernel
def add_share(row: Singles, share: Any, into: Singles) -> None:
    """Add a share of a row to another."""
    for lane in range(into.size):
        into[lane] += row[lane] * share


@row_kernel
def add_shares(row: Singles, shares: Singles, into: Singles) -> None:
    """Add a row to another, of each lane the share of its own."""
    for lane in range(into.size):
        into[lane] += row[lane] * shares[lane]


@row_kernel
def keep(shares: Singles, row: Singles) -> None:
    """Keep of each lane of a row a share."""
    for lane in range(row.size):
        row[lane] *= shares[lane]


@row_kernel
def copy(row: Singles, into: Singles) -> None:
    """Fill a row with another."""
    for lane in range(into.size):
        into[lane] = row[lane]
