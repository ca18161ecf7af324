"""Does a meeting come about, is it known to who takes part, and does something come of it?"""
