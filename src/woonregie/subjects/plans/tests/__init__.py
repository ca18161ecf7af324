"""Does the register keep what was said, for whom it was said, and nothing else?"""
