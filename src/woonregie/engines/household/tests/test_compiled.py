"""The last digits of a trajectory do not depend on which process compiled the loops."""

import numpy as np

from woonregie.engines.compiled import bare_kernel
from woonregie.engines.household._noise import arrive


@bare_kernel
def arrive_in_two(coming, drawn, word):
    arrive(coming[0], drawn[0], word)
    arrive(coming[1], drawn[1], word)


def test_what_adds_up_is_part_of_who_asks_it():
    """A loop of its own beside the one within would add up in another order.

    Which of the two is called would follow from what is kept on disk.
    """
    arrive_in_two(*np.ones((2, 2, 8), dtype=np.float32), np.uint32(1))
    # What is kept on disk tells nothing of how it was made.
    arrive_in_two.recompile()

    made = next(iter(arrive_in_two.inspect_llvm().values())).splitlines()

    assert [line for line in made if " call " in line and "arriveB" in line] == []
