"""A layout that a region filled in: the columns of a receiver, to write plans in and read back."""
