"""Is long work done once, can it be followed and stopped, and does it say how it ended?"""
