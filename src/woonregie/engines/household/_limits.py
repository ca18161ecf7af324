"""Numbers that the equations share: what is nothing, and how far things may go."""

TINY = 1e-12
"""What is divided by where there is nothing to divide by."""
BOYS = 0.512
"""Share of boys among those born."""
MOST_STEPS = 0.5
"""The most that the steps out of one position may add up to in a year, before levels."""
MOST_FACTOR = 2.0
"""The most by which a transition is multiplied; with `MOST_STEPS` nobody leaves twice."""
BALANCE = (0.5, 2.0)
"""How far a count of men or women is moved to fit the other."""
MOST_WIDOWED = 4.0
"""The most by which the usual chance to lose a partner is multiplied."""
YEARS_APART = 2.5
"""How much older men are than the women they live with, assumed: at what age who is widowed."""
