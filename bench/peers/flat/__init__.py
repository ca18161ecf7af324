"""One flat table of plans, as most teams would begin."""
