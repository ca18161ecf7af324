"""Is it known where a figure comes from, and by whom may it be known?"""
